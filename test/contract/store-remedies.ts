import { expect, test } from 'vitest'
import type { AuditRow, ContactRecord, TicketRecord } from '../../src/remedies/ports.ts'
import type { Store } from '../../src/store/open.ts'
import { NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import { aChange, aRecord, watched } from './store-samples.ts'

const LEASE_MS = 60_000

const aRow = (id: string, overrides: Partial<AuditRow> = {}): AuditRow => ({
  id,
  at: NOW,
  by: 'U1',
  channel: 'C1',
  act: 'detach_vpc',
  link: { id: 'l1', name: 'one', region: 'fr-par' },
  what: 'Detaches the VPC prod from one.',
  outcome: 'begun',
  reason: null,
  before: 'VPC prod',
  after: null,
  requestIds: ['req-1'],
  ...overrides,
})

const aContact = (overrides: Partial<ContactRecord> = {}): ContactRecord => ({
  linkId: 'l1',
  by: 'U1',
  at: NOW,
  reference: 'ORDER-1',
  ...overrides,
})

const aTicket = (overrides: Partial<TicketRecord> = {}): TicketRecord => ({
  linkId: 'l1',
  reference: 'TICKET-1',
  state: 'open',
  by: 'U1',
  at: NOW,
  incidentId: 'i1',
  ...overrides,
})

/** What a person may type, or name a link. */
const ODD = "a\0b \ud800 'quoted' 🚧\n"

const begin = (store: Store, row: AuditRow, now = row.at) =>
  store.beginAct(row, ['vpc', 'propagation'], now, LEASE_MS)
const idsOf = (rows: readonly AuditRow[]) => rows.map(({ id }) => id)

export function storeRemediesContract(bench: StoreBench): void {
  test('a row of the audit is whole after a restart, whatever stands in it', async () => {
    const store = await bench.open()
    const row = aRow('a', { link: { id: 'l1', name: ODD, region: 'fr-par' }, reason: ODD, channel: null })
    await store.appendAudit(row)
    expect(await (await bench.reopen()).audit(0, 10)).toEqual([row])
  })

  test('the audit, of all or of one link, is read newest first, rows of one moment by when they came, as far as asked', async () => {
    const store = await bench.open()
    for (const id of ['z', 'm', 'a']) await store.appendAudit(aRow(id))
    await store.appendAudit(aRow('later', { at: NOW + 1 }))
    await store.appendAudit(aRow('earlier', { at: NOW - 1 }))
    expect(idsOf(await store.audit(0, 10))).toEqual(['later', 'a', 'm', 'z', 'earlier'])
    expect(idsOf(await store.audit(NOW, 10))).toEqual(['later', 'a', 'm', 'z'])
    expect(idsOf(await store.audit(0, 2))).toEqual(['later', 'a'])
    const other = {
      link: { id: 'l10', name: ODD, region: 'fr-par' },
      reason: '"id":"l1"',
      requestIds: ['l1'],
    }
    await store.appendAudit(aRow('other', { ...other, at: NOW + 2 }))
    expect(idsOf(await store.auditOf('l1', NOW, 10))).toEqual(['later', 'a', 'm', 'z'])
    expect(idsOf(await store.auditOf('l1', 0, 2))).toEqual(['later', 'a'])
    expect(idsOf(await store.auditOf('l10', 0, 10))).toEqual(['other'])
  })

  test('a row of the audit is never written over', async () => {
    const store = await bench.open()
    await store.appendAudit(aRow('a'))
    await store.appendAudit(aRow('a', { outcome: 'done' }))
    expect(await store.audit(0, 10)).toEqual([aRow('a')])
  })

  test('an act that begins is audited, and known as the bot’s own before it is done', async () => {
    const store = await bench.open()
    expect(await begin(store, aRow('a'))).toBe(true)
    const later = await bench.reopen()
    expect(await later.audit(0, 10)).toEqual([aRow('a')])
    expect(await later.ownActs(NOW)).toEqual([
      { linkId: 'l1', change: 'propagation', at: NOW },
      { linkId: 'l1', change: 'vpc', at: NOW },
    ])
  })

  test('an act that has no end is known after a restart, until it has one; steps of a reorder are not', async () => {
    const store = await bench.open()
    const detach = { type: 'detach_policy', family: 'ipv6' } as const
    await store.beginAct(aRow('a'), ['vpc'], NOW, LEASE_MS, detach)
    const other = { link: { id: 'l2', name: ODD, region: 'fr-par' } }
    await store.beginAct(aRow('b', { act: 'delete_link', ...other }), [], NOW, LEASE_MS)
    const later = await bench.reopen()
    expect(await later.openActs()).toEqual([{ row: aRow('a'), act: detach }])
    await later.endAct(aRow('c', { outcome: 'unknown' }))
    expect(await later.openActs()).toEqual([])
  })

  test('an act whose lease ran out without an end is ended as unknown by the one that takes its place', async () => {
    const store = await bench.open()
    const act = { type: 'detach_vpc' } as const
    await store.beginAct(aRow('a'), ['vpc'], NOW, LEASE_MS, act)
    const next = aRow('b', { by: 'U2', at: NOW + LEASE_MS })
    expect(await store.beginAct(next, ['vpc'], NOW + LEASE_MS, LEASE_MS, act)).toBe(true)
    expect((await store.audit(0, 10)).map(({ by, outcome }) => [by, outcome])).toEqual([
      ['U2', 'begun'],
      ['U1', 'unknown'],
      ['U1', 'begun'],
    ])
    expect(await store.openActs()).toEqual([{ row: next, act }])
  })

  test('what a key lacks is kept for as long as it is the key', async () => {
    const store = await bench.open()
    const right = { needs: 'write', projectId: 'p1', sentence: ODD }
    await store.keepMissingRight('key-1', { ...right, sentence: 'Older.' })
    await store.keepMissingRight('key-1', right)
    await store.keepMissingRight('key-1', { ...right, projectId: 'p2' })
    const later = await bench.reopen()
    expect(await later.missingRights('key-1')).toEqual([right, { ...right, projectId: 'p2' }])
    await later.dropMissingRight('key-1', { needs: 'write', projectId: 'p2' })
    expect(await later.missingRights('key-1')).toEqual([right])
    expect(await later.missingRights('key-2')).toEqual([])
    expect(await later.missingRights('key-1')).toEqual([])
  })

  test('a deletion is known as the bot’s own, too', async () => {
    const store = await bench.open()
    await store.beginAct(aRow('a', { act: 'delete_link' }), ['deletion'], NOW, LEASE_MS)
    expect(await store.ownActs(NOW)).toEqual([{ linkId: 'l1', change: 'deletion', at: NOW }])
  })

  test('while an act is under way no other begins on that link, and nothing is written of it', async () => {
    const store = await bench.open()
    await begin(store, aRow('a'))
    const other = aRow('b', { by: 'U2', act: 'delete_link' })
    expect(await store.beginAct(other, ['deletion'], NOW, LEASE_MS)).toBe(false)
    expect(idsOf(await store.audit(0, 10))).toEqual(['a'])
    expect((await store.ownActs(0)).map(({ change }) => change)).not.toContain('deletion')
    expect(await begin(store, aRow('c', { link: { id: 'l2', name: 'two', region: 'fr-par' } }))).toBe(true)
  })

  test('of many who begin at once, one does', async () => {
    const store = await bench.open()
    const begun = await Promise.all(
      Array.from({ length: 12 }, (_, n) => begin(store, aRow(`a${n}`, { by: `U${n}` }))),
    )
    expect(begun.filter((first) => first)).toHaveLength(1)
    expect(await store.audit(0, 100)).toHaveLength(1)
  })

  test('an act that ended lets the next begin, also after a restart', async () => {
    const store = await bench.open()
    await begin(store, aRow('a'))
    const later = await bench.reopen()
    await later.endAct(aRow('b', { outcome: 'done' }))
    expect(await begin(later, aRow('c'))).toBe(true)
    expect(idsOf(await later.audit(0, 10))).toEqual(['c', 'b', 'a'])
  })

  test('an act that was cut off holds its link until its lease is over', async () => {
    const store = await bench.open()
    await begin(store, aRow('a'))
    const later = await bench.reopen()
    expect(await begin(later, aRow('b'), NOW + LEASE_MS - 1)).toBe(false)
    expect(await begin(later, aRow('b'), NOW + LEASE_MS)).toBe(true)
  })

  test('an end that comes after the lease does not end the act of whoever holds it now', async () => {
    const store = await bench.open()
    await begin(store, aRow('a'))
    await begin(store, aRow('b', { by: 'U2' }), NOW + LEASE_MS)
    await store.endAct(aRow('c', { outcome: 'done', at: NOW + LEASE_MS }))
    expect(await begin(store, aRow('d'), NOW + LEASE_MS + 1)).toBe(false)
    expect(idsOf(await store.audit(0, 10))).toContain('c')
  })

  test('an end that is told twice is one row, and harms nobody', async () => {
    const store = await bench.open()
    await begin(store, aRow('a'))
    const end = aRow('b', { outcome: 'done' })
    await store.endAct(end)
    await store.endAct(end)
    expect(idsOf(await store.audit(0, 10))).toEqual(['b', 'a'])
  })

  test.each(['done', 'unknown'] as const)(
    'an act that took long is the bot’s own as of its end where it came out as %s',
    async (outcome) => {
      const store = await bench.open()
      await begin(store, aRow('a'))
      await store.endAct(aRow('b', { outcome, at: NOW + 50_000 }))
      expect(await store.ownActs(NOW + 1)).toEqual([
        { linkId: 'l1', change: 'propagation', at: NOW + 50_000, by: 'U1' },
        { linkId: 'l1', change: 'vpc', at: NOW + 50_000, by: 'U1' },
      ])
    },
  )

  test.each(['failed', 'refused', 'dry_run'] as const)(
    'an act that came out as %s is not the bot’s own, and what others it did of late still are',
    async (outcome) => {
      const store = await bench.open()
      await store.recordOwnAct({ linkId: 'l1', change: 'vpc', at: NOW - 1 })
      await store.recordOwnAct({ linkId: 'l2', change: 'vpc', at: NOW })
      await store.recordOwnAct({ linkId: 'l1', change: 'deletion', at: NOW })
      const before = await store.ownActs(0)
      await begin(store, aRow('a'))
      await store.endAct(aRow('b', { outcome, at: NOW + 50_000 }))
      expect(await store.ownActs(0)).toEqual(before)
      expect(await begin(store, aRow('c'))).toBe(true)
    },
  )

  test('the last that was said of a partner’s contact stands, of each link that is asked for', async () => {
    const store = await bench.open()
    await store.recordContact(aContact())
    await store.recordContact(aContact({ by: 'U2', at: NOW + 1, reference: ODD }))
    await store.recordContact(aContact({ linkId: 'l2', reference: null }))
    await store.recordContact(aContact({ linkId: 'l3' }))
    const later = await bench.reopen()
    expect(await later.contactsOf(['l1', 'l2', 'l1', 'none'])).toEqual(
      new Map([
        ['l1', aContact({ by: 'U2', at: NOW + 1, reference: ODD })],
        ['l2', aContact({ linkId: 'l2', reference: null })],
      ]),
    )
    expect(await later.contactsOf([])).toEqual(new Map())
  })

  test('an undo takes back the last that was said of a contact, by its moment, and what stood before it stands again', async () => {
    const store = await bench.open()
    const [first, second, third] = [1, 2, 3].map((n) =>
      aContact({ by: `U${n}`, at: NOW + n, reference: ODD }),
    )
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('There are three.')
    for (const contact of [first, second, third]) await store.recordContact(contact)
    const other = aContact({ linkId: 'l2' })
    await store.recordContact(other)
    // Of two who press at once, one undoes it; and what is not the last any more is nobody's to undo.
    const both = await Promise.all([store.undoContact('l1', third.at), store.undoContact('l1', third.at)])
    expect(both.filter((one) => one !== null)).toEqual([{ undone: third, left: second }])
    expect(await store.undoContact('l1', first.at)).toBeNull()
    const later = await bench.reopen()
    expect((await later.contactsOf(['l1'])).get('l1')).toEqual(second)
    expect(await later.undoContact('l1', second.at)).toEqual({ undone: second, left: first })
    expect(await later.undoContact('l1', first.at)).toEqual({ undone: first, left: null })
    expect(await later.undoContact('l1', first.at)).toBeNull()
    expect(await later.contactsOf(['l1', 'l2'])).toEqual(new Map([['l2', other]]))
  })

  test('a ticket is known by its link and reference, as last told, in the order of time', async () => {
    const store = await bench.open()
    await store.recordTicket(aTicket({ reference: ODD }))
    await store.recordTicket(aTicket({ reference: 'B', at: NOW + 1 }))
    await store.recordTicket(aTicket({ reference: ODD, state: 'closed', at: NOW + 2 }))
    await store.recordTicket(aTicket({ linkId: 'l2' }))
    const later = await bench.reopen()
    expect(await later.ticketsOf(['l1', 'l2', 'l1', 'l3'])).toEqual(
      new Map([
        [
          'l1',
          [
            aTicket({ reference: 'B', at: NOW + 1 }),
            aTicket({ reference: ODD, state: 'closed', at: NOW + 2 }),
          ],
        ],
        ['l2', [aTicket({ linkId: 'l2' })]],
      ]),
    )
    expect(await later.ticketsOf([])).toEqual(new Map())
  })

  test('the audit goes at its age, with what was cut off', async () => {
    const store = await bench.open()
    await store.appendAudit(aRow('old', { at: NOW - 1 }))
    await store.appendAudit(aRow('new'))
    await store.beginAct(aRow('newer'), [], NOW - LEASE_MS - 1, LEASE_MS)
    expect(await store.prune(NOW)).toBe(2)
    expect(idsOf(await store.audit(0, 10))).toEqual(['newer', 'new'])
    expect(await bench.database().query('select link_id from acts_under_way')).toEqual([])
  })

  test('what is known of a contact and of tickets stays as long as the link is watched', async () => {
    const store = await bench.open()
    await store.record(aRecord({ scopes: [aChange({ saveLinks: [watched('l1')] })] }))
    for (const linkId of ['l1', 'l2']) {
      await store.recordContact(aContact({ linkId, at: NOW - 1 }))
      await store.recordTicket(aTicket({ linkId, at: NOW - 1 }))
      await store.recordTicket(aTicket({ linkId, reference: 'new' }))
    }
    expect(await store.prune(NOW)).toBe(2)
    expect([...(await store.contactsOf(['l1', 'l2'])).keys()]).toEqual(['l1'])
    const left = await store.ticketsOf(['l1', 'l2'])
    expect(left.get('l1')).toHaveLength(2)
    expect(left.get('l2')).toEqual([aTicket({ linkId: 'l2', reference: 'new' })])
    expect(await store.prune(NOW)).toBe(0)
  })
}
