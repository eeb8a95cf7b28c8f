import type { Incident } from '../domain/incident.ts'

/** How long a link has to stay up before its incident is over, in ms: a session that flaps comes up many times. */
export interface RecoverySettings {
  readonly criticalStableMs: number
  readonly stableMs: number
}

/** The times are this project's own judgement. */
export const DEFAULT_RECOVERY: RecoverySettings = { criticalStableMs: 120_000, stableMs: 60_000 }

/** Whether the link of an incident has been up for long enough to believe it. */
export function isConfirmed(incident: Incident, now: number, settings: RecoverySettings): boolean {
  if (incident.upSince === null) return false
  const needed = incident.level === 'critical' ? settings.criticalStableMs : settings.stableMs
  return now - incident.upSince >= needed
}
