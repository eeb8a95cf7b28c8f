import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, startApp } from '../../src/app.ts'
import { parseConfig } from '../../src/config.ts'
import { ALERT_CHANNEL, DEMO_CHANNELS, DEMO_PEOPLE } from '../../src/simulator/demo/people.ts'
import { type InterlinkApi, startInterlinkApi } from '../../src/simulator/interlink/server.ts'
import { demoWorld } from '../../src/simulator/interlink/world.ts'
import { startSlackWorkspace } from '../../src/simulator/slack/start.ts'
import type {
  Channel,
  Ephemeral,
  Person,
  SlackWorkspace,
  StoredMessage,
  UserGroup,
} from '../../src/simulator/slack/workspace.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { createLogger } from '../../src/telemetry/logger.ts'
import type { PollReport } from '../../src/watch/observer.ts'
import { type ManualClock, manualClock } from './clock.ts'
import { watchTraffic } from './traffic.ts'

export const NOW = Date.parse('2026-11-21T03:12:00Z')
/** Timers for a test that lets hours go by and is not about reminders. */
export const NO_REMINDERS = { ALERT_TIMERS: 'remindCritical=30d/30d,remindError=30d/30d' } as const
export const ADA = 'U0ADA0001'
export { ALERT_CHANNEL }

const TOKENS = {
  SLACK_BOT_TOKEN: 'xoxb-flow-test-bot',
  SLACK_APP_TOKEN: 'xapp-flow-test-app',
  SCW_SECRET_KEY: '00000000-0000-4000-8000-00000000f10e',
} as const

/** The real bot between stand-ins for Slack and Scaleway, on a clock that the test moves. */
export interface Bot {
  readonly clock: ManualClock
  readonly slack: SlackWorkspace
  readonly interlink: InterlinkApi
  /** The environment it is configured by. */
  env(): Readonly<Record<string, string>>
  /** The running bot. */
  app(): App
  /** Its memory, while it runs. */
  store(): Store
  /** Everything it has logged, line by line. */
  readonly log: string[]
  /** `env` replaces variables from here on. */
  start(env?: Readonly<Record<string, string>>): Promise<App>
  /** Starts it without waiting for what is to be told. */
  startUnsettled(): Promise<App>
  stop(): Promise<void>
  /** Polls once, and lets the clock go on until all that is to be told has been told. */
  poll(): Promise<PollReport | null>
  /** Lets a recovery be confirmed: two minutes go by, and a poll. */
  stable(): Promise<PollReport | null>
  /** The same while the API fails: its retries wait on the clock, which has to go on for them. */
  pollThrough(): Promise<PollReport | null>
  /** Lets the clock go on until nothing waits in the outbox, at most `limitMs` of its time. */
  settle(limitMs?: number): Promise<void>
  /** What stands in the alert channel: messages of their own, and broadcast replies. */
  channel(): readonly StoredMessage[]
  /** The replies under a message. */
  thread(ts: string): readonly StoredMessage[]
  /** Types a command, and returns what only that person sees of the answer. */
  say(text: string, userId?: string): Promise<Ephemeral>
  close(): Promise<void>
}

const manifest = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')

const asItIs = (text: string): string => text

interface BotOptions {
  /** False: only the stand-ins are started. */
  readonly started?: boolean
  readonly env?: Readonly<Record<string, string>>
  /** Channels besides those of the demo. */
  readonly channels?: readonly Channel[]
  /** People besides those of the demo. */
  readonly people?: readonly Person[]
  /** Slack reads whom they hold each time it is asked. */
  readonly userGroups?: readonly UserGroup[]
  /** Changes the app's manifest before the app is installed. */
  readonly manifest?: (text: string) => string
  /** Where the clock stands at first, in ms; NOW unless told otherwise. */
  readonly now?: number
  /** Slack sends signed requests to the bot's own port with this `fetch`, and there is no Socket Mode. */
  readonly overHttp?: { readonly signingSecret: string; readonly fetch: typeof fetch }
}

