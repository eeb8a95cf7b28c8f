import type { ServerResponse } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHeartbeat } from '../../src/telemetry/heartbeat.ts'
import { manualClock } from '../support/clock.ts'
import { startHttpServer } from '../support/http-server.ts'
import { NOW } from '../support/links.ts'

const TIMEOUT_MS = 5_000
const INTERVAL_MS = 30_000

async function beating(answer: (response: ServerResponse) => void = (response) => response.end('ok')) {
  const clock = manualClock(NOW)
  const state = { healthy: async () => true, answer }
  const server = await startHttpServer((_, response) => state.answer(response))
  onTestFinished(() => server.close())
  const logged: string[] = []
  const log = (_fields: object, message: string) => void logged.push(message)
  const heartbeat = createHeartbeat({
    url: `${server.url}/ping/a-token`,
    fetch,
    clock,
    timeoutMs: TIMEOUT_MS,
    minIntervalMs: INTERVAL_MS,
    healthy: () => state.healthy(),
    logger: { info: log, warn: log },
  })
  const nextBeat = async () => {
    await clock.advance(INTERVAL_MS)
    await heartbeat.beat()
  }
  return { clock, server, state, heartbeat, nextBeat, logged }
}

describe('the heartbeat', () => {
  test('calls its URL after a poll', async () => {
    const { heartbeat, server, logged } = await beating()
    await heartbeat.beat()
    expect(server.requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /ping/a-token',
    ])
    expect(logged).toEqual([])
  })

  test('calls it once within an interval, however often the bot polls', async () => {
    const { clock, heartbeat, server } = await beating()
    await Promise.all([heartbeat.beat(), heartbeat.beat()])
    await clock.advance(INTERVAL_MS - 1)
    await heartbeat.beat()
    expect(server.requests).toHaveLength(1)
    await clock.advance(1)
    await heartbeat.beat()
    expect(server.requests).toHaveLength(2)
  })

  test('is silent while polling or delivery is in trouble, says so once, and when that is over', async () => {
    const { state, nextBeat, server, logged } = await beating()
    state.healthy = async () => false
    await nextBeat()
    await nextBeat()
    expect(server.requests).toEqual([])
    expect(logged).toEqual(['The heartbeat is not called while polling or delivery is in trouble.'])
    state.healthy = async () => true
    await nextBeat()
    await nextBeat()
    expect(server.requests).toHaveLength(2)
    expect(logged.slice(1)).toEqual(['The heartbeat is called again.'])
  })

  test('is silent where nobody can say how the bot is', async () => {
    const { state, heartbeat, server } = await beating()
    state.healthy = () => Promise.reject(new Error('the database is gone'))
    await heartbeat.beat()
    expect(server.requests).toEqual([])
  })

  test('logs a refusal once, without the URL, and goes on', async () => {
    const { state, nextBeat, server, logged } = await beating((response) => response.writeHead(404).end())
    await nextBeat()
    await nextBeat()
    expect(server.requests).toHaveLength(2)
    expect(logged).toEqual(['The heartbeat URL answered 404: check HEARTBEAT_URL.'])
    expect(logged.join()).not.toContain('a-token')
    state.answer = (response) => response.end('ok')
    await nextBeat()
    expect(logged.at(-1)).toBe('The heartbeat is called again.')
  })

  test('outlives a watchdog that is gone', async () => {
    const { nextBeat, server, logged } = await beating()
    await server.close()
    await nextBeat()
    await nextBeat()
    expect(logged).toEqual(['The heartbeat URL cannot be reached: check HEARTBEAT_URL.'])
  })

  test('does not wait longer than its time', async () => {
    const { clock, heartbeat, server, logged } = await beating(() => {})
    const beaten = heartbeat.beat()
    await server.seen(1)
    await clock.advance(TIMEOUT_MS)
    await beaten
    expect(logged).toEqual(['The heartbeat URL did not answer in time.'])
  })
})
