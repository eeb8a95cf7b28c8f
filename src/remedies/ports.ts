import type { Contact } from '../contacts/contact.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import type { Link, RoutingPolicy } from '../domain/link.ts'
import type { Directory, ReadFailure, Scope } from '../domain/snapshot.ts'
import type { ConfigurationChange } from '../domain/transition.ts'
import type { ActType, ConfiguringAct, NotedAct, PolicyDraft } from './acts.ts'
import type { Reorder, ShownIn } from './reorder/saga.ts'
import type { TicketAttachment, TicketForm } from './tickets/ticket.ts'

/**
 * What came of a write. `refused`: the API said no for certain, and nothing was done; `failure.reason` is `forbidden` where
 * the key lacks the right. `unknown`: the answer was lost, or the API broke: it may have been done, and only a read tells.
 */
export type Written<T> =
  | { readonly type: 'done'; readonly value: T; readonly requestId: string | null }
  | { readonly type: 'refused'; readonly failure: ReadFailure }
  | { readonly type: 'unknown'; readonly failure: ReadFailure }

/** A link to be ordered. Exactly one of partner and connection. */
export interface LinkOrder {
  readonly name: string
  readonly tags: readonly string[]
  readonly projectId: string
  readonly popId: string
  readonly bandwidthMbps: number
  readonly over:
    | { readonly type: 'partner'; readonly partnerId: string }
    | { readonly type: 'connection'; readonly connectionId: string }
  /** Null where the API is to choose. */
  readonly peerAsn: number | null
  readonly vlan: number | null
}

/**
 * Writes to InterLink, one call each, never repeated by itself: a lost answer is `unknown`. Never throws for what the
 * network or the API does, nor for a store that does not keep what was learned of the key's rights.
 */
export interface LinkWriter {
  attachVpc(scope: Scope, linkId: string, vpcId: string, signal: AbortSignal): Promise<Written<Link>>
  detachVpc(scope: Scope, linkId: string, signal: AbortSignal): Promise<Written<Link>>
  attachPolicy(scope: Scope, linkId: string, policyId: string, signal: AbortSignal): Promise<Written<Link>>
  /** Replaces the policy of that family in place, without blocking routes (`set-routing-policy`). */
  setPolicy(scope: Scope, linkId: string, policyId: string, signal: AbortSignal): Promise<Written<Link>>
  detachPolicy(scope: Scope, linkId: string, policyId: string, signal: AbortSignal): Promise<Written<Link>>
  createPolicy(scope: Scope, draft: PolicyDraft, signal: AbortSignal): Promise<Written<RoutingPolicy>>
  enablePropagation(scope: Scope, linkId: string, signal: AbortSignal): Promise<Written<Link>>
  disablePropagation(scope: Scope, linkId: string, signal: AbortSignal): Promise<Written<Link>>
  deleteLink(scope: Scope, linkId: string, signal: AbortSignal): Promise<Written<Link>>
  createLink(scope: Scope, order: LinkOrder, signal: AbortSignal): Promise<Written<Link>>
  /** Replaces all tags of a link. */
  setTags(scope: Scope, linkId: string, tags: readonly string[], signal: AbortSignal): Promise<Written<Link>>
  /** Links of a region with this tag, whatever their project. */
  linksTagged(scope: Scope, tag: string, signal: AbortSignal): Promise<Written<readonly Link[]>>
  /** Read live, for the one who asks; null where the link has none. Stored and logged nowhere. */
  pairingKey(scope: Scope, linkId: string, signal: AbortSignal): Promise<Written<string | null>>
  /** What the key was refused so far in a project: the sentence to say on the button, by act. */
  missingRight(act: ActType, projectId: string): string | null
}

/** What is known of the rights of the key, beside what it lacks. */
export interface KeyRights {
  /** Takes back what was learned of a project: somebody gave the key rights there since. */
  forgetRights(projectId: string): Promise<void>
  /** Brings back what an earlier life learned. */
  recallRights(): Promise<void>
}

