import type { Incident, Level } from '../domain/incident.ts'
import { isRefusedCredential, type ReadFailure, type Scope } from '../domain/snapshot.ts'
import { type Span, spanEnd } from '../domain/span.ts'
import type { AlertSettings } from './settings.ts'

/** How a scope fails to be read, as remembered, this poll included. */
export interface Blindness {
  /** Why the latest poll failed; null where none did: the bot itself stood still. */
  readonly failure: ReadFailure | null
  /** The first failed poll in a row (ms); null where none failed. */
  readonly failingSince: number | null
  readonly failedPolls: number
  /** Polls that the schedule held since the last good one; more than have failed where some did not take place. */
  readonly slotsMissed: number
  /** A region that was never readable is named in the baseline and not alerted. */
  readonly everRead: boolean
  /** Whether one of its links has an open incident of level error or worse: then nobody can see how it goes on. */
  readonly outageOpen: boolean
}

/** Whether a scope counts as blind, and how loud that is to be told. */
export interface BlindnessRuling {
  /** The level at which it is to be told now; null while it is too early, or not to be told at all. */
  readonly level: Level | null
  /** Whether what is known of it is too old to go by: nothing resolves, and nobody is chased. Told or not. */
  readonly blind: boolean
  readonly reason: string
}

/** A region that cannot be read, or could not: one of those that a message tells under one cause. */
export interface BlindRegion {
  /** The region's own: its subject is the scope. */
  readonly incident: Incident
  readonly scope: Scope
  /** Why its latest failed poll came to nothing. */
  readonly failure: ReadFailure
}

/** What happened to one of several regions of a message in one poll. `joined`: it became unreadable by the same cause. */
export interface RegionsChange extends BlindRegion {
  readonly event: 'joined' | 'worsened' | 'recovered'
}

/** The message of regions that cannot be read, by one cause. Times are milliseconds since the epoch, as in all alerts. */
export interface ScopeAlert {
  readonly type: 'scope'
  readonly at: number
  /** In the order they were told; one that could be read in between stands there once, as it is now. */
  readonly regions: readonly BlindRegion[]
}

/** What one poll changed for them: a line of that message's thread. */
export interface ScopeLine {
  readonly type: 'scope_line'
  readonly at: number
  readonly changes: readonly RegionsChange[]
  /** Regions of the message that cannot be read yet, by name. */
  readonly left: readonly string[]
}

/**
 * Judges a scope that could not be read. It counts as blind after `blindSlots` scheduled polls without a good one. Polls
 * that failed are told by how long they have, so that a frequent schedule does not make a passing failure loud; polls that
 * did not even take place are told by how many they are, since the bot itself stood still.
 */
export function judgeBlindness(
  blindness: Blindness,
  now: number,
  { timers, hours }: AlertSettings,
): BlindnessRuling {
  const { failure, failingSince, failedPolls, slotsMissed } = blindness
  if (!blindness.everRead)
    return { level: null, blind: true, reason: 'The region was never readable: it is named in the baseline.' }
  const blindFor = (span: Span) => failingSince !== null && now >= spanEnd(failingSince, span, hours.zone)
  const refused = failure !== null && isRefusedCredential(failure)
  const stoodStill = slotsMissed - failedPolls >= timers.blindSlots
  const failed = refused ? failedPolls >= timers.blindRefusedPolls : blindFor(timers.blindWarning)
  if (!failed && !stoodStill) {
    const blind = slotsMissed >= timers.blindSlots
    return { level: null, blind, reason: 'A failure this short heals by itself more often than not.' }
  }
  const told = (level: Level, reason: string): BlindnessRuling => ({ level, blind: true, reason })
  if (blindness.outageOpen)
    return told('critical', 'The region cannot be read while one of its links has an open incident.')
  if (refused && failed) return told('warning', 'The credential was refused, which does not heal by itself.')
  if (!refused && blindFor(timers.blindError)) return told('error', 'The region could not be read for long.')
  return failed
    ? told('warning', 'The region could not be read for a while.')
    : told(
        'warning',
        `The last ${slotsMissed} scheduled polls were not good ones: some did not even take place.`,
      )
}

/**
 * What makes regions unreadable together. The bot has one credential, which is refused everywhere once it has expired; an API
 * that is down answers one request with an error, another not at all.
 */
const CAUSES = {
  unauthenticated: 'credential',
  forbidden: 'credential',
  rate_limited: 'api_down',
  server_error: 'api_down',
  network: 'api_down',
  timeout: 'api_down',
  not_found: 'not_found',
  refused: 'refused',
  malformed: 'malformed',
} as const satisfies Record<ReadFailure['reason'], string>

/** A region as it became unreadable: why, and since when (ms). */
export interface Unreadable {
  readonly failure: ReadFailure
  readonly since: number
}

/** Whether two regions are unreadable for one cause: the same kind of failure, begun within `rollUpWindow` of one another. */
export function haveOneCause(one: Unreadable, other: Unreadable, { timers, hours }: AlertSettings): boolean {
  const [first, last] = [Math.min(one.since, other.since), Math.max(one.since, other.since)]
  const together = last <= spanEnd(first, timers.rollUpWindow, hours.zone)
  return together && CAUSES[one.failure.reason] === CAUSES[other.failure.reason]
}
