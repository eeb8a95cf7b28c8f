import { type Clock, sleep, type Timer } from '../domain/clock.ts'
import { type AttemptSettings, attempt, broken } from './attempt.ts'
import type { WatchObserver } from './observer.ts'
import type { ClaimedDelivery, DeliveryOutcome, Notifier, OutboxStore } from './outbox.ts'
import { createPace, type PaceSettings } from './pace.ts'
import { createStuckBook, type Stuck } from './stuck.ts'

/** How deliveries are paced and tried again. */
export type DeliverySettings = AttemptSettings & PaceSettings

/** This project's own judgement, within what Slack documents. */
export const DEFAULT_DELIVERY: DeliverySettings = {
  channelPaceMs: 1_000,
  pagerPaceMs: 0,
  editsPerMinute: 40,
  editsAtOnce: 10,
  minBackoffMs: 1_000,
  maxBackoffMs: 60_000,
  settleMs: 5_000,
  searches: 2,
  rejectedRetryMs: 60_000,
}

export interface DelivererParts {
  readonly store: OutboxStore
  /** Of Slack's channels and of the pagers'. */
  readonly notifier: Notifier
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly observer: WatchObserver
  readonly settings: DeliverySettings
  /**
   * Told of what a person has to mend: once for each channel and error, or for each error of the whole workspace, until what
   * it kept back went through. A new process tells it again, as its first attempt fails like the last one's. Must not throw.
   */
  readonly onStuck?: (stuck: Stuck) => void
}

/** Takes the outbox to the channels: one at a time within a channel, one channel not waiting for another, never dropping. */
export interface Deliverer {
  /** Looks at what an earlier process left unfinished, and starts. */
  start(): Promise<void>
  /** Says that something new may be due. */
  kick(): void
  /** Resolves once nothing is under way and nothing is due at this moment. */
  settled(): Promise<void>
  /** In how many channels alerts wait for something that a person has to mend, as far as this process has tried. */
  stuckChannels(): number
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
  const pace = createPace(settings)
  const stuckBook = createStuckBook()
  let running = false
  let wanted = false
  let pumping: Promise<void> | null = null
  let timer: Timer | null = null
  /** Whether a claim may have been stored whose answer was lost: then its attempt was never made. */
  let claimLost = false

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
      const { limit, held, limits } = pace.allowance(now, CLAIMS_AT_ONCE, underWay.keys())
      return await store.claimDue(now, limit, held, limits)
    } catch (error) {
      claimLost = true
      throw error
    }
  }

  const arm = async (): Promise<void> => {
    const dueAt = await store.nextDueAt()
    if (dueAt === null || !running) return
    const now = clock.now()
    const lookAt = dueAt <= now ? Math.min(pace.nextAt(now), now + RECHECK_MS) : dueAt
    // Whatever is under way kicks when it ends; a timer is only for what waits.
    timer = clock.setTimer(Math.max(1, lookAt - now), kick)
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
    pace.begun(delivery, clock.now())
    const work = attempt(delivery, parts)
      .catch((error: unknown) => {
        observer.deliveryBroke(error)
        return broken(delivery, parts)
      })
      .then(async (attempted) => {
        pace.ended(delivery, attempted, clock.now())
        await record(delivery, attempted.outcome)
        const stuck = stuckBook.noted(delivery, attempted)
        if (stuck !== null) parts.onStuck?.(stuck)
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
    stuckChannels: () => stuckBook.troubled(),
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
