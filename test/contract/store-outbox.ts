import { expect, test } from 'vitest'
import { NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import {
  aBroadcast,
  anAlert,
  anEdit,
  aPost,
  aReply,
  claimOne,
  deliverAll,
  enqueue,
  HERE,
  keysOf,
  NONE,
} from './store-samples.ts'

export function storeOutboxContract(bench: StoreBench): void {
  test('a channel gets its deliveries one at a time, posts in the order they were enqueued', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('b'), aPost('a'))
    await enqueue(store, aPost('c', { at: NOW - 1000 }))
    expect(keysOf(await store.claimDue(NOW, 100, NONE))).toEqual(['b'])
    expect(await store.claimDue(NOW, 100, NONE)).toEqual([])
    await store.recordDelivery('b', { type: 'delivered', ts: '1.1', at: NOW })
    expect(await deliverAll(store)).toEqual(['a', 'c'])
  })

  test('more deliveries at once than fit one statement are all kept', async () => {
    const store = await bench.open()
    const keys = Array.from({ length: 5000 }, (_, n) => `k${n}`)
    await enqueue(store, ...keys.map((key) => aPost(key)))
    expect(await store.backlog()).toMatchObject({ waiting: 5000 })
    expect((await store.stories(keys)).size).toBe(5000)
  })

  test('channels do not wait for each other', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a1'), aPost('a2'), aPost('b1', { channel: 'C2' }))
    expect(keysOf(await store.claimDue(NOW, 100, NONE))).toEqual(['a1', 'b1'])
    await store.recordDelivery('a1', { type: 'retry', retryAt: NOW + 60_000, error: 'ratelimited' })
    await store.recordDelivery('b1', { type: 'delivered', ts: '1.1', at: NOW })
    await enqueue(store, aPost('b2', { channel: 'C2' }))
    expect(keysOf(await store.claimDue(NOW, 100, NONE))).toEqual(['b2'])
  })

  test('no more are claimed than asked for, those that wait longest first', async () => {
    const store = await bench.open()
    await enqueue(
      store,
      aPost('a', { channel: 'C1', at: NOW }),
      aPost('b', { channel: 'C2', at: NOW - 2 }),
      aPost('c', { channel: 'C3', at: NOW - 1 }),
    )
    expect(keysOf(await store.claimDue(NOW, 2, NONE))).toEqual(['b', 'c'])
    expect(keysOf(await store.claimDue(NOW, 2, NONE))).toEqual(['a'])
  })

  test('channels which the caller holds back are left out, and do not count', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'), aPost('b', { channel: 'C2' }), aPost('c', { channel: 'C3' }))
    expect(keysOf(await store.claimDue(NOW, 1, new Set(['C1', 'C3'])))).toEqual(['b'])
    expect(await store.claimDue(NOW, 100, new Set(['C1', 'C2', 'C3']))).toEqual([])
    expect(keysOf(await store.claimDue(NOW, 100, NONE))).toEqual(['a', 'c'])
  })

  test('a claim says all that sending takes', async () => {
    const store = await bench.open()
    const root = { ...aPost('root', { n: 7, story: 'story', mention: HERE }), incidentId: 'i1' }
    const line = aBroadcast('line', 'root', { mention: { type: 'group', id: 'S1' } })
    await enqueue(store, root, line)
    const fresh = { attempt: 1, doubtSince: null, searches: 0, mayRepeat: false, anew: false }
    expect(await claimOne(store)).toEqual({ ...root, ...fresh, parentTs: null, alert: anAlert(7) })
    await store.recordDelivery('root', { type: 'delivered', ts: '17.5', at: NOW })
    await enqueue(store, anEdit('edit', 'root', { n: 8 }))
    expect(await claimOne(store)).toEqual({ ...line, ...fresh, parentTs: '17.5' })
    await store.recordDelivery('line', { type: 'delivered', ts: '17.6', at: NOW })
    expect(await claimOne(store)).toEqual({ ...anEdit('edit', 'root', { n: 8 }), ...fresh, parentTs: '17.5' })
  })

  test('a delivery is claimed once, however many ask at once', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'), aPost('b', { channel: 'C2' }), aPost('c', { channel: 'C3' }))
    const claims = await Promise.all([1, 2, 3, 4].map(() => store.claimDue(NOW, 100, NONE)))
    expect(claims.flatMap(keysOf).sort()).toEqual(['a', 'b', 'c'])
  })

  test('an edit that a later one of the same message makes needless is skipped for good', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root'), aPost('other'))
    await deliverAll(store)
    await enqueue(
      store,
      anEdit('e1', 'root'),
      aReply('line', 'root'),
      anEdit('x', 'other'),
      anEdit('e2', 'root'),
    )
    expect(await deliverAll(store)).toEqual(['line', 'x', 'e2'])
    expect(await store.backlog()).toEqual({ waiting: 0, oldestAt: null })
    expect(await store.claimDue(NOW + 1_000_000, 100, NONE)).toEqual([])
  })

  test('an edit under way is not skipped, yet not tried again once a later one waits', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root'))
    await deliverAll(store)
    await enqueue(store, anEdit('e1', 'root'))
    await claimOne(store)
    await enqueue(store, anEdit('e2', 'root'))
    expect(await store.claimDue(NOW, 100, NONE)).toEqual([])
    await store.recordDelivery('e1', { type: 'retry', retryAt: NOW + 5000, error: 'ratelimited' })
    expect(await store.nextDueAt()).toBe(NOW + 5000)
    expect(await store.claimDue(NOW + 4999, 100, NONE)).toEqual([])
    expect(keysOf(await store.claimDue(NOW + 5000, 100, NONE))).toEqual(['e2'])
  })

  test('an edit is not needless before the later one is due', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root'))
    await deliverAll(store)
    await enqueue(store, anEdit('e1', 'root'), anEdit('e2', 'root', { at: NOW + 1000 }))
    expect(await deliverAll(store)).toEqual(['e1'])
  })

  test('no post goes out before its time, nor any post behind it', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a', { at: NOW + 1000 }), aPost('b'))
    expect(await store.claimDue(NOW + 999, 100, NONE)).toEqual([])
    expect(await store.nextDueAt()).toBe(NOW + 1000)
    expect(keysOf(await store.claimDue(NOW + 1000, 100, NONE))).toEqual(['a'])
  })

  test('the next due time is that of the first channel which has anything to claim', async () => {
    const store = await bench.open()
    expect(await store.nextDueAt()).toBeNull()
    await enqueue(store, aPost('a1'), aPost('a2'), aPost('b1', { channel: 'C2', at: NOW + 7000 }))
    expect(await store.nextDueAt()).toBe(NOW)
    await claimOne(store)
    expect(await store.nextDueAt()).toBe(NOW + 7000)
    await store.recordDelivery('a1', { type: 'retry', retryAt: NOW + 3000, error: 'ratelimited' })
    expect(await store.nextDueAt()).toBe(NOW + 3000)
  })

  test('the backlog counts all that is not settled, from the oldest on', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a', { at: NOW - 5 }), aPost('b'), aPost('c', { channel: 'C2', at: NOW - 3 }))
    await store.claimDue(NOW, 1, NONE)
    expect(await store.backlog()).toEqual({ waiting: 3, oldestAt: NOW - 5 })
    await store.recordDelivery('a', { type: 'delivered', ts: '1.1', at: NOW })
    expect(await store.backlog()).toEqual({ waiting: 2, oldestAt: NOW - 3 })
  })

  test.each([
    ['is unknown', aReply('r', 'nobody')],
    ['stands in another channel', aReply('r', 'root', { channel: 'C2' })],
    ['is an edit, which is no message', aReply('r', 'edit')],
    ['comes later', aReply('r', 'later')],
  ])(
    'a reply whose parent %s is refused, since it would hold up its channel for good',
    async (_why, reply) => {
      const store = await bench.open()
      await enqueue(store, aPost('root'), anEdit('edit', 'root'))
      await expect(enqueue(store, reply, aPost('later'))).rejects.toThrow('no earlier message')
      expect((await store.backlog()).waiting).toBe(2)
    },
  )
}
