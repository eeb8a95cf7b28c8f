import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { parseTimers } from '../../src/alerting/timers.ts'
import { openStore } from '../../src/store/open.ts'
import { createDesk } from '../../src/watch/desk.ts'
import { createLedger } from '../../src/watch/ledger.ts'
import { createPoller } from '../../src/watch/poll.ts'
import type { WatchRecord, WatchStore } from '../../src/watch/ports.ts'
import { loadState, type WatchState } from '../../src/watch/state.ts'
import { manualClock } from '../support/clock.ts'
import type { HistoryEvent, Step } from './history.ts'
import { createWorld, type PollSight, WORLD } from './world.ts'

export const CATCH_ALL = 'C-ALL'
/** Whoever is on call is called beyond chat by both of these. */
export const PAGERS = ['pagerduty', 'webhook'] as const
/** How long a recovery has to last (ms), in these histories whatever the level. */
export const STABLE_MS = 120_000
/** Tuesday, early in the working day: no deadline in working days passes in a history. */
const START = Date.parse('2026-11-24T06:00:00Z')
const BY = 'U-ADA'
const MINUTE_MS = 60_000

/** A moment (ms) as a person types it, to the minute. */
const typed = (at: number): string => new Date(at).toISOString().slice(0, 16)

/** A person's act that the bot accepted. Of a silence, `until` null: until recovery of the links it holds. Times are in ms. */
export type Act =
  | {
      readonly type: 'silence'
      readonly at: number
      readonly id: string
      /** Later than `at` where it was announced ahead of time. */
      readonly from: number
      readonly until: number | null
      readonly region: string | null
      readonly link: string | null
      readonly held: readonly string[]
    }
  | { readonly type: 'unsilence'; readonly at: number; readonly id: string }
  | { readonly type: 'acknowledge' | 'undo'; readonly at: number; readonly story: string }
  | {
      readonly type: 'subscribe'
      readonly at: number
      readonly channel: string
      /** 'all', or one condition: `link:name`, `partner:id`, `region:name`. */
      readonly filter: string
      readonly minLevel: 'warning' | 'error' | 'critical'
    }
  | { readonly type: 'unsubscribe'; readonly at: number; readonly channel: string }

/** What was recorded at one moment. */
export interface Recorded {
  readonly at: number
  readonly record: WatchRecord
}

/** All that a history came to. */
export interface Run {
  readonly polls: readonly PollSight[]
  readonly acts: readonly Act[]
  readonly records: readonly Recorded[]
}

/** What is in memory after a decision, and what is stored. */
export type OnState = (known: WatchState, stored: WatchState) => void

const timers = parseTimers('stableOther=120s,stableCritical=120s,flapChanges=9999')
if (timers.type === 'invalid') throw new Error(timers.problems.join(' '))
const settings = { ...DEFAULT_ALERT_SETTINGS, timers: timers.timers }

