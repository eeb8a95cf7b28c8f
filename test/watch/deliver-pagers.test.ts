import { beforeEach, describe, expect, test } from 'vitest'
import { type DeliveryBench, deliveryBench, post } from '../support/delivering.ts'
import { NOW } from '../support/links.ts'
import { CHANNEL, keysIn } from '../support/notifying.ts'

let bench: DeliveryBench
beforeEach(async () => {
  bench = await deliveryBench()
})

const pages = (...keys: readonly string[]) => keys.map((key) => post(key, 'pagerduty'))
const sent = () => bench.pagers.pagerduty.sent

describe('a pager', () => {
  test('gets its events in order, as fast as it takes them, and not at the pace of a Slack channel', async () => {
    await bench.enqueue(...pages('p1', 'p2', 'p3'))
    await bench.delivered(await bench.start())
    expect(sent()).toEqual(['p1', 'p2', 'p3'].map((key) => ({ key, at: 0 })))
  })

  test.each([
    ['cannot be reached', () => (bench.network = 'unreachable')],
    ['asks to wait', () => bench.slack.faults.rateLimit({ retryAfterS: 600 })],
    ['refuses the token', () => bench.slack.setTokenValid('bot', false)],
    ['refuses the channel', () => bench.slack.setArchived(CHANNEL, true)],
  ])('is reached at once while Slack %s, and at its own next event too', async (_what, breakIt) => {
    breakIt()
    await bench.enqueue(post('a'), ...pages('p1'))
    const running = await bench.start()
    await bench.until(running, () => sent().length === 1)
    await bench.clock.advance(5_000)
    await bench.enqueue(...pages('p2'))
    running.kick()
    await bench.until(running, () => sent().length === 2)
    const [first, second] = sent().map(({ at }) => at)
    expect(first).toBe(0)
    expect((second ?? 0) - 5_000).toBeLessThan(250)
    expect(keysIn(bench.slack)).toEqual([])
  })

  test('that asks to wait is left alone for so long, and holds up neither Slack nor the other pager', async () => {
    bench.pagers.pagerduty.answers({ type: 'rate_limited', afterMs: 30_000 })
    await bench.enqueue(...pages('p1', 'p2'), post('a'), post('w1', 'webhook'))
    await bench.delivered(await bench.start())
    expect(sent().map(({ key }) => key)).toEqual(['p1', 'p1', 'p2'])
    expect(sent()[1]?.at).toBeGreaterThanOrEqual(30_000)
    expect(sent()[1]?.at).toBeLessThan(30_300)
    expect(bench.pagers.webhook.sent).toEqual([{ key: 'w1', at: 0 }])
    expect(bench.postTimes()).toEqual([0])
  })

  test('whose answer was lost is sent the same event again, without a search', async () => {
    bench.pagers.pagerduty.answers(
      { type: 'unknown', error: 'timeout' },
      { type: 'unknown', error: 'timeout' },
    )
    await bench.enqueue(...pages('p1', 'p2'))
    const running = await bench.start()
    await bench.delivered(running)
    expect(sent().map(({ key }) => key)).toEqual(['p1', 'p1', 'p1', 'p2'])
    expect(sent()[2]?.at).toBeLessThan(3_000)
    expect(running.broke).toEqual([])
  })

  test('gets again at the next start what an earlier process may have sent', async () => {
    await bench.enqueue(...pages('p1'))
    await bench.store.claimDue(bench.clock.now(), 1, new Set())
    const running = await bench.start()
    await bench.delivered(running)
    expect(sent()).toEqual([{ key: 'p1', at: 0 }])
    expect(running.broke).toEqual([])
  })

  test('whose key is refused waits for a person, and holds up neither Slack nor the other pager', async () => {
    const refusal = { scope: 'workspace', error: 'invalid_routing_key', advice: 'check the key' } as const
    bench.pagers.pagerduty.answers({ type: 'rejected', ...refusal }, { type: 'rejected', ...refusal })
    await bench.enqueue(...pages('p1'), post('a'), post('b'), post('w1', 'webhook'))
    const running = await bench.start()
    await bench.delivered(running)
    expect(running.stuck).toEqual([{ channel: 'pagerduty', ...refusal, scope: 'channel' }])
    expect(sent().map(({ at }) => Math.floor(at / 60_000))).toEqual([0, 1, 2])
    expect(bench.postTimes().at(-1)).toBeLessThan(1_100)
    expect(bench.pagers.webhook.sent).toEqual([{ key: 'w1', at: 0 }])
  })

  test('that refuses one event goes on with the next ones', async () => {
    bench.pagers.webhook.answers({ type: 'rejected', scope: 'message', error: '400', advice: 'see its log' })
    await bench.enqueue(post('w1', 'webhook'), post('w2', 'webhook'))
    const running = await bench.start()
    await bench.until(running, () => bench.pagers.webhook.sent.length === 2)
    expect(bench.pagers.webhook.sent.map(({ key }) => key)).toEqual(['w1', 'w2'])
    expect(bench.clock.now() - NOW).toBeLessThan(100)
    await bench.delivered(running)
    expect(bench.pagers.webhook.sent.at(-1)?.key).toBe('w1')
  })
})
