import { expect, test } from 'vitest'
import { EMPTY_DIRECTORY } from '../../src/domain/snapshot.ts'
import { linkTransition } from '../../src/domain/transition.ts'
import { StaleStateError } from '../../src/watch/ports.ts'
import { aLink, aPartner, aPop, aVpc, NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import {
  AMSTERDAM,
  aChange,
  anIncident,
  aPost,
  aRecord,
  enqueue,
  PARIS,
  TIMEOUT,
  watched,
} from './store-samples.ts'

const NEVER_SEEN = {
  scope: PARIS,
  version: 0,
  baselineAt: null,
  lastGoodAt: null,
  failingSince: null,
  failedPolls: 0,
  lastFailure: null,
  links: new Map(),
  directory: EMPTY_DIRECTORY,
}

export function storeWatchContract(bench: StoreBench): void {
  test('a scope never polled is empty, at version 0', async () => {
    const store = await bench.open()
    expect(await store.loadScope(PARIS)).toEqual(NEVER_SEEN)
  })

  test('links and directory come back as they were recorded, each in its own scope', async () => {
    const store = await bench.open()
    const directory = { partners: [aPartner()], pops: [aPop()], vpcs: [aVpc()] }
    await store.record(
      aRecord({
        scopes: [
          aChange({
            outcome: { type: 'seen', baseline: true },
            saveLinks: [watched('l1', { carried: [] }), watched('l2')],
            saveDirectory: directory,
          }),
          aChange({ scope: AMSTERDAM, saveLinks: [watched('l3')] }),
        ],
      }),
    )
    expect(await store.loadScope(PARIS)).toEqual({
      ...NEVER_SEEN,
      version: 1,
      baselineAt: NOW,
      lastGoodAt: NOW,
      links: new Map([
        ['l1', watched('l1', { carried: [] })],
        ['l2', watched('l2')],
      ]),
      directory: { ...EMPTY_DIRECTORY, ...directory },
    })
    expect([...(await store.loadScope(AMSTERDAM)).links.keys()]).toEqual(['l3'])
  })

  test('a later poll replaces what changed, removes what is gone, and leaves the rest', async () => {
    const store = await bench.open()
    await store.record(
      aRecord({
        scopes: [
          aChange({
            saveLinks: ['l1', 'l2', 'l3'].map((id) => watched(id)),
            saveDirectory: { partners: [aPartner()], vpcs: [aVpc()] },
          }),
        ],
      }),
    )
    const down = watched('l2', { link: aLink({ id: 'l2', status: 'all_down' }), statusSince: NOW + 30_000 })
    await store.record(
      aRecord({
        scopes: [
          aChange({
            expectedVersion: 1,
            saveLinks: [watched('l2'), down],
            removeLinks: ['l1'],
            saveDirectory: { vpcs: [aVpc({ name: 'renamed' })] },
            removeDirectory: [{ kind: 'partners', id: aPartner().id }],
          }),
        ],
      }),
    )
    const { version, links, directory } = await store.loadScope(PARIS)
    expect({ version, links, directory }).toEqual({
      version: 2,
      links: new Map([
        ['l2', down],
        ['l3', watched('l3')],
      ]),
      directory: { ...EMPTY_DIRECTORY, vpcs: [aVpc({ name: 'renamed' })] },
    })
  })

  test('failed polls are counted from the first on, and a good one ends them', async () => {
    const store = await bench.open()
    const failed = (expectedVersion: number, at: number) =>
      aRecord({ scopes: [aChange({ expectedVersion, at, outcome: { type: 'failed', failure: TIMEOUT } })] })
    await store.record(failed(0, NOW))
    await store.record(failed(1, NOW + 30_000))
    expect(await store.loadScope(PARIS)).toEqual({
      ...NEVER_SEEN,
      version: 2,
      failingSince: NOW,
      failedPolls: 2,
      lastFailure: TIMEOUT,
    })
    await store.record(aRecord({ scopes: [aChange({ expectedVersion: 2, at: NOW + 60_000 })] }))
    expect(await store.loadScope(PARIS)).toEqual({ ...NEVER_SEEN, version: 3, lastGoodAt: NOW + 60_000 })
  })

  test('a poll decided on old state is refused whole: nothing of it is written', async () => {
    const store = await bench.open()
    await store.record(aRecord({ scopes: [aChange()] }))
    const stale = aRecord({
      scopes: [
        aChange({ scope: AMSTERDAM, saveLinks: [watched('l1')] }),
        aChange({ expectedVersion: 0, saveLinks: [watched('l2')] }),
      ],
      incidents: [anIncident('i1')],
      deliveries: [aPost('a')],
    })
    await expect(store.record(stale)).rejects.toThrow(StaleStateError)
    expect((await store.loadScope(AMSTERDAM)).version).toBe(0)
    expect(await store.loadScope(PARIS)).toMatchObject({ version: 1, links: new Map() })
    expect(await store.openIncidents()).toEqual([])
    expect(await store.backlog()).toEqual({ waiting: 0, oldestAt: null })
  })

  test('of polls decided at once on the same state, one is recorded', async () => {
    const store = await bench.open()
    const polls = [1, 2, 3].map(() => store.record(aRecord({ scopes: [aChange()] })))
    const outcomes = await Promise.allSettled(polls)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await store.loadScope(PARIS)).version).toBe(1)
  })

  test('polls of the same two scopes at once, in either order, never wait for each other: all but one are stale', async () => {
    const store = await bench.open()
    const scopes = [aChange(), aChange({ scope: AMSTERDAM })]
    const polls = Array.from({ length: 10 }, (_, n) =>
      store.record(aRecord({ scopes: n % 2 === 0 ? scopes : scopes.toReversed() })),
    )
    const outcomes = await Promise.allSettled(polls)
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refused).toHaveLength(9)
    for (const reason of refused) expect(reason).toBeInstanceOf(StaleStateError)
  })

  test('a poll with an alert key that was used before is refused whole', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'))
    const poll = aRecord({
      scopes: [aChange({ saveLinks: [watched('l1')] })],
      incidents: [anIncident('i1')],
      deliveries: [aPost('b'), aPost('a')],
    })
    await expect(store.record(poll)).rejects.toThrow()
    expect((await store.loadScope(PARIS)).version).toBe(0)
    expect(await store.openIncidents()).toEqual([])
    expect((await store.backlog()).waiting).toBe(1)
  })

  test('a poll of 1,000 links without a change writes one row: the scope', async () => {
    const store = await bench.open()
    const links = Array.from({ length: 1000 }, (_, n) => watched(`l${n}`))
    await store.record(aRecord({ scopes: [aChange({ saveLinks: links })] }))
    const writes = await bench.database().countWrites()
    await store.record(aRecord({ scopes: [aChange({ expectedVersion: 1 })] }))
    expect(await writes()).toEqual({ scopes: 1 })
    await store.record(aRecord({ scopes: [aChange({ expectedVersion: 2, saveLinks: [watched('l7')] })] }))
    expect(await writes()).toEqual({ scopes: 2, links: 1 })
  })

  test('more links at once than fit one statement are all kept', async () => {
    const store = await bench.open()
    const ids = Array.from({ length: 2500 }, (_, n) => `l${n}`)
    await store.record(aRecord({ scopes: [aChange({ saveLinks: ids.map((id) => watched(id)) })] }))
    expect((await store.loadScope(PARIS)).links.size).toBe(2500)
    await store.record(aRecord({ scopes: [aChange({ expectedVersion: 1, removeLinks: ids.slice(1) })] }))
    expect([...(await store.loadScope(PARIS)).links.keys()]).toEqual(['l0'])
  })

  test('transitions are kept as history, each with its reason', async () => {
    const store = await bench.open()
    const before = aLink({ id: 'l1' })
    const changed = linkTransition(before, { ...before, status: 'all_down' }, NOW)
    if (changed === null) throw new Error('A change of status should be a transition.')
    const appeared = { type: 'appeared', after: aLink({ id: 'l2' }), at: NOW } as const
    await store.record(
      aRecord({
        scopes: [
          aChange({
            transitions: [
              { ...changed, reason: 'Both sessions are down.', incidentId: 'i1' },
              { ...appeared, reason: 'A new link is quiet.', incidentId: null },
            ],
          }),
        ],
      }),
    )
    const columns = 'version, position, link_id, at, incident_id, transition'
    const rows = await bench.database().query(`select ${columns} from transitions order by version, position`)
    expect(rows.map((row) => ({ ...row, at: Number(row.at) }))).toEqual([
      {
        version: 1,
        position: 0,
        link_id: 'l1',
        at: NOW,
        incident_id: 'i1',
        transition: JSON.stringify({ ...changed, reason: 'Both sessions are down.' }),
      },
      expect.objectContaining({ position: 1, link_id: 'l2', incident_id: null }),
    ])
  })

  test('any character in a name survives, NUL and half a surrogate pair too', async () => {
    const store = await bench.open()
    const name = 'a\0b 😀 \ud800 \'"; drop table links; -- $1 \u2028'
    const link = aLink({ id: 'l1', name })
    const transition = { type: 'appeared', after: link, at: NOW, reason: name, incidentId: null } as const
    await store.record(
      aRecord({
        scopes: [aChange({ saveLinks: [watched('l1', { link })], transitions: [transition] })],
        incidents: [anIncident('i1', { reason: name })],
      }),
    )
    expect((await store.loadScope(PARIS)).links.get('l1')?.link.name).toBe(name)
    expect((await store.openIncidents())[0]?.reason).toBe(name)
  })

  test('incidents stay open, oldest first, until they are recorded as resolved', async () => {
    const store = await bench.open()
    const older = anIncident('i2', { firstBadAt: NOW - 1000, rootKey: 'a' })
    await store.record(aRecord({ incidents: [anIncident('i1'), older] }))
    expect((await store.openIncidents()).map(({ id }) => id)).toEqual(['i2', 'i1'])
    const worse = anIncident('i1', { level: 'critical' })
    await store.record(aRecord({ incidents: [worse, { ...older, resolvedAt: NOW }] }))
    expect(await store.openIncidents()).toEqual([worse])
    expect(await bench.database().query('select id from incidents')).toHaveLength(2)
  })

  test('the acts of the bot itself are found by when they were done', async () => {
    const store = await bench.open()
    const act = { linkId: 'l1', change: 'propagation', at: NOW } as const
    await store.recordOwnAct(act)
    await store.recordOwnAct(act)
    await store.recordOwnAct({ linkId: 'l2', change: 'deletion', at: NOW - 1 })
    expect(await store.ownActs(NOW)).toEqual([act])
    expect(await store.ownActs(NOW - 1)).toHaveLength(2)
  })
}
