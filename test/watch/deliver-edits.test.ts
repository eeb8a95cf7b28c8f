import { beforeEach, describe, expect, test } from 'vitest'
import { type DeliveryBench, deliveryBench, edit, post, type Running, reply } from '../support/delivering.ts'
import { CHANNEL, callsOf, keysIn, OTHER_CHANNEL } from '../support/notifying.ts'

let bench: DeliveryBench
beforeEach(async () => {
  bench = await deliveryBench()
})

describe('edits', () => {
  test('of one message that wait together are made once, as the last one says', async () => {
    await bench.enqueue(post('a'))
    const running = await bench.start()
    await bench.delivered(running)
    await bench.enqueue(
      edit('e1', 'a', 'limited_connectivity'),
      edit('e2', 'a', 'locked'),
      edit('e3', 'a', 'active'),
    )
    running.kick()
    await bench.delivered(running)
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

/** A deliverer that has told these posts. */
async function told(...posts: readonly ReturnType<typeof post>[]): Promise<Running> {
  const running = await bench.start()
  await bench.enqueue(...posts)
  running.kick()
  await bench.delivered(running)
  return running
}

const editTimes = () => callsOf(bench.slack, 'chat.update').map(({ at }) => at)

describe('the edits of a workspace', () => {
  const KEYS = Array.from({ length: 70 }, (_, n) => `key-${n}`)
  const channelOf = (n: number) => (n % 2 === 0 ? CHANNEL : OTHER_CHANNEL)
  const posts = KEYS.map((key, n) => post(key, channelOf(n)))
  const edits = KEYS.map((key, n) => edit(`edit of ${key}`, key, 'active', channelOf(n)))

  test('share one budget, whatever their channels: a few at once, and never more than 50 a minute', async () => {
    bench = await deliveryBench({ enforceRateLimits: true })
    const running = await told(...posts)
    await bench.clock.advance(60_000)
    const begun = bench.clock.now()
    await bench.enqueue(...edits)
    running.kick()
    await bench.delivered(running)
    expect(callsOf(bench.slack, 'chat.update').filter(({ status }) => status !== 200)).toEqual([])
    const times = editTimes()
    expect(times).toHaveLength(KEYS.length)
    for (const from of times) {
      expect(times.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(50)
    }
    expect(times.filter((at) => at < begun + 1_000)).toHaveLength(10)
    // 60 of them at 40 a minute, after the first ten.
    expect((times.at(-1) ?? 0) - begun).toBeLessThan(92_000)
  })

  test('let posts and quiet lines of their channel pass while the budget is spent', async () => {
    const running = await told(...posts.slice(0, 40))
    await bench.clock.advance(60_000)
    await bench.enqueue(...edits.slice(0, 40))
    running.kick()
    await bench.until(running, () => editTimes().length >= 10)
    const spentAt = bench.clock.now()
    await bench.enqueue(post('news'), reply('line', 'key-0'))
    running.kick()
    await bench.until(running, () => keysIn(bench.slack).includes('line'))
    expect(keysIn(bench.slack).slice(-2)).toEqual(['news', 'line'])
    expect(bench.clock.now() - spentAt).toBeLessThan(2_500)
    expect(editTimes().length).toBeLessThan(15)
    await bench.delivered(running)
    expect(editTimes()).toHaveLength(40)
  })

  test('wait together when Slack asks one of them to wait, while posts go on', async () => {
    const running = await told(post('a'), post('b', OTHER_CHANNEL))
    bench.slack.faults.rateLimit({ method: 'chat.update', retryAfterS: 30 })
    await bench.enqueue(edit('e', 'a'))
    running.kick()
    await bench.until(running, () => editTimes().length === 1)
    const askedAt = bench.clock.now()
    await bench.enqueue(edit('f', 'b', 'active', OTHER_CHANNEL), post('news'), post('more', OTHER_CHANNEL))
    running.kick()
    await bench.until(running, () => keysIn(bench.slack).includes('news'))
    await bench.until(running, () => keysIn(bench.slack, OTHER_CHANNEL).includes('more'))
    expect(bench.clock.now() - askedAt).toBeLessThan(2_000)
    await bench.delivered(running)
    const [, ...later] = editTimes()
    expect(later).toHaveLength(2)
    for (const at of later) expect(at - askedAt).toBeGreaterThanOrEqual(30_000)
    expect(Math.max(...later) - askedAt).toBeLessThan(31_000)
  })

  test('that fail are tried again alone: their channel goes on', async () => {
    const running = await told(post('a'))
    bench.slack.faults.htmlError({ method: 'chat.update', times: 6 })
    await bench.enqueue(edit('e', 'a', 'locked'))
    running.kick()
    await bench.until(running, () => editTimes().length === 5)
    const failedAt = bench.clock.now()
    await bench.enqueue(post('b'))
    running.kick()
    await bench.until(running, () => keysIn(bench.slack).includes('b'))
    expect(bench.clock.now() - failedAt).toBeLessThan(100)
    await bench.delivered(running)
    expect(bench.slack.messages(CHANNEL)[0]).toMatchObject({
      metadata: { event_payload: { alert_key: 'a', to: 'locked' } },
    })
  })
})
