import type { Incident } from '../domain/incident.ts'
import { spanEnd } from '../domain/span.ts'
import type { AlertSettings } from './settings.ts'

/**
 * Whether what an incident is about has been well for long enough to believe it: a session that flaps comes up many times.
 */
export function isConfirmed(incident: Incident, now: number, { timers, hours }: AlertSettings): boolean {
  if (incident.upSince === null) return false
  const needed = incident.level === 'critical' ? timers.stableCritical : timers.stableOther
  return now >= spanEnd(incident.upSince, needed, hours.zone)
}
