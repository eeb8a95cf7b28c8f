import { expect, test } from 'vitest'
import type { Alert, IncidentEntry } from '../../src/alerting/alert.ts'
import type { BlindRegion } from '../../src/alerting/blindness.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import {
  anAlert,
  anIncident,
  aPost,
  claimOne,
  deliverAll,
  enqueue,
  NONE,
  PARIS,
  TIMEOUT,
  watched,
} from './store-samples.ts'
import { insertInto, VERSION_2 } from './version-2.ts'

/** An open incident as version 2 wrote it. */
function oldIncident(): Partial<Incident> {
  const { acknowledgement, reminders, flapping, heldBack, page, history, ...old } = anIncident('i1', {
    subject: { type: 'link', linkId: 'l1', scopeId: PARIS.id },
    rootKey: 'root',
  })
  return old
}

/** The same as it is read now. */
const COMPLETE: Incident = {
  ...anIncident('i1', { subject: { type: 'link', linkId: 'l1', scopeId: PARIS.id }, rootKey: 'root' }),
  history: [{ at: NOW, event: 'opened', status: 'all_down', by: null }],
}

const ENTRY: IncidentEntry = {
  incidentId: 'i1',
  link: { id: 'l1', name: 'one', region: 'fr-par', status: 'all_down' },
  level: 'error',
  reason: 'Both sessions are down.',
  upSince: null,
  resolvedAt: null,
  ending: null,
  acknowledgement: null,
  flapping: false,
}

/** The message of an unreadable region when each had one of its own, and a line of it. */
const oldScopeAlert = (incident: unknown) => ({
  type: 'scope',
  at: NOW,
  incident,
  scope: PARIS,
  failure: TIMEOUT,
})
const oldScopeLine = (event: 'worsened' | 'recovered') => ({
  ...oldScopeAlert(oldIncident()),
  type: 'scope_line',
  event,
})
/** The same as they are read now. */
const REGION: BlindRegion = { incident: COMPLETE, scope: PARIS, failure: TIMEOUT }

function aRow(position: number, row: Readonly<Record<string, string | number | null>>): string {
  return insertInto('deliveries', {
    channel: 'C1',
    position,
    parent_key: null,
    broadcast: 0,
    incident_id: 'i1',
    alert: JSON.stringify(anAlert(position)),
    at: NOW,
    state: 'waiting',
    attempts: 0,
    searches: 0,
    may_repeat: 0,
    ...row,
  })
}

