import { beforeEach, describe, expect, test } from 'vitest'
import { type DeliveryBench, deliveryBench, edit, post, reply } from '../support/delivering.ts'
import { CHANNEL, callsOf, keysIn, OTHER_CHANNEL } from '../support/notifying.ts'

let bench: DeliveryBench
beforeEach(async () => {
  bench = await deliveryBench()
})

const keys = (count: number, name = 'key') => Array.from({ length: count }, (_, n) => `${name}-${n}`)
const refusals = () => bench.slack.calls().filter(({ status }) => status === 429)
const HOUR_MS = 3_600_000

/** Many calls over a real socket, on a machine that may be busy (ms). */
const PATIENCE_MS = 120_000

describe('two hundred unrelated posts in one channel', () => {
  test(
    'are told within 205 s, in order, at the pace that Slack allows',
    async () => {
      bench = await deliveryBench({ enforceRateLimits: true })
      const all = keys(200)
      await bench.enqueue(...all.map((key) => post(key)))
      const running = await bench.start()
      await bench.delivered(running)
      expect(keysIn(bench.slack)).toEqual(all)
      expect(refusals()).toEqual([])
      const times = bench.postTimes()
      expect(times).toHaveLength(200)
      expect(times.at(-1)).toBeLessThan(205_000)
      const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0))
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000)
    },
    PATIENCE_MS,
  )
})

describe('a spell of 429s', () => {
  test('loses nothing, doubles nothing and keeps the order, and another channel does not feel it', async () => {
    const all = keys(30)
    const others = keys(30, 'other')
    await bench.enqueue(...all.map((key) => post(key)), ...others.map((key) => post(key, OTHER_CHANNEL)))
    const running = await bench.start()
    const spell = { method: 'chat.postMessage', channel: CHANNEL, times: 3 } as const
    for (const [told, retryAfterS] of [
      [5, 10],
      [10, null],
      [20, 45],
    ] as const) {
      await bench.until(running, () => keysIn(bench.slack).length === told)
      bench.slack.faults.rateLimit({ ...spell, retryAfterS })
    }
    await bench.delivered(running)
    expect(refusals()).toHaveLength(9)
    expect(keysIn(bench.slack)).toEqual(all)
    expect(keysIn(bench.slack, OTHER_CHANNEL)).toEqual(others)
    expect(Math.max(...bench.postTimes(OTHER_CHANNEL))).toBeLessThan(32_000)
    expect(callsOf(bench.slack, 'chat.postMessage')).toHaveLength(69)
  })
})

describe('Slack away for an hour', () => {
  test.each(['unreachable', 'cut'] as const)(
    'is told everything once and in order when it is back, and the pager was reached meanwhile: %s',
    async (trouble) => {
      await bench.enqueue(post('before'))
      const running = await bench.start()
      await bench.delivered(running)
      bench.network = trouble
      await bench.enqueue(...keys(10).map((key) => post(key)), post('page-1', 'pagerduty'))
      await bench.enqueue(...keys(10, 'other').map((key) => post(key, OTHER_CHANNEL)))
      running.kick()
      await bench.clock.advance(HOUR_MS / 2)
      await bench.enqueue(reply('line', 'before'), edit('change', 'before', 'locked'), post('late'))
      await bench.enqueue(post('page-2', 'pagerduty'))
      running.kick()
      await bench.clock.advance(HOUR_MS / 2)
      await bench.until(running, () => bench.pagers.pagerduty.sent.length === 2)
      expect(keysIn(bench.slack)).toEqual(['before'])
      expect(bench.pagers.pagerduty.sent.map(({ key }) => key)).toEqual(['page-1', 'page-2'])
      const tries = running.reports.filter(({ channel }) => channel === CHANNEL).length
      expect(tries).toBeGreaterThan(30)
      expect(tries).toBeLessThan(150)

      bench.network = 'well'
      const backAt = bench.clock.now()
      await bench.delivered(running)
      expect(bench.clock.now() - backAt).toBeLessThan(90_000)
      expect(keysIn(bench.slack)).toEqual(['before', ...keys(10), 'late', 'line'])
      expect(keysIn(bench.slack, OTHER_CHANNEL)).toEqual(keys(10, 'other'))
      expect(bench.slack.messages(CHANNEL)[0]).toMatchObject({
        metadata: { event_payload: { to: 'locked' } },
      })
      expect(running.stuck).toEqual([])
    },
  )
})
