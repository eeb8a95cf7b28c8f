import type { Clock } from '../domain/clock.ts'
import type { ClaimedDelivery, DeliveryOutcome, Notifier, SendOutcome } from './outbox.ts'
import { PAGERS } from './ports.ts'

/** How one delivery is tried, and tried again. Durations in ms. */
export interface AttemptSettings {
  /** Between two messages to one Slack channel: about one a second ("chat.postMessage", rate limits). */
  readonly channelPaceMs: number
  /** Between two events to one pager. */
  readonly pagerPaceMs: number
  /** The first wait after a failure; it doubles up to `maxBackoffMs`, and half of it is random. */
  readonly minBackoffMs: number
  readonly maxBackoffMs: number
  /** After an attempt whose outcome is unknown: how long until the channel is searched for it, and searched again. */
  readonly settleMs: number
  /** Searches that must miss before the message is sent again. */
  readonly searches: number
  /** Until a delivery that a person has to make possible is tried again. */
  readonly rejectedRetryMs: number
}

export interface AttemptParts {
  readonly notifier: Notifier
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly settings: AttemptSettings
}

/** Why a person has to mend something before a delivery can be told, and how much waits for it. */
export type Refusal = Omit<Extract<SendOutcome, { type: 'rejected' }>, 'type'>

/** What came of an attempt. */
export interface Attempted {
  readonly outcome: DeliveryOutcome
  /** What takes nothing more for `ms`, besides what the outcome itself holds; null for nothing. */
  readonly hold: { readonly what: 'channel' | 'edits' | 'workspace'; readonly ms: number } | null
  readonly refusal: Refusal | null
  /** The chat let the bot in, whatever it said of the message: its token works. */
  readonly letIn: boolean
}

/** Whether a channel is a pager's, which has a pace and troubles of its own. */
export function isPager(channel: string): boolean {
  return PAGERS.some((pager) => pager === channel)
}

/** Makes one attempt: a search where an earlier one may have arrived, else a send. */
export function attempt(delivery: ClaimedDelivery, parts: AttemptParts): Promise<Attempted> {
  return delivery.doubtSince === null ? send(delivery, parts) : search(delivery, delivery.doubtSince, parts)
}

/** An attempt that a defect of ours cut short: a send may have gone out, and a search is made again. */
export function broken(delivery: ClaimedDelivery, parts: AttemptParts): Attempted {
  const error = 'a defect of the bot, see its log'
  const now = parts.clock.now()
  return failed(
    delivery.doubtSince === null
      ? { type: 'in_doubt', retryAt: now + parts.settings.settleMs, error }
      : { type: 'retry', retryAt: now + backoff(delivery.attempt, parts), error },
  )
}

async function search(delivery: ClaimedDelivery, since: number, parts: AttemptParts): Promise<Attempted> {
  const { clock, settings } = parts
  if (isPager(delivery.channel)) {
    // A pager knows an event that comes twice by its key: it need not be searched, nor told that it may repeat.
    return answered({ type: 'send_again', retryAt: clock.now(), mayRepeat: false })
  }
  const settledAt = since + settings.settleMs
  if (clock.now() < settledAt) {
    return failed({ type: 'retry', retryAt: settledAt, error: 'too early to look for it' })
  }
  const found = await parts.notifier.find(delivery, since)
  const now = clock.now()
  switch (found.type) {
    case 'found':
      return answered({ type: 'delivered', ts: found.ts, at: now })
    case 'not_found':
      return answered(
        delivery.searches + 1 < settings.searches
          ? { type: 'not_found', retryAt: now + settings.settleMs }
          : { type: 'send_again', retryAt: now, mayRepeat: false },
      )
    case 'unreadable':
      return answered({ type: 'send_again', retryAt: now, mayRepeat: true })
    case 'failed': {
      const ms = askedToWait(found.afterMs, delivery, parts)
      return failed(
        { type: 'retry', retryAt: now + ms, error: found.error },
        found.afterMs === null ? null : { what: 'channel', ms },
      )
    }
  }
}

