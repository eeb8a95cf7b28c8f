import { expect, test } from 'vitest'
import { givenUp } from '../../src/remedies/reorder/advance.ts'
import { newReorder, orderTag, type Reorder, stepDone } from '../../src/remedies/reorder/saga.ts'
import { aLink, NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'

const aReorder = (id: string, linkId = 'l1', startedAt = NOW): Reorder => {
  const old = aLink({ id: linkId, name: "a\0b 'quoted' 🚧\n" })
  const order = {
    name: old.name,
    tags: ['env:prod'],
    projectId: old.projectId,
    popId: old.popId,
    bandwidthMbps: 1000,
    over: { type: 'partner', partnerId: 'p1' },
    peerAsn: null,
    vlan: null,
  } as const
  const scope = { id: 'organization/fr-par', region: 'fr-par' }
  return newReorder({ id, scope, by: 'U1', channel: 'C1', startedAt, incidentId: null, old, order })
}

const next = (reorder: Reorder): Reorder => ({ ...stepDone(reorder, NOW + 1), version: reorder.version + 1 })
const ended = (reorder: Reorder, at = NOW + 2): Reorder => ({
  ...givenUp(reorder, 'U2', at),
  version: reorder.version + 1,
})

export function storeReordersContract(bench: StoreBench): void {
  test('one that was begun is whole after a restart, with each version of it', async () => {
    const store = await bench.open()
    const first = aReorder('r1')
    expect(await store.beginReorder(first)).toBe(true)
    expect(await (await bench.reopen()).reorder('r1')).toEqual(first)
    expect(first.order?.tags).toEqual(['env:prod', orderTag('r1')])
    const later = await bench.reopen()
    await later.saveReorder(next(first))
    expect(await (await bench.reopen()).reorder('r1')).toEqual(next(first))
    expect(await (await bench.reopen()).reorder('r2')).toBeNull()
  })

  test('of a link there is at most one that has not ended', async () => {
    const store = await bench.open()
    const answers = await Promise.all(['r1', 'r2', 'r3'].map((id) => store.beginReorder(aReorder(id))))
    expect(answers.filter((isFirst) => isFirst)).toHaveLength(1)
    expect(await store.beginReorder(aReorder('r4', 'l2'))).toBe(true)
    const [first] = await store.reordersOf('l1')
    if (first === undefined) throw new Error('None was begun.')
    await store.saveReorder(ended(first))
    expect(await store.beginReorder(aReorder('r5'))).toBe(true)
  })

  test('a version is written once, after the one before it', async () => {
    const store = await bench.open()
    const first = aReorder('r1')
    await expect(store.saveReorder(next(first))).rejects.toThrow('r1')
    await store.beginReorder(first)
    await store.saveReorder(next(first))
    await expect(store.saveReorder(next(first))).rejects.toThrow('version')
    expect(await store.reorder('r1')).toEqual(next(first))
  })

  test('which message shows it is kept beside it, and never goes back to an older version', async () => {
    const store = await bench.open()
    const first = aReorder('r1')
    await store.beginReorder(first)
    await store.showReorder('r1', { channel: 'C1', ts: '1.1', version: 1 })
    await store.saveReorder(next(first))
    expect((await store.reorder('r1'))?.shownIn).toEqual({ channel: 'C1', ts: '1.1', version: 1 })
    await store.showReorder('r1', { channel: 'C1', ts: '1.1', version: 2 })
    await store.showReorder('r1', { channel: 'C1', ts: '1.1', version: 1 })
    expect((await store.reorder('r1'))?.shownIn).toEqual({ channel: 'C1', ts: '1.1', version: 2 })
    await store.showReorder('r1', { channel: 'C1', ts: '2.2', version: 1 })
    expect((await store.reorder('r1'))?.shownIn).toEqual({ channel: 'C1', ts: '2.2', version: 1 })
  })

  test('those that go on are found at a start, and those whose end nobody was shown, the oldest first', async () => {
    const store = await bench.open()
    const [open, unshown, over] = [
      aReorder('r1', 'l1', NOW + 9),
      aReorder('r2', 'l2', NOW + 1),
      aReorder('r3', 'l3'),
    ]
    for (const one of [open, unshown, over]) await store.beginReorder(one)
    await store.showReorder('r2', { channel: 'C1', ts: '1.1', version: 1 })
    await store.showReorder('r3', { channel: 'C1', ts: '1.2', version: 2 })
    await store.saveReorder(ended(unshown))
    await store.saveReorder(ended(over))
    const ids = async () => (await store.unfinishedReorders()).map(({ id }) => id)
    expect(await ids()).toEqual(['r2', 'r1'])
    await store.showReorder('r2', { channel: 'C1', ts: '1.1', version: 2 })
    expect(await ids()).toEqual(['r1'])
  })

  test('those of a link are found by the old and by the new one, the latest first', async () => {
    const store = await bench.open()
    const first = aReorder('r1', 'l1')
    await store.beginReorder(first)
    await store.saveReorder({ ...ended(first), newLinkId: 'l2' })
    await store.beginReorder(aReorder('r2', 'l2', NOW + 5))
    expect((await store.reordersOf('l2')).map(({ id }) => id)).toEqual(['r2', 'r1'])
    expect((await store.reordersOf('l1')).map(({ id }) => id)).toEqual(['r1'])
    // Which link a new one took the place of is known by the new one's id, as long as that was asked for lately.
    const { name } = first.old
    expect(await store.orderedSince(first.startedAt)).toEqual(new Map([['l2', { id: 'l1', name }]]))
    expect(await store.orderedSince(first.startedAt + 1)).toEqual(new Map())
  })

  test('those that were begun and do not go on by themselves are found by the old link, as long as that was lately', async () => {
    const store = await bench.open()
    const stopped = {
      ...next(aReorder('r1', 'l1')),
      standing: { type: 'stopped', why: 'No.', at: NOW } as const,
    }
    const over = { type: 'ended', how: 'given_up', by: 'U2', at: NOW + 5 } as const
    const givenUp = { ...next(aReorder('r2', 'l2')), standing: over }
    const untouched = { ...aReorder('r3', 'l3'), version: 2, standing: over }
    const running = next(aReorder('r4', 'l4'))
    for (const one of [stopped, givenUp, untouched, running]) {
      await store.beginReorder(aReorder(one.id, one.old.id))
      await store.saveReorder(one)
    }
    const halted = await store.haltedSince(NOW)
    expect([...halted].map(([id, { how, by, at }]) => [id, how, by, at])).toEqual([
      ['l1', 'stopped', stopped.by, NOW],
      ['l2', 'given_up', 'U2', NOW + 5],
    ])
    expect([...(await store.haltedSince(NOW + 1)).keys()]).toEqual(['l2'])
  })

  test('the deletions of links are found however long ago they were made, of those that were made', async () => {
    const store = await bench.open()
    const deletion = { by: 'U2', at: NOW - 9 }
    const later = (reorder: Reorder, extra: Partial<Reorder>) => ({ ...reorder, version: 2, ...extra })
    const made = later(aReorder('r1', 'l1'), { deletion })
    const { deletion: _, ...older } = later(aReorder('r2', 'l2'), {
      steps: [{ name: 'deleted', state: 'done', startedAt: NOW, endedAt: NOW + 3 }],
    })
    const turnedAway = later(aReorder('r3', 'l3'), { deletion: null })
    for (const one of [made, older, turnedAway]) {
      await store.beginReorder(aReorder(one.id, one.old.id))
      await store.saveReorder(one)
    }
    await store.saveReorder({ ...ended(made), version: 3 })
    await store.beginReorder(aReorder('r4', 'l1', NOW + 9))
    expect(await store.deletionsOf(['l1', 'l2', 'l3', 'l4', 'l1'])).toEqual(
      new Map([
        ['l1', deletion],
        ['l2', { by: 'U1', at: NOW + 3 }],
      ]),
    )
    expect(await store.deletionsOf([])).toEqual(new Map())
  })

  test('those that have not ended are told with how they stand, those that wait for a person first', async () => {
    const store = await bench.open()
    const standings: readonly Reorder['standing'][] = [
      { type: 'running' },
      { type: 'waiting', why: 'The partner is slow.', since: NOW + 4 },
      { type: 'stopped', why: 'No.', at: NOW + 6 },
      { type: 'stopped', why: 'No, again.', at: NOW + 5 },
      { type: 'ended', how: 'done', by: 'U2', at: NOW },
    ]
    for (const [index, standing] of standings.entries()) {
      const begun = aReorder(`r${index}`, `l${index}`)
      await store.beginReorder(begun)
      await store.saveReorder({ ...begun, version: 2, standing })
    }
    await store.showReorder('r2', { channel: 'C1', ts: '1.1', version: 1 })
    const open = await store.openReorders()
    expect(open.map(({ id, state }) => [id, state])).toEqual([
      ['r3', { type: 'stopped', why: 'No, again.', since: NOW + 5 }],
      ['r2', { type: 'stopped', why: 'No.', since: NOW + 6 }],
      ['r1', { type: 'waiting', why: 'The partner is slow.', since: NOW + 4 }],
      ['r0', { type: 'running', since: NOW }],
    ])
    expect(open[1]).toMatchObject({
      by: 'U1',
      isOrder: true,
      scopeId: 'organization/fr-par',
      link: { id: 'l2' },
    })
    expect(open.map(({ shownIn }) => shownIn)).toEqual([null, { channel: 'C1', ts: '1.1' }, null, null])
  })

  test('those that ended long ago are forgotten, those that go on never', async () => {
    const store = await bench.open()
    const over = aReorder('r1', 'l1')
    await store.beginReorder(over)
    await store.saveReorder(ended(over, NOW))
    await store.beginReorder(aReorder('r2', 'l2', NOW - 1_000_000))
    while ((await store.prune(NOW + 1)) > 0);
    expect(await store.reorder('r1')).toBeNull()
    expect(await store.reorder('r2')).not.toBeNull()
  })
}
