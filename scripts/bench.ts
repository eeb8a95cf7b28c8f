/**
 * How fast the bot is on this machine: the real bot on SQLite between stand-ins for Scaleway and Slack. What waits for a
 * clock waits for one that is moved by hand, so that only work takes time; "clock time" is what people would wait.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startApp } from '../src/app.ts'
import { parseConfig } from '../src/config.ts'
import { ALERT_CHANNEL, DEMO_CHANNELS, DEMO_PEOPLE } from '../src/simulator/demo/people.ts'
import { demoIds } from '../src/simulator/interlink/catalog.ts'
import type { LinkRow } from '../src/simulator/interlink/rows.ts'
import { type InterlinkApi, startInterlinkApi } from '../src/simulator/interlink/server.ts'
import { catalogWorld } from '../src/simulator/interlink/world.ts'
import { startSlackWorkspace } from '../src/simulator/slack/start.ts'
import { openStore, type Store } from '../src/store/open.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import type { NewDelivery } from '../src/watch/ports.ts'
import { manualClock } from '../test/support/clock.ts'

type InterlinkWorld = InterlinkApi['world']

/** A Saturday night, and the Tuesday before it, within business hours. */
const NIGHT = Date.parse('2026-11-21T03:12:00Z')
const WORKDAY = Date.parse('2026-11-17T10:00:00Z')
const DAY_MS = 86_400_000
const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_APP_TOKEN: 'xapp-bench',
  SCW_SECRET_KEY: '00000000-0000-4000-8000-00000000be4c',
} as const

const print = (what: string, figure: string) => process.stdout.write(`${what.padEnd(64)} ${figure}\n`)
const ms = (duration: number) => `${Math.round(duration)} ms`
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** A region to begin with. */
interface Beginning {
  readonly name: string
  readonly count: number
  /** What each of its links is, apart from its name; a healthy one of one partner at one PoP where nothing is said. */
  readonly linkOf?: (world: InterlinkWorld, n: number) => Partial<LinkRow>
  /** Where the clock stands (ms). */
  readonly now?: number
  readonly env?: Readonly<Record<string, string>>
}

/** The bot, its stand-ins, and `count` links. */
async function aBot(folder: string, { name, count, linkOf = () => ({}), now = NIGHT, env = {} }: Beginning) {
  const clock = manualClock(now)
  const interlink = await startInterlinkApi({
    clock,
    newId: randomUUID,
    secretKey: SECRETS.SCW_SECRET_KEY,
    world: catalogWorld(),
  })
  const { world } = interlink
  const ids = Array.from(
    { length: count },
    (_, n) => world.addLink({ name: `link-${n}`, ...linkOf(world, n) }).id,
  )
  const slack = await startSlackWorkspace({
    manifest: readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'),
    botToken: SECRETS.SLACK_BOT_TOKEN,
    appToken: SECRETS.SLACK_APP_TOKEN,
    clock,
    random: Math.random,
    people: DEMO_PEOPLE,
    channels: DEMO_CHANNELS,
  })
  const parsed = parseConfig({
    ...SECRETS,
    ALERT_CHANNEL,
    SLACK_API_URL: slack.apiUrl,
    SCW_API_URL: interlink.url,
    DATABASE_URL: `file:${join(folder, `${name}.db`)}`,
    POLL_SCHEDULE: '0 0 0 1 1 *',
    PORT: '0',
    ...env,
  })
  if (parsed.type === 'invalid') throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
  let answeredAt = 0
  const stores: Store[] = []
  const app = await startApp(parsed.config, {
    clock,
    random: Math.random,
    newId: randomUUID,
    fetch: async (...request) => {
      const answer = await fetch(...request)
      if (String(request[0] instanceof Request ? request[0].url : request[0]).startsWith(interlink.url))
        answeredAt = performance.now()
      return answer
    },
    logger: createLogger({
      level: 'info',
      secrets: Object.values(SECRETS),
      destination: { write: () => {} },
      now: () => clock.now(),
    }),
    openStore: async (target) => {
      const store = await openStore(target)
      stores.push(store)
      return store
    },
    version: '0.0.0-bench',
    onFatal: (error) => {
      throw error
    },
  })
  const drain = async () => {
    const from = clock.now()
    for (;;) {
      await app.delivered()
      if ((await stores[0]?.backlog())?.waiting === 0) return clock.now() - from
      await clock.advance(250)
    }
  }
  const close = async () => {
    await app.stop()
    await slack.close()
    await interlink.close()
  }
  await drain()
  return { app, clock, world, slack, ids, drain, close, answeredAt: () => answeredAt }
}

