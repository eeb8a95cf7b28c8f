import { describe, expect, test } from 'vitest'
import { NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import { anEdit, aPost, aReply, claimOne, deliverAll, enqueue, NONE, numberOf } from './store-samples.ts'

const LATER = NOW + 10_000

export function storeDeliveryContract(bench: StoreBench): void {
  test('to try again brings the same attempt back at its time, and not before', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'), aPost('b'))
    await claimOne(store)
    await store.recordDelivery('a', { type: 'retry', retryAt: LATER, error: 'ratelimited' })
    expect(await store.claimDue(LATER - 1, 100, NONE)).toEqual([])
    const again = await claimOne(store, LATER)
    expect(again).toMatchObject({ dispatch: { key: 'a' }, attempt: 2, doubtSince: null, searches: 0 })
  })

  test('in doubt means to search for what was attempted last, however often it takes', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'), aPost('b'))
    await claimOne(store, NOW + 5)
    await store.recordDelivery('a', { type: 'in_doubt', retryAt: LATER, error: 'timeout' })
    expect(await store.claimDue(LATER - 1, 100, NONE)).toEqual([])
    expect(await claimOne(store, LATER)).toMatchObject({ doubtSince: NOW + 5, searches: 0, attempt: 2 })
    await store.recordDelivery('a', { type: 'not_found', retryAt: LATER + 10 })
    expect(await claimOne(store, LATER + 10)).toMatchObject({ doubtSince: NOW + 5, searches: 1 })
    await store.recordDelivery('a', { type: 'retry', retryAt: LATER + 20, error: 'the search failed' })
    expect(await claimOne(store, LATER + 20)).toMatchObject({ doubtSince: NOW + 5, searches: 1 })
    await store.recordDelivery('a', { type: 'in_doubt', retryAt: LATER + 30, error: 'the search failed' })
    expect(await claimOne(store, LATER + 30)).toMatchObject({ doubtSince: NOW + 5, searches: 1 })
    await store.recordDelivery('a', { type: 'delivered', ts: '1.1', at: LATER })
    expect(await deliverAll(store, LATER + 30)).toEqual(['b'])
  })

  test('to send again ends the doubt, and an attempt lost after that is a new one', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'))
    await claimOne(store)
    await store.recordDelivery('a', { type: 'in_doubt', retryAt: NOW + 1, error: 'timeout' })
    await claimOne(store, NOW + 1)
    await store.recordDelivery('a', { type: 'not_found', retryAt: NOW + 2 })
    await claimOne(store, NOW + 2)
    await store.recordDelivery('a', { type: 'send_again', retryAt: LATER, mayRepeat: false })
    const again = { doubtSince: null, searches: 0, mayRepeat: false }
    expect(await claimOne(store, LATER)).toMatchObject(again)
    await store.recordDelivery('a', { type: 'in_doubt', retryAt: LATER + 1, error: 'timeout' })
    expect(await claimOne(store, LATER + 1)).toMatchObject({ doubtSince: LATER, searches: 0 })
  })

  test('a message that may repeat says so at every further attempt, also after a crash', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'))
    await claimOne(store)
    await store.recordDelivery('a', { type: 'in_doubt', retryAt: NOW, error: 'timeout' })
    await claimOne(store)
    await store.recordDelivery('a', { type: 'send_again', retryAt: NOW, mayRepeat: true })
    expect(await claimOne(store)).toMatchObject({ doubtSince: null, mayRepeat: true })
    const after = await bench.reopen()
    await after.recoverInterrupted(NOW + 1)
    expect(await claimOne(after, NOW + 1)).toMatchObject({ doubtSince: NOW, mayRepeat: true })
  })

  test('an edit in doubt is simply due again', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root'))
    await deliverAll(store)
    await enqueue(store, anEdit('e', 'root'))
    await claimOne(store)
    await store.recordDelivery('e', { type: 'in_doubt', retryAt: LATER, error: 'timeout' })
    expect(await store.claimDue(LATER - 1, 100, NONE)).toEqual([])
    expect(await claimOne(store, LATER)).toMatchObject({ doubtSince: null, attempt: 2 })
  })

  describe('the message to edit is gone', () => {
    test('and the edit takes its place, for all that follows', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('root', { n: 1 }), aReply('line', 'root'))
      await deliverAll(store)
      await enqueue(store, anEdit('e1', 'root', { n: 2 }), aReply('line2', 'root'))
      await claimOne(store)
      await store.recordDelivery('e1', { type: 'parent_gone', retryAt: LATER })
      expect(await store.claimDue(LATER - 1, 100, NONE)).toEqual([])
      expect(await claimOne(store, LATER)).toMatchObject({
        dispatch: { type: 'post', key: 'e1' },
        story: 'root',
        anew: true,
        parentTs: null,
        doubtSince: null,
      })
      await store.recordDelivery('e1', { type: 'delivered', ts: '2.0', at: LATER })
      expect(await claimOne(store, LATER)).toMatchObject({ dispatch: { key: 'line2' }, parentTs: '2.0' })
      await store.recordDelivery('line2', { type: 'delivered', ts: '2.1', at: LATER })
      await enqueue(store, anEdit('e2', 'root', { n: 3 }))
      expect(await claimOne(store, LATER)).toMatchObject({ dispatch: { parentKey: 'root' }, parentTs: '2.0' })
      expect(numberOf((await store.stories(['root'])).get('root')?.[0]?.alert)).toBe(3)
    })

    test('twice, and the newest post counts', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('root'))
      await deliverAll(store)
      for (const key of ['e1', 'e2']) {
        await enqueue(store, anEdit(key, 'root'))
        await claimOne(store)
        await store.recordDelivery(key, { type: 'parent_gone', retryAt: NOW })
        await claimOne(store)
        await store.recordDelivery(key, { type: 'delivered', ts: `post-${key}`, at: NOW })
      }
      await enqueue(store, anEdit('e3', 'root'))
      expect((await claimOne(store)).parentTs).toBe('post-e2')
    })

    test('and a later edit does not make the post needless that takes its place, which tells what it says', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('root'))
      await deliverAll(store)
      await enqueue(store, anEdit('e1', 'root'))
      await claimOne(store)
      await store.recordDelivery('e1', { type: 'parent_gone', retryAt: NOW })
      await enqueue(store, anEdit('e2', 'root', { n: 2 }))
      const claim = await claimOne(store)
      expect(claim).toMatchObject({ dispatch: { type: 'post', key: 'e1' }, anew: true })
      expect(numberOf(claim.alert)).toBe(2)
      await store.recordDelivery('e1', { type: 'delivered', ts: '2.0', at: NOW })
      expect(await deliverAll(store)).toEqual([])
    })

    test('and a reply without a thread becomes a post of its own, which is not lost', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('root'))
      await deliverAll(store)
      await enqueue(store, aReply('line', 'root'), anEdit('e1', 'root'))
      await claimOne(store)
      await store.recordDelivery('line', { type: 'parent_gone', retryAt: NOW })
      expect(await claimOne(store)).toMatchObject({
        dispatch: { type: 'post', key: 'line' },
        anew: false,
        parentTs: null,
      })
      expect((await store.stories(['root'])).get('root')?.map(({ key }) => key)).toEqual(['root'])
      await store.recordDelivery('line', { type: 'delivered', ts: '2.0', at: NOW })
      expect((await claimOne(store)).parentTs).toBe('ts-root')
    })

    test('of a post is no outcome', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('root'))
      await claimOne(store)
      const outcome = store.recordDelivery('root', { type: 'parent_gone', retryAt: NOW })
      await expect(outcome).rejects.toThrow('has no parent')
    })
  })

  test('an outcome without an attempt is refused, but telling twice of the delivery is not', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'))
    const delivered = { type: 'delivered', ts: '1.1', at: NOW } as const
    await expect(store.recordDelivery('a', delivered)).rejects.toThrow('No attempt')
    await expect(store.recordDelivery('unknown', delivered)).rejects.toThrow('No attempt')
    await claimOne(store)
    await store.recordDelivery('a', delivered)
    await store.recordDelivery('a', delivered)
    const late = store.recordDelivery('a', { type: 'retry', retryAt: NOW, error: 'late' })
    await expect(late).rejects.toThrow('No attempt')
  })

  describe('a crash cut it off, and at the next start', () => {
    test('posts and replies are in doubt since their attempt', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('root'))
      await deliverAll(store)
      await enqueue(store, aReply('line', 'root'), aPost('b', { channel: 'C2' }), anEdit('e', 'root'))
      await store.claimDue(NOW + 5, 100, NONE)
      const after = await bench.reopen()
      expect(await after.claimDue(LATER, 100, NONE)).toEqual([])
      expect(await after.recoverInterrupted(LATER)).toBe(2)
      expect(await after.claimDue(LATER - 1, 100, NONE)).toEqual([])
      const claims = await after.claimDue(LATER, 100, NONE)
      expect(claims.map(({ dispatch, doubtSince }) => [dispatch.key, doubtSince])).toEqual([
        ['line', NOW + 5],
        ['b', NOW + 5],
      ])
      expect(await after.recoverInterrupted(LATER)).toBe(2)
      expect(await after.recoverInterrupted(LATER)).toBe(0)
    })

    test('an edit is made again', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('root'))
      await deliverAll(store)
      await enqueue(store, anEdit('e', 'root'))
      await claimOne(store)
      const after = await bench.reopen()
      expect(await after.recoverInterrupted(LATER)).toBe(1)
      expect(await claimOne(after, LATER)).toMatchObject({ doubtSince: null, attempt: 2 })
    })

    test('a search that was cut off is made again, for the same attempt', async () => {
      const store = await bench.open()
      await enqueue(store, aPost('a'))
      await claimOne(store)
      await store.recordDelivery('a', { type: 'in_doubt', retryAt: NOW + 1, error: 'timeout' })
      await claimOne(store, NOW + 1)
      const after = await bench.reopen()
      await after.recoverInterrupted(LATER)
      expect(await claimOne(after, LATER)).toMatchObject({ doubtSince: NOW, searches: 0 })
    })
  })
}
