import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/open.ts'
import { NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import {
  aBroadcast,
  anEdit,
  aPost,
  aRecord,
  aReply,
  aSubscription,
  claimOne,
  deliverAll,
  enqueue,
  keysOf,
  NONE,
} from './store-samples.ts'

const LATER = NOW + 10_000
const REFUSED = { type: 'retry', retryAt: LATER, error: 'a refusal', holds: 'delivery' } as const

export function storePriorityContract(bench: StoreBench): void {
  /** A store in which these posts stand in the channel. */
  const withPosts = async (...keys: readonly string[]): Promise<Store> => {
    const store = await bench.open()
    await enqueue(store, ...keys.map((key) => aPost(key)))
    await deliverAll(store)
    return store
  }

  test('a post goes before edits and quiet replies that were enqueued earlier', async () => {
    const store = await withPosts('a', 'b')
    await enqueue(store, anEdit('e', 'a'), aReply('line', 'b'), anEdit('f', 'b'), aPost('critical'))
    expect(await deliverAll(store)).toEqual(['critical', 'e', 'line', 'f'])
  })

  test('a broadcast reply goes before quiet replies and edits of other messages and the edits of its own', async () => {
    const store = await withPosts('a', 'b')
    await enqueue(store, aReply('line', 'a'), anEdit('e', 'a'), anEdit('f', 'b'), aBroadcast('worse', 'b'))
    expect(await deliverAll(store)).toEqual(['worse', 'line', 'e', 'f'])
  })

  test('posts and broadcast replies keep their order among each other', async () => {
    const store = await withPosts('a')
    await enqueue(store, aPost('p'), aBroadcast('worse', 'a'), aPost('q'))
    expect(await deliverAll(store)).toEqual(['p', 'worse', 'q'])
  })

  test('a broadcast reply does not overtake its own thread, which therefore goes first with it', async () => {
    const store = await withPosts('a', 'b')
    await enqueue(
      store,
      aReply('other', 'a'),
      aReply('line', 'b'),
      aBroadcast('worse', 'b'),
      aReply('after', 'b'),
    )
    expect(await deliverAll(store)).toEqual(['line', 'worse', 'other', 'after'])
  })

  test('nothing of a thread goes out before its message', async () => {
    const store = await withPosts('a')
    await enqueue(store, aPost('held', { at: LATER }), aBroadcast('worse', 'held'), anEdit('e', 'held'))
    await enqueue(store, anEdit('f', 'a'))
    expect(await deliverAll(store)).toEqual(['f'])
    expect(await store.nextDueAt()).toBe(LATER)
    expect(await deliverAll(store, LATER)).toEqual(['held', 'worse'])
  })

  test('a message that is to take the place of a deleted one holds up the rest of the story', async () => {
    const store = await withPosts('a')
    await enqueue(store, anEdit('e', 'a'), aReply('line', 'a'))
    await claimOne(store)
    await store.recordDelivery('e', { type: 'parent_gone', retryAt: NOW })
    await enqueue(store, aPost('p'), aBroadcast('worse', 'a'))
    expect(await deliverAll(store)).toEqual(['e', 'line', 'p', 'worse'])
  })

  describe('a delivery that waits alone', () => {
    test('lets posts, other threads and other edits pass, and comes back at its time', async () => {
      const store = await withPosts('a', 'b')
      await enqueue(store, aReply('line', 'a'), anEdit('e', 'a'), aReply('other', 'b'))
      await claimOne(store)
      await store.recordDelivery('line', REFUSED)
      await enqueue(store, aPost('p'))
      expect(await deliverAll(store, LATER - 1)).toEqual(['p', 'e', 'other'])
      expect(await store.nextDueAt()).toBe(LATER)
      expect(await claimOne(store, LATER)).toMatchObject({ dispatch: { key: 'line' }, attempt: 2 })
    })

    test('holds the later replies of its thread, broadcast ones too', async () => {
      const store = await withPosts('a')
      await enqueue(store, aReply('line', 'a'), aReply('next', 'a'))
      await claimOne(store)
      await store.recordDelivery('line', REFUSED)
      await enqueue(store, aBroadcast('worse', 'a'))
      expect(await store.claimDue(LATER - 1, 100, NONE)).toEqual([])
      expect(await deliverAll(store, LATER)).toEqual(['line', 'next', 'worse'])
    })

    test('is not tried again where it is an edit and a later one of its message is due', async () => {
      const store = await withPosts('a')
      await enqueue(store, anEdit('e1', 'a'))
      await claimOne(store)
      await store.recordDelivery('e1', REFUSED)
      await enqueue(store, anEdit('e2', 'a'))
      expect(keysOf(await store.claimDue(NOW, 100, NONE))).toEqual(['e2'])
    })

    test('still waits after a restart', async () => {
      const store = await withPosts('a')
      await enqueue(store, anEdit('e', 'a'))
      await claimOne(store)
      await store.recordDelivery('e', REFUSED)
      const after = await bench.reopen()
      await after.recoverInterrupted(NOW)
      expect(await after.claimDue(LATER - 1, 100, NONE)).toEqual([])
      expect(await deliverAll(after, LATER)).toEqual(['e'])
    })

    test('does not so where the channel is to wait: then its posts wait too', async () => {
      const store = await withPosts('a')
      await enqueue(store, anEdit('e', 'a'))
      await claimOne(store)
      await store.recordDelivery('e', { ...REFUSED, holds: 'channel' })
      await enqueue(store, aPost('p'))
      expect(await store.claimDue(LATER - 1, 100, NONE)).toEqual([])
      expect(await deliverAll(store, LATER)).toEqual(['p', 'e'])
    })
  })

  describe('a post that was refused for its own sake', () => {
    test('lets later posts pass, and comes back at its time; all for its message waits with it', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('a'), aReply('line', 'a'), aPost('b'), aPost('c'))
      await claimOne(store)
      await store.recordDelivery('a', REFUSED)
      expect(await deliverAll(store, LATER - 1)).toEqual(['b', 'c'])
      expect(await store.nextDueAt()).toBe(LATER)
      expect(await deliverAll(store, LATER)).toEqual(['a', 'line'])
    })

    test('is searched like any other once it may have arrived', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('a'))
      await claimOne(store)
      await store.recordDelivery('a', REFUSED)
      await claimOne(store, LATER)
      await store.recordDelivery('a', { type: 'in_doubt', retryAt: LATER + 1, error: 'timeout' })
      expect(await claimOne(store, LATER + 1)).toMatchObject({ doubtSince: LATER })
    })
  })

  describe('a claim', () => {
    test('may leave out the edits of all channels but some: what else waits there takes its turn', async () => {
      const store = await withPosts('a')
      await enqueue(store, aPost('d', { channel: 'C2' }))
      await deliverAll(store)
      await enqueue(store, anEdit('e', 'a'), aReply('line', 'a'), anEdit('f', 'd', { channel: 'C2' }))
      const limits = { editsOnly: ['C2'] }
      expect(keysOf(await store.claimDue(NOW, 100, NONE, limits))).toEqual(['line', 'f'])
      await store.recordDelivery('line', { type: 'delivered', ts: '1.1', at: NOW })
      expect(await store.claimDue(NOW, 100, NONE, limits)).toEqual([])
      expect(keysOf(await store.claimDue(NOW, 100, NONE))).toEqual(['e'])
    })

    test('may be for some channels only', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('a'), aPost('b', { channel: 'C2' }), aPost('c', { channel: 'C3' }))
      expect(keysOf(await store.claimDue(NOW, 100, new Set(['C3']), { only: ['C2', 'C3'] }))).toEqual(['b'])
      expect(keysOf(await store.claimDue(NOW, 100, NONE))).toEqual(['a', 'c'])
    })
  })

  describe('to move what waits to another channel', () => {
    test('takes posts and all that waits for them along, to the end of the new one', async () => {
      const store = await bench.open()
      await enqueue(
        store,
        aPost('a'),
        aReply('line', 'a'),
        aReply('deep', 'line'),
        anEdit('e', 'a'),
        aPost('b'),
      )
      await enqueue(store, aPost('there', { channel: 'C2' }))
      expect(await store.moveWaiting('C2')).toBe(5)
      expect(await store.claimDue(NOW, 100, new Set(['C2']))).toEqual([])
      expect(await deliverAll(store)).toEqual(['there', 'a', 'b', 'line', 'deep'])
      expect(await store.moveWaiting('C2')).toBe(0)
    })

    test('leaves what waits for a pager, and for a channel that has subscribed', async () => {
      const store = await bench.open()
      await store.record(aRecord({ subscriptions: [aSubscription('s1', { channel: 'C3' })] }))
      await enqueue(store, aPost('p', { channel: 'pagerduty' }), aPost('w', { channel: 'webhook' }))
      await enqueue(store, aPost('c', { channel: 'C3' }))
      expect(await store.moveWaiting('C2')).toBe(0)
    })

    test('brings no second message of a story to a channel', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('copy', { story: 'a' }), aPost('a', { channel: 'C4' }))
      await enqueue(store, aPost('b', { channel: 'C2' }), aPost('copy-of-b', { story: 'b' }))
      expect(await store.moveWaiting('C2')).toBe(1)
      expect(await store.stories(['a', 'b'])).toMatchObject(
        new Map([
          [
            'a',
            [
              { key: 'a', channel: 'C2' },
              { key: 'copy', channel: 'C1' },
            ],
          ],
          [
            'b',
            [
              { key: 'b', channel: 'C2' },
              { key: 'copy-of-b', channel: 'C1' },
            ],
          ],
        ]),
      )
    })

    test('lets the refusals of the old one not count', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('a'))
      await claimOne(store)
      await store.recordDelivery('a', { type: 'retry', retryAt: LATER, error: 'not_in_channel' })
      expect(await store.moveWaiting('C2')).toBe(1)
      expect(await claimOne(store)).toMatchObject({ channel: 'C2', attempt: 2 })
    })

    test('leaves where it is what belongs to a delivered message, and what may have arrived', async () => {
      const store = await withPosts('a')
      await enqueue(store, aReply('line', 'a'), anEdit('e', 'a'), aPost('doubtful'))
      await claimOne(store)
      await store.recordDelivery('doubtful', { type: 'in_doubt', retryAt: NOW, error: 'timeout' })
      expect(await store.moveWaiting('C2')).toBe(0)
      expect(await store.claimDue(NOW, 100, new Set(['C1']))).toEqual([])
      expect(await deliverAll(store)).toEqual(['doubtful', 'line', 'e'])
    })

    test('leaves what was told last the newest, and where it is told now', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('p', { n: 0, at: LATER }), aPost('a', { n: 1, at: LATER }))
      await enqueue(store, anEdit('e1', 'a', { n: 2 }), anEdit('e2', 'a', { n: 3 }))
      await store.claimDue(NOW, 100, NONE)
      await store.moveWaiting('C2')
      expect((await store.stories(['a'])).get('a')).toMatchObject([
        { key: 'a', channel: 'C2', alert: { statuses: { n: 3 } } },
      ])
      await enqueue(store, aReply('line', 'a', { channel: 'C2' }))
      expect(await deliverAll(store, LATER)).toEqual(['p', 'a', 'line'])
    })
  })
}