/** Starts the stand-ins, and the bot unless `started` is false. */
export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const { now = NOW, overHttp } = options
  const traffic = watchTraffic()
  const clock = manualClock(now, traffic.calm)
  const directory = mkdtempSync(join(tmpdir(), 'interlink-bot-flow-'))
  const interlink = await startInterlinkApi({
    clock,
    newId: randomUUID,
    secretKey: TOKENS.SCW_SECRET_KEY,
    world: demoWorld(now),
  })
  let port = 0
  const slack = await startSlackWorkspace({
    manifest: (options.manifest ?? asItIs)(
      overHttp === undefined ? manifest : manifest.replace(/(socket_mode_enabled:) true/, '$1 false'),
    ),
    botToken: TOKENS.SLACK_BOT_TOKEN,
    appToken: TOKENS.SLACK_APP_TOKEN,
    clock,
    random: Math.random,
    people: [...DEMO_PEOPLE, ...(options.people ?? [])],
    channels: [...DEMO_CHANNELS, ...(options.channels ?? [])],
    userGroups: options.userGroups ?? [],
    ...(overHttp === undefined
      ? {}
      : {
          events: {
            kind: 'http',
            // A bot that is stopped is looked for where it was last.
            requestUrl: () => `http://127.0.0.1:${port}/slack/events`,
            ...overHttp,
          },
        }),
  })
  const { SLACK_APP_TOKEN, ...others } = TOKENS
  const secrets =
    overHttp === undefined
      ? { ...others, SLACK_APP_TOKEN }
      : { ...others, SLACK_SIGNING_SECRET: overHttp.signingSecret }
  let env: Readonly<Record<string, string>> = {
    ...secrets,
    ALERT_CHANNEL,
    SLACK_API_URL: slack.apiUrl,
    SCW_API_URL: interlink.url,
    DATABASE_URL: `file:${join(directory, 'bot.db')}`,
    // No test waits for the schedule: it asks for each poll.
    POLL_SCHEDULE: '0 0 0 1 1 *',
    PORT: '0',
    LOG_LEVEL: 'debug',
    ...options.env,
  }
  const log: string[] = []
  let app: App | null = null
  let store: Store | null = null
  const running = <T>(part: T | null): T => {
    if (part === null) throw new Error('The bot is not running.')
    return part
  }

  const bot: Bot = {
    clock,
    slack,
    interlink,
    env: () => env,
    log,
    app: () => running(app),
    store: () => running(store),
    async start(changed = {}) {
      env = { ...env, ...changed }
      const started = await bot.startUnsettled()
      await bot.settle()
      return started
    },
    async startUnsettled() {
      const parsed = parseConfig(env)
      if (parsed.type === 'invalid') throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
      app = await startApp(parsed.config, {
        clock,
        random: Math.random,
        newId: randomUUID,
        fetch: traffic.fetch,
        logger: createLogger({
          level: 'debug',
          secrets: Object.values(secrets),
          destination: { write: (line) => void log.push(line) },
          now: () => clock.now(),
        }),
        openStore: async (target) => {
          store = await openStore(target)
          return store
        },
        version: '0.0.0-test',
        onFatal: (error) => {
          throw error
        },
      })
      port = app.port
      return app
    },
    async stop() {
      await app?.stop()
      app = null
      store = null
    },
    async poll() {
      const report = await running(app).poll()
      await bot.settle()
      return report
    },
    async stable() {
      await clock.advance(120_000)
      return bot.poll()
    },
    async pollThrough() {
      const polling = running(app).poll()
      let done = false
      void polling.finally(() => {
        done = true
      })
      while (!done) await clock.advance(500)
      await bot.settle()
      return polling
    },
    async settle(limitMs = 120_000) {
      const end = clock.now() + limitMs
      for (;;) {
        await running(app).delivered()
        const { waiting } = await running(store).backlog()
        if (waiting === 0) return
        if (clock.now() >= end) throw new Error(`${waiting} deliveries still wait after ${limitMs} ms.`)
        await clock.advance(250)
      }
    },
    channel: () =>
      slack
        .messages(ALERT_CHANNEL)
        .filter((message) => message.thread_ts === undefined || message.reply_broadcast === true),
    thread: (ts) =>
      slack.messages(ALERT_CHANNEL).filter((message) => message.thread_ts === ts && message.ts !== ts),
    async say(text, userId = ADA) {
      const before = new Set(slack.ephemerals(userId).map(({ ts }) => ts))
      const outcome = await slack.command({ userId, channelId: ALERT_CHANNEL, command: '/interlink', text })
      if (!outcome.ok) throw new Error(`Slack shows: ${outcome.shown}`)
      return nextEphemeral(slack, userId, before)
    },
    async close() {
      await bot.stop()
      await slack.close()
      await interlink.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
  if (options.started !== false) await bot.start()
  return bot
}

/** The first answer that only `userId` sees and that is not among `before`. */
export async function nextEphemeral(
  slack: SlackWorkspace,
  userId: string,
  before: ReadonlySet<string>,
): Promise<Ephemeral> {
  const find = () => slack.ephemerals(userId).find(({ ts }) => !before.has(ts))
  const found = find()
  if (found !== undefined) return found
  return new Promise((resolve) => {
    const stop = slack.onChange(() => {
      const answer = find()
      if (answer === undefined) return
      stop()
      resolve(answer)
    })
  })
}

/** All text of a message's blocks and its fallback, for looking for words. */
export function wordsOf(message: { readonly text: string; readonly blocks?: unknown }): string {
  const words: string[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) walk(entry)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, entry] of Object.entries(value)) {
        if (key === 'text' && typeof entry === 'string') words.push(entry)
        else walk(entry)
      }
    }
  }
  walk(message.blocks)
  return words.join('\n')
}
