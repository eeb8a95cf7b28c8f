import type { Level } from './incident.ts'

/** Whom a message pings: everybody who is here, a user group, or one person. Ids are Slack's. */
export type Mention =
  | { readonly type: 'here' }
  | { readonly type: 'group'; readonly id: string }
  | { readonly type: 'user'; readonly id: string }

/** A time of day in a zone (an IANA name). `minute` is since midnight. */
export interface DailyTime {
  readonly minute: number
  readonly zone: string
}

/** A channel that wants to hear of some links. Times are milliseconds since the epoch. */
export interface Subscription {
  readonly id: string
  readonly channel: string
  /** As `parseFilter` reads it; empty for every link. */
  readonly filter: string
  readonly minLevel: Level
  /** Whom to ping from which level on; null for nobody. */
  readonly mention: { readonly who: Mention; readonly from: Level } | null
  /** When to sum up each day; null for never. */
  readonly digest: DailyTime | null
  readonly by: string
  readonly createdAt: number
  /** When it was last summed up; null before the first time. */
  readonly digestedAt: number | null
}
