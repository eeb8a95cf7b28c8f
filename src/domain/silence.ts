import type { Level } from './incident.ts'
import type { SilenceEnd } from './silence-end.ts'

/** Alerts that somebody asked not to hear of, for a time. Times are milliseconds since the epoch. */
export interface Silence {
  readonly id: string
  /** What a link has to be to be silenced, as `parseFilter` reads it. Never empty. */
  readonly filter: string
  /** A silence that begins after it was made is a maintenance. */
  readonly from: number
  readonly until: SilenceEnd
  readonly reason: string | null
  /** The reference of a change ("CHG-123"), for a maintenance. */
  readonly change: string | null
  /** The Slack user id of who made it, and where from. */
  readonly by: string
  readonly channel: string | null
  readonly createdAt: number
  /** How bad each link was when it was first held back: one that gets worse than that speaks. */
  readonly heldLevels: Readonly<Record<string, Level>>
  /** Set once it is over: expired, taken back by somebody (a Slack user id), or recovered. */
  readonly endedAt: number | null
  readonly endedBy: string | null
}

/** Whether it was announced ahead of time. */
export function isMaintenance(silence: Silence): boolean {
  return silence.from > silence.createdAt || silence.change !== null
}

/** Whether it holds anything back at `now` (ms). */
export function isActive(silence: Silence, now: number): boolean {
  return (
    silence.endedAt === null &&
    silence.from <= now &&
    (silence.until.type === 'recovery' || now < silence.until.at)
  )
}
