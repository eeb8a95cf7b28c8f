import { describe, expect, test } from 'vitest'
import type { NewDelivery } from '../../src/watch/ports.ts'
import { NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import {
  aBroadcast,
  aLine,
  aNote,
  anEdit,
  aPost,
  aReply,
  claimOne,
  deliverAll,
  enqueue,
  HERE,
  NONE,
  numberOf,
} from './store-samples.ts'

const LATER = NOW + 10_000
const POLL = NOW - 30_000

/** Once the chat takes messages again, at NOW: all but what a test says were enqueued before that. */
export function storeCollapseContract(bench: StoreBench): void {
  const before = { at: POLL }

  test('a post that nothing waits behind is sent as it is', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1 }))
    const claim = await claimOne(store)
    expect([numberOf(claim.alert), claim.anew]).toEqual([1, false])
  })

  test('a post that could not be sent tells what its newest edit says, and stands for the lines of its thread', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1, ...before }))
    await claimOne(store)
    await store.recordDelivery('root', { type: 'retry', retryAt: NOW, error: 'service_unavailable' })
    await enqueue(store, anEdit('e1', 'root', { n: 2, ...before }), aLine('l1', 'root', before))
    await enqueue(store, anEdit('e2', 'root', { n: 3, ...before }), aLine('l2', 'root', before))
    const claim = await claimOne(store)
    expect(claim).toMatchObject({
      dispatch: { type: 'post', key: 'root' },
      story: 'root',
      at: POLL,
      attempt: 2,
      anew: true,
    })
    expect(numberOf(claim.alert)).toBe(3)
    await store.recordDelivery('root', { type: 'delivered', ts: '1.0', at: NOW })
    expect(await store.claimDue(LATER, 100, NONE)).toEqual([])
    expect(await store.backlog()).toEqual({ waiting: 0, oldestAt: null })
    expect(numberOf((await store.stories(['root'])).get('root')?.[0]?.alert)).toBe(3)
  })

  test('a line that the newest edit cannot know of still follows', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', before), aLine('l1', 'root', before), anEdit('e', 'root', before))
    await enqueue(store, aLine('told with the edit', 'root', before), aLine('newer', 'root'))
    expect(await deliverAll(store)).toEqual(['root', 'newer'])
  })

  test('what no history keeps still follows: deadlines, replacements, and replies that are no lines', async () => {
    const store = await bench.open()
    const deadline = { ...aLine('deadline', 'root'), alert: aNote(3, 'deadline') }
    const note = { type: 'replaced', by: 'paris-b', same: 'same name', carries: true } as const
    const replaced = {
      ...aLine('replaced', 'root'),
      alert: { type: 'note', at: NOW, level: 'error', about: [], count: 1, note } as const,
    }
    await enqueue(store, aPost('root'), deadline, replaced, aReply('reply', 'root'), aLine('line', 'root'))
    await enqueue(store, anEdit('e', 'root'))
    expect(await deliverAll(store)).toEqual(['root', 'deadline', 'replaced', 'reply'])
  })

  test('with edits alone behind it a post is up to date, yet nothing was held from anybody', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1 }), anEdit('e', 'root', { n: 2 }))
    const claim = await claimOne(store)
    expect([numberOf(claim.alert), claim.anew]).toEqual([2, false])
  })

  test('with lines alone behind it a post stays as it is, and they follow', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1 }), aLine('line', 'root'))
    const claim = await claimOne(store)
    expect([numberOf(claim.alert), claim.anew]).toEqual([1, false])
    await store.recordDelivery('root', { type: 'delivered', ts: '1.0', at: NOW })
    expect(await deliverAll(store)).toEqual(['line'])
  })

  test('an edit that is not due yet is not told', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1 }), anEdit('e', 'root', { n: 2, at: LATER }))
    expect(numberOf((await claimOne(store)).alert)).toBe(1)
    await store.recordDelivery('root', { type: 'delivered', ts: '1.0', at: NOW })
    expect(await deliverAll(store, LATER)).toEqual(['e'])
  })

  describe('a post pings', () => {
    const loud = (delivery: NewDelivery): NewDelivery => ({ ...aBroadcast('', 'root'), ...delivery })

    test('whom the loudest line that it stands for was to ping last', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('root', { mention: { type: 'user', id: 'U1' } }))
      await enqueue(store, loud(aLine('worse', 'root', { mention: HERE })), aLine('quiet', 'root'))
      await enqueue(store, anEdit('e', 'root'))
      expect((await claimOne(store)).mention).toEqual(HERE)
    })

    test('whom it was to ping where those lines pinged nobody', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('root', { mention: HERE }), aLine('quiet', 'root'), anEdit('e', 'root'))
      expect((await claimOne(store)).mention).toEqual(HERE)
    })
  })

  test('each channel has its own: one that was told already gets edits and lines', async () => {
    const store = await bench.open()
    const there = { channel: 'C2', story: 'root' }
    await enqueue(store, aPost('root'), aPost('copy', there))
    await claimOneOf(store, 'copy')
    await store.recordDelivery('copy', { type: 'delivered', ts: '2.0', at: NOW })
    await store.recordDelivery('root', { type: 'retry', retryAt: NOW, error: 'not_in_channel' })
    await enqueue(store, anEdit('e', 'root'), aLine('line', 'root'))
    await enqueue(store, anEdit('f', 'copy', there), aLine('line2', 'copy', there))
    expect([...(await deliverAll(store))].sort()).toEqual(['f', 'line2', 'root'])
  })

  test('a post that may have arrived stays as it was, and what waits behind it follows', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1 }), aLine('line', 'root'))
    await claimOne(store)
    await enqueue(store, anEdit('e', 'root', { n: 2 }))
    await store.recordDelivery('root', { type: 'in_doubt', retryAt: NOW, error: 'timeout' })
    const search = await claimOne(store)
    expect([numberOf(search.alert), search.anew]).toEqual([1, false])
    await store.recordDelivery('root', { type: 'send_again', retryAt: NOW, mayRepeat: true })
    const again = await claimOne(store)
    expect([numberOf(again.alert), again.anew, again.mayRepeat]).toEqual([1, false, true])
    await store.recordDelivery('root', { type: 'delivered', ts: '1.0', at: NOW })
    expect([...(await deliverAll(store))].sort()).toEqual(['e', 'line'])
  })

  test('a post that was looked for and not found is a new one', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1 }), aLine('line', 'root'))
    await claimOne(store)
    await store.recordDelivery('root', { type: 'in_doubt', retryAt: NOW, error: 'timeout' })
    await claimOne(store)
    await enqueue(store, anEdit('e', 'root', { n: 2 }))
    await store.recordDelivery('root', { type: 'send_again', retryAt: NOW, mayRepeat: false })
    const again = await claimOne(store)
    expect([numberOf(again.alert), again.anew]).toEqual([2, true])
  })

  test('an edit that takes the place of a deleted message stands for all behind it, but for a line in doubt', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', before))
    await deliverAll(store)
    await enqueue(store, anEdit('e1', 'root', { n: 1, ...before }), aLine('doubtful', 'root', before))
    await claimOne(store)
    await store.recordDelivery('e1', {
      type: 'retry',
      retryAt: LATER,
      error: 'fatal_error',
      holds: 'delivery',
    })
    await claimOne(store)
    await store.recordDelivery('doubtful', { type: 'in_doubt', retryAt: LATER, error: 'timeout' })
    await claimOneOf(store, 'e1', LATER)
    await store.recordDelivery('e1', { type: 'parent_gone', retryAt: LATER })
    await enqueue(store, anEdit('e2', 'root', { n: 2 }), aLine('line', 'root'))
    const claim = await claimOne(store, LATER)
    expect(claim).toMatchObject({ dispatch: { type: 'post', key: 'e1' }, anew: true })
    expect(numberOf(claim.alert)).toBe(2)
    await store.recordDelivery('e1', { type: 'delivered', ts: '2.0', at: LATER })
    expect(await deliverAll(store, LATER)).toEqual(['doubtful'])
  })

  test('what a post stood for is not forgotten by a crash in mid-send', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root', { n: 1 }), aLine('line', 'root'), anEdit('e', 'root', { n: 2 }))
    await claimOne(store)
    const after = await bench.reopen()
    await after.recoverInterrupted(LATER)
    const claim = await claimOne(after, LATER)
    expect(claim).toMatchObject({ doubtSince: NOW, anew: true })
    expect(numberOf(claim.alert)).toBe(2)
  })

  test('an hour without the chat ends in one message for each story, in their order', async () => {
    const store = await bench.open()
    const stories = ['a', 'b', 'c']
    for (let poll = 0; poll < 120; poll += 1) {
      const at = NOW - 3_600_000 + poll * 30_000
      await enqueue(
        store,
        ...stories.flatMap((story) =>
          poll === 0
            ? [aPost(story, { at })]
            : [
                anEdit(`${story}-e${poll}`, story, { n: poll, at }),
                aLine(`${story}-l${poll}`, story, { at }),
              ],
        ),
      )
    }
    expect(await deliverAll(store)).toEqual(stories)
    const told = await store.stories(stories)
    expect(stories.map((story) => numberOf(told.get(story)?.[0]?.alert))).toEqual([119, 119, 119])
  })
}

/** Claims what is due, this among it. */
async function claimOneOf(
  store: Awaited<ReturnType<StoreBench['open']>>,
  key: string,
  now = NOW,
): Promise<void> {
  const claims = await store.claimDue(now, 100, NONE)
  expect(claims.map(({ dispatch }) => dispatch.key)).toContain(key)
}
