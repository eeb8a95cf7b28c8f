import type { NewDelivery } from './ports.ts'

/**
 * A delivery that is due, claimed for one attempt: a search where `doubtSince` is set, else a send. One claim is never
 * both, so that a crash during it leaves no doubt which of the two was under way.
 */
export interface ClaimedDelivery extends NewDelivery {
  /** Attempts including this one. */
  readonly attempt: number
  /** When the last attempt to send whose outcome is unknown was made (ms); null where none is in doubt. */
  readonly doubtSince: number | null
  /** How often the channel was searched for it since then. */
  readonly searches: number
  /** An earlier attempt may have arrived and cannot be looked for, as the last `send_again` said. */
  readonly mayRepeat: boolean
  /**
   * It tells its story anew: it takes the place of a message that was deleted from the chat, or stands for all that could
   * not be told for a while. What happened so far is shown with it.
   */
  readonly anew: boolean
  /** The Slack `ts` of the parent message, for replies and edits. */
  readonly parentTs: string | null
}

/** What became of an attempt. */
export type DeliveryOutcome =
  | { readonly type: 'delivered'; readonly ts: string; readonly at: number }
  /**
   * The attempt came to nothing for certain: the same (a send or a search) is due again at `retryAt` (ms). Until then its
   * whole channel waits, or where it `holds` just the delivery, only what depends on it: later posts of the channel do not.
   */
  | {
      readonly type: 'retry'
      readonly retryAt: number
      readonly error: string
      readonly holds?: 'channel' | 'delivery'
    }
  /**
   * It may have been sent: the channel is to be searched at `retryAt` before anything is sent again. An edit, which may
   * safely be made twice, is simply due again.
   */
  | { readonly type: 'in_doubt'; readonly retryAt: number; readonly error: string }
  /** Searched and not found; searched again at `retryAt`. */
  | { readonly type: 'not_found'; readonly retryAt: number }
  /**
   * Searched often enough, or the channel may not be searched (`mayRepeat`): the doubt is over, and it is due to be sent
   * anew at `retryAt`.
   */
  | { readonly type: 'send_again'; readonly retryAt: number; readonly mayRepeat: boolean }
  /**
   * The message to edit is gone from Slack: this edit becomes a post that takes its parent's place, for later replies
   * and edits too. A reply becomes a post of its own.
   */
  | { readonly type: 'parent_gone'; readonly retryAt: number }

/** What a claim leaves out, besides the channels that are held. */
export interface ClaimLimits {
  /** No channels but these. */
  readonly only?: readonly string[]
  /** No edits but those of these channels; what else waits there takes its turn. */
  readonly editsOnly?: readonly string[]
}

/**
 * The outbox. A channel gets one delivery at a time: posts and broadcast replies first, each kind by the order it was
 * enqueued in, then quiet replies and edits. The order within a story stays: nothing of a thread comes before its
 * message is delivered, nor a reply before an earlier reply of its thread, which therefore goes first along with a
 * broadcast one.
 */
export interface OutboxStore {
  /**
   * The next delivery of each channel that is due at `now` (ms), at most `limit`, leaving out `held` channels, those
   * where one is under way, and those that an outcome holds. The
   * attempt is stored before this returns, so that a crash in mid-send leaves the delivery in doubt. An edit that a
   * later edit of the same message makes needless is skipped for good, and so is a reminder that waited until something
   * louder, or the end of its story, stands behind it.
   */
  claimDue(
    now: number,
    limit: number,
    held: ReadonlySet<string>,
    limits?: ClaimLimits,
  ): Promise<readonly ClaimedDelivery[]>
  /** Throws where no attempt of this delivery is under way; telling twice that it was delivered does nothing. */
  recordDelivery(key: string, outcome: DeliveryOutcome): Promise<void>
  /**
   * Deliveries whose attempt was cut off become in doubt, to be looked at from `now` on. At start, and after a claim whose
   * answer was lost, while nothing is under way.
   */
  recoverInterrupted(now: number): Promise<number>
  /**
   * Moves posts that wait in other channels, and the replies and edits that wait for them, to the end of `toChannel`, in
   * their order; how many moved. What was tried and may have arrived stays where it is, as do the replies and edits of
   * delivered messages. For the start, before anything is under way: ALERT_CHANNEL may have been corrected.
   */
  moveWaiting(toChannel: string): Promise<number>
  /** When the next delivery that can be claimed falls due (ms); null when there is none but those under way. */
  nextDueAt(): Promise<number | null>
  /** How many wait, and since when the oldest does (ms). */
  backlog(): Promise<{ readonly waiting: number; readonly oldestAt: number | null }>
}

/** What became of sending a message to the chat. */
export type SendOutcome =
  | { readonly type: 'sent'; readonly ts: string }
  /** The chat asked to wait; nothing was sent. `afterMs` is null where it did not say how long. */
  | { readonly type: 'rate_limited'; readonly afterMs: number | null }
  /** Nothing was sent; trying again makes sense. */
  | { readonly type: 'unavailable'; readonly error: string }
  /** The answer was lost: it may have been sent. */
  | { readonly type: 'unknown'; readonly error: string }
  /** The message to edit no longer exists. */
  | { readonly type: 'parent_gone' }
  /**
   * A person has to mend something (a right, an invitation, an archived channel). `error` is the chat's own word. `scope` is
   * what cannot be told until then: this message alone, all of its channel, or all of the workspace (the token's refusals).
   */
  | {
      readonly type: 'rejected'
      readonly scope: 'message' | 'channel' | 'workspace'
      readonly error: string
      readonly advice: string
    }

/** Whether a message with this key stands in the channel. */
export type SearchOutcome =
  | { readonly type: 'found'; readonly ts: string }
  | { readonly type: 'not_found' }
  | { readonly type: 'failed'; readonly error: string; readonly afterMs: number | null }
  /** The channel may not be read: nobody can tell. */
  | { readonly type: 'unreadable'; readonly error: string }

/** Tells alerts to people. */
export interface Notifier {
  send(delivery: ClaimedDelivery): Promise<SendOutcome>
  /** Looks for a post or reply by its key, among messages sent around `since` (ms). */
  find(delivery: ClaimedDelivery, since: number): Promise<SearchOutcome>
}
