import { expect, test } from 'vitest'
import type { Store } from '../../src/store/open.ts'
import { PRUNE_BATCH } from '../../src/store/prune.ts'
import { aLink, NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import {
  aChange,
  aLine,
  anEdit,
  anIncident,
  aPost,
  aRecord,
  aSilence,
  aSubscription,
  deliverAll,
  enqueue,
  keysOf,
  NONE,
} from './store-samples.ts'

const LATER = NOW + 10_000

export function storePruneContract(bench: StoreBench): void {
  const kept = async (table: string, column: string) =>
    (await bench.database().query(`select ${column} from ${table} order by ${column}`)).map(
      (row) => row[column],
    )
  const pruneAll = async (store: Store, before: number) => {
    let pruned = 0
    for (let n = await store.prune(before); n > 0; n = await store.prune(before)) pruned += n
    return pruned
  }

  test('a story that was told goes whole, once all of it is old enough', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root'), aPost('copy', { story: 'root', channel: 'C2' }))
    await deliverAll(store)
    await enqueue(store, anEdit('e1', 'root'), aLine('line', 'root'), anEdit('e2', 'root'))
    await deliverAll(store)
    expect(await pruneAll(store, NOW)).toBe(0)
    expect(await pruneAll(store, NOW + 1)).toBe(5)
    expect(await kept('deliveries', 'key')).toEqual([])
    expect(await store.stories(['root'])).toEqual(new Map())
  })

  test('nothing goes of a story with something newer, or something that waits, in whatever channel', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'), aPost('b'), aPost('over'))
    await deliverAll(store)
    await enqueue(store, aLine('newer', 'a', { at: LATER }))
    await deliverAll(store, LATER)
    await enqueue(store, aPost('waiting', { story: 'b', channel: 'C2' }))
    expect(await pruneAll(store, LATER)).toBe(1)
    expect(await kept('deliveries', 'key')).toEqual(['a', 'b', 'newer', 'waiting'])
  })

  test('nothing goes of a story with an open incident, until that is resolved', async () => {
    const store = await bench.open()
    const incident = anIncident('i1', { rootKey: 'root' })
    await enqueue(store, aPost('root'))
    await store.record(aRecord({ incidents: [incident] }))
    await deliverAll(store)
    expect(await pruneAll(store, LATER)).toBe(0)
    expect((await store.stories(['root'])).size).toBe(1)
    await store.record(aRecord({ incidents: [{ ...incident, resolvedAt: NOW }] }))
    expect(await pruneAll(store, LATER)).toBe(2)
    expect(await kept('incidents', 'id')).toEqual([])
  })

  test('the past goes at its age, and what is not over stays', async () => {
    const store = await bench.open()
    const at = (when: number, name: string) => ({ linkId: name, at: when, reason: '', incidentId: null })
    const seen = (id: string, when: number) =>
      ({ type: 'appeared', after: aLink({ id }), at: when, reason: '', incidentId: null }) as const
    await store.record(
      aRecord({
        scopes: [aChange({ transitions: [seen('old', NOW - 1), seen('new', NOW)] })],
        reasons: [at(NOW - 1, 'old'), at(NOW, 'new')],
        silences: [
          aSilence('old', { endedAt: NOW - 1 }),
          aSilence('new', { endedAt: NOW }),
          aSilence('open'),
        ],
        incidents: [
          anIncident('old', { resolvedAt: NOW - 1 }),
          anIncident('new', { resolvedAt: NOW }),
          anIncident('open', { firstBadAt: 0 }),
        ],
        subscriptions: [aSubscription('s', { createdAt: 0 })],
      }),
    )
    await store.recordOwnAct({ linkId: 'old', change: 'vpc', at: NOW - 1 })
    await store.recordOwnAct({ linkId: 'new', change: 'vpc', at: NOW })
    expect(await pruneAll(store, NOW)).toBe(5)
    for (const table of ['transitions', 'reasons', 'own_acts']) {
      expect(await kept(table, 'link_id')).toEqual(['new'])
    }
    for (const table of ['silences', 'incidents']) expect(await kept(table, 'id')).toEqual(['new', 'open'])
    expect(await store.subscriptions()).toHaveLength(1)
  })

  test('much goes batch by batch, the oldest first', async () => {
    const store = await bench.open()
    const reasons = Array.from({ length: PRUNE_BATCH + 10 }, (_, n) => ({
      linkId: `l${n}`,
      at: NOW - n,
      reason: '',
      incidentId: null,
    }))
    await store.record(aRecord({ reasons }))
    expect(await store.prune(LATER)).toBe(PRUNE_BATCH)
    expect(await store.reasonsOf('l0', 1)).toHaveLength(1)
    expect(await store.reasonsOf('l10', 1)).toEqual([])
    expect(await store.prune(LATER)).toBe(10)
    expect(await store.prune(LATER)).toBe(0)
  })

  test('a long thread goes batch by batch, its message last', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('root'))
    await deliverAll(store)
    const edits = Array.from({ length: PRUNE_BATCH + 10 }, (_, n) => anEdit(`e${n}`, 'root'))
    await enqueue(store, ...edits)
    await deliverAll(store)
    expect(await store.prune(LATER)).toBe(PRUNE_BATCH)
    expect(await kept('deliveries', 'key')).toContain('root')
    expect(await store.prune(LATER)).toBe(10)
    expect(await store.prune(LATER)).toBe(1)
    expect(await store.prune(LATER)).toBe(0)
  })

  test('a channel that was pruned goes on as before', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'))
    await deliverAll(store)
    await pruneAll(store, LATER)
    await enqueue(store, aPost('b'), aPost('c'))
    expect(keysOf(await store.claimDue(NOW, 100, NONE))).toEqual(['b'])
  })
}
