import type { Family, Link } from './link.ts'
import type { Directory, ReadFailure, Scope } from './snapshot.ts'
import type { ConfigurationChange, WhoChanged } from './transition.ts'

/** A VPC that a link was taken out of while it carried into it: when that was seen (ms), and who did it, where that is known. */
export interface LeftVpc {
  readonly id: string
  readonly at: number
  readonly by?: WhoChanged
}

/** A change of a link's configuration as a poll saw it (`at` in ms), and who made it, where that is known. */
export interface Configured {
  readonly at: number
  readonly changes: readonly ConfigurationChange[]
  readonly by?: WhoChanged
  /** The peer ASN from before, where that was changed; null for none. */
  readonly peerAsnBefore?: number | null
}

/** A link as the bot remembers it. */
export interface WatchedLink {
  readonly link: Link
  /** Milliseconds since the epoch. */
  readonly firstSeenAt: number
  /** When the link came into the status it is in, as far as was seen. */
  readonly statusSince: number
  /** The row of the levels that it was last judged by, and since when that row has fitted it. */
  readonly rule: string
  readonly ruleSince: number
  /** The families that carried in its last good state, or since: what is lost if they are down now. */
  readonly carried: readonly Family[]
  /** The VPC that they carried into, which the link may have left since; null where none of them did, or it is not known. */
  readonly carriedInto: string | null
  /**
   * Since when polls have read the scope without this link (it was malformed, or missing while its own GET failed): what
   * is remembered of it is older than that. Null while it is read.
   */
  readonly unreadSince: number | null
  /**
   * When the health of its sessions changed lately, oldest first (ms): by these flapping is judged. A change that leaves
   * it as fully up, or as not fully up, as it was stands twice (`noteHealth`).
   */
  readonly healthChanges: readonly number[]
  /** Deadlines that were told already, by name, which begins with the status they belong to: each is told once. */
  readonly marks: readonly string[]
  /** Its latest change of configuration; null where none was seen. */
  readonly configured: Configured | null
  /** Since when a path that a change of its configuration took away is known not to be missed; null once it changes again. */
  readonly meantSince: number | null
  /** The VPC that it last left; absent where it never left one, is back, or was meant to leave it. */
  readonly left?: LeftVpc
}

/**
 * A link that leads into a VPC again so soon after it left that (ms) is back, and is not missed where it was meanwhile: our
 * own judgement.
 */
const BACK_MS = 86_400_000

/**
 * The VPC that a link has carried into, as remembered, and is missed in where it does not lead there; null where it carried
 * nothing, or where that is not known. `link` is the link as it is at `now` (ms).
 */
export function servedVpc(watched: WatchedLink | null, { vpcId }: Link, now: number): string | null {
  if (watched === null || watched.carried.length === 0) return null
  const { left, carriedInto, link } = watched
  const isBack = left !== undefined && left.id === vpcId && now - left.at <= BACK_MS
  return isBack ? vpcId : (carriedInto ?? link.vpcId)
}

/** Whether a link has left a VPC, and that is news at `now` (ms) still, or it is missed there. */
export function hasLeft(
  { link, left, carried, carriedInto }: WatchedLink,
  vpcId: string,
  now: number,
): boolean {
  if (left === undefined || left.id !== vpcId || link.vpcId === vpcId) return false
  return now - left.at <= BACK_MS || (carried.length > 0 && carriedInto === vpcId)
}

/** All that is remembered of one scope. `version` grows by one with each recorded poll, and guards against lost updates. */
export interface ScopeState {
  readonly scope: Scope
  readonly version: number
  /** When the first whole snapshot was recorded; null before. Milliseconds since the epoch, as all times here. */
  readonly baselineAt: number | null
  /** The last poll that read the scope whole. */
  readonly lastGoodAt: number | null
  /** The first of the failed polls since then; null while polls succeed. */
  readonly failingSince: number | null
  readonly failedPolls: number
  readonly lastFailure: ReadFailure | null
  readonly links: ReadonlyMap<string, WatchedLink>
  readonly directory: Directory
}