/** Plays a history to the real poller, ledger, desk and store. Nothing is delivered: what was recorded is what is told. */
export async function play(history: readonly Step[], onState?: OnState): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-oracle-'))
  const store = await openStore({ databaseUrl: `file:${join(folder, 'bot.db')}`, onLost() {} })
  try {
    return await playOn(store, history, onState)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

async function playOn(store: WatchStore, history: readonly Step[], onState?: OnState): Promise<Run> {
  const clock = manualClock(START)
  const world = createWorld(START)
  const acts: Act[] = []
  const records: Recorded[] = []
  let ids = 0
  const newId = () => `id-${(ids++).toString().padStart(6, '0')}`
  const remembering: WatchStore = {
    ...store,
    async record(record) {
      await store.record(record)
      records.push({ at: clock.now(), record })
    },
  }
  const start = () => {
    const ledger = createLedger({ store: remembering, scopes: WORLD.scopes, clock, onWritten() {} })
    const parts = { ledger, clock, newId, settings, channel: CATCH_ALL, pagers: PAGERS }
    const broke = (error: unknown): never => {
      throw error
    }
    const poller = createPoller({
      ...parts,
      reader: world.reader,
      changes: { changesOf: async () => new Map() },
      store,
      contacted: { contactsOf: async () => new Map() },
      ordered: {
        orderedSince: async () => new Map(),
        haltedSince: async () => new Map(),
        deletionsOf: async () => new Map(),
        openReorders: async () => [],
      },
      // The schedule asks for a poll a minute; the steps of a history are those that took place.
      slots: (from, to) => Math.floor((to - from) / 60_000),
      deadlineMs: 25_000,
      observer: { polled() {}, pollBroke: broke, delivered() {}, deliveryBroke: broke },
    })
    return { ledger, poller, desk: createDesk({ ...parts, store: remembering }) }
  }
  let bot = start()
  const compare = async () => {
    if (onState !== undefined)
      onState(await bot.ledger.read(), await loadState(store, WORLD.scopes, clock.now()))
  }
  const stories = () => [
    ...new Set(
      records.flatMap(({ record }) =>
        record.deliveries.flatMap(({ dispatch, story }) => (dispatch.type === 'post' ? [story] : [])),
      ),
    ),
  ]
  const happen = async (event: HistoryEvent): Promise<void> => {
    const at = clock.now()
    const { desk } = bot
    switch (event.type) {
      case 'restart':
        await bot.poller.stop()
        bot = start()
        return
      case 'maintenance':
      case 'silence': {
        const link = event.link === null ? null : (WORLD.links[event.link]?.name ?? null)
        const region = link === null ? (WORLD.scopes[event.region]?.region ?? null) : null
        const filter = link === null ? `region:${region}` : `link:${link}`
        const begins = (Math.ceil(at / MINUTE_MS) + (event.type === 'silence' ? 0 : event.ahead)) * MINUTE_MS
        const time =
          event.type === 'silence'
            ? `${event.minutes}m`
            : `from ${typed(begins)} to ${typed(begins + event.minutes * MINUTE_MS)}`
        const answer = await desk.silence(`${filter} ${time}`, BY, 'C-ASK')
        const { silence } = { silence: undefined, ...answer }
        if (silence?.until.type !== 'at') throw new Error('A silence with a duration is refused.')
        const [from, until] = [silence.from, silence.until.at]
        acts.push({ type: 'silence', at, id: silence.id, from, until, region, link, held: [] })
        return
      }
      case 'silence_until_recovery': {
        const story = stories().at(-1 - event.story)
        if (story === undefined) return
        const wish = { until: { type: 'recovery' }, reason: null, by: BY, channel: null } as const
        const answer = await desk.silenceStory(story, wish)
        if (answer.type !== 'done' || answer.silence === undefined) return
        const { id, heldLevels } = answer.silence
        acts.push({
          type: 'silence',
          at,
          id,
          from: at,
          until: null,
          region: null,
          link: null,
          held: Object.keys(heldLevels),
        })
        return
      }
      case 'unsilence': {
        const made = acts.filter((one) => one.type === 'silence').at(-1 - event.silence)
        if (made === undefined) return
        const answer = await desk.unsilence(made.id, BY)
        if (answer.type === 'done') acts.push({ type: 'unsilence', at, id: made.id })
        return
      }
      case 'acknowledge':
      case 'undo': {
        const story = stories().at(-1 - event.story)
        if (story === undefined) return
        const done = event.type === 'undo' ? desk.undoAcknowledge(story, BY) : desk.acknowledge(story, BY)
        if ((await done).type === 'done') acts.push({ type: event.type, at, story })
        return
      }
      case 'subscribe': {
        const channel = `C-SUB-${event.channel}`
        const link = event.link === null ? null : (WORLD.links[event.link]?.name ?? null)
        const filter = link === null ? (event.wider ?? 'all') : `link:${link}`
        const answer = await desk.subscribe(`${filter} ${event.minLevel}`, BY, channel)
        if (answer.type !== 'done') throw new Error(answer.sentence)
        acts.push({ type: 'subscribe', at, channel, filter, minLevel: event.minLevel })
        return
      }
      case 'unsubscribe': {
        const channel = `C-SUB-${event.channel}`
        const answer = await desk.unsubscribe('all', BY, channel)
        if (answer.type === 'done') acts.push({ type: 'unsubscribe', at, channel })
        return
      }
      default:
        world.apply(event, at)
    }
  }

  for (const { events, wait } of history) {
    await clock.advance(wait * 500)
    // Each act has a moment of its own; a restart takes none, so that the same history without it is the same.
    let late = 0
    for (const event of events) {
      if (event.type !== 'restart') await clock.advance(1)
      if (event.type !== 'restart') late += 1
      await happen(event)
      await compare()
    }
    await clock.advance(wait * 500 - late)
    world.beginPoll(clock.now())
    if ((await bot.poller.poll()) === null) throw new Error('A poll broke.')
    await compare()
  }
  return { polls: world.polls, acts, records }
}