async function send(delivery: ClaimedDelivery, parts: AttemptParts): Promise<Attempted> {
  const { settings } = parts
  const { channel, dispatch } = delivery
  const pager = isPager(channel)
  // An edit may safely be made twice, and nothing but later edits of its message depends on it.
  const edit = dispatch.type === 'edit' && !pager
  const holds = edit ? 'delivery' : 'channel'
  const sent = await parts.notifier.send(delivery)
  const now = parts.clock.now()
  switch (sent.type) {
    case 'sent':
      return answered(
        { type: 'delivered', ts: sent.ts, at: now },
        edit ? null : { what: 'channel', ms: pager ? settings.pagerPaceMs : settings.channelPaceMs },
      )
    case 'rate_limited': {
      // Slack counts the edits of a workspace together, but posts for each channel ("Rate limits", docs.slack.dev).
      const ms = askedToWait(sent.afterMs, delivery, parts)
      return failed(
        { type: 'retry', retryAt: now + ms, error: 'rate limited', holds },
        { what: edit ? 'edits' : 'channel', ms },
      )
    }
    case 'unavailable':
      return failed({
        type: 'retry',
        retryAt: now + backoff(delivery.attempt, parts),
        error: sent.error,
        holds,
      })
    case 'unknown':
      return failed(
        edit || pager
          ? { type: 'retry', retryAt: now + backoff(delivery.attempt, parts), error: sent.error, holds }
          : { type: 'in_doubt', retryAt: now + settings.settleMs, error: sent.error },
      )
    case 'parent_gone':
      return dispatch.type === 'post'
        ? refused(
            delivery,
            {
              scope: 'message',
              error: 'no_parent',
              advice: 'a message without a parent was refused for its parent',
            },
            parts,
          )
        : answered({ type: 'parent_gone', retryAt: now })
    case 'rejected':
      return refused(delivery, sent, parts)
  }
}

/**
 * A person has to mend something. What is about this message alone, or may concern just edits or quiet lines, holds up no
 * other message of the channel; the pace stays. A pager has no workspace.
 */
function refused(
  { channel, dispatch }: ClaimedDelivery,
  { scope: said, error, advice }: Refusal,
  { clock, settings }: AttemptParts,
): Attempted {
  const pager = isPager(channel)
  const scope = pager && said === 'workspace' ? 'channel' : said
  const loud = dispatch.type === 'post' || (dispatch.type === 'reply' && dispatch.broadcast)
  const alone = scope === 'message' || (scope === 'channel' && !loud)
  return {
    outcome: {
      type: 'retry',
      retryAt: clock.now() + settings.rejectedRetryMs,
      error: `${error}: ${advice}`,
      holds: alone ? 'delivery' : 'channel',
    },
    hold:
      scope === 'workspace'
        ? { what: 'workspace', ms: settings.rejectedRetryMs }
        : alone
          ? { what: 'channel', ms: pager ? settings.pagerPaceMs : settings.channelPaceMs }
          : null,
    refusal: { scope, error, advice },
    letIn: scope !== 'workspace',
  }
}

function answered(outcome: DeliveryOutcome, hold: Attempted['hold'] = null): Attempted {
  return { outcome, hold, refusal: null, letIn: true }
}

function failed(outcome: DeliveryOutcome, hold: Attempted['hold'] = null): Attempted {
  return { outcome, hold, refusal: null, letIn: false }
}

/** What was asked for, but never so little that it is asked again at once; the usual wait where nothing was said. */
function askedToWait(afterMs: number | null, { attempt }: ClaimedDelivery, parts: AttemptParts): number {
  return afterMs === null ? backoff(attempt, parts) : Math.max(afterMs, parts.settings.minBackoffMs)
}

/** Doubles with each attempt, half of it random, so that many bots do not come back at once. */
function backoff(attempt: number, { settings, random }: AttemptParts): number {
  const full = Math.min(settings.maxBackoffMs, settings.minBackoffMs * 2 ** Math.min(attempt - 1, 16))
  return full / 2 + (full / 2) * random()
}
