import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { SlackWorkspace } from '../../src/simulator/slack/workspace.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { createDeliverer, DEFAULT_DELIVERY, type Deliverer } from '../../src/watch/deliver.ts'
import type { DeliveryReport } from '../../src/watch/observer.ts'
import type { Dispatch, NewDelivery, Notifier, OutboxStore } from '../../src/watch/ports.ts'
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
}

/** An outbox in a SQLite file, a Slack workspace, and a clock that the test moves. All end with the test. */
export interface DeliveryBench {
  readonly clock: ManualClock
  readonly slack: SlackWorkspace
  readonly store: Store
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
  return {
    clock,
    slack,
    store,
    waiting,
    async start(parts = {}) {
      const reports: DeliveryReport[] = []
      const broke: unknown[] = []
      const deliverer = createDeliverer({
        store: parts.outbox ?? store,
        notifier: parts.notifier ?? aNotifier(slack.apiUrl, clock),
        clock: parts.clock ?? clock,
        random: () => 0,
        observer: {
          polled: () => {},
          pollBroke: () => {},
          delivered: (report) => void reports.push(report),
          deliveryBroke: (error) => void broke.push(error),
        },
        settings: DEFAULT_DELIVERY,
      })
      await deliverer.start()
      return { ...deliverer, reports, broke }
    },
    enqueue: (...deliveries) => store.recordPoll({ scopes: [], incidents: [], deliveries }),
    delivered: (running, limitMs = 300_000) =>
      advanceUntil(clock, running.settled, async () => (await waiting()) === 0, { limitMs }),
    until: (running, condition) => advanceUntil(clock, running.settled, condition),
    postTimes: (channel) => callsOf(slack, 'chat.postMessage', channel).map(({ at }) => at - NOW),
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
  const alert = aLinkAlert({ move: { from: 'active', to } })
  return { dispatch, channel, incidentId: 'incident-1', alert, at: NOW }
}

export const post = (key: string, channel = CHANNEL) => delivery({ type: 'post', key }, channel)
export const reply = (key: string, parentKey: string) =>
  delivery({ type: 'reply', key, parentKey, broadcast: false })
/** `to` is the status that the message tells from then on. */
export const edit = (key: string, parentKey: string, to?: string) =>
  delivery({ type: 'edit', key, parentKey }, CHANNEL, to)
