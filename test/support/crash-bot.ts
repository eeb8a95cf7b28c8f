import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ALERT_CHANNEL, DEMO_CHANNELS, DEMO_PEOPLE } from '../../src/simulator/demo/people.ts'
import { type InterlinkApi, startInterlinkApi } from '../../src/simulator/interlink/server.ts'
import { demoWorld } from '../../src/simulator/interlink/world.ts'
import { startSlackWorkspace } from '../../src/simulator/slack/start.ts'
import type { ApiCall, SlackWorkspace, StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type ManualClock, manualClock } from './clock.ts'
import type { CrashPoint, CrashStep, FromChild, ToChild } from './crash-points.ts'

/**
 * The bot in a process of its own, which can be killed, between stand-ins that live on in this one. Both sides have a clock
 * that only moves when this one says so: first here, then in the child, so that a new life begins where the last one
 * ended or later, and Slack is ahead of the bot by one step at most.
 */
export interface CrashBot {
  readonly interlink: InterlinkApi
  /** Every message of the alert channel, replies included. */
  messages(): readonly StoredMessage[]
  /** Starts it and lets it poll, and time go on; resolves once all is delivered, or it is dead. */
  start(crashAt?: CrashPoint | null): Promise<Life>
  /** Lets the running bot poll, half a minute later; resolves likewise. */
  poll(crashAt?: CrashPoint | null): Promise<Life>
  /** Lets `ms` go by, in which nobody asks anything of it. */
  wait(ms: number): Promise<void>
  /** Stops it in order. */
  stop(): Promise<void>
  /** Ends the bot and the stand-ins. */
  close(): Promise<void>
}

/** What came of it: it lives on, having taken these steps, or it was killed at its point. */
export type Life =
  | { readonly type: 'alive'; readonly steps: readonly CrashStep[] }
  | { readonly type: 'killed' }

const START = Date.parse('2026-11-21T03:12:00Z')
/** As in the default of POLL_SCHEDULE. */
const POLL_EVERY_MS = 30_000
const STEP_MS = 1_000
/** A bot that has not told everything by then never will. */
const MOST_MS = 120_000

const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-crash-test',
  SLACK_APP_TOKEN: 'xapp-crash-test',
  SCW_SECRET_KEY: '00000000-0000-4000-8000-0000000c4a54',
} as const

/** Starts the stand-ins; the bot itself, which is `entry` (crash-child.ts compiled), is started by `start`. */
export async function crashBot(entry: string): Promise<CrashBot> {
  const clock = manualClock(START)
  const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-crash-'))
  const interlink = await startInterlinkApi({
    clock,
    newId: randomUUID,
    secretKey: SECRETS.SCW_SECRET_KEY,
    world: demoWorld(clock.now()),
  })
  const slack = await startSlackWorkspace({
    manifest: readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'),
    botToken: SECRETS.SLACK_BOT_TOKEN,
    appToken: SECRETS.SLACK_APP_TOKEN,
    clock,
    random: Math.random,
    people: DEMO_PEOPLE,
    channels: DEMO_CHANNELS,
  })
  const env = {
    ...SECRETS,
    ALERT_CHANNEL,
    SLACK_API_URL: slack.apiUrl,
    SCW_API_URL: interlink.url,
    INTERLINK_REGIONS: 'fr-par',
    DATABASE_URL: `file:${join(folder, 'bot.db')}`,
    // Polls are asked for, one by one.
    POLL_SCHEDULE: '0 0 0 1 1 *',
    PORT: '0',
    LOG_LEVEL: 'error',
    TZ: 'UTC',
  }

  let child: Child | null = null
  const tell = async (to: Extract<ToChild, { readonly crashAt: unknown }>): Promise<Life> => {
    if (child === null) throw new Error('The bot is not running.')
    const running = child
    const stopWatching = killOnceStored(slack, to.crashAt, () => running.kill())
    const life = await settle(running, to, clock).finally(stopWatching)
    if (life.type === 'killed') child = null
    return life
  }

  return {
    interlink,
    messages: () => slack.messages(ALERT_CHANNEL),
    async start(crashAt = null) {
      if (child !== null) throw new Error('The bot runs already.')
      child = spawnChild(entry, clock.now(), env)
      return tell({ ask: 'start', crashAt })
    },
    async poll(crashAt = null) {
      await clock.advance(POLL_EVERY_MS)
      return tell({ ask: 'poll', now: clock.now(), crashAt })
    },
    wait: (ms) => clock.advance(ms),
    async stop() {
      await child?.stop()
      child = null
    },
    async close() {
      child?.kill()
      await child?.ended
      await Promise.all([slack.close(), interlink.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Asks the child, and moves both clocks on until nothing waits in its outbox, or it is dead. */
async function settle(child: Child, first: ToChild, clock: ManualClock): Promise<Life> {
  const end = clock.now() + MOST_MS
  const steps: CrashStep[] = []
  let answer = await child.ask(first)
  for (; answer !== 'killed'; answer = await child.ask({ ask: 'go on', now: clock.now() })) {
    steps.push(...answer.steps)
    if (answer.waiting === 0) return { type: 'alive', steps }
    if (clock.now() >= end) throw new Error(`${answer.waiting} deliveries still wait after ${MOST_MS} ms.`)
    await clock.advance(STEP_MS)
  }
  return { type: 'killed' }
}

/** Kills the bot from within Slack's stand-in: what it sent is stored, and its answer is not yet written. */
function killOnceStored(slack: SlackWorkspace, crashAt: CrashPoint | null, kill: () => void): () => void {
  let seen = slack.calls().length
  return slack.onChange(() => {
    const fresh = slack.calls().slice(seen)
    seen += fresh.length
    if (fresh.some((call) => crashAt === `stored ${storedStep(call)}`)) kill()
  })
}

function storedStep({ method, args, answer }: ApiCall): string {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer) || answer.ok !== true) return ''
  if (method === 'chat.update') return 'slack chat.update of an edit'
  return `slack ${method} of ${args.thread_ts === undefined ? 'a post' : 'a reply'}`
}

interface Child {
  ask(to: ToChild): Promise<FromChild | 'killed'>
  stop(): Promise<void>
  kill(): void
  readonly ended: Promise<unknown>
}

function spawnChild(entry: string, now: number, env: Readonly<Record<string, string>>): Child {
  const process_: ChildProcess = spawn(process.execPath, [entry, String(now)], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  process_.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000)
  })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    process_.once('close', (code, signal) => resolve({ code, signal }))
  })
  const send = (to: ToChild) => {
    // A child that has died is told of by `ended`.
    process_.send(to, () => {})
  }
  const failure = (what: string) => new Error(`The bot ${what}. It said: ${said || 'nothing'}`)

  return {
    ended,
    kill: () => process_.kill('SIGKILL'),
    async ask(to) {
      const answered = new Promise<FromChild>((resolve) => {
        process_.once('message', (message) => resolve(message as FromChild))
      })
      send(to)
      const died = ended.then(({ code, signal }): 'killed' => {
        if (signal !== 'SIGKILL') throw failure(`ended with ${code ?? signal}`)
        return 'killed'
      })
      return Promise.race([answered, died])
    },
    async stop() {
      send({ ask: 'stop' })
      const { code, signal } = await ended
      if (code !== 0) throw failure(`did not stop in order (${code ?? signal})`)
    },
  }
}
