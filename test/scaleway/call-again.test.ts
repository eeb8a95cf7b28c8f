import { afterEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../src/domain/clock.ts'
import { manualClock } from '../support/clock.ts'
import { type Answering, sendJson } from '../support/http-server.ts'
import { closeServers, impatientClock, NOW, REQUEST_TIMEOUT_MS, setUp } from './calling.ts'

afterEach(closeServers)

describe('trying again', () => {
  test.each([
    ['an empty 429', (response) => response.writeHead(429, { 'X-Envoy-Ratelimited': 'true' }).end()],
    ['a 429 of length 0', (response) => response.writeHead(429, { 'Content-Length': '0' }).end()],
    ['a 500 of HTML', (response) => response.writeHead(500, { 'Content-Type': 'text/html' }).end('<html>')],
    ['an untyped 503', (response) => sendJson(response, 503, { message: 'no healthy upstream' })],
    ['a closed connection', (response) => response.destroy()],
    [
      'a body that breaks off',
      (response) => {
        response.writeHead(200, { 'Content-Length': '100' })
        response.write('{')
        setImmediate(() => response.destroy())
      },
    ],
  ] satisfies [string, (response: Parameters<Answering>[1]) => void][])(
    'makes good for %s, and again',
    async (_, fail) => {
      const { get, server, events } = await setUp((_request, response, count) =>
        count < 3 ? fail(response) : sendJson(response, 200, 'good'),
      )

      expect(await get()).toMatchObject({ type: 'ok', data: 'good' })
      expect(server.requests).toHaveLength(3)
      expect(events.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
      expect(events[0]?.outcome).not.toBe('ok')
    },
  )

  test('ends after three attempts, with the last failure', async () => {
    const { get, server } = await setUp((_, response, count) =>
      sendJson(response, 500, {}, { 'X-Request-Id': `req-${count}` }),
    )

    expect(await get()).toMatchObject({ failure: { reason: 'server_error', requestId: 'req-3' } })
    expect(server.requests).toHaveLength(3)
  })

  test.each([
    [400, { type: 'invalid_arguments' }],
    [401, { type: 'denied_authentication', reason: 'expired' }],
    [403, { type: 'permissions_denied' }],
    [404, { type: 'not_found' }],
    [404, { message: 'no route' }],
    [503, { type: 'out_of_stock' }],
  ])('is not done for %i %j', async (status, body) => {
    const { get, server } = await setUp((_, response) => sendJson(response, status, body))

    expect(await get()).toMatchObject({ type: 'failed', failure: { status } })
    expect(server.requests).toHaveLength(1)
  })

  test('waits at random up to a doubling limit', async () => {
    const { clock, waits } = impatientClock()
    const { get } = await setUp((_, response) => sendJson(response, 500, {}), { clock, random: () => 0.5 })
    await get()

    expect(waits).toEqual([250, 500])
  })

  test('waits as long as Retry-After asks, and some more at random', async () => {
    const { clock, waits } = impatientClock()
    const { get } = await setUp(
      (_, response, count) =>
        count === 1 ? sendJson(response, 429, {}, { 'Retry-After': '4' }) : sendJson(response, 200, 'good'),
      { clock, random: () => 0.5 },
    )

    expect(await get()).toMatchObject({ data: 'good' })
    expect(waits).toEqual([4_250])
  })

  test('waits until the reset_at of a typed 429', async () => {
    const { clock, waits } = impatientClock()
    const body = { type: 'too_many_requests', reset_at: new Date(NOW + 6_000).toISOString() }
    const { get } = await setUp(
      (_, response, count) => (count === 1 ? sendJson(response, 429, body) : sendJson(response, 200, 'good')),
      { clock },
    )
    await get()

    expect(waits).toEqual([6_000])
  })

  test('gives up at once when asked to wait long, and asks nothing until that is over', async () => {
    const clock = manualClock(NOW)
    const { get, server } = await setUp(
      (_, response, count) =>
        count === 1 ? sendJson(response, 429, {}, { 'Retry-After': '60' }) : sendJson(response, 200, 'good'),
      { clock },
    )

    expect(await get()).toMatchObject({ failure: { reason: 'rate_limited' } })
    await clock.advance(49_000)
    expect(await get()).toMatchObject({ failure: { reason: 'rate_limited', requestId: 'req-1' } })
    expect(server.requests).toHaveLength(1)
    await clock.advance(11_000)
    expect(await get()).toMatchObject({ data: 'good' })
  })

  test('does not believe a wait of more than five minutes', async () => {
    const clock = manualClock(NOW)
    const { get } = await setUp(
      (_, response, count) =>
        count === 1
          ? sendJson(response, 503, {}, { 'Retry-After': '86400' })
          : sendJson(response, 200, 'good'),
      { clock },
    )
    await get()
    await clock.advance(300_000)

    expect(await get()).toMatchObject({ data: 'good' })
  })
})

describe('running out of time', () => {
  test('after 10 s without an answer is a timeout, for each of three attempts', async () => {
    const clock = manualClock(NOW)
    const { get, server, events } = await setUp(() => {}, { clock })
    const result = get()
    for (const attempt of [1, 2, 3]) {
      await server.seen(attempt)
      await clock.advance(10_000)
    }

    expect(await result).toMatchObject({
      failure: { reason: 'timeout', message: expect.stringContaining('10 s'), retryable: true },
    })
    expect(events.map(({ outcome, durationMs }) => [outcome, durationMs])).toEqual([
      ['timeout', 10_000],
      ['timeout', 10_000],
      ['timeout', 10_000],
    ])
  })

  test('while the body trickles in is a timeout, too', async () => {
    const clock = manualClock(NOW)
    const { get, server } = await setUp(
      (_, response, count) => {
        if (count > 1) return sendJson(response, 200, 'good')
        response.writeHead(200, { 'Content-Type': 'application/json' })
        response.write('{')
      },
      { clock },
    )
    const result = get()
    await server.seen(1)
    await clock.advance(10_000)

    expect(await result).toMatchObject({ data: 'good' })
  })

  test('as the caller gives up is a timeout at once, and nothing is tried again', async () => {
    const abort = new AbortController()
    const { get, server } = await setUp(() => {})
    const result = get(abort.signal)
    await server.seen(1)
    abort.abort()

    expect(await result).toMatchObject({ failure: { reason: 'timeout', retryable: true } })
    expect(server.requests).toHaveLength(1)
  })

  test('in the pause between two attempts keeps the failure that was met', async () => {
    const abort = new AbortController()
    const stopped = manualClock(NOW)
    const clock: Clock = {
      now: stopped.now,
      setTimer(delayMs, fire) {
        if (delayMs < REQUEST_TIMEOUT_MS) setImmediate(() => abort.abort())
        return stopped.setTimer(delayMs, fire)
      },
    }
    const { get } = await setUp((_, response) => sendJson(response, 500, {}), { clock, random: () => 0.9 })

    expect(await get(abort.signal)).toMatchObject({ failure: { reason: 'server_error' } })
  })

  test('before the start asks nothing', async () => {
    const { get, server } = await setUp((_, response) => sendJson(response, 200, {}))

    expect(await get(AbortSignal.abort())).toMatchObject({ failure: { reason: 'timeout' } })
    expect(server.requests).toHaveLength(0)
  })
})
