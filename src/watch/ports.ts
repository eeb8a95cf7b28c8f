import type { Alert } from '../alerting/alert.ts'
import type { DeletionAsked, Halted, Predecessor } from '../diagnostics/evidence.ts'
import type { Incident } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState, WatchedLink } from '../domain/memory.ts'
import type { OpenReorder } from '../domain/open-reorder.ts'
import type { Silence } from '../domain/silence.ts'
import type { Directory, LinkReading, ReadFailure, Scope, Snapshot } from '../domain/snapshot.ts'
import type { Mention, Subscription } from '../domain/subscription.ts'
import type { ConfigurationChange, Transition, WhoChanged } from '../domain/transition.ts'

/** Reads InterLink. Never throws for what the network or the API does: failures are data. */
export interface InterlinkReader {
  /** Reads everything in a scope. Gives up when `signal` aborts, with a `timeout` failure. */
  readScope(scope: Scope, signal: AbortSignal): Promise<Snapshot>
  /** Reads one link, live. */
  readLink(scope: Scope, linkId: string, signal: AbortSignal): Promise<LinkReading>
}

/**
 * Something that somebody changed, or deleted: a link, a routing policy that was edited, or a dedicated connection that is
 * in another status.
 */
export interface ChangedResource {
  readonly id: string
  readonly organizationId: string
  readonly changes: readonly (ConfigurationChange | 'deletion' | 'policy_edit' | 'connection')[]
}

