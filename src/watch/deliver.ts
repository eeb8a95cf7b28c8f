import { type Clock, sleep, type Timer } from '../domain/clock.ts'
import type { WatchObserver } from './observer.ts'
import type { ClaimedDelivery, DeliveryOutcome, Notifier, OutboxStore } from './ports.ts'

/** How deliveries are paced and tried again. Durations in ms. */
export interface DeliverySettings {
  /** Between two messages to one channel: Slack allows about one a second ("chat.postMessage", rate limits). */
  readonly channelPaceMs: number
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

/** This project's own judgement, within what Slack documents. */
export const DEFAULT_DELIVERY: DeliverySettings = {
  channelPaceMs: 1_000,
  minBackoffMs: 1_000,
  maxBackoffMs: 60_000,
  settleMs: 5_000,
  searches: 2,
  rejectedRetryMs: 60_000,
}

export interface DelivererParts {
  readonly store: OutboxStore
  readonly notifier: Notifier
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly observer: WatchObserver
  readonly settings: DeliverySettings
}

/** Takes the outbox to the channels: one at a time within a channel, one channel not waiting for another, never dropping. */
export interface Deliverer {
  /** Looks at what an earlier process left unfinished, and starts. */
  start(): Promise<void>
  /** Says that something new may be due. */
  kick(): void
  /** Resolves once nothing is under way and nothing is due at this moment. */
  settled(): Promise<void>
  /** Takes nothing new, and resolves once what is under way is recorded. */
  stop(): Promise<void>
}

const CLAIMS_AT_ONCE = 20
/** Before the outbox is looked at again where something is due and cannot be claimed yet. */
const RECHECK_MS = 250

/** Makes a deliverer. Nothing is delivered before it is started. */
export function createDeliverer(parts: DelivererParts): Deliverer {
  const { store, clock, settings, observer } = parts
  const underWay = new Map<string, Promise<void>>()
  const heldUntil = new Map<string, number>()
  let running = false
  let wanted = false
  let pumping: Promise<void> | null = null
  let timer: Timer | null = null
  /** Whether a claim may have been stored whose answer was lost: then its attempt was never made. */
  let claimLost = false

  const heldChannels = (now: number): ReadonlySet<string> => {
    for (const [channel, until] of heldUntil) if (until <= now) heldUntil.delete(channel)
    return new Set([...heldUntil.keys(), ...underWay.keys()])
  }

  const pump = async (): Promise<void> => {
    timer?.cancel()
    timer = null
    try {
      if (claimLost && underWay.size === 0) {
        await store.recoverInterrupted(clock.now())
        claimLost = false
      }
      let claimed: readonly ClaimedDelivery[]
      do {
        wanted = false
        claimed = running ? await claim() : []
        for (const delivery of claimed) begin(delivery)
      } while (running && (wanted || claimed.length > 0))
      if (running) await arm()
    } catch (error) {
      observer.deliveryBroke(error)
      if (running) timer = clock.setTimer(settings.minBackoffMs, kick)
    }
  }

  const claim = async (): Promise<readonly ClaimedDelivery[]> => {
    const now = clock.now()
    try {
      return await store.claimDue(now, CLAIMS_AT_ONCE, heldChannels(now))
    } catch (error) {
      claimLost = true
      throw error
    }
  }

  const arm = async (): Promise<void> => {
    const dueAt = await store.nextDueAt()
    if (dueAt === null || !running) return
    const now = clock.now()
    const soonest = Math.min(
      ...[...heldUntil.values()].filter((until) => until > now),
      Number.POSITIVE_INFINITY,
    )
    const blocked = dueAt <= now ? Math.min(soonest, now + RECHECK_MS) : dueAt
    // Whatever is under way kicks when it ends; a timer is only for what waits.
    timer = clock.setTimer(Math.max(1, blocked - now), kick)
  }

  const kick = (): void => {
    if (!running) return
    wanted = true
    pumping ??= pump().finally(() => {
      pumping = null
      if (wanted) kick()
    })
  }

  const begin = (delivery: ClaimedDelivery): void => {
    const { channel } = delivery
    const work = attempt(delivery, parts)
      .catch((error: unknown) => {
        observer.deliveryBroke(error)
        return broken(delivery, parts)
      })
      .then(async ({ outcome, holdMs }) => {
        if (holdMs > 0) heldUntil.set(channel, clock.now() + holdMs)
        await record(delivery, outcome)
      })
      .finally(() => {
        underWay.delete(channel)
        kick()
      })
    underWay.set(channel, work)
  }

  /** What came of an attempt must not be forgotten: it is written until it is written, or the process ends. */
  const record = async (delivery: ClaimedDelivery, outcome: DeliveryOutcome): Promise<void> => {
    for (;;) {
      try {
        await store.recordDelivery(delivery.dispatch.key, outcome)
        observer.delivered({
          key: delivery.dispatch.key,
          channel: delivery.channel,
          dispatch: delivery.dispatch.type,
          alert: delivery.alert.type,
          attempt: delivery.attempt,
          outcome,
          ageMs: clock.now() - delivery.at,
        })
        return
      } catch (error) {
        observer.deliveryBroke(error)
        if (!running) return
        await sleep(clock, settings.minBackoffMs)
      }
    }
  }

  return {
    async start() {
      await store.recoverInterrupted(clock.now())
      running = true
      kick()
    },
    kick,
    async settled() {
      while (pumping !== null || underWay.size > 0) {
        await (pumping ?? Promise.all(underWay.values()))
      }
    },
    async stop() {
      running = false
      wanted = false
      timer?.cancel()
      timer = null
      await pumping
      await Promise.all(underWay.values())
    },
  }
}

interface Attempted {
  readonly outcome: DeliveryOutcome
  /** How long the channel takes nothing more (ms). */
  readonly holdMs: number
}

/** Makes one attempt: a search where an earlier one may have arrived, else a send. */
async function attempt(delivery: ClaimedDelivery, parts: DelivererParts): Promise<Attempted> {
  return delivery.doubtSince === null ? send(delivery, parts) : search(delivery, delivery.doubtSince, parts)
}

async function search(delivery: ClaimedDelivery, since: number, parts: DelivererParts): Promise<Attempted> {
  const { clock, settings } = parts
  const settledAt = since + settings.settleMs
  if (clock.now() < settledAt) {
    return { outcome: { type: 'retry', retryAt: settledAt, error: 'too early to look for it' }, holdMs: 0 }
  }
  const found = await parts.notifier.find(delivery, since)
  const now = clock.now()
  switch (found.type) {
    case 'found':
      return { outcome: { type: 'delivered', ts: found.ts, at: now }, holdMs: 0 }
    case 'not_found':
      return delivery.searches + 1 < settings.searches
        ? { outcome: { type: 'not_found', retryAt: now + settings.settleMs }, holdMs: 0 }
        : { outcome: { type: 'send_again', retryAt: now, mayRepeat: false }, holdMs: 0 }
    case 'unreadable':
      return { outcome: { type: 'send_again', retryAt: now, mayRepeat: true }, holdMs: 0 }
    case 'failed': {
      const waitMs = askedToWait(found.afterMs, delivery, parts)
      return {
        outcome: { type: 'retry', retryAt: now + waitMs, error: found.error },
        holdMs: found.afterMs === null ? 0 : waitMs,
      }
    }
  }
}

async function send(delivery: ClaimedDelivery, parts: DelivererParts): Promise<Attempted> {
  const { clock, settings } = parts
  const sent = await parts.notifier.send(delivery)
  const now = clock.now()
  switch (sent.type) {
    case 'sent':
      return { outcome: { type: 'delivered', ts: sent.ts, at: now }, holdMs: settings.channelPaceMs }
    case 'rate_limited': {
      const waitMs = askedToWait(sent.afterMs, delivery, parts)
      return { outcome: { type: 'retry', retryAt: now + waitMs, error: 'rate limited' }, holdMs: waitMs }
    }
    case 'unavailable':
      return {
        outcome: { type: 'retry', retryAt: now + backoff(delivery.attempt, parts), error: sent.error },
        holdMs: 0,
      }
    case 'unknown':
      return { outcome: { type: 'in_doubt', retryAt: now + settings.settleMs, error: sent.error }, holdMs: 0 }
    case 'parent_gone':
      return delivery.dispatch.type === 'post'
        ? rejected(delivery, 'a message without a parent was refused for its parent', parts)
        : { outcome: { type: 'parent_gone', retryAt: now }, holdMs: 0 }
    case 'rejected':
      return rejected(delivery, `${sent.error}: ${sent.advice}`, parts)
  }
}

/**
 * A person has to mend something. Where that may concern just an edit or a quiet line, other messages of the channel need
 * not wait for it; the pace stays.
 */
function rejected(
  { dispatch }: ClaimedDelivery,
  error: string,
  { clock, settings }: DelivererParts,
): Attempted {
  const loud = dispatch.type === 'post' || (dispatch.type === 'reply' && dispatch.broadcast)
  const retryAt = clock.now() + settings.rejectedRetryMs
  return {
    outcome: { type: 'retry', retryAt, error, holds: loud ? 'channel' : 'delivery' },
    holdMs: loud ? 0 : settings.channelPaceMs,
  }
}

/** An attempt that a defect of ours cut short: a send may have gone out, and a search is made again. */
function broken(delivery: ClaimedDelivery, parts: DelivererParts): Attempted {
  const error = 'a defect of the bot, see its log'
  const now = parts.clock.now()
  return delivery.doubtSince === null
    ? { outcome: { type: 'in_doubt', retryAt: now + parts.settings.settleMs, error }, holdMs: 0 }
    : { outcome: { type: 'retry', retryAt: now + backoff(delivery.attempt, parts), error }, holdMs: 0 }
}

/** What the chat asked for, but never so little that it is asked again at once; the usual wait where it did not say. */
function askedToWait(afterMs: number | null, { attempt }: ClaimedDelivery, parts: DelivererParts): number {
  return afterMs === null ? backoff(attempt, parts) : Math.max(afterMs, parts.settings.channelPaceMs)
}

/** Doubles with each attempt, half of it random, so that many bots do not come back at once. */
function backoff(attempt: number, { settings, random }: DelivererParts): number {
  const full = Math.min(settings.maxBackoffMs, settings.minBackoffMs * 2 ** Math.min(attempt - 1, 16))
  return full / 2 + (full / 2) * random()
}
