#!/usr/bin/env node
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { type App, type AppParts, startApp } from './app.ts'
import { type Config, parseConfig, secretsOf } from './config.ts'
import type { Clock } from './domain/clock.ts'
import { RunbookError } from './runbooks/load.ts'
import { SlackSetupError } from './slack/identity.ts'
import { openStore } from './store/open.ts'
import { StoreOpenError } from './store/open-error.ts'
import { ListenError } from './telemetry/http.ts'
import { createLogger, type Logger } from './telemetry/logger.ts'
import { StartError } from './watch/first-poll.ts'

const USAGE = `Usage: interlink-bot          starts the bot, configured by the environment and .env
       interlink-bot demo     starts it against stand-ins for Slack and Scaleway, with a page to drive them
`

/** Node fires a timer at once that is set for longer (nodejs.org, "Timers"): a wait that long ends early instead. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(delayMs, fire) {
    const timer = setTimeout(fire, Math.min(delayMs, LONGEST_TIMER_MS))
    return { cancel: () => clearTimeout(timer) }
  },
}

/** Errors whose message was written for the person who starts the bot. */
const TOLD_PLAINLY = [StartError, StoreOpenError, SlackSetupError, ListenError, RunbookError]

async function main(argument: string | undefined): Promise<void> {
  // Whoever reads a time sees their own zone in Slack; the process itself knows only one.
  process.env.TZ = 'UTC'
  switch (argument) {
    case undefined:
      return runBot(systemClock)
    case 'demo':
      return runDemo()
    case 'help':
    case '--help':
      process.stdout.write(USAGE)
      return
    case '--version':
      process.stdout.write(`${version()}\n`)
      return
    default:
      process.stderr.write(USAGE)
      process.exitCode = 1
  }
}

async function runBot(clock: Clock): Promise<void> {
  const dotEnv = readDotEnv()
  if (dotEnv === null) return
  // A variable that is exported empty is not set, and hides nothing of .env.
  const exported = Object.entries(process.env).filter(([, value]) => value?.trim())
  const parsed = parseConfig({ ...dotEnv, ...Object.fromEntries(exported) })
  if (parsed.type === 'invalid') {
    const lines = parsed.problems.map(({ message }) => `  ${message}`)
    fail(`interlink-bot cannot start with this configuration:\n${lines.join('\n')}`)
    return
  }
  const logger = loggerFor(parsed.config, clock)
  endOnDefect(logger)
  const starting = startOrFail(parsed.config, partsOf(clock, logger))
  stopOnSignal(async () => (await starting)?.stop(), logger)
  await starting
}

async function runDemo(): Promise<void> {
  const [{ startDemo }, { skippableClock }, { PAST_MS }] = await Promise.all([
    import('./simulator/demo/start.ts'),
    import('./simulator/demo/skippable-clock.ts'),
    import('./simulator/demo/past.ts'),
  ])
  const clock = skippableClock(systemClock, PAST_MS)
  const directory = await mkdtemp(join(tmpdir(), 'interlink-bot-demo-'))
  const demo = await startDemo({
    manifest: readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'),
    pageDir: fileURLToPath(new URL('../dist/simulator/page', import.meta.url)),
    clock,
    newId: randomUUID,
    random: Math.random,
  })
  const parsed = parseConfig({
    LOG_LEVEL: 'warn',
    ...demo.env,
    DATABASE_URL: `file:${join(directory, 'demo.db')}`,
  })
  if (parsed.type === 'invalid') throw new Error('The demo made a configuration that the bot does not take.')
  const logger = loggerFor(parsed.config, clock)
  endOnDefect(logger)
  const app = await startOrFail(parsed.config, partsOf(clock, logger))
  const close = async (): Promise<void> => {
    await app?.stop()
    await demo.close()
    await rm(directory, { recursive: true, force: true })
  }
  if (app === null) return close()
  await demo.livePast()
  stopOnSignal(close, logger)
  process.stdout.write(`\n  interlink-bot demo: open ${demo.url}\n  Ctrl+C ends it.\n\n`)
}

async function startOrFail(config: Config, parts: AppParts): Promise<App | null> {
  try {
    return await startApp(config, parts)
  } catch (error) {
    if (!TOLD_PLAINLY.some((plain) => error instanceof plain)) throw error
    parts.logger.debug({ err: error }, 'The bot could not start.')
    fail(`interlink-bot cannot start: ${(error as Error).message}`)
    return null
  }
}

function partsOf(clock: Clock, logger: Logger): AppParts {
  return {
    clock,
    random: Math.random,
    newId: randomUUID,
    fetch,
    logger,
    openStore,
    version: version(),
    onFatal: (error) => {
      logger.fatal({ err: error }, 'The bot cannot go on and ends.')
      process.exit(1)
    },
  }
}

function loggerFor(config: Config, clock: Clock): Logger {
  return createLogger({
    level: config.logLevel,
    secrets: secretsOf(config),
    destination: process.stdout,
    now: () => clock.now(),
  })
}

/** The first signal stops the bot in order; a second one ends it at once. */
function stopOnSignal(stop: () => Promise<void>, logger: Logger): void {
  let stopping = false
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1)
    stopping = true
    logger.info({ signal }, 'The bot is stopping.')
    stop().then(
      // A start that had failed by then keeps its exit code.
      () => process.exit(process.exitCode ?? 0),
      (error: unknown) => {
        logger.error({ err: error }, 'The bot did not stop in order.')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}

/** What nobody caught ends the bot with a line in its log, which blanks secrets; Node's own trace would not. */
function endOnDefect(logger: Logger): void {
  const end = (error: unknown): void => {
    logger.fatal({ err: error }, 'A defect ends the bot.')
    process.exit(1)
  }
  process.on('unhandledRejection', end)
  process.on('uncaughtException', end)
}

/** The variables of `.env`; none where there is no such file, null where it cannot be read, which was told then. */
function readDotEnv(): NodeJS.Dict<string> | null {
  try {
    return parseEnv(readFileSync('.env', 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return {}
    fail(
      `interlink-bot cannot start: .env cannot be read (${code ?? message}): make it a file that the bot's user may read, or take it away.`,
    )
    return null
  }
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}

await main(process.argv[2])
