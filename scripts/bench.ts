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
import { startInterlinkApi } from '../src/simulator/interlink/server.ts'
import { catalogWorld } from '../src/simulator/interlink/world.ts'
import { startSlackWorkspace } from '../src/simulator/slack/start.ts'
import { openStore, type Store } from '../src/store/open.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import type { NewDelivery } from '../src/watch/ports.ts'
import { manualClock } from '../test/support/clock.ts'

const NOW = Date.parse('2026-11-21T03:12:00Z')
const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_APP_TOKEN: 'xapp-bench',
  SCW_SECRET_KEY: '00000000-0000-4000-8000-00000000be4c',
} as const

const print = (what: string, figure: string) => process.stdout.write(`${what.padEnd(64)} ${figure}\n`)
const ms = (duration: number) => `${Math.round(duration)} ms`
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** The bot, its stand-ins, and `count` healthy links of one partner at one PoP, or each three of a partner and PoP. */
async function aBot(folder: string, count: number, unrelated: boolean) {
  const clock = manualClock(NOW)
  const interlink = await startInterlinkApi({
    clock,
    newId: randomUUID,
    secretKey: SECRETS.SCW_SECRET_KEY,
    world: catalogWorld(),
  })
  const { world } = interlink
  const ids: string[] = []
  while (ids.length < count) {
    const place = unrelated
      ? { pop_id: world.addPop().id, partner: partnerOf(world.addPartner().id) }
      : undefined
    for (let n = 0; n < 3 && ids.length < count; n += 1) {
      ids.push(world.addLink({ name: `link-${ids.length}`, ...place }).id)
    }
  }
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
    DATABASE_URL: `file:${join(folder, `bot-${count}.db`)}`,
    POLL_SCHEDULE: '0 0 0 1 1 *',
    PORT: '0',
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
  return { app, world, slack, ids, drain, close, answeredAt: () => answeredAt }
}

function partnerOf(partnerId: string) {
  return { partner_id: partnerId, pairing_key: '', disapproved_reason: '', l3_connectivity: null }
}

async function thousandLinks(folder: string): Promise<void> {
  const { app, world, slack, ids, drain, close, answeredAt } = await aBot(folder, 1_000, false)
  const quiet: number[] = []
  for (let round = 0; round < 7; round += 1) {
    const from = performance.now()
    await app.poll()
    quiet.push(performance.now() - from)
  }
  print('a poll of 1,000 links in which nothing happens', `${ms(median(quiet))} (median of 7)`)
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
  await close()
}

async function unrelatedIncidents(folder: string): Promise<void> {
  const { app, world, slack, ids, drain, close } = await aBot(folder, 600, true)
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
      at: NOW,
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
      at: NOW,
    }
  })
  const nothing = { scopes: [], incidents: [], silences: [], subscriptions: [], removedSubscriptions: [] }
  await store.record({ ...nothing, reasons: [], deliveries })
  const from = performance.now()
  let count = 0
  for (let due = await claim(store); due.length > 0; due = await claim(store)) {
    for (const { dispatch } of due)
      await store.recordDelivery(dispatch.key, { type: 'delivered', ts: '1.1', at: NOW })
    count += due.length
  }
  const perSecond = Math.round(count / ((performance.now() - from) / 1_000))
  print(
    `claimed and recorded of 1,000 that wait in ${channels} channel${channels === 1 ? '' : 's'}`,
    `${perSecond} a second`,
  )
  await store.close()
}

const claim = (store: Store) => store.claimDue(NOW, 20, new Set())

process.env.TZ = 'UTC'
const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-bench-'))
try {
  await thousandLinks(folder)
  await unrelatedIncidents(folder)
  await claims(folder, 1)
  await claims(folder, 20)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
