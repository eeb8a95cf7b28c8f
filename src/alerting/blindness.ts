import type { Level } from '../domain/incident.ts'
import { isRefusedCredential, type ReadFailure } from '../domain/snapshot.ts'
import { type Span, spanEnd } from '../domain/span.ts'
import type { AlertSettings } from './settings.ts'

/** How a scope fails, as remembered, this poll included. */
export interface Blindness {
  readonly failure: ReadFailure
  /** The first failed poll in a row (ms). */
  readonly failingSince: number
  readonly failedPolls: number
  /** A region that was never readable is named in the baseline and not alerted. */
  readonly everRead: boolean
  /** Whether one of its links has an open incident of level error or worse: then nobody can see how it goes on. */
  readonly outageOpen: boolean
}

/** The level at which an unreadable scope is to be told now; null while it is too early, or not to be told at all. */
export function judgeBlindness(
  blindness: Blindness,
  now: number,
  { timers, hours }: AlertSettings,
): { readonly level: Level | null; readonly reason: string } {
  const { failure } = blindness
  if (!blindness.everRead)
    return { level: null, reason: 'The region was never readable: it is named in the baseline.' }
  const blindFor = (span: Span) => now >= spanEnd(blindness.failingSince, span, hours.zone)
  const refused = isRefusedCredential(failure)
  const told = refused ? blindness.failedPolls >= timers.blindRefusedPolls : blindFor(timers.blindWarning)
  if (!told) return { level: null, reason: 'A failure this short heals by itself more often than not.' }
  if (blindness.outageOpen) {
    return {
      level: 'critical',
      reason: 'The region cannot be read while one of its links has an open incident.',
    }
  }
  if (refused)
    return { level: 'warning', reason: 'The credential was refused, which does not heal by itself.' }
  return blindFor(timers.blindError)
    ? { level: 'error', reason: 'The region could not be read for long.' }
    : { level: 'warning', reason: 'The region could not be read for a while.' }
}
