import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { SlackWorkspace } from '../../src/simulator/slack/workspace.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { createDeliverer, DEFAULT_DELIVERY, type Deliverer } from '../../src/watch/deliver.ts'
import type { DeliveryReport } from '../../src/watch/observer.ts'
import type { Notifier, OutboxStore, SendOutcome } from '../../src/watch/outbox.ts'
import { type Dispatch, type NewDelivery, PAGERS, type Pager } from '../../src/watch/ports.ts'
import type { Stuck } from '../../src/watch/stuck.ts'
import { aLinkAlert } from './alerts.ts'
import { type ManualClock, manualClock } from './clock.ts'
import { NOW } from './links.ts'
import { aNotifier, aWorkspace, CHANNEL, callsOf } from './notifying.ts'
import { advanceUntil } from './turns.ts'

/** A deliverer at work, and what it tells its observer. */
export interface Running extends Deliverer {
  readonly reports: readonly DeliveryReport[]
  /** What it met that it could not expect. */
  readonly broke: readonly unknown[]
  /** What it said that a person has to mend. */
  readonly stuck: readonly Stuck[]
}

/** A pager that takes what it gets, unless it is told what to answer. */
export interface PagerDouble {
  /** What it was sent: the key, and when, in ms since the start. */
  readonly sent: readonly { readonly key: string; readonly at: number }[]
  /** What it answers next, once each. */
  answers(...outcomes: readonly SendOutcome[]): void
}

/** An outbox in a SQLite file, a Slack workspace, and a clock that the test moves. All end with the test. */
export interface DeliveryBench {
  readonly clock: ManualClock
  readonly slack: SlackWorkspace
  readonly store: Store
  readonly pagers: Readonly<Record<Pager, PagerDouble>>
  /** Whether Slack can be reached: `unreachable` before anything is sent, `cut` so that nobody knows. */
  network: 'well' | 'unreachable' | 'cut'
  /** Starts a deliverer. Of random numbers it gets 0: it waits half of what it may. */
  start(parts?: {
    readonly outbox?: OutboxStore
    readonly notifier?: Notifier
    readonly clock?: ManualClock
  }): Promise<Running>
  enqueue(...deliveries: readonly NewDelivery[]): Promise<void>
  /** How many deliveries are not done. */
  waiting(): Promise<number>
  /** Lets time go by until none is waiting. */
  delivered(running: Running, limitMs?: number): Promise<void>
  /** Lets time go by until `condition` holds. */
  until(running: Running, condition: () => boolean | Promise<boolean>): Promise<void>
  /** When the calls that post were made, in ms since the start. */
  postTimes(channel?: string): readonly number[]
}

export async function deliveryBench(options: Parameters<typeof aWorkspace>[1] = {}): Promise<DeliveryBench> {
  const clock = manualClock(NOW)
  const slack = await aWorkspace(clock, options)
  const store = await aStore()
  const waiting = async () => (await store.backlog()).waiting
  const pagers = { pagerduty: aPager(clock), webhook: aPager(clock) }
  const fetchOverNetwork: typeof fetch = async (...request) => {
    if (bench.network === 'well') return fetch(...request)
    const code = bench.network === 'cut' ? 'ECONNRESET' : 'ECONNREFUSED'
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
  }
  const chat = aNotifier(slack.apiUrl, clock, { over: fetchOverNetwork })
  const notifier: Notifier = {
    send: (claim) => notifierOf(claim.channel).send(claim),
    find: (claim, since) => notifierOf(claim.channel).find(claim, since),
  }
  const notifierOf = (channel: string): Notifier => {
    const pager = PAGERS.find((name) => name === channel)
    return pager === undefined ? chat : pagers[pager]
  }
  const bench: DeliveryBench = {
    clock,
    slack,
    store,
    pagers,
    network: 'well',
    waiting,
    async start(parts = {}) {
      const reports: DeliveryReport[] = []
      const broke: unknown[] = []
      const stuck: Stuck[] = []
      const deliverer = createDeliverer({
        store: parts.outbox ?? store,
        notifier: parts.notifier ?? notifier,
        clock: parts.clock ?? clock,
        random: () => 0,
        observer: {
          polled: () => {},
          pollBroke: () => {},
          delivered: (report) => void reports.push(report),
          deliveryBroke: (error) => void broke.push(error),
        },
        settings: DEFAULT_DELIVERY,
        onStuck: (trouble) => void stuck.push(trouble),
      })
      await deliverer.start()
      return { ...deliverer, reports, broke, stuck }
    },
    enqueue: (...deliveries) => store.record({ ...NOTHING_ELSE, deliveries }),
    delivered: (running, limitMs = 300_000) =>
      advanceUntil(clock, running.settled, async () => (await waiting()) === 0, { limitMs }),
    until: (running, condition) => advanceUntil(clock, running.settled, condition),
    postTimes: (channel) => callsOf(slack, 'chat.postMessage', channel).map(({ at }) => at - NOW),
  }
  return bench
}

const NOTHING_ELSE = {
  scopes: [],
  incidents: [],
  silences: [],
  subscriptions: [],
  removedSubscriptions: [],
  reasons: [],
} as const

function aPager(clock: ManualClock): PagerDouble & Notifier {
  const sent: { key: string; at: number }[] = []
  const next: SendOutcome[] = []
  return {
    sent,
    answers: (...outcomes) => void next.push(...outcomes),
    async send({ dispatch }) {
      sent.push({ key: dispatch.key, at: clock.now() - NOW })
      return next.shift() ?? { type: 'sent', ts: dispatch.key }
    },
    async find() {
      throw new Error('A pager cannot be searched.')
    },
  }
}

async function aStore(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-deliver-'))
  const store = await openStore({ databaseUrl: `file:${join(folder, 'bot.db')}`, onLost: () => {} })
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  return store
}

function delivery(dispatch: Dispatch, channel = CHANNEL, to = 'all_down'): NewDelivery {
  return {
    dispatch,
    channel,
    story: dispatch.type === 'post' ? dispatch.key : dispatch.parentKey,
    mention: null,
    incidentId: 'incident-1',
    alert: aLinkAlert({ move: { from: 'active', to } }),
    at: NOW,
  }
}

export const post = (key: string, channel = CHANNEL) => delivery({ type: 'post', key }, channel)
export const reply = (key: string, parentKey: string, channel = CHANNEL) =>
  delivery({ type: 'reply', key, parentKey, broadcast: false }, channel)
/** `to` is the status that the message tells from then on. */
export const edit = (key: string, parentKey: string, to?: string, channel = CHANNEL) =>
  delivery({ type: 'edit', key, parentKey }, channel, to)
