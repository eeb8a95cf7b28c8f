import { describe, expect, test } from 'vitest'
import { linkTransition } from '../../src/domain/transition.ts'
import { aLink, NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import { aChange, anIncident, aPost, aRecord, aSilence, aSubscription, PARIS } from './store-samples.ts'

export function storePastContract(bench: StoreBench): void {
  test('silences stay open, oldest first, until they are recorded as ended', async () => {
    const store = await bench.open()
    const older = aSilence('s2', { createdAt: NOW - 1 })
    await store.record(aRecord({ silences: [aSilence('s1'), older] }))
    expect(await store.openSilences()).toEqual([older, aSilence('s1')])
    const held = aSilence('s1', { heldLevels: { l1: 'error' } })
    await store.record(aRecord({ silences: [held, { ...older, endedAt: NOW, endedBy: 'U2' }] }))
    expect(await store.openSilences()).toEqual([held])
  })

  test('subscriptions come back as they were last recorded, oldest first, until they are removed', async () => {
    const store = await bench.open()
    const older = aSubscription('s2', { createdAt: NOW - 1, digest: { minute: 540, zone: 'Europe/Paris' } })
    await store.record(aRecord({ subscriptions: [aSubscription('s1'), older] }))
    expect(await store.subscriptions()).toEqual([older, aSubscription('s1')])
    const digested = { ...older, digestedAt: NOW, channel: 'C3' }
    await store.record(aRecord({ subscriptions: [older, digested], removedSubscriptions: ['s1', 'unknown'] }))
    expect(await store.subscriptions()).toEqual([digested])
  })

  test('a record that is refused leaves nothing of what people asked for', async () => {
    const store = await bench.open()
    await store.record(aRecord({ subscriptions: [aSubscription('s1')], deliveries: [aPost('a')] }))
    const refused = store.record(
      aRecord({
        deliveries: [aPost('a')],
        silences: [aSilence('s2')],
        subscriptions: [aSubscription('s3')],
        removedSubscriptions: ['s1'],
        reasons: [{ linkId: 'l1', at: NOW, reason: 'It is silenced.', incidentId: null }],
      }),
    )
    await expect(refused).rejects.toThrow()
    expect(await store.openSilences()).toEqual([])
    expect(await store.subscriptions()).toEqual([aSubscription('s1')])
    expect(await store.reasonsOf('l1', 10)).toEqual([])
  })

  test('an act of a person writes as many rows as it changes', async () => {
    const store = await bench.open()
    await store.record(aRecord({ incidents: [anIncident('i1')], subscriptions: [aSubscription('s1')] }))
    const writes = await bench.database().countWrites()
    await store.record(
      aRecord({
        silences: [aSilence('s2')],
        reasons: [{ linkId: 'l1', at: NOW, reason: 'It is silenced.', incidentId: 'i1' }],
      }),
    )
    expect(await writes()).toEqual({ silences: 1, reasons: 1 })
  })

  test('what ended since a moment is found in the order it ended, and nothing that is open', async () => {
    const store = await bench.open()
    const ended = (id: string, resolvedAt: number) =>
      anIncident(id, { resolvedAt, ending: 'recovered', reason: 'NUL \u0000, "quoted"' })
    await store.record(
      aRecord({
        incidents: [ended('late', NOW + 2), ended('at', NOW), ended('before', NOW - 1), anIncident('open')],
      }),
    )
    expect(await store.endedIncidents(NOW)).toEqual([ended('at', NOW), ended('late', NOW + 2)])
    expect(await store.endedIncidents(NOW + 3)).toEqual([])
  })

  test('links that vanished since a moment are found as they last were, with the incident that told it', async () => {
    const store = await bench.open()
    const told = { reason: 'It is gone.', incidentId: 'i1' }
    // A name that looks like what is searched for.
    const link = aLink({ id: 'l1', name: '"type":"vanished"' })
    const changed = linkTransition(link, { ...link, status: 'all_down' }, NOW)
    if (changed === null) throw new Error('Another status is a change.')
    await store.record(
      aRecord({
        incidents: [anIncident('i1')],
        scopes: [
          aChange({
            transitions: [
              { type: 'vanished', before: link, at: NOW - 1, ...told },
              { ...changed, ...told },
              { type: 'vanished', before: { ...link, id: 'l3' }, at: NOW + 1, ...told, incidentId: null },
              { type: 'vanished', before: { ...link, id: 'l2' }, at: NOW, ...told },
            ],
          }),
        ],
      }),
    )
    expect(await store.vanishedLinks(NOW)).toEqual([
      { scopeId: PARIS.id, link: { ...link, id: 'l2' }, at: NOW, incidentId: 'i1' },
      { scopeId: PARIS.id, link: { ...link, id: 'l3' }, at: NOW + 1, incidentId: null },
    ])
  })

  test('the incidents of a link are found, newest first, resolved ones too, as many as were asked for', async () => {
    const store = await bench.open()
    const ofLink = (id: string, firstBadAt: number, linkId = 'l1') =>
      anIncident(id, { subject: { type: 'link', linkId, scopeId: PARIS.id }, firstBadAt })
    const [open, resolved, old] = [
      ofLink('i1', NOW),
      { ...ofLink('i2', NOW - 1000), resolvedAt: NOW },
      ofLink('i3', NOW - 2000),
    ]
    await store.record(
      aRecord({ incidents: [old, open, resolved, ofLink('i4', NOW, 'l2'), anIncident('i5')] }),
    )
    expect(await store.incidentsOf('l1', 10)).toEqual([open, resolved, old])
    expect(await store.incidentsOf('l1', 2)).toEqual([open, resolved])
    expect(await store.incidentsOf('unknown', 2)).toEqual([])
  })

  describe('why something was told or not', () => {
    test('is found for a link, newest first, with what it changed from and to', async () => {
      const store = await bench.open()
      const before = aLink({ id: 'l1' })
      const changed = linkTransition(before, { ...before, status: 'all_down' }, NOW + 1000)
      if (changed === null) throw new Error('A change of status should be a transition.')
      const why = (reason: string, incidentId: string | null = null) => ({ reason, incidentId })
      await store.record(
        aRecord({
          scopes: [
            aChange({
              transitions: [
                { type: 'appeared', after: before, at: NOW, ...why('A new link is quiet.') },
                { ...changed, ...why('Both sessions are down.', 'i1') },
                { type: 'vanished', before, at: NOW + 3000, ...why('It was deleted.') },
                { type: 'appeared', after: aLink({ id: 'l2' }), at: NOW, ...why('Another link.') },
              ],
            }),
          ],
          reasons: [
            { linkId: 'l1', at: NOW + 1000, ...why('It is paged.', 'i1') },
            { linkId: 'l1', at: NOW + 2000, ...why('It is silenced.', 'i1') },
            { linkId: 'l1', at: NOW + 2000, ...why('Its tag says so, too.') },
            { linkId: 'l2', at: NOW + 2000, ...why('Another link.') },
          ],
        }),
      )
      const link = { linkId: 'l1' }
      const all = [
        {
          ...link,
          at: NOW + 3000,
          ...why('It was deleted.'),
          transition: { from: before.status, to: null },
        },
        { ...link, at: NOW + 2000, ...why('Its tag says so, too.'), transition: null },
        { ...link, at: NOW + 2000, ...why('It is silenced.', 'i1'), transition: null },
        { ...link, at: NOW + 1000, ...why('It is paged.', 'i1'), transition: null },
        {
          ...link,
          at: NOW + 1000,
          ...why('Both sessions are down.', 'i1'),
          transition: { from: before.status, to: 'all_down' },
        },
        { ...link, at: NOW, ...why('A new link is quiet.'), transition: { from: null, to: before.status } },
      ]
      expect(await store.reasonsOf('l1', 10)).toEqual(all)
      for (const limit of [0, 1, 4, 5]) {
        expect(await store.reasonsOf('l1', limit)).toEqual(all.slice(0, limit))
      }
    })

    test('survives with any character', async () => {
      const store = await bench.open()
      const reason = 'a\0b 😀 \ud800 \'"; drop table reasons; -- $1'
      await store.record(aRecord({ reasons: [{ linkId: 'l1', at: NOW, reason, incidentId: null }] }))
      expect(await store.reasonsOf('l1', 1)).toMatchObject([{ reason }])
    })

    test('is kept for more links at once than fit one statement', async () => {
      const store = await bench.open()
      const reasons = Array.from({ length: 2500 }, (_, n) => ({
        linkId: `l${n}`,
        at: NOW,
        reason: 'It is silenced.',
        incidentId: null,
      }))
      await store.record(aRecord({ reasons }))
      expect(await store.reasonsOf('l2499', 5)).toHaveLength(1)
    })
  })
}