/** Polls seven times in a minute each, and says how long a poll takes. */
async function quietPolls(
  what: string,
  { app, clock, drain }: Pick<Awaited<ReturnType<typeof aBot>>, 'app' | 'clock' | 'drain'>,
): Promise<void> {
  const took: number[] = []
  for (let round = 0; round < 7; round += 1) {
    await clock.advance(60_000)
    const from = performance.now()
    await app.poll()
    took.push(performance.now() - from)
    await drain()
  }
  print(what, `${ms(median(took))} (median of 7)`)
}

function partnerOf(partnerId: string) {
  return { partner_id: partnerId, pairing_key: '', disapproved_reason: '', l3_connectivity: null }
}

async function thousandLinks(folder: string): Promise<void> {
  const bot = await aBot(folder, { name: 'thousand', count: 1_000 })
  const { app, world, slack, ids, drain, close, answeredAt } = bot
  await quietPolls('a poll of 1,000 links in which nothing happens', bot)
  for (const id of ids) world.setStatus(id, 'all_down')
  const before = slack.messages(ALERT_CHANNEL).length
  let firstAt = 0
  slack.onChange(() => {
    if (firstAt === 0 && slack.messages(ALERT_CHANNEL).length > before) firstAt = performance.now()
  })
  await app.poll()
  await drain()
  print("1,000 links down: from the API's last answer to the first message", ms(firstAt - answeredAt()))
  print('  messages', String(slack.messages(ALERT_CHANNEL).length - before))
  const userId = DEMO_PEOPLE[0]?.id ?? ''
  const person = { userId, channelId: ALERT_CHANNEL, command: '/interlink' }
  for (let n = 0; n < 50; n += 1) {
    await slack.command({ ...person, text: `silence name:elsewhere-${n}-* pop:nowhere 24h` })
    await slack.waitFor(() => slack.ephemerals(userId).length > n)
  }
  await quietPolls('a poll with 1,000 incidents, and 50 silences for something else', bot)
  await close()
}

/** Orders of the last two weeks, each waiting for its partner. */
async function thousandOrders(folder: string): Promise<void> {
  const linkOf = (_: InterlinkWorld, n: number): Partial<LinkRow> => ({
    status: 'requested',
    bgp_v4_status: 'disabled',
    bgp_v6_status: 'disabled',
    enable_route_propagation: false,
    created_at: new Date(WORKDAY - (n % 14) * DAY_MS - n * 1_000).toISOString(),
  })
  const bot = await aBot(folder, { name: 'orders', count: 1_000, linkOf, now: WORKDAY })
  await quietPolls('a poll of 1,000 links in `requested`, in business hours', bot)
  await bot.close()
}

/** A dedicated connection that fails, and then all its links. */
async function thousandRiders(folder: string): Promise<void> {
  const connectionId = demoIds.connections.parisOwnPort
  const linkOf = () => ({ partner: null, self: { connection_id: connectionId } })
  const bot = await aBot(folder, { name: 'riders', count: 1_000, linkOf })
  const { app, clock, world, slack, ids, drain } = bot
  world.setConnection(connectionId, { status: 'failed' })
  await clock.advance(120_000)
  await app.poll()
  await drain()
  const before = slack.messages(ALERT_CHANNEL).length
  for (const id of ids) world.setStatus(id, 'all_down')
  const from = performance.now()
  await app.poll()
  print('a poll in which 1,000 links follow the connection they ride on', ms(performance.now() - from))
  await drain()
  print('  messages', String(slack.messages(ALERT_CHANNEL).length - before))
  await bot.close()
}