/** One row of the audit: append-only. Texts may hold foreign names, and never a pairing key, a token or the body of a mail. */
export interface AuditRow {
  readonly id: string
  readonly at: number
  /** Slack's ids of who asked for it, and of where that was; null in the Home tab. */
  readonly by: string
  readonly channel: string | null
  readonly act: NotedAct
  /** All of it empty where it is about none. */
  readonly link: { readonly id: string; readonly name: string; readonly region: string }
  /** What it said it would do, one sentence. */
  readonly what: string
  readonly outcome: 'refused' | 'begun' | 'done' | 'failed' | 'unknown' | 'dry_run'
  /** Why, where it did not come to be; one sentence. */
  readonly reason: string | null
  /** What differed before and after, in words: "VPC none → prod". */
  readonly before: string | null
  readonly after: string | null
  /** Of Scaleway's answers, for its support. */
  readonly requestIds: readonly string[]
}

/** An act that was begun, with its row of the audit. */
export interface OpenAct {
  readonly row: AuditRow
  readonly act: ConfiguringAct
}

/** What remedies keep. Each method is one whole unit of work. */
export interface RemedyStore {
  appendAudit(row: AuditRow): Promise<void>
  /** The latest rows, newest first, at most `limit`, at or after `since` (ms). */
  audit(since: number, limit: number): Promise<readonly AuditRow[]>
  /**
   * Records what the bot is about to change, before it does, so that polls never take it for somebody else's doing; in one
   * transaction with the audit's row `begun`. False where an act on that link is under way already: nothing was written.
   * `act` is kept where reading the link tells what came of it, should the bot be cut off; steps of a reorder have books of
   * their own. An act whose lease ran out without an end is ended here as `unknown`.
   */
  beginAct(
    row: AuditRow,
    changes: readonly (ConfigurationChange | 'deletion')[],
    now: number,
    leaseMs: number,
    act?: ConfiguringAct,
  ): Promise<boolean>
  /** Acts that were begun with their `act`, and have not ended: the oldest first. */
  openActs(): Promise<readonly OpenAct[]>
  /**
   * Ends it, with the row that says how; told twice it ends once. `done` and `unknown`: its changes are the bot's own as of
   * this row, too. Any other outcome says that nothing of them came to be: whoever makes them is somebody else.
   */
  endAct(row: AuditRow): Promise<void>
  /** It takes the place of what was said before, which an undo brings back. */
  recordContact(contact: ContactRecord): Promise<void>
  /**
   * Takes back what was said last of a link's partner, if that was said at `at` (ms), and says what is `left`: what stood
   * before it. Null, and nothing done, where something else was said last, or nothing.
   */
  undoContact(linkId: string, at: number): Promise<UndoneContact | null>
  contactsOf(linkIds: readonly string[]): Promise<ReadonlyMap<string, ContactRecord>>
  recordTicket(ticket: TicketRecord): Promise<void>
  /** By link id, each the oldest first; links without any are left out. */
  ticketsOf(linkIds: readonly string[]): Promise<ReadonlyMap<string, readonly TicketRecord[]>>
}

/** Knows what was bad about links. */
export interface PastIncidents {
  /** The latest incidents of a link, open ones included, newest first. */
  incidentsOf(
    linkId: string,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly resolvedAt: number | null }[]>
}

/** A right that an API key was refused for want of, in one project. */
export interface MissingRight {
  /** What was needed, as the one who asks Scaleway calls it. */
  readonly needs: string
  readonly projectId: string
  /** What to say on the buttons. */
  readonly sentence: string
}

/** Keeps which rights a key lacks, for as long as it is the key. `key` stands for it, and is no secret. */
export interface RightsStore {
  /** Those of this key. What was kept of any other is forgotten. */
  missingRights(key: string): Promise<readonly MissingRight[]>
  keepMissingRight(key: string, right: MissingRight): Promise<void>
  dropMissingRight(key: string, right: Pick<MissingRight, 'needs' | 'projectId'>): Promise<void>
}

/** The partner of a link was told of its order. */
export interface ContactRecord {
  readonly linkId: string
  readonly by: string
  readonly at: number
  /** The partner's order number. */
  readonly reference: string | null
}

