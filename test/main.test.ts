import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InterlinkApi, startInterlinkApi } from '../src/simulator/interlink/server.ts'
import { demoWorld } from '../src/simulator/interlink/world.ts'
import { startSlackWorkspace } from '../src/simulator/slack/start.ts'
import type { SlackWorkspace } from '../src/simulator/slack/workspace.ts'
import { openStore } from '../src/store/open.ts'
import { ALERT_CHANNEL, NOW } from './support/bot.ts'
import { manualClock } from './support/clock.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const TSX = fileURLToPath(import.meta.resolve('tsx'))
const SECRET = '00000000-0000-4000-8000-00000000f10e'
const REGIONS = ['fr-par', 'nl-ams', 'pl-waw']
const MISSING = '00000000-0000-4000-8000-0000000000ff'

let directory: string
let slack: SlackWorkspace
let interlink: InterlinkApi
let env: Record<string, string>

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'interlink-bot-main-'))
  const clock = manualClock(NOW)
  interlink = await startInterlinkApi({ clock, newId: randomUUID, secretKey: SECRET, world: demoWorld(NOW) })
  slack = await startSlackWorkspace({
    manifest: readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'),
    botToken: 'xoxb-main-test',
    appToken: 'xapp-main-test',
    clock,
    random: Math.random,
    people: [],
    channels: [{ id: ALERT_CHANNEL, name: 'network-oncall', members: [], botIsMember: true }],
  })
  env = {
    SLACK_BOT_TOKEN: 'xoxb-main-test',
    SLACK_APP_TOKEN: 'xapp-main-test',
    SLACK_API_URL: slack.apiUrl,
    ALERT_CHANNEL,
    SCW_SECRET_KEY: SECRET,
    SCW_API_URL: interlink.url,
    PORT: '0',
  }
})
afterAll(async () => {
  await slack.close()
  await interlink.close()
  rmSync(directory, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the bot as a person would, in an empty folder, until it ends, or until `until` stands in its output. */
function run(
  variables: Record<string, string>,
  options: {
    argument?: string
    until?: string
    dotEnv?: string
    node?: readonly string[]
    signal?: NodeJS.Signals
    prepare?: (cwd: string) => void
  } = {},
) {
  const cwd = mkdtempSync(join(directory, 'run-'))
  if (options.dotEnv !== undefined) writeFileSync(join(cwd, '.env'), options.dotEnv)
  options.prepare?.(cwd)
  const argument = options.argument === undefined ? [] : [options.argument]
  const child = spawn(process.execPath, [...(options.node ?? []), '--import', TSX, MAIN, ...argument], {
    cwd,
    // A bot that never comes back fails its own test, and goes.
    timeout: 90_000,
    killSignal: 'SIGKILL',
    env: { PATH: process.env.PATH ?? '', ...variables },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
    // A second signal would end it at once.
    if (options.until !== undefined && stdout.includes(options.until) && !child.killed)
      child.kill(options.signal ?? 'SIGTERM')
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

const database = (path: string) => ({ DATABASE_URL: `file:${path}` })

describe('a bot that is configured rightly', () => {
  test('starts, reads .env beneath the environment, and stops in order on SIGTERM', async () => {
    const { ALERT_CHANNEL: channel, ...rest } = env
    const ended = await run(rest, {
      until: 'The watch has begun.',
      dotEnv: `ALERT_CHANNEL=${channel}\nPORT=99999\n`,
    })
    expect(ended.stderr).toBe('')
    expect(ended.code).toBe(0)
    expect(ended.stdout).toContain('The bot is stopping.')
  })

  test('takes a variable that is exported empty from .env', async () => {
    const ended = await run(
      { ...env, ALERT_CHANNEL: '', SCW_SECRET_KEY: ' ' },
      { until: 'The watch has begun.', dotEnv: `ALERT_CHANNEL=${ALERT_CHANNEL}\nSCW_SECRET_KEY=${SECRET}\n` },
    )
    expect(ended).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('a defect that nobody catches', () => {
  test.each([
    ['a promise', 'Promise.reject(error)'],
    ['a timer', 'setTimeout(() => { throw error })'],
  ])('in %s ends the bot with 1 and a line in the log that holds no secret', async (_, breaks) => {
    const defect = `const error = new Error('It broke with ' + process.env.SCW_SECRET_KEY); ${breaks}`
    const code = `process.once('SIGUSR2', () => { ${defect} })`
    const ended = await run(env, {
      node: ['--import', `data:text/javascript,${encodeURIComponent(code)}`],
      until: 'The watch has begun.',
      signal: 'SIGUSR2',
    })
    expect(ended).toMatchObject({ code: 1, stderr: '' })
    const last = JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '')
    expect(last).toMatchObject({ level: 'fatal', msg: 'A defect ends the bot.' })
    expect(last.err.message).toBe('It broke with [redacted]')
    expect(ended.stdout).not.toContain(SECRET)
  })
})

describe('a bot that cannot start says why in one clear sentence, without a stack trace, and ends with 1', () => {
  const sentences: readonly [
    string,
    () => Promise<Record<string, string>> | Record<string, string>,
    RegExp,
  ][] = [
    [
      'every problem of an empty configuration',
      () => ({}),
      /SLACK_BOT_TOKEN is missing.*\n.*ALERT_CHANNEL is missing.*\n.*SCW_SECRET_KEY is missing.*\n.*SLACK_APP_TOKEN is missing/,
    ],
    [
      'a bot token that Slack does not know',
      () => ({ ...env, SLACK_BOT_TOKEN: 'xoxb-wrong' }),
      /SLACK_BOT_TOKEN/,
    ],
    [
      'an app token that Slack does not know',
      () => ({ ...env, SLACK_APP_TOKEN: 'xapp-wrong' }),
      /SLACK_APP_TOKEN/,
    ],
    [
      'a Slack that cannot be reached',
      () => ({ ...env, SLACK_API_URL: 'http://127.0.0.1:9/api/' }),
      /SLACK_API_URL/,
    ],
    ['a key that Scaleway does not know', () => ({ ...env, SCW_SECRET_KEY: MISSING }), /SCW_SECRET_KEY/],
    [
      'a database where no folder can be made',
      () => ({ ...env, ...database('/proc/x/y.db') }),
      /DATABASE_URL names \/proc\/x\/y\.db/,
    ],
    [
      'a port that is taken',
      async () => {
        const other = createServer()
        await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
        other.unref()
        const address = other.address()
        return { ...env, PORT: String(typeof address === 'object' ? address?.port : 0) }
      },
      /PORT/,
    ],
    [
      'a database whose folder is a file',
      () => {
        writeFileSync(join(directory, 'a-file'), '')
        return { ...env, ...database(join(directory, 'a-file', 'bot.db')) }
      },
      /DATABASE_URL/,
    ],
    [
      'a database that is a folder',
      () => {
        mkdirSync(join(directory, 'a-folder'), { recursive: true })
        return { ...env, ...database(join(directory, 'a-folder')) }
      },
      /DATABASE_URL/,
    ],
    [
      'a database that is something else',
      () => {
        writeFileSync(join(directory, 'corrupt.db'), 'this is not a database, '.repeat(400))
        return { ...env, ...database(join(directory, 'corrupt.db')) }
      },
      /DATABASE_URL/,
    ],
    [
      'a database from a newer version',
      async () => {
        const path = join(directory, 'newer.db')
        const store = await openStore({ databaseUrl: `file:${path}`, onLost: () => {} })
        await store.close()
        const file = new Database(path)
        file.exec(
          'update schema_version set version = 999 where version = (select max(version) from schema_version)',
        )
        file.close()
        return { ...env, ...database(path) }
      },
      /DATABASE_URL/,
    ],
  ]

  test.each(sentences)('%s', async (_, variables, names) => {
    const ended = await run(await variables())
    expect(ended.stderr).toMatch(names)
    expect(ended.stderr).toMatch(/^interlink-bot cannot start/)
    expect(ended.stderr).not.toMatch(/^\s+at /m)
    expect(ended.stderr).not.toContain('xoxb-main-test')
    expect(ended.stderr).not.toContain(SECRET)
    expect(ended.code).toBe(1)
  })

  test('a .env that is a folder', async () => {
    const ended = await run(env, { prepare: (cwd) => mkdirSync(join(cwd, '.env')) })
    expect(ended.stderr).toMatch(/^interlink-bot cannot start: \.env cannot be read \(EISDIR\): .*\.\n$/)
    expect(ended.code).toBe(1)
  })

  test('a SQLite module that is not built for this Node.js', async () => {
    const ended = await run(env, { node: ['--no-addons'] })
    expect(ended.stderr).toMatch(/^interlink-bot cannot start: DATABASE_URL .*run npm ci again.*\.\n$/)
    expect(ended.code).toBe(1)
  })

  test.each([
    ['a key without a right to InterLink', '403', /SCW_SECRET_KEY lacks a right.*InterLinkReadOnly/],
    ['an API that is none', 'html_200', /HTML page, and no region has ever been read: check SCW_API_URL/],
  ] as const)('%s', async (_, answer, names) => {
    for (const region of REGIONS) interlink.faults.regionDown(region, answer)
    const ended = await run(env)
    interlink.faults.clear()
    expect(ended.stderr).toMatch(names)
    expect(ended.stderr).toMatch(/^interlink-bot cannot start: [^\n]*\n$/)
    expect(ended.code).toBe(1)
  })

  test('a second bot on the same database', async () => {
    const path = join(directory, 'in-use.db')
    const store = await openStore({ databaseUrl: `file:${path}`, onLost: () => {} })
    const ended = await run({ ...env, ...database(path) })
    await store.close()
    expect(ended.stderr).toMatch(/^interlink-bot cannot start: .*DATABASE_URL/)
    expect(ended.code).toBe(1)
  })

  test('an argument that it does not know', async () => {
    const ended = await run(env, { argument: 'dance' })
    expect(ended.stderr).toMatch(/^Usage: interlink-bot/)
    expect(ended.code).toBe(1)
  })
})
