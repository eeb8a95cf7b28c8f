import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../src/domain/clock.ts'
import { ALERT_CHANNEL, DEMO_CHANNELS, DEMO_PEOPLE } from '../../src/simulator/demo/people.ts'
import { type InterlinkApi, startInterlinkApi } from '../../src/simulator/interlink/server.ts'
import { demoWorld } from '../../src/simulator/interlink/world.ts'
import { startSlackWorkspace } from '../../src/simulator/slack/start.ts'
import type { ApiCall, SlackWorkspace, StoredMessage } from '../../src/simulator/slack/workspace.ts'
import type { FromChild } from './crash-child.ts'
import type { CrashPoint, CrashStep, ToChild } from './crash-points.ts'

/** The bot in a process of its own, which can be killed, between stand-ins that live on in this one. */
export interface CrashBot {
  readonly interlink: InterlinkApi
  /** Every message of the alert channel, replies included. */
  messages(): readonly StoredMessage[]
  /** Starts it and lets it poll; resolves once all is delivered, or it is dead. */
  start(crashAt?: CrashPoint | null): Promise<Life>
  /** Lets the running bot poll; resolves likewise. */
  poll(crashAt?: CrashPoint | null): Promise<Life>
  /** Stops it in order. */
  stop(): Promise<void>
  /** Ends the bot and the stand-ins. */
  close(): Promise<void>
}

/** What came of it: it lives on, having taken these steps, or it was killed at its point. */
export type Life =
  | { readonly type: 'alive'; readonly steps: readonly CrashStep[] }
  | { readonly type: 'killed' }

/** Servers have to answer a process that lives in real time. */
const clock: Clock = {
  now: () => Date.now(),
  setTimer(delayMs, fire) {
    const timer = setTimeout(fire, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}

const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-crash-test',
  SLACK_APP_TOKEN: 'xapp-crash-test',
  SCW_SECRET_KEY: '00000000-0000-4000-8000-0000000c4a54',
} as const

/** Starts the stand-ins; the bot itself, which is `entry` (crash-child.ts compiled), is started by `start`. */
export async function crashBot(entry: string): Promise<CrashBot> {
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
  const ask = async (to: ToChild & { readonly crashAt: CrashPoint | null }): Promise<Life> => {
    if (child === null) throw new Error('The bot is not running.')
    const running = child
    const stopWatching = killOnceStored(slack, to.crashAt, () => running.kill())
    const life = await running.ask(to).finally(stopWatching)
    if (life.type === 'killed') child = null
    return life
  }

  return {
    interlink,
    messages: () => slack.messages(ALERT_CHANNEL),
    start(crashAt = null) {
      if (child !== null) throw new Error('The bot runs already.')
      child = spawnChild(entry, env)
      return ask({ ask: 'start', crashAt })
    },
    poll: (crashAt = null) => ask({ ask: 'poll', crashAt }),
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
  ask(to: ToChild): Promise<Life>
  stop(): Promise<void>
  kill(): void
  readonly ended: Promise<unknown>
}

function spawnChild(entry: string, env: Readonly<Record<string, string>>): Child {
  const process_: ChildProcess = spawn(process.execPath, [entry], {
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
      const answered = new Promise<Life>((resolve) => {
        process_.once('message', (message) => resolve({ type: 'alive', steps: (message as FromChild).steps }))
      })
      send(to)
      const died = ended.then(({ code, signal }): Life => {
        if (signal !== 'SIGKILL') throw failure(`ended with ${code ?? signal}`)
        return { type: 'killed' }
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