/** What is not so any more, and what stands in its place; null where nothing does. */
export interface UndoneContact {
  readonly undone: ContactRecord
  readonly left: ContactRecord | null
}

/** A support ticket about a link. */
export interface TicketRecord {
  readonly linkId: string
  readonly reference: string
  readonly state: 'open' | 'closed'
  readonly by: string
  readonly at: number
  readonly incidentId: string | null
}

/** What is known of a link at the moment of asking. */
export type LinkSight =
  | {
      readonly type: 'found'
      readonly scope: Scope
      /** With the links into the same VPC, and who wrote to it lately as far as the Audit Trail tells. */
      readonly evidence: Evidence
      /** Whom to call about it, as the team has written it down. */
      readonly contact: Contact
      /** What its region holds, by name, as polled: VPCs and policies to choose from. */
      readonly directory: Directory
      /** Its worst open incident. */
      readonly incidentId: string | null
      /** Why it is as last polled; null where it was read just now. */
      readonly notRead: ReadFailure | null
      /** Another link that is known goes by the same name. */
      readonly hasNamesake: boolean
      /** The Audit Trail did not answer just now: who wrote to it may be more than `evidence` tells. */
      readonly isTrailUnread: boolean
    }
  /** The API said 404. */
  | { readonly type: 'gone' }
  /** No poll has seen it, and no region that can be read has it. */
  | { readonly type: 'unknown' }

/** A link as the last poll saw it. */
export interface RememberedLink {
  readonly link: Link
  /** Since when it has had its status (ms). */
  readonly statusSince: number
  /** What its region holds. */
  readonly directory: Directory
}

/** Looks at links for remedies. */
export interface LinkSights {
  /** Read live, within seconds; never throws for what the network or the API does. */
  look(linkId: string): Promise<LinkSight>
  /** As remembered, without asking anybody; null for one that no poll has seen. */
  recall(linkId: string): Promise<RememberedLink | null>
}

/** A support ticket as a person has filled it in. `id` is the same each time it is sent. Times are ISO 8601, UTC. */
export interface SentTicket {
  readonly id: string
  readonly at: string
  readonly link: {
    readonly id: string
    readonly name: string
    readonly region: string
    readonly projectId: string
    readonly organizationId: string
  }
  readonly incidentId: string | null
  readonly ticket: TicketForm
  readonly attachment: TicketAttachment
}

/** What became of sending a ticket. */
export type TicketSending =
  /** `reference` and `url`: what the receiver calls it, and where it is; null where it does not say. */
  | { readonly type: 'taken'; readonly reference: string | null; readonly url: string | null }
  /** It may have been taken: sending it again with the same id is safe, and makes sense. */
  | { readonly type: 'unavailable'; readonly error: string }
  /** A person has to mend something; `advice` is a clause that says what. */
  | { readonly type: 'rejected'; readonly error: string; readonly advice: string }

/** Hands support tickets to another system (TICKET_WEBHOOK_URL). Never throws for what the network or the receiver does. */
export interface TicketSender {
  send(ticket: SentTicket): Promise<TicketSending>
}

/** Whom a user group holds (Slack, `usergroups.users.list`). */
export interface UserGroups {
  /** Slack's ids of people; null where Slack does not say just now, or the scope is missing. */
  membersOf(groupId: string): Promise<readonly string[] | null>
}

/** Deletions and orders that outlive the process. Each method is one whole unit of work. */
export interface ReorderStore {
  /** Records a new one. False where one of that link has not ended: nothing was written. */
  beginReorder(reorder: Reorder): Promise<boolean>
  /** Records its next version, but not which message shows it. Throws where the stored one is not the version before. */
  saveReorder(reorder: Reorder): Promise<void>
  /** Keeps which message shows it, and which version that shows. Of an older version than is kept only the message counts. */
  showReorder(id: string, message: ShownIn): Promise<void>
  reorder(id: string): Promise<Reorder | null>
  /** Those that have not ended, and those whose message does not show how they ended; the oldest first. */
  unfinishedReorders(): Promise<readonly Reorder[]>
  /** Those of a link, as the old or the new one, the latest first. */
  reordersOf(linkId: string): Promise<readonly Reorder[]>
}
