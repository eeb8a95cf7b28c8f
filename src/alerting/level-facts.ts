import type { PathStep } from '../diagnostics/traffic-path.ts'
import type { Level } from '../domain/incident.ts'
import { type Family, type Link, pathConfigured } from '../domain/link.ts'
import { type Span, spanEnd } from '../domain/span.ts'
import type { LinkStatus } from '../domain/status.ts'
import type { ConfigurationChange } from '../domain/transition.ts'
import type { AlertSettings } from './settings.ts'

/** The facts of a change that the rules look at. */
export interface Facts {
  readonly after: Link
  readonly status: LinkStatus
  /** Null at first sight. */
  readonly previousStatus: LinkStatus | null
  readonly ours: boolean
  readonly baseline: boolean
  /** Families that carried: what there is to lose. In a baseline, those whose path is configured. */
  readonly carried: readonly Family[]
  readonly up: readonly Family[]
  /** Families that carried and do not now. */
  readonly lost: readonly Family[]
  /** Families that carried and of which the API does not say how they are: neither up nor lost. */
  readonly unknown: readonly Family[]
  /** Lost families that no independent link into the VPC carries (see `pathsLeft`); of a VPC that was left, all it carried. */
  readonly lostForGood: readonly Family[]
  /** Whether the link, still up, leads into another VPC than the one that it carried into, and has not gone back. */
  readonly movedVpc: boolean
  /** Whether it is known that its configuration is meant to be as it is, without a path. */
  readonly meant: boolean
  /** Whether the bot took its path away to delete it, and does not go on with that. */
  readonly halted: boolean
  readonly changed: readonly ConfigurationChange[]
  /** The row it was last judged by; null at first sight. */
  readonly previousRule: string | null
  /** A step of the traffic path between link and VPC that is known to be missing, whatever its sessions do; else null. */
  readonly gap: PathStep | null
  /** Deadlines of its status that have been reached. */
  readonly marks: readonly string[]
  /** When it is judged, and since when it has been in its status (ms). */
  readonly now: number
  readonly statusSince: number
  readonly settings: AlertSettings
}

/** Facts with the time (ms) since when the row at hand has fitted. */
export type RuleFacts = Facts & { readonly ruleSince: number }

/** One row of the table: when it fits, how loud it is, whether the link is bad then, and why, in one sentence. */
export interface Rule {
  readonly rule: string
  readonly when: (facts: Facts) => boolean
  readonly level: Level | ((facts: RuleFacts) => Level)
  readonly bad: boolean | ((level: Level) => boolean)
  readonly reason: (facts: Facts) => string
  /** Whether time alone makes it louder: then it is judged at every poll. */
  readonly timed?: true
  /** Whether it fits only what has just changed: the next poll judges the link by what it is. */
  readonly momentary?: true
}

/** Statuses of a link that is connected on both sides, so that its sessions decide. */
export const PROVISIONED: readonly LinkStatus[] = [
  'active',
  'limited_connectivity',
  'all_down',
  'unknown_link_status',
]
export const ORDER_PLACED: readonly LinkStatus[] = ['requested', 'provisioning']

/** Whether there is something to lose. */
export const inService = ({ carried }: Facts) => carried.length > 0
/** Whether a link that carried has no path any more: a change of configuration took it away. */
export const pathTaken = (facts: Facts) =>
  inService(facts) &&
  (PROVISIONED.includes(facts.status) || facts.status === 'configuring') &&
  !pathConfigured(facts.after)
/** Whether all that carried is lost. */
export const nothingUp = ({ lost, up, unknown }: Facts) =>
  lost.length > 0 && up.length === 0 && unknown.length === 0
/** An outage is one level milder while an independent link carries all that was lost. */
export const outageLevel = ({ lostForGood }: Facts): Level => (lostForGood.length > 0 ? 'critical' : 'error')

/** Whether a span has gone by since then (ms). */
export const gone = (since: number, span: Span, { now, settings }: Facts) =>
  now >= spanEnd(since, span, settings.hours.zone)
/** Nothing to tell of until it has lasted. */
export const onceTold = (level: Level) => level !== 'info'
