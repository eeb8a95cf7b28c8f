import type { Family, Link } from './link.ts'
import type { Directory, ReadFailure, Scope } from './snapshot.ts'
import type { ConfigurationChange } from './transition.ts'

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
  readonly configured: { readonly at: number; readonly changes: readonly ConfigurationChange[] } | null
  /** Since when a path that a change of its configuration took away is known not to be missed; null once it changes again. */
  readonly meantSince: number | null
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
