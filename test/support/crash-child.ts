import { randomUUID } from 'node:crypto'
import { type App, startApp } from '../../src/app.ts'
import { parseConfig } from '../../src/config.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { createLogger } from '../../src/telemetry/logger.ts'
import type { Dispatch } from '../../src/watch/ports.ts'
import { manualClock } from './clock.ts'
import type { Carried, CrashPoint, CrashStep, FromChild, ToChild } from './crash-points.ts'

/*
 * The entry of a child process that runs the real bot, configured by its environment, and kills itself at a named point.
 * It is driven over IPC by crash-bot.ts, which also moves its clock. The clock begins at the first argument, in ms since
 * the epoch.
 */

const CARRIED: Readonly<Record<Dispatch['type'], Carried>> = {
  post: 'a post',
  reply: 'a reply',
  edit: 'an edit',
}

const clock = manualClock(Number(process.argv[2]))

let crashAt: CrashPoint | null = null
let steps: CrashStep[] = []

/** Takes a step, unless this is where the process dies. */
async function step<T>(name: CrashStep, take: () => Promise<T>): Promise<T> {
  steps.push(name)
  await dieAt(`before ${name}`)
  const result = await take()
  await dieAt(`after ${name}`)
  return result
}

async function dieAt(point: CrashPoint): Promise<void> {
  if (point !== crashAt) return
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}

async function openCrashingStore(target: Parameters<typeof openStore>[0]): Promise<Store> {
  const store = await openStore(target)
  const carried = new Map<string, Carried>()
  return {
    ...store,
    recoverInterrupted: (now) => step('store recoverInterrupted', () => store.recoverInterrupted(now)),
    loadScope: (scope) => step('store loadScope', () => store.loadScope(scope)),
    openIncidents: () => step('store openIncidents', () => store.openIncidents()),
    ownActs: (since) => step('store ownActs', () => store.ownActs(since)),
    openSilences: () => step('store openSilences', () => store.openSilences()),
    subscriptions: () => step('store subscriptions', () => store.subscriptions()),
    stories: (keys) => step('store stories', () => store.stories(keys)),
    record: (record) => step('store record', () => store.record(record)),
    async claimDue(now, limit, held, limits) {
      const claimed = await step('store claimDue', () => store.claimDue(now, limit, held, limits))
      for (const { dispatch } of claimed) {
        carried.set(dispatch.key, CARRIED[dispatch.type])
        await step(`store claimDue of ${CARRIED[dispatch.type]}`, async () => {})
      }
      return claimed
    },
    async recordDelivery(key, outcome) {
      const what = carried.get(key) ?? 'a post'
      await step(`store recordDelivery of ${what}`, () => store.recordDelivery(key, outcome))
    },
  }
}

const crashingFetch: typeof fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  const name = url.href.startsWith(process.env.SLACK_API_URL ?? '')
    ? slackStep(url, new URLSearchParams(String(init?.body ?? '')))
    : scalewayStep(url)
  return name === null ? fetch(input, init) : step(name, () => fetch(input, init))
}

/** Only what delivers is a step: what Bolt asks at the start changes nothing. */
function slackStep(url: URL, body: URLSearchParams): CrashStep | null {
  switch (url.pathname.split('/').at(-1)) {
    case 'chat.postMessage':
      return `slack chat.postMessage of ${body.has('thread_ts') ? 'a reply' : 'a post'}`
    case 'chat.update':
      return 'slack chat.update of an edit'
    case 'conversations.history':
      return 'slack conversations.history'
    case 'conversations.replies':
      return 'slack conversations.replies'
    default:
      return null
  }
}

/** `list links`, or `read links` where one thing is asked for by its id. */
function scalewayStep(url: URL): CrashStep {
  const [, , , , , what, id] = url.pathname.split('/')
  return `scaleway ${id === undefined ? 'list' : 'read'} ${what}`
}

let app: App | null = null
let store: Store | null = null

async function start(): Promise<void> {
  const parsed = parseConfig(process.env)
  if (parsed.type === 'invalid') throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
  app = await startApp(parsed.config, {
    clock,
    random: Math.random,
    newId: randomUUID,
    fetch: crashingFetch,
    logger: createLogger({
      level: parsed.config.logLevel,
      secrets: [],
      destination: process.stderr,
      now: () => clock.now(),
    }),
    openStore: async (target) => {
      store = await openCrashingStore(target)
      return store
    },
    version: '0.0.0-test',
    onFatal: (error) => {
      throw error
    },
  })
}

async function obey(message: ToChild): Promise<void> {
  switch (message.ask) {
    case 'start':
      crashAt = message.crashAt
      await start()
      break
    case 'poll':
      await clock.advance(message.now - clock.now())
      crashAt = message.crashAt
      if ((await app?.poll()) === null) throw new Error('The poll broke.')
      break
    case 'go on':
      await clock.advance(message.now - clock.now())
      break
    case 'stop':
      await app?.stop()
      process.disconnect()
      return
  }
  await app?.delivered()
  const waiting = (await store?.backlog())?.waiting ?? 0
  process.send?.({ steps, waiting } satisfies FromChild)
  steps = []
}

process.on('message', (message) => {
  obey(message as ToChild).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`, () => process.exit(1))
  })
})