export function storeOlderContract(bench: StoreBench): void {
  const openVersion2 = async (...statements: readonly string[]) => {
    for (const statement of [...VERSION_2, ...statements]) await bench.database().query(statement)
    return bench.open()
  }
  const settled = { state: 'delivered', ts: '1.0', settled_at: NOW }
  const channel = insertInto('channels', { id: 'C1', enqueued: 9, held_until: 0 })

  test('links and incidents of version 2 come back with what was added to them since', async () => {
    const { healthChanges, marks, configured, carriedInto, meantSince, ...oldLink } = watched('l1')
    const store = await openVersion2(
      insertInto('scopes', { id: PARIS.id, region: 'fr-par', version: 3, failed_polls: 0 }),
      insertInto('links', { scope_id: PARIS.id, id: 'l1', watched: JSON.stringify(oldLink) }),
      insertInto('incidents', {
        id: 'i1',
        scope_id: PARIS.id,
        link_id: 'l1',
        first_bad_at: NOW,
        incident: JSON.stringify(oldIncident()),
      }),
    )
    expect([...(await store.loadScope(PARIS)).links.values()]).toEqual([watched('l1')])
    expect(await store.openIncidents()).toEqual([COMPLETE])
    expect(await store.incidentsOf('l1', 1)).toEqual([COMPLETE])
  })

  test('an alert of version 2 that waits is told with what was added to its incidents since', async () => {
    const { acknowledgement, flapping, ...oldEntry } = ENTRY
    const group = (entries: readonly unknown[]) => ({ ...anAlert(2), entries }) as Alert
    const store = await openVersion2(
      channel,
      aRow(1, {
        key: 'a',
        message_key: 'a',
        type: 'post',
        alert: JSON.stringify(oldScopeAlert(oldIncident())),
      }),
      aRow(2, { key: 'b', message_key: 'b', type: 'post', alert: JSON.stringify(group([oldEntry])) }),
    )
    expect((await store.stories(['b'])).get('b')?.[0]?.alert).toEqual(group([ENTRY]))
    const claim = await claimOne(store)
    expect(claim).toMatchObject({ story: 'a', mention: null, anew: false })
    expect(claim.alert).toEqual({ type: 'scope', at: NOW, regions: [REGION] })
  })

  test('lines about one region and digests of links alone are read as they are told now', async () => {
    const digest = { ...anAlert(1), type: 'digest', open: [], over: [] }
    const told = [oldScopeLine('worsened'), oldScopeLine('recovered'), digest]
    const store = await openVersion2(
      channel,
      ...told.map((alert, n) =>
        aRow(n + 1, { key: `k${n}`, message_key: `k${n}`, type: 'post', alert: JSON.stringify(alert) }),
      ),
    )
    const read = []
    for (const _ of told) {
      const claim = await claimOne(store)
      read.push(claim.alert)
      await store.recordDelivery(claim.dispatch.key, { type: 'delivered', ts: '1.0', at: NOW })
    }
    expect(read).toEqual([
      { type: 'scope_line', at: NOW, changes: [{ ...REGION, event: 'worsened' }], left: ['fr-par'] },
      { type: 'scope_line', at: NOW, changes: [{ ...REGION, event: 'recovered' }], left: [] },
      { ...digest, shared: [], milder: 0, reorders: [] },
    ])
  })

  test('a reminder that waits behind the end of an older story is not told', async () => {
    const note = { type: 'note', at: NOW, level: 'error', about: ['fr-par'], count: 1 }
    const reminder = { ...note, note: { type: 'reminder', number: 1, badSince: NOW } }
    const reply = { type: 'reply', parent_key: 'root' }
    const store = await openVersion2(
      channel,
      aRow(1, { key: 'root', message_key: 'root', type: 'post', ...settled }),
      aRow(2, { key: 'n', message_key: 'n', ...reply, broadcast: 1, alert: JSON.stringify(reminder) }),
      aRow(3, { key: 'e', message_key: 'e', ...reply, alert: JSON.stringify(oldScopeLine('recovered')) }),
    )
    expect(await deliverAll(store)).toEqual(['e'])
  })

  test('what is stored wins over what would be added', async () => {
    const store = await bench.open()
    const entry = {
      ...ENTRY,
      flapping: true,
      acknowledgement: { by: 'U1', at: NOW, expiresAt: NOW + 1 },
    } satisfies IncidentEntry
    const alert: Alert = {
      type: 'baseline',
      at: NOW,
      scopes: [],
      unreadable: [],
      statuses: {},
      entries: [entry],
    }
    await enqueue(store, { ...aPost('a'), alert })
    expect((await claimOne(store)).alert).toEqual(alert)
  })

  test('a message of version 2 is the story that its key names, with all that belongs to it', async () => {
    const store = await openVersion2(
      channel,
      aRow(1, { key: 'root', message_key: 'root', type: 'post', ...settled }),
      aRow(2, { key: 'e1', message_key: 'root', type: 'edit', parent_key: 'root', ...settled }),
      // The message was deleted, and this edit took its place.
      aRow(3, { key: 'e2', message_key: 'root', type: 'post', ...settled }),
      aRow(4, { key: 'line', message_key: 'line', type: 'reply', parent_key: 'root', ...settled }),
      // This one was to go to a thread that was deleted.
      aRow(5, { key: 'lost', message_key: 'lost', type: 'post', ...settled }),
      aRow(6, { key: 'e3', message_key: 'root', type: 'edit', parent_key: 'root' }),
      aRow(7, { key: 'line2', message_key: 'line2', type: 'reply', parent_key: 'root' }),
    )
    expect(
      await bench.database().query('select key, story, mention, anew from deliveries order by position'),
    ).toEqual(
      ['root', 'root', 'root', 'root', 'lost', 'root', 'root'].map((story, n) => ({
        key: ['root', 'e1', 'e2', 'line', 'lost', 'e3', 'line2'][n],
        story,
        mention: null,
        anew: 0,
      })),
    )
    expect(await store.stories(['root'])).toEqual(
      new Map([['root', [{ key: 'root', channel: 'C1', alert: anAlert(6) }]]]),
    )
    expect(await deliverAll(store)).toEqual(['e3', 'line2'])
  })

  test('a story of version 2 is not forgotten while its incident is open', async () => {
    const store = await openVersion2(
      channel,
      aRow(1, { key: 'root', message_key: 'root', type: 'post', ...settled }),
      aRow(2, { key: 'other', message_key: 'other', type: 'post', ...settled }),
      insertInto('incidents', {
        id: 'i1',
        scope_id: PARIS.id,
        link_id: 'l1',
        first_bad_at: NOW,
        incident: JSON.stringify(oldIncident()),
      }),
    )
    expect(await store.prune(NOW + 1)).toBe(1)
    expect(await store.claimDue(NOW, 100, NONE)).toEqual([])
    expect((await store.stories(['root', 'other'])).size).toBe(1)
  })
}