/** Errors in the night, which are paged when work begins. */
async function thousandErrors(folder: string): Promise<void> {
  const env = { ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/', ALERT_WEBHOOK_SECRET: 'a secret of the benchmark' }
  const linkOf = (): Partial<LinkRow> => ({ status: 'locked', vpc_id: null, enable_route_propagation: false })
  const bot = await aBot(folder, { name: 'errors', count: 1_000, linkOf, env })
  await quietPolls('a poll with 1,000 errors, to be paged when work begins', bot)
  await bot.close()
}

async function unrelatedIncidents(folder: string): Promise<void> {
  let place: Partial<LinkRow> = {}
  const linkOf = (world: InterlinkWorld, n: number) => {
    if (n % 3 === 0) place = { pop_id: world.addPop().id, partner: partnerOf(world.addPartner().id) }
    return place
  }
  const { app, world, slack, ids, drain, close } = await aBot(folder, {
    name: 'unrelated',
    count: 600,
    linkOf,
  })
  for (const id of ids.filter((_, n) => n % 3 === 0)) world.setStatus(id, 'all_down')
  const before = slack.messages(ALERT_CHANNEL).length
  const from = performance.now()
  await app.poll()
  const clockMs = await drain()
  const told = slack.messages(ALERT_CHANNEL).length - before
  print(`200 unrelated incidents, ${told} messages: clock time until all are told`, `${clockMs / 1_000} s`)
  const at = slack.calls().flatMap((call) => (call.method === 'chat.postMessage' ? [call.at] : []))
  print(
    '  the shortest time between two posts',
    ms(Math.min(...at.slice(1).map((time, n) => time - (at[n] ?? 0)))),
  )
  print('  work', ms(performance.now() - from))
  await close()
}

async function claims(folder: string, channels: number): Promise<void> {
  const store = await openStore({
    databaseUrl: `file:${join(folder, `claims-${channels}.db`)}`,
    onLost: () => {},
  })
  const deliveries = Array.from({ length: 1_000 }, (_, n): NewDelivery => {
    const key = `key-${n}`
    const alert = {
      type: 'baseline',
      at: NIGHT,
      scopes: [],
      unreadable: [],
      statuses: {},
      entries: [],
    } as const
    const channel = `C${n % channels}`
    return {
      dispatch: { type: 'post', key },
      story: key,
      mention: null,
      channel,
      incidentId: null,
      alert,
      at: NIGHT,
    }
  })
  const nothing = { scopes: [], incidents: [], silences: [], subscriptions: [], removedSubscriptions: [] }
  await store.record({ ...nothing, reasons: [], deliveries })
  const from = performance.now()
  let count = 0
  for (let due = await claim(store); due.length > 0; due = await claim(store)) {
    for (const { dispatch } of due)
      await store.recordDelivery(dispatch.key, { type: 'delivered', ts: '1.1', at: NIGHT })
    count += due.length
  }
  const perSecond = Math.round(count / ((performance.now() - from) / 1_000))
  print(
    `claimed and recorded of 1,000 that wait in ${channels} channel${channels === 1 ? '' : 's'}`,
    `${perSecond} a second`,
  )
  await store.close()
}

const claim = (store: Store) => store.claimDue(NIGHT, 20, new Set())

process.env.TZ = 'UTC'
const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-bench-'))
try {
  await thousandLinks(folder)
  await thousandOrders(folder)
  await thousandRiders(folder)
  await thousandErrors(folder)
  await unrelatedIncidents(folder)
  await claims(folder, 1)
  await claims(folder, 20)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