/** Knows who changed what. */
export interface ChangeSource {
  /**
   * Who made these changes in one scope at or after `since` (ms), by id; what nobody is known for is
   * left out. Never throws, and answers with what it knows as soon as `signal` aborts.
   */
  changesOf(
    scope: Scope,
    changed: readonly ChangedResource[],
    since: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, WhoChanged>>
}

/** A change the bot itself made, so that it is not told as somebody else's doing. */
export interface OwnAct {
  readonly linkId: string
  readonly change: ConfigurationChange | 'deletion'
  readonly at: number
  /** Who had asked for it (Slack's id), where that is known. */
  readonly by?: string
}

/** Knows which links the bot was asked to delete, and which ones it ordered in their place. */
export interface OrderedLinks {
  /** By the id of the new link, those that were asked for at `since` (ms) or later. */
  orderedSince(since: number): Promise<ReadonlyMap<string, Predecessor>>
  /**
   * By the id of the old link, those whose deletion had begun when it stopped, or was given up, at `since` (ms) or later, with
   * the link as it was before.
   */
  haltedSince(since: number): Promise<ReadonlyMap<string, HaltedDeletion>>
  /**
   * By the id of the link, the deletions of these links that the bot made at Scaleway, or of which nobody knows what came:
   * however long ago, since a partner may take weeks over its half.
   */
  deletionsOf(linkIds: readonly string[]): Promise<ReadonlyMap<string, DeletionAsked>>
  /** Deletions and orders that have not ended, those that wait for a person first. */
  openReorders(): Promise<readonly OpenReorder[]>
}

/** A deletion, with an order or without, that does not go on by itself. `old`: the link before anything was done to it. */
export interface HaltedDeletion extends Halted {
  readonly old: Link
}

/**
 * How one message goes out. `post` opens a message, `reply` goes into the thread of `parentKey` (`broadcast` shows it
 * in the channel too), `edit` brings the message of `parentKey` up to date. `key` is the delivery's own; of a post
 * or reply it is the `alert_key` in the message's metadata.
 */
export type Dispatch =
  | { readonly type: 'post'; readonly key: string }
  | { readonly type: 'reply'; readonly key: string; readonly parentKey: string; readonly broadcast: boolean }
  | { readonly type: 'edit'; readonly key: string; readonly parentKey: string }

/** Channels that are not Slack's: they take pages, and are told by adapters of their own. */
export const PAGERS = ['pagerduty', 'webhook'] as const

export type Pager = (typeof PAGERS)[number]

/**
 * An alert to be told in a channel. A channel is Slack's id of one, or a name from PAGERS for what is beyond chat. `story`
 * is the key that incidents name as their `rootKey`: one story has one message in each channel that hears of it, each
 * with a key and a thread of its own. An edit that names another story than its message did moves the message into that
 * one. `mention`: whom it pings; null for nobody.
 */
export interface NewDelivery {
  readonly dispatch: Dispatch
  readonly story: string
  readonly mention: Mention | null
  readonly channel: string
  readonly incidentId: string | null
  readonly alert: Alert
  readonly at: number
}

/** What the poll of one scope changed. Only what changed is written. */
export interface ScopeChange {
  readonly scope: Scope
  /** The version this change was decided on; a stored version that differs refuses the whole poll. */
  readonly expectedVersion: number
  readonly at: number
  readonly outcome:
    | { readonly type: 'seen'; readonly baseline: boolean }
    | { readonly type: 'failed'; readonly failure: ReadFailure }
  readonly saveLinks: readonly WatchedLink[]
  readonly removeLinks: readonly string[]
  /** Entries that are new or differ, and ids of those that are gone, for each kind. */
  readonly saveDirectory: Partial<Directory>
  readonly removeDirectory: readonly { readonly kind: keyof Directory; readonly id: string }[]
  readonly transitions: readonly (Transition & {
    /** Why it was told or not told. */
    readonly reason: string
    readonly incidentId: string | null
  })[]
}

/** Why something was told or not told of a link, where nothing changed about the link itself. */
export interface Reason {
  readonly linkId: string
  readonly at: number
  readonly reason: string
  readonly incidentId: string | null
}

/** What one poll, or one act of a person, changes: recorded whole or not at all. */
export interface WatchRecord {
  readonly scopes: readonly ScopeChange[]
  /** Incidents that were opened or changed. */
  readonly incidents: readonly Incident[]
  readonly deliveries: readonly NewDelivery[]
  /** Silences and subscriptions that were made or changed, each written whole. */
  readonly silences: readonly Silence[]
  readonly subscriptions: readonly Subscription[]
  readonly removedSubscriptions: readonly string[]
  readonly reasons: readonly Reason[]
}

/** A link that is gone: as it was last seen, and the incident that told so, where one did. */
export interface VanishedLink {
  readonly scopeId: string
  readonly link: Link
  /** The poll that found it gone (ms). */
  readonly at: number
  readonly incidentId: string | null
}

/** Another writer has recorded a poll since the state was loaded: nothing was written; load again. */
export class StaleStateError extends Error {
  override readonly name = 'StaleStateError'
}

/** The message of a story in one channel, as it was last told. */
export interface StoryCopy {
  /** The key of its post. */
  readonly key: string
  readonly channel: string
  readonly alert: Alert
}

/** The watch's memory. */
export interface WatchStore {
  /** The state of a scope; version 0 and empty for one never seen. */
  loadScope(scope: Scope): Promise<ScopeState>
  /** Incidents that are not resolved. */
  openIncidents(): Promise<readonly Incident[]>
  /** Incidents that ended at `since` (ms) or later, in the order they ended. */
  endedIncidents(since: number): Promise<readonly Incident[]>
  /** Links that vanished at `since` (ms) or later, in the order they did. */
  vanishedLinks(since: number): Promise<readonly VanishedLink[]>
  /** What the bot itself did since `since` (ms). */
  ownActs(since: number): Promise<readonly OwnAct[]>
  /** Silences that are not over. */
  openSilences(): Promise<readonly Silence[]>
  subscriptions(): Promise<readonly Subscription[]>
  /** The messages of each of these stories, one a channel, as last told or waiting to be told. */
  stories(keys: readonly string[]): Promise<ReadonlyMap<string, readonly StoryCopy[]>>
  /** The same of the stories that tell these incidents, by the story's key, also of incidents that are over. */
  storiesOfIncidents(incidentIds: readonly string[]): Promise<ReadonlyMap<string, readonly StoryCopy[]>>
  /** Writes all of it in one transaction, or nothing. Throws StaleStateError. */
  record(record: WatchRecord): Promise<void>
}
