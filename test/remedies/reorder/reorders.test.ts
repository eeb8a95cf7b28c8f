import { describe, expect, test } from 'vitest'
import { orderTag } from '../../../src/remedies/reorder/saga.ts'
import { progressOf, whereThingsStand } from '../../../src/remedies/reorder/standing.ts'
import { aLink, aSelfHostedLink } from '../../support/links.ts'
import { asking, begun, EXPIRED, stage, theOne } from './stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describe('a link that is deleted and ordered again', () => {
  test('is taken apart as the official tools do, ordered, and configured as it was', async () => {
    const it = stage([EXPIRED])
    const { reorders } = it.live()
    const { id } = await begun(reorders, asking(EXPIRED))
    await reorders.settled()
    expect(it.api.asked).toEqual([
      'disable_propagation',
      'detach_vpc',
      'delete_link',
      'create_link',
      'attach_policy',
      'attach_policy',
      'attach_vpc',
      'enable_propagation',
      'set_tags',
    ])
    expect([...it.api.links.values()]).toMatchObject([
      {
        id: 'new-1',
        name: EXPIRED.name,
        tags: ['env:prod'],
        projectId: EXPIRED.projectId,
        popId: EXPIRED.popId,
        bandwidthMbps: EXPIRED.bandwidthMbps,
        vpcId: EXPIRED.vpcId,
        policies: EXPIRED.policies,
        routePropagation: true,
      },
    ])
    expect(it.api.ordered[0]?.tags).toEqual(['env:prod', orderTag(id)])
  })

  test('is followed until it is in service, and asks for the mail with the new key until the partner has begun', async () => {
    const it = stage([EXPIRED])
    const { reorders } = it.live()
    await begun(reorders, asking(EXPIRED))
    await reorders.settled()
    expect(theOne(it)).toMatchObject({
      newLinkId: 'new-1',
      incidentId: 'incident-1',
      mail: { about: 'provision', linkId: 'new-1' },
      standing: { type: 'waiting', why: expect.stringContaining('pairing key') },
    })
    it.api.set('new-1', { status: 'provisioning' })
    await it.clock.advance(MINUTE_MS)
    expect(theOne(it)).toMatchObject({ mail: null, standing: { type: 'waiting' } })
    it.api.set('new-1', { status: 'active' })
    await it.clock.advance(HOUR_MS)
    expect(theOne(it).standing).toMatchObject({ type: 'ended', how: 'done' })
    expect(progressOf(theOne(it)).every(({ state }) => state === 'done')).toBe(true)
    expect(whereThingsStand(theOne(it))).toEqual([
      `Link paris-a (${EXPIRED.id}) was deleted.`,
      'The new link paris-a (new-1) was ordered and configured, and is in service.',
    ])
  })

  test('is only deleted where nothing is ordered', async () => {
    const it = stage([EXPIRED])
    const { reorders } = it.live()
    await begun(reorders, { ...asking(EXPIRED), order: null })
    await reorders.settled()
    expect(it.api.asked).toEqual(['disable_propagation', 'detach_vpc', 'delete_link'])
    expect(theOne(it).standing).toMatchObject({ type: 'ended', how: 'done' })
    expect(it.api.links.size).toBe(0)
  })

  test('keeps its VLAN where it is self-hosted, and asks nobody for a mail', async () => {
    const old = aSelfHostedLink()
    const it = stage([old])
    const { reorders } = it.live()
    await begun(reorders, asking(old))
    await reorders.settled()
    expect([...it.api.links.values()]).toMatchObject([{ id: 'new-1', kind: old.kind, vlan: old.vlan }])
    expect(theOne(it).mail).toBeNull()
  })

  test('that carried waits for days for the partner to delete its side, and goes on then', async () => {
    const old = aLink()
    const it = stage([old])
    const { reorders } = it.live()
    await begun(reorders, asking(old))
    await it.clock.advance(3 * 24 * HOUR_MS)
    expect(theOne(it)).toMatchObject({
      mail: { about: 'deprovision', linkId: old.id },
      standing: { type: 'waiting', why: expect.stringContaining('partner has to delete its side') },
    })
    expect(it.api.ordered).toEqual([])
    it.api.partnerDeletes(old.id)
    await it.clock.advance(10 * MINUTE_MS)
    expect(it.api.ordered).toHaveLength(1)
    expect(theOne(it).mail).toEqual({ about: 'provision', linkId: 'new-1' })
  })

  test('is told of only when it looks different, however often it is looked at', async () => {
    const old = aLink()
    const it = stage([old])
    const { reorders } = it.live()
    await begun(reorders, asking(old))
    await it.clock.advance(MINUTE_MS)
    const before = it.told.length
    await it.clock.advance(3 * 24 * HOUR_MS)
    expect(it.told.length).toBe(before)
  })

  test('has its policies detached where the API deletes no link that has some', async () => {
    const it = stage([EXPIRED])
    it.api.wantsPoliciesDetached = true
    const { reorders } = it.live()
    await begun(reorders, asking(EXPIRED))
    await it.clock.advance(MINUTE_MS)
    expect(it.api.asked).toContain('detach_policy')
    expect([...it.api.links.values()]).toMatchObject([{ id: 'new-1', policies: EXPIRED.policies }])
  })

  test('has a line in the audit for each call, begun and ended, and its changes are known as the bot’s own', async () => {
    const it = stage([EXPIRED])
    const { reorders } = it.live()
    await begun(reorders, asking(EXPIRED))
    await reorders.settled()
    expect(it.audit.filter(({ outcome }) => outcome === 'begun')).toHaveLength(it.api.asked.length)
    expect(it.audit.filter(({ outcome }) => outcome === 'done')).toHaveLength(it.api.asked.length)
    const ends = it.audit.filter(({ outcome }) => outcome === 'done')
    expect(ends.find(({ act }) => act === 'detach_vpc')).toMatchObject({
      channel: asking(EXPIRED).channel,
      what: `Detach VPC ${EXPIRED.vpcId}, before the link is deleted.`,
      before: `VPC ${EXPIRED.vpcId}`,
      after: 'VPC none',
    })
    expect(ends.find(({ act }) => act === 'set_policy')).toMatchObject({
      what: `Attach IPv4 routing policy ${EXPIRED.policies.ipv4}, as on the link that this one takes the place of.`,
      before: 'IPv4 policy none',
      after: `IPv4 policy ${EXPIRED.policies.ipv4}`,
    })
    expect(it.ownChanges).toEqual(
      expect.arrayContaining([
        { linkId: EXPIRED.id, change: 'deletion' },
        { linkId: 'new-1', change: 'vpc' },
        { linkId: 'new-1', change: 'policy_ipv4' },
        { linkId: 'new-1', change: 'propagation' },
      ]),
    )
    expect(it.leases.size).toBe(0)
  })
})

