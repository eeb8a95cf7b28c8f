import type { Incident } from '../domain/incident.ts'
import type { Connection, Link, Partner, Pop, RoutingPolicy, Vpc } from '../domain/link.ts'
import type { LearnedRoute, Lookup, Offer, RecordedWrite } from '../domain/lookups.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { OpenReorder } from '../domain/open-reorder.ts'
import type { Silence } from '../domain/silence.ts'
import type { LinkReading, Scope } from '../domain/snapshot.ts'
import type { StepMark } from '../domain/step-mark.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { Transition } from '../domain/transition.ts'
import type { AuditRow } from '../remedies/ports.ts'

/** What the last polls left behind. */
export interface MemorySource {
  /** The state of a scope; version 0 and empty for one never seen. */
  loadScope(scope: Scope): Promise<ScopeState>
  /** Incidents that are not resolved. */
  openIncidents(): Promise<readonly Incident[]>
  /** Silences that are not over. */
  openSilences(): Promise<readonly Silence[]>
}

/** Where incidents are told. */
export interface ChannelSource {
  /** The channels in which each of these stories is told, by its key: the story's first one first. */
  channelsOf(stories: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
}

/** What operators have asked the bot for, and is not done. */
export interface ReorderSource {
  /** Deletions and orders that have not ended, those that wait for a person first. */
  openReorders(): Promise<readonly OpenReorder[]>
}

/** Reads one link from the API, now. Never throws for what the network or the API does: failures are data. */
export interface LiveReader {
  readLink(scope: Scope, linkId: string, signal: AbortSignal): Promise<LinkReading>
}

/** Why things were told or not told. */
export interface ReasonSource {
  subscriptions(): Promise<readonly Subscription[]>
  /** The latest decisions on a link, newest first; at most `limit`. Times in ms. */
  reasonsOf(
    linkId: string,
    limit: number,
  ): Promise<readonly { readonly at: number; readonly reason: string; readonly incidentId: string | null }[]>
}

/** Reads one thing by its id, now. */
export type ReadOne<T> = (region: string, id: string, signal: AbortSignal) => Promise<Lookup<T>>

/**
 * Reads what a diagnosis on demand looks at besides the link itself. Never throws for what the network or an API does, and
 * fails with `timeout` as soon as `signal` aborts. A question that was refused for want of a right is not asked again.
 */
export interface EvidenceReader {
  readonly partner: ReadOne<Partner>
  readonly pop: ReadOne<Pop>
  readonly connection: ReadOne<Connection>
  readonly policy: ReadOne<RoutingPolicy>
  readonly vpc: ReadOne<Vpc>
  /** Links of a region into a VPC, those of other projects too as far as the key sees. */
  readonly linksInto: ReadOne<readonly Link[]>
  /** Links over a dedicated connection. */
  readonly linksOver: ReadOne<readonly Link[]>
  /** What a VPC learned over InterLink. */
  readonly routesOf: ReadOne<readonly LearnedRoute[]>
  /** Those of `partners` that offer links of `bandwidthMbps` in a region, and where. */
  offersOf(
    region: string,
    partners: readonly Partner[],
    bandwidthMbps: number,
    signal: AbortSignal,
  ): Promise<Lookup<readonly Offer[]>>
  /** Writes to a link and its routing policies at or after `since` (ms), newest first. */
  writesTo(
    question: {
      readonly region: string
      readonly organizationId: string
      readonly linkId: string
      readonly policyIds: readonly string[]
      readonly since: number
    },
    signal: AbortSignal,
  ): Promise<Lookup<readonly RecordedWrite[]>>
}

/** What was done with this bot. */
export interface OwnActSource {
  /** The latest rows of the audit about a link at or after `since` (ms), newest first; at most `limit`. */
  auditOf(linkId: string, since: number, limit: number): Promise<readonly AuditRow[]>
}

/** A link's own past. */
export interface PastSource extends OwnActSource {
  /** The latest decisions on a link, newest first; at most `limit`. `transition` is null where its status did not change. */
  reasonsOf(
    linkId: string,
    limit: number,
  ): Promise<
    readonly {
      readonly at: number
      readonly transition: { readonly from: string | null; readonly to: string | null } | null
    }[]
  >
}

/** Which steps of runbooks were done for a story. Shared by all, and kept over restarts. */
export interface RunbookStepStore {
  /** Marks a step as done. Of several who do so, the first one's mark stands: `mark` is that one. */
  markStep(mark: StepMark): Promise<{ readonly isFirst: boolean; readonly mark: StepMark }>
  /** Takes a mark back, and answers it; null where there is none, as when two people undo it at once. */
  unmarkStep(step: Pick<StepMark, 'story' | 'runbook' | 'step'>): Promise<StepMark | null>
  /** All marks of one runbook for one story, by number. */
  stepsOf(story: string, runbook: string): Promise<readonly StepMark[]>
}

/** What histories and reports are made from. Times are in ms; `linkId` null is all links. */
export interface HistorySource {
  /**
   * Hands over the transitions at or after `from` and before `until`, oldest first. Others get a turn in between, so what
   * happens meanwhile may be part of it.
   */
  eachTransition(
    from: number,
    until: number,
    linkId: string | null,
    take: (transition: Transition) => void,
  ): Promise<void>
  /** Hands over the first transition of each link at or after `from`: how the link was before. */
  eachFirstTransition(
    from: number,
    linkId: string | null,
    take: (transition: Transition) => void,
  ): Promise<void>
  /** Incidents that were open at any time at or after `from` and before `until`, in the order they began. */
  incidentsBetween(from: number, until: number, linkId: string | null): Promise<readonly Incident[]>
  /** Silences that were not over at `from`, those that are not over now included, in the order they were made. */
  silencesSince(from: number): Promise<readonly Silence[]>
  /** Times of more than five minutes without a good poll that ended at or after `from`, in the order they began. */
  gapsSince(
    from: number,
  ): Promise<readonly { readonly scopeId: string; readonly from: number; readonly until: number }[]>
  /** Links that vanished at `since` or later, in the order they did: `at` is the poll that found it. */
  vanishedLinks(
    since: number,
  ): Promise<readonly { readonly link: Link; readonly scopeId: string; readonly at: number }[]>
}
