import { beforeEach, describe, expect, test } from 'vitest'
import type { Notifier } from '../../src/watch/outbox.ts'
import { type DeliveryBench, deliveryBench, post, reply } from '../support/delivering.ts'
import { NOW } from '../support/links.ts'
import { aNotifier, CHANNEL, callsOf, keysIn, OTHER_CHANNEL } from '../support/notifying.ts'
import { turnsOf } from '../support/turns.ts'

let bench: DeliveryBench
beforeEach(async () => {
  bench = await deliveryBench()
})

describe('a channel', () => {
  test('hears everything once, posts first, each kind in the order it was written', async () => {
    await bench.enqueue(post('a'), post('b'), reply('a1', 'a'), post('c'))
    await bench.delivered(await bench.start())
    expect(keysIn(bench.slack)).toEqual(['a', 'b', 'c', 'a1'])
    const [a, , , line] = bench.slack.messages(CHANNEL)
    expect(line?.thread_ts).toBe(a?.ts)
  })

  test('hears what is written while the deliverer runs, as soon as it is told', async () => {
    const running = await bench.start()
    await bench.delivered(running)
    await bench.enqueue(post('a'))
    running.kick()
    await turnsOf(running.settled())
    expect(keysIn(bench.slack)).toEqual(['a'])
    expect(bench.clock.now()).toBe(NOW)
  })

  test('gets no more than a message a second', async () => {
    await bench.enqueue(post('a'), post('b'), post('c'))
    await bench.delivered(await bench.start())
    const [a = 0, b = 0, c = 0] = bench.postTimes()
    expect(a).toBe(0)
    expect(b - a).toBeGreaterThanOrEqual(1_000)
    expect(c - b).toBeGreaterThanOrEqual(1_000)
    expect(c).toBeLessThan(3_000)
  })

  test('stays within the rate limits that Slack publishes, with a long backlog', async () => {
    bench = await deliveryBench({ enforceRateLimits: true })
    await bench.enqueue(...Array.from({ length: 30 }, (_, n) => post(`key-${n}`)))
    await bench.delivered(await bench.start())
    expect(callsOf(bench.slack, 'chat.postMessage').filter(({ status }) => status !== 200)).toEqual([])
    expect(keysIn(bench.slack)).toHaveLength(30)
  })

  test('does not wait for another channel', async () => {
    bench.slack.faults.rateLimit({ channel: CHANNEL, retryAfterS: 60 })
    await bench.enqueue(post('a'), post('b', OTHER_CHANNEL), post('c'), post('d', OTHER_CHANNEL))
    await bench.delivered(await bench.start())
    expect(keysIn(bench.slack, CHANNEL)).toEqual(['a', 'c'])
    expect(keysIn(bench.slack, OTHER_CHANNEL)).toEqual(['b', 'd'])
    expect(Math.max(...bench.postTimes(OTHER_CHANNEL))).toBeLessThan(2_000)
  })

  test('keeps its order when the first message fails', async () => {
    bench.slack.faults.failWith({ status: 404, times: 3 })
    await bench.enqueue(post('a'), post('b'))
    await bench.delivered(await bench.start())
    expect(keysIn(bench.slack)).toEqual(['a', 'b'])
  })
})

describe('a channel that Slack asks to leave alone', () => {
  test('is left alone for as long as Retry-After says', async () => {
    bench.slack.faults.rateLimit({ retryAfterS: 30 })
    await bench.enqueue(post('a'))
    await bench.delivered(await bench.start())
    const [first = 0, second = 0, ...more] = bench.postTimes()
    expect(second - first).toBeGreaterThanOrEqual(30_000)
    expect(second - first).toBeLessThan(30_500)
    expect(more).toEqual([])
  })

  test('is left alone for the usual wait where Slack does not say how long', async () => {
    bench.slack.faults.rateLimit({ retryAfterS: null })
    await bench.enqueue(post('a'))
    await bench.delivered(await bench.start())
    const [first = 0, second = 0] = bench.postTimes()
    expect(second - first).toBeGreaterThanOrEqual(500)
    expect(second - first).toBeLessThan(1_500)
  })

  test('is left alone for a second at least, also when Slack says 0', async () => {
    bench.slack.faults.rateLimit({ retryAfterS: 0, times: 3 })
    await bench.enqueue(post('a'))
    await bench.delivered(await bench.start())
    const [first = 0, second = 0] = bench.postTimes()
    expect(second - first).toBeGreaterThanOrEqual(1_000)
    expect(keysIn(bench.slack)).toEqual(['a'])
  })
})

describe('a message that cannot be sent', () => {
  test('is tried again after waits that double, up to a bound', async () => {
    bench.slack.faults.failWith({ status: 404, times: 9 })
    await bench.enqueue(post('a'))
    await bench.delivered(await bench.start())
    const times = bench.postTimes()
    const waits = times.slice(1).map((time, n) => time - (times[n] ?? 0))
    const expected = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
    expect(waits).toHaveLength(expected.length)
    for (const [n, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(expected[n] ?? 0)
      expect(wait).toBeLessThan((expected[n] ?? 0) + 250)
    }
    expect(keysIn(bench.slack)).toEqual(['a'])
  })

  test('because its notifier broke does not stop the others, and is tried again', async () => {
    const real = aNotifier(bench.slack.apiUrl, bench.clock)
    let broken = true
    const notifier: Notifier = {
      ...real,
      async send(claim) {
        if (!broken) return real.send(claim)
        broken = false
        throw new Error('a defect')
      },
    }
    await bench.enqueue(post('a'), post('b'))
    const running = await bench.start({ notifier })
    await bench.delivered(running)
    expect(keysIn(bench.slack)).toEqual(['a', 'b'])
    expect(running.broke).toHaveLength(1)
  })
})
