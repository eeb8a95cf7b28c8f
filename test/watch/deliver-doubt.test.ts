import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type DeliveryBench, deliveryBench, edit, post, reply } from '../support/delivering.ts'
import { NOW } from '../support/links.ts'
import { aNotifier, CHANNEL, callsOf, keysIn } from '../support/notifying.ts'

let bench: DeliveryBench
beforeEach(async () => {
  bench = await deliveryBench()
})

describe('a message whose answer was lost', () => {
  test('is found, and not posted twice: posts and a reply', async () => {
    bench.slack.faults.loseAnswer({ method: 'chat.postMessage', times: 3 })
    await bench.enqueue(post('a'), reply('a1', 'a'), post('b'))
    await bench.delivered(await bench.start())
    expect(keysIn(bench.slack)).toEqual(['a', 'b', 'a1'])
    expect(callsOf(bench.slack, 'chat.postMessage')).toHaveLength(3)
    expect(callsOf(bench.slack, 'conversations.history')).toHaveLength(2)
    expect(callsOf(bench.slack, 'conversations.replies')).toHaveLength(1)
  })

  test('is not looked for before Slack has had time to show it', async () => {
    bench.slack.faults.loseAnswer({ method: 'chat.postMessage' })
    await bench.enqueue(post('a'))
    await bench.delivered(await bench.start())
    expect((callsOf(bench.slack, 'conversations.history')[0]?.at ?? 0) - NOW).toBeGreaterThanOrEqual(5_000)
  })

  test('is posted again once two searches have missed it', async () => {
    bench.slack.faults.htmlError({ method: 'chat.postMessage' })
    await bench.enqueue(post('a'))
    await bench.delivered(await bench.start())
    expect(keysIn(bench.slack)).toEqual(['a'])
    const searches = callsOf(bench.slack, 'conversations.history').map(({ at }) => at)
    expect(searches).toHaveLength(2)
    expect((searches[1] ?? 0) - (searches[0] ?? 0)).toBeGreaterThanOrEqual(5_000)
    expect(bench.slack.messages(CHANNEL)[0]?.text).not.toContain('may repeat')
  })

  test('is looked for until it can be, when the search fails too', async () => {
    bench.slack.faults.loseAnswer({ method: 'chat.postMessage' })
    bench.slack.faults.htmlError({ method: 'conversations.history', times: 3 })
    await bench.enqueue(post('a'))
    await bench.delivered(await bench.start())
    expect(keysIn(bench.slack)).toEqual(['a'])
    expect(callsOf(bench.slack, 'conversations.history')).toHaveLength(4)
  })

  test('is told again where the bot may not read the channel, with the words that it may repeat', async () => {
    bench = await deliveryBench({ without: ['channels:history', 'groups:history'] })
    bench.slack.faults.loseAnswer({ method: 'chat.postMessage' })
    await bench.enqueue(post('a'), post('b'))
    await bench.delivered(await bench.start())
    expect(keysIn(bench.slack)).toEqual(['a', 'a', 'b'])
    const [first, again, other] = bench.slack.messages(CHANNEL)
    expect(first?.text).not.toContain('may repeat')
    expect(again?.text).toContain('This may repeat an earlier message')
    expect(other?.text).not.toContain('may repeat')
  })

  test('an edit is simply made again', async () => {
    await bench.enqueue(post('a'))
    const running = await bench.start()
    await bench.delivered(running)
    await bench.enqueue(edit('e', 'a', 'limited_connectivity'))
    bench.slack.faults.loseAnswer({ method: 'chat.update' })
    running.kick()
    await bench.delivered(running)
    expect(callsOf(bench.slack, 'chat.update')).toHaveLength(2)
    expect(callsOf(bench.slack, 'conversations.history')).toEqual([])
    expect(bench.slack.messages(CHANNEL)).toMatchObject([
      { metadata: { event_payload: { to: 'limited_connectivity' } } },
    ])
  })

  test('whatever happens to the calls, everything stands in the channel once and in order', async () => {
    const faults = {
      none: () => {},
      lost: () => bench.slack.faults.loseAnswer({ method: 'chat.postMessage' }),
      html: () => bench.slack.faults.htmlError({ method: 'chat.postMessage' }),
      wait: () => bench.slack.faults.rateLimit({ method: 'chat.postMessage', retryAfterS: 3 }),
      waitForUnknown: () => bench.slack.faults.rateLimit({ method: 'chat.postMessage', retryAfterS: null }),
      refused: () => bench.slack.faults.failWith({ method: 'chat.postMessage', error: 'internal_error' }),
      unreadable: () => bench.slack.faults.htmlError({ method: 'conversations.history' }),
      lostSearch: () => bench.slack.faults.loseAnswer({ method: 'conversations.replies' }),
    } as const
    const names = Object.keys(faults) as (keyof typeof faults)[]
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 8 }), async (plan) => {
        bench.slack.faults.clear()
        for (const name of plan) faults[name]()
        round += 1
        const keys = ['a', 'b', 'c', 'a1'].map((key) => `${key} of ${round}`)
        const [a = '', b = '', c = '', a1 = ''] = keys
        const before = keysIn(bench.slack).length
        await bench.enqueue(post(a), reply(a1, a), post(b), edit(`edit of ${round}`, a), post(c))
        const running = await bench.start()
        await bench.delivered(running, 600_000)
        await running.stop()
        expect(keysIn(bench.slack).slice(before)).toEqual(keys)
      }),
      { numRuns: 15 },
    )
  })
})

describe('a start', () => {
  test('finds what an earlier process had sent and not recorded', async () => {
    await bench.enqueue(post('a'), post('b'))
    const [claim] = await bench.store.claimDue(bench.clock.now(), 1, new Set())
    if (claim === undefined) throw new Error('Nothing was due.')
    await aNotifier(bench.slack.apiUrl, bench.clock).send(claim)
    await bench.clock.advance(60_000)
    await bench.delivered(await bench.start())
    expect(keysIn(bench.slack)).toEqual(['a', 'b'])
  })

  test('sends what an earlier process had claimed and not sent', async () => {
    await bench.enqueue(post('a'))
    await bench.store.claimDue(bench.clock.now(), 1, new Set())
    await bench.clock.advance(60_000)
    await bench.delivered(await bench.start())
    expect(keysIn(bench.slack)).toEqual(['a'])
    expect(callsOf(bench.slack, 'conversations.history')).toHaveLength(2)
  })
})