describe('asking for it', () => {
  test('is refused with what changed where the link is not what was shown', async () => {
    const it = stage([{ ...EXPIRED, vpcId: null, status: 'deprovisioning' }])
    const answer = await it.live().reorders.begin(asking(EXPIRED))
    expect(answer).toEqual({
      type: 'changed',
      what: `status expired → deprovisioning and VPC ${EXPIRED.vpcId} → none`,
    })
    expect(it.stored.size).toBe(0)
  })

  test('is refused where the link is gone, or cannot be read', async () => {
    const it = stage([])
    const { reorders } = it.live()
    expect(await reorders.begin(asking(EXPIRED))).toEqual({ type: 'gone' })
    it.api.failingReads = [true]
    expect(await reorders.begin(asking(EXPIRED))).toMatchObject({ type: 'unread' })
  })

  test('twice at once begins it once', async () => {
    const it = stage([EXPIRED])
    const { reorders } = it.live()
    const answers = await Promise.all([1, 2, 3].map(() => reorders.begin(asking(EXPIRED))))
    await reorders.settled()
    expect(answers.map(({ type }) => type).sort()).toEqual(['begun', 'under_way', 'under_way'])
    expect(it.api.ordered).toHaveLength(1)
  })

  test('of a new link that is only being followed ends that, and orders it again', async () => {
    const it = stage([EXPIRED])
    const { reorders } = it.live()
    await begun(reorders, asking(EXPIRED))
    await reorders.settled()
    it.api.set('new-1', { status: 'expired' })
    await it.clock.advance(MINUTE_MS)
    expect(theOne(it).standing).toMatchObject({ type: 'stopped', why: expect.stringContaining('expired') })
    const again = it.api.links.get('new-1')
    if (again === undefined) throw new Error('The new link is gone.')
    await begun(reorders, asking(again))
    await reorders.settled()
    expect([...it.api.links.keys()]).toEqual(['new-2'])
    const [first] = it.stored.values()
    expect(first?.standing).toMatchObject({ type: 'ended', how: 'ordered_again' })
  })
})

describe('over a restart', () => {
  test('what waits goes on, what stopped stays, and both are told', async () => {
    const other = aLink({ ...EXPIRED, id: 'other' })
    const it = stage([EXPIRED, other])
    it.api.fates = ['no']
    const first = it.live()
    await begun(first.reorders, asking(EXPIRED))
    await first.reorders.settled()
    it.api.failingReads = [false, true]
    await begun(first.reorders, asking(other))
    await first.reorders.settled()
    await first.reorders.stop()
    const before = it.told.length
    const { reorders } = it.live()
    await reorders.start()
    await it.clock.advance(MINUTE_MS)
    expect(
      it.told
        .slice(before, before + 2)
        .map(({ old }) => old.id)
        .sort(),
    ).toEqual([EXPIRED.id, 'other'].sort())
    expect(it.api.ordered).toHaveLength(1)
    expect(it.api.links.has(EXPIRED.id)).toBe(true)
  })

  test('a bot that stops begins nothing more', async () => {
    const it = stage([aLink()])
    const { reorders } = it.live()
    await begun(reorders, asking(aLink()))
    await reorders.stop()
    it.api.partnerDeletes(aLink().id)
    await it.clock.advance(24 * HOUR_MS)
    expect(it.api.ordered).toEqual([])
  })
})
