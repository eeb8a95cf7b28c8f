import { beforeEach, describe, expect, test } from 'vitest'
import type { Notifier } from '../../src/watch/ports.ts'
import { type DeliveryBench, deliveryBench, edit, post, reply } from '../support/delivering.ts'
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

  test('because the bot is not in the channel waits for the person who is told how to mend it', async () => {
    bench.slack.setBotMember(CHANNEL, false)
    await bench.enqueue(post('a'))
    const running = await bench.start()
    await bench.until(running, () => running.reports.length >= 2)
    expect(running.reports[0]?.outcome).toMatchObject({
      type: 'retry',
      error: expect.stringContaining('/invite'),
    })
    expect(bench.postTimes()[1]).toBeGreaterThanOrEqual(60_000)
    bench.slack.setBotMember(CHANNEL, true)
    await bench.delivered(running)
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

describe('a quiet line or edit that Slack refuses', () => {
  test.each([
    ['an edit', () => edit('quiet', 'a'), 'chat.update'],
    ['a quiet reply', () => reply('quiet', 'a'), 'chat.postMessage'],
  ] as const)('does not hold up the posts of its channel: %s', async (_what, quiet, method) => {
    const running = await bench.start()
    await bench.enqueue(post('a'))
    running.kick()
    await bench.delivered(running)
    bench.slack.faults.failWith({ method, error: 'restricted_action' })
    await bench.enqueue(quiet())
    running.kick()
    await bench.until(running, () => running.reports.length === 2)
    const refusedAt = bench.clock.now()
    await bench.enqueue(post('b'))
    running.kick()
    await bench.until(running, () => keysIn(bench.slack).includes('b'))
    expect(bench.clock.now() - refusedAt).toBeLessThan(2_000)
    expect(await bench.waiting()).toBe(1)
    await bench.delivered(running)
    expect(bench.clock.now() - refusedAt).toBeGreaterThanOrEqual(60_000)
    expect(running.reports.at(-1)).toMatchObject({ key: 'quiet', outcome: { type: 'delivered' } })
  })

  test('is no reason to try the next ones faster than the channel takes messages', async () => {
    bench.slack.faults.failWith({ method: 'chat.update', error: 'restricted_action', times: 3 })
    await bench.enqueue(post('a'), post('b'), post('c'), edit('e', 'a'), edit('f', 'b'), edit('g', 'c'))
    await bench.delivered(await bench.start())
    const [first = 0, second = 0, third = 0] = callsOf(bench.slack, 'chat.update').map(({ at }) => at)
    expect(second - first).toBeGreaterThanOrEqual(1_000)
    expect(third - second).toBeGreaterThanOrEqual(1_000)
  })

  test('because its thread is locked becomes a message of its own', async () => {
    const running = await bench.start()
    await bench.enqueue(post('a'))
    running.kick()
    await bench.delivered(running)
    bench.slack.faults.failWith({ method: 'chat.postMessage', error: 'restricted_action_thread_locked' })
    await bench.enqueue(reply('a1', 'a'))
    running.kick()
    await bench.delivered(running)
    expect(keysIn(bench.slack)).toEqual(['a', 'a1'])
    expect(bench.slack.messages(CHANNEL)[1]?.thread_ts).toBeUndefined()
  })

  test('is a refusal like any other where it is a post, which has no thread', async () => {
    bench.slack.faults.failWith({ method: 'chat.postMessage', error: 'cannot_reply_to_message' })
    await bench.enqueue(post('a'))
    const running = await bench.start()
    await bench.delivered(running)
    expect(running.reports.map(({ outcome }) => outcome.type)).toEqual(['retry', 'delivered'])
    expect(running.broke).toEqual([])
  })
})

describe('edits', () => {
  test('of one message that wait together are made once, as the last one says', async () => {
    await bench.enqueue(
      post('a'),
      edit('e1', 'a', 'limited_connectivity'),
      edit('e2', 'a', 'locked'),
      edit('e3', 'a', 'active'),
    )
    await bench.delivered(await bench.start())
    expect(callsOf(bench.slack, 'chat.update')).toHaveLength(1)
    expect(bench.slack.messages(CHANNEL)).toMatchObject([
      { metadata: { event_payload: { alert_key: 'a', to: 'active' } } },
    ])
  })

  test('of a message that was deleted post it anew, and later edits and replies are for the new one', async () => {
    const running = await bench.start()
    await bench.enqueue(post('a'))
    running.kick()
    await bench.delivered(running)
    bench.slack.deleteMessage(CHANNEL, bench.slack.messages(CHANNEL)[0]?.ts ?? '')
    await bench.enqueue(edit('e1', 'a', 'limited_connectivity'), reply('a1', 'a'))
    running.kick()
    await bench.delivered(running)
    const [anew, line] = bench.slack.messages(CHANNEL)
    expect(anew?.metadata?.event_payload).toMatchObject({ to: 'limited_connectivity' })
    expect(line?.thread_ts).toBe(anew?.ts)

    await bench.enqueue(edit('e2', 'a', 'active'))
    running.kick()
    await bench.delivered(running)
    expect(bench.slack.messages(CHANNEL)).toHaveLength(2)
    expect(bench.slack.messages(CHANNEL)[0]).toMatchObject({
      ts: anew?.ts,
      metadata: { event_payload: { to: 'active' } },
    })
  })

  test('a reply to a message that was deleted becomes a message of its own', async () => {
    const running = await bench.start()
    await bench.enqueue(post('a'))
    running.kick()
    await bench.delivered(running)
    bench.slack.deleteMessage(CHANNEL, bench.slack.messages(CHANNEL)[0]?.ts ?? '')
    await bench.enqueue(reply('a1', 'a'))
    running.kick()
    await bench.delivered(running)
    expect(keysIn(bench.slack)).toEqual(['a1'])
    expect(bench.slack.messages(CHANNEL)[0]?.thread_ts).toBeUndefined()
  })
})
