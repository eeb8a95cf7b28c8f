import { beforeEach, describe, expect, test } from 'vitest'
import { type DeliveryBench, deliveryBench, edit, post, reply } from '../support/delivering.ts'
import { NOW } from '../support/links.ts'
import { CHANNEL, callsOf, keysIn, OTHER_CHANNEL } from '../support/notifying.ts'

let bench: DeliveryBench
beforeEach(async () => {
  bench = await deliveryBench()
})

describe('a channel in which a person has to mend something', () => {
  const keptBack = () => bench.slack.setBotMember(CHANNEL, false)

  test('waits until it is mended, and the report says how', async () => {
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

  test.each([
    ['not_in_channel', () => bench.slack.setBotMember(CHANNEL, false), '/invite'],
    ['is_archived', () => bench.slack.setArchived(CHANNEL, true), 'unarchive'],
  ])('is said once, however often it is tried: %s', async (error, breakIt, advice) => {
    breakIt()
    await bench.enqueue(post('a'), post('b'))
    const running = await bench.start()
    await bench.until(running, () => running.reports.length >= 4)
    expect(running.stuck).toEqual([
      { channel: CHANNEL, scope: 'channel', error, advice: expect.stringContaining(advice) },
    ])
    expect(new Set(bench.postTimes().map((at) => Math.floor(at / 60_000))).size).toBe(4)
  })

  test('is said anew when it was mended and breaks again, or breaks in another way', async () => {
    keptBack()
    await bench.enqueue(post('a'))
    const running = await bench.start()
    await bench.until(running, () => running.reports.length === 2)
    bench.slack.setArchived(CHANNEL, true)
    await bench.until(running, () => running.reports.length === 4)
    expect(running.stuck.map(({ error }) => error)).toEqual(['not_in_channel', 'is_archived'])
    bench.slack.setArchived(CHANNEL, false)
    bench.slack.setBotMember(CHANNEL, true)
    await bench.delivered(running)
    keptBack()
    await bench.enqueue(post('b'))
    running.kick()
    await bench.until(running, () => running.stuck.length === 3)
    expect(running.stuck[2]).toMatchObject({ error: 'not_in_channel' })
  })

  test('does not hold up another one', async () => {
    keptBack()
    await bench.enqueue(post('a'), post('b', OTHER_CHANNEL))
    const running = await bench.start()
    await bench.until(running, () => keysIn(bench.slack, OTHER_CHANNEL).length === 1)
    expect(bench.clock.now() - NOW).toBeLessThan(1_000)
    expect(await bench.waiting()).toBe(1)
  })
})

describe('a message that Slack refuses for its own sake', () => {
  test('does not hold up the posts behind it, is said once, and is told when it can be', async () => {
    bench.slack.faults.failWith({ method: 'chat.postMessage', error: 'an_error_of_tomorrow', times: 3 })
    await bench.enqueue(post('a'))
    const running = await bench.start()
    await bench.until(running, () => running.reports.length === 1)
    await bench.enqueue(post('b'), post('c'))
    bench.slack.faults.clear()
    running.kick()
    await bench.until(running, () => keysIn(bench.slack).length === 2)
    expect(keysIn(bench.slack)).toEqual(['b', 'c'])
    expect(bench.clock.now() - NOW).toBeLessThan(3_000)
    expect(running.stuck).toMatchObject([{ scope: 'message', error: 'an_error_of_tomorrow' }])
    await bench.delivered(running)
    expect(keysIn(bench.slack)).toEqual(['b', 'c', 'a'])
    expect(running.stuck).toHaveLength(1)
  })
})

describe('a token that Slack refuses', () => {
  const calls = () => callsOf(bench.slack, 'chat.postMessage')

  test('holds every Slack channel, is said once, and is tried by one message a minute', async () => {
    bench.slack.setTokenValid('bot', false)
    await bench.enqueue(post('a'))
    const running = await bench.start()
    await bench.until(running, () => running.reports.length === 1)
    await bench.enqueue(post('b', OTHER_CHANNEL), post('c'))
    running.kick()
    await bench.clock.advance(150_000)
    await bench.until(running, () => bench.clock.now() - NOW >= 179_000)
    expect(calls()).toHaveLength(3)
    expect(running.stuck).toMatchObject([{ scope: 'workspace', error: 'account_inactive' }])

    bench.slack.setTokenValid('bot', true)
    await bench.delivered(running)
    expect(keysIn(bench.slack)).toEqual(['a', 'c'])
    expect(keysIn(bench.slack, OTHER_CHANNEL)).toEqual(['b'])
    expect(bench.clock.now() - NOW).toBeLessThan(245_000)

    bench.slack.setTokenValid('bot', false)
    await bench.enqueue(post('d'))
    running.kick()
    await bench.until(running, () => running.stuck.length === 2)
  })

  test('is probed again later when the probe comes to nothing', async () => {
    bench.slack.faults.failWith({ method: 'chat.postMessage', error: 'invalid_auth' })
    await bench.enqueue(post('a'))
    const running = await bench.start()
    await bench.until(running, () => running.reports.length === 1)
    await bench.enqueue(post('b', OTHER_CHANNEL))
    bench.network = 'unreachable'
    running.kick()
    await bench.until(running, () => running.reports.length === 2)
    const probedAt = bench.clock.now()
    expect(probedAt - NOW).toBeGreaterThanOrEqual(60_000)
    await bench.until(running, () => bench.clock.now() - probedAt >= 200)
    expect(running.reports).toHaveLength(2)
    bench.network = 'well'
    await bench.delivered(running)
    expect(keysIn(bench.slack).length + keysIn(bench.slack, OTHER_CHANNEL).length).toBe(2)
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
    await bench.enqueue(post('a'), post('b'), post('c'))
    const running = await bench.start()
    await bench.delivered(running)
    bench.slack.faults.failWith({ method: 'chat.update', error: 'restricted_action', times: 3 })
    await bench.enqueue(edit('e', 'a'), edit('f', 'b'), edit('g', 'c'))
    running.kick()
    await bench.delivered(running)
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
