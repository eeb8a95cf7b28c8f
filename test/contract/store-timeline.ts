import { describe, expect, test } from 'vitest'
import { linkTransition, type Transition } from '../../src/domain/transition.ts'
import type { Store } from '../../src/store/open.ts'
import { aLink, NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import { AMSTERDAM, aChange, anIncident, aRecord, aSilence, PARIS, TIMEOUT } from './store-samples.ts'

const MINUTE = 60_000
const TOLD = { reason: 'A change.', incidentId: null }

/** What histories are read from. */
export function storeTimelineContract(bench: StoreBench): void {
  const changeOf = (linkId: string, at: number): Transition => {
    const before = aLink({ id: linkId })
    const changed = linkTransition(before, { ...before, status: 'all_down' }, at)
    if (changed === null) throw new Error('Another status is a change.')
    return changed
  }
  const keep = async (store: Store, ...transitions: readonly Transition[]) => {
    await store.record(
      aRecord({ scopes: [aChange({ transitions: transitions.map((one) => ({ ...one, ...TOLD })) })] }),
    )
  }
  const taken = async (read: (take: (transition: Transition) => void) => Promise<void>) => {
    const found: string[] = []
    await read((one) => {
      found.push(`${one.type === 'vanished' ? one.before.id : one.after.id} ${one.at - NOW}`)
    })
    return found
  }

  test('transitions of a period come oldest first, of all links or of one', async () => {
    const store = await bench.open()
    await keep(
      store,
      changeOf('l1', NOW + 2),
      changeOf('l2', NOW),
      changeOf('l1', NOW - 1),
      changeOf('l1', NOW + 3),
    )
    expect(await taken((take) => store.eachTransition(NOW, NOW + 3, null, take))).toEqual(['l2 0', 'l1 2'])
    expect(await taken((take) => store.eachTransition(NOW - 9, NOW + 3, 'l1', take))).toEqual([
      'l1 -1',
      'l1 2',
    ])
  })

  test('more transitions than are read at once come whole and once, many at one moment too', async () => {
    const store = await bench.open()
    const ids = Array.from({ length: 1203 }, (_, n) => `l${n}`)
    await keep(store, ...ids.map((id, n) => changeOf(id, NOW + Math.floor(n / 700))))
    const found = await taken((take) => store.eachTransition(NOW, NOW + 5, null, take))
    expect(found).toHaveLength(1203)
    expect(new Set(found).size).toBe(1203)
    const firsts = await taken((take) => store.eachFirstTransition(NOW, null, take))
    expect(new Set(firsts).size).toBe(1203)
  })

  test('the first transition of each link from a moment on says how it was before', async () => {
    const store = await bench.open()
    await keep(
      store,
      changeOf('l1', NOW - 1),
      changeOf('l1', NOW + 5),
      changeOf('l1', NOW + 9),
      changeOf('l2', NOW),
    )
    expect(await taken((take) => store.eachFirstTransition(NOW, null, take))).toEqual(['l1 5', 'l2 0'])
    expect(await taken((take) => store.eachFirstTransition(NOW, 'l2', take))).toEqual(['l2 0'])
  })

  test('incidents that were open at any time of a period are found in the order they began', async () => {
    const store = await bench.open()
    const of = (id: string, firstBadAt: number, resolvedAt: number | null, linkId = 'l1') =>
      anIncident(id, { firstBadAt, resolvedAt, subject: { type: 'link', linkId, scopeId: PARIS.id } })
    const [open, across, inside] = [
      of('open', NOW + 4, null),
      of('across', NOW - 5, NOW + 1),
      of('in', NOW + 1, NOW + 2, 'l2'),
    ]
    await store.record(
      aRecord({ incidents: [open, inside, across, of('before', NOW - 5, NOW), of('after', NOW + 9, null)] }),
    )
    expect(await store.incidentsBetween(NOW, NOW + 9, null)).toEqual([across, inside, open])
    expect(await store.incidentsBetween(NOW, NOW + 9, 'l2')).toEqual([inside])
  })

  test('silences that were not over at a moment are found, those that are over since too', async () => {
    const store = await bench.open()
    const [older, open] = [aSilence('ended', { createdAt: NOW - 9, endedAt: NOW + 1 }), aSilence('open')]
    await store.record(aRecord({ silences: [open, older, aSilence('over', { endedAt: NOW })] }))
    expect(await store.silencesSince(NOW)).toEqual([older, open])
  })

  describe('a time without a good poll', () => {
    const polls = async (store: Store, ...at: readonly number[]) => {
      for (const [n, moment] of at.entries())
        await store.record(aRecord({ scopes: [aChange({ expectedVersion: n, at: NOW + moment * MINUTE })] }))
    }

    test('is kept from one good poll to the next, where it was long', async () => {
      const store = await bench.open()
      await polls(store, 0, 5, 11, 12)
      expect(await store.gapsSince(NOW)).toEqual([
        { scopeId: PARIS.id, from: NOW + 5 * MINUTE, until: NOW + 11 * MINUTE },
      ])
      expect(await store.gapsSince(NOW + 12 * MINUTE)).toEqual([])
    })

    test('is not over with a poll that fails, and is its region own', async () => {
      const store = await bench.open()
      await polls(store, 0)
      const failed = { type: 'failed', failure: TIMEOUT } as const
      await store.record(
        aRecord({ scopes: [aChange({ expectedVersion: 1, at: NOW + 9 * MINUTE, outcome: failed })] }),
      )
      await store.record(aRecord({ scopes: [aChange({ expectedVersion: 2, at: NOW + 20 * MINUTE })] }))
      await store.record(aRecord({ scopes: [aChange({ scope: AMSTERDAM, at: NOW + 30 * MINUTE })] }))
      expect(await store.gapsSince(0)).toEqual([{ scopeId: PARIS.id, from: NOW, until: NOW + 20 * MINUTE }])
    })

    test('is forgotten with all that is long over', async () => {
      const store = await bench.open()
      await polls(store, 0, 10, 30)
      await store.prune(NOW + 11 * MINUTE)
      expect(await store.gapsSince(0)).toMatchObject([{ from: NOW + 10 * MINUTE }])
    })
  })
}
