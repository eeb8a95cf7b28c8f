import {
  type Acknowledgement,
  compareLevels,
  type HistoryEntry,
  type Incident,
  type Level,
  withHistory,
} from '../domain/incident.ts'
import type { WatchedLink } from '../domain/memory.ts'
import { spanEnd } from '../domain/span.ts'
import { type Quiet, restartReminders } from './reminders.ts'
import type { AlertSettings } from './settings.ts'

/** An incident whose acknowledgement has ended, whose it was, and why. */
export interface AcknowledgementEnded {
  readonly incident: Incident
  readonly acknowledgement: Acknowledgement
  readonly reason: string
}

/**
 * The incident taken on by `by` (a Slack user id): reminders stop until that expires, a critical one's sooner. Whoever
 * acknowledges it later takes it over, and whoever does so again has it for longer. What is over stays as it is.
 */
export function acknowledge(
  incident: Incident,
  by: string,
  now: number,
  { timers, hours }: AlertSettings,
): Incident {
  if (incident.resolvedAt !== null) return incident
  const lasts = incident.level === 'critical' ? timers.ackCritical : timers.ackError
  const acknowledgement = { by, at: now, expiresAt: spanEnd(now, lasts, hours.zone) }
  return withHistory({ ...incident, acknowledgement }, entry('acknowledged', incident, by, now))
}

/** The incident that `by` (a Slack user id) gives back to everybody: reminders begin anew. Unchanged where nobody had it. */
export function undoAcknowledgement(incident: Incident, by: string, now: number): Incident {
  if (incident.acknowledgement === null || incident.resolvedAt !== null) return incident
  return withHistory(released(incident, now), entry('acknowledgement_undone', incident, by, now))
}

/**
 * Ends an acknowledgement that has expired; null where there is none to end. It stays for as long as nobody is to be
 * chased: while the incident is held back, up again and being confirmed, or its region cannot be read. A link that goes
 * down again while it is being confirmed is therefore still its owner's, unless it has expired meanwhile.
 */
export function expireAcknowledgement(
  incident: Incident,
  now: number,
  { blind, silenced }: Quiet,
): AcknowledgementEnded | null {
  const { acknowledgement } = incident
  if (acknowledgement === null || incident.resolvedAt !== null || now < acknowledgement.expiresAt) return null
  if (incident.upSince !== null || incident.heldBack !== null || silenced) return null
  if (blind && incident.subject.type !== 'scope') return null
  const { by } = acknowledgement
  return {
    incident: withHistory(released(incident, now), entry('acknowledgement_expired', incident, by, now)),
    acknowledgement,
    reason: 'The acknowledgement has expired, and it is still bad.',
  }
}

/**
 * Ends an acknowledgement when an incident is about to get as bad as `level`; null where it stays. Whoever took it on
 * agreed to something milder, and may not know: so everybody is told and reminded again. Worse at the same level (one
 * more family of a critical link, say) stays with its owner, who reads it in the thread. `incident` still has the level
 * from before.
 */
export function worsenedAcknowledgement(
  incident: Incident,
  level: Level,
  now: number,
): AcknowledgementEnded | null {
  const { acknowledgement } = incident
  if (acknowledgement === null || compareLevels(level, incident.level) <= 0) return null
  return {
    incident: released(incident, now),
    acknowledgement,
    reason: `It was acknowledged at level ${incident.level}, and is ${level} now: somebody has to take that on.`,
  }
}

/** Rows of the levels by which a change of configuration alone took the path, or one family of it, away from a VPC. */
export const TAKEN_AWAY: ReadonlySet<string> = new Set([
  'path_removed',
  'deletion_halted',
  'family_removed',
  'vpc_moved',
])

/** Whether an acknowledgement of this incident is taken to say that it was meant so, unless something is put back. */
export function mayBeMeant({ rule }: Pick<Incident, 'rule'>): boolean {
  return TAKEN_AWAY.has(rule)
}

/**
 * Whether what took a link's path away is taken as meant, `link` being remembered so: somebody acknowledged it, that has
 * expired, and the configuration has not been touched since. Such a link does not come back by itself, and nobody waits
 * for it.
 */
export function isMeant(
  incident: Incident,
  link: Pick<WatchedLink, 'rule' | 'configured'>,
  now: number,
): boolean {
  const ended = expireAcknowledgement(incident, now, { blind: false, silenced: false })
  if (ended === null || !mayBeMeant(incident) || !TAKEN_AWAY.has(link.rule)) return false
  return link.configured === null || link.configured.at <= ended.acknowledgement.at
}

function released(incident: Incident, now: number): Incident {
  return restartReminders({ ...incident, acknowledgement: null }, now)
}

function entry(event: HistoryEntry['event'], incident: Incident, by: string, at: number): HistoryEntry {
  return { at, event, status: incident.upSince === null ? incident.badStatus : null, by }
}
