import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from '@slack/bolt'
import { onTestFinished } from 'vitest'
import { type SkippableClock, skippableClock } from '../../../src/simulator/demo/skippable-clock.ts'
import { type Demo, startDemo } from '../../../src/simulator/demo/start.ts'
import type { ActAnswer, DemoState } from '../../../src/simulator/demo/state.ts'
import { type ManualClock, manualClock } from '../../support/clock.ts'
import { seededRandom, silent } from '../slack/support.ts'

export const START = Date.UTC(2026, 0, 15, 9)

const INDEX = '<!doctype html><meta name="demo-token" content="" /><title>demo</title>'

/** A directory as `vite build` leaves it, for as long as the test runs. */
export async function pageDirectory(index: string | null = INDEX): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'interlink-demo-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  if (index !== null) await writeFile(join(directory, 'index.html'), index)
  await writeFile(join(directory, 'page.js'), 'export {}')
  return directory
}

export interface RunningDemo {
  readonly demo: Demo
  readonly real: ManualClock
  readonly clock: SkippableClock
  readonly token: string
  /** POSTs an act as the page does. */
  act(name: string, body: object, headers?: Record<string, string>): Promise<Response>
  /** The same, when it is expected to be understood. */
  done(name: string, body: object): Promise<ActAnswer>
}

/** A demo on a clock that stands still, and what the page would know of it. */
export async function runningDemo(): Promise<RunningDemo> {
  const real = manualClock(START)
  const clock = skippableClock(real)
  const demo = await startDemo({
    manifest: await readFile(new URL('../../../manifest.yml', import.meta.url), 'utf8'),
    pageDir: await pageDirectory(),
    clock,
    newId: randomUUID,
    random: seededRandom(),
    stepPauseMs: 0,
  })
  onTestFinished(() => demo.close())
  const html = await (await fetch(demo.url)).text()
  const token = /content="([^"]+)"/.exec(html)?.[1] ?? ''
  const act: RunningDemo['act'] = (name, body, headers = {}) =>
    fetch(`${demo.url}api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-demo-token': token, ...headers },
      body: JSON.stringify(body),
    })
  return {
    demo,
    real,
    clock,
    token,
    act,
    done: async (name, body) => (await (await act(name, body)).json()) as ActAnswer,
  }
}

/** The states a page hears. `next` resolves with the first one that was not yet taken. */
export interface Stream {
  next(): Promise<DemoState>
}

export async function openStream({ demo, token }: RunningDemo): Promise<Stream> {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const response = await fetch(`${demo.url}events?token=${token}`, { signal: stop.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end !== -1) {
          const event = text.slice(0, end)
          text = text.slice(end + 2)
          const data = /^data: (.*)$/m.exec(event)?.[1]
          if (data !== undefined) return JSON.parse(data) as DemoState
          continue
        }
        const chunk = await reader?.read()
        if (chunk === undefined || chunk.done) throw new Error('The stream has ended.')
        text += chunk.value
      }
    },
  }
}

/** A small bot of the tests' own, built with Bolt and the environment that the demo hands out. */
export async function startBot({ env, slack }: Demo): Promise<App> {
  const app = new App({
    token: env.SLACK_BOT_TOKEN ?? '',
    appToken: env.SLACK_APP_TOKEN ?? '',
    socketMode: true,
    logger: silent,
    clientOptions: { slackApiUrl: env.SLACK_API_URL ?? '' },
  })
  onTestFinished(async () => {
    await app.stop()
  })
  await app.start()
  await slack.waitForConnection()
  return app
}

/** What a bot does in a poll: it reads the links of every region. */
export async function readLinks({ env }: Demo): Promise<readonly number[]> {
  const regions = (env.INTERLINK_REGIONS ?? '').split(',')
  return Promise.all(
    regions.map(async (region) => {
      const response = await fetch(`${env.SCW_API_URL}/interlink/v1beta1/regions/${region}/links`, {
        headers: { 'x-auth-token': env.SCW_SECRET_KEY ?? '' },
      })
      await response.text()
      return response.status
    }),
  )
}
