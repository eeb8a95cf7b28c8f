import { describe, expect, test } from 'vitest'
import type { Link } from '../../../src/domain/link.ts'
import type { Market } from '../../../src/remedies/reorder/market.ts'
import {
  AS_IT_WAS,
  type Differences,
  planOtherOrder,
  planReorder,
  type ReorderPlan,
  reorderOffer,
} from '../../../src/remedies/reorder/order.ts'
import { orderTag } from '../../../src/remedies/reorder/saga.ts'
import { aConnection, aLink, aPartner, aPop, aSelfHostedLink, PARTNER_ID } from '../../support/links.ts'

const OTHER_POP = aPop({ id: 'pop-2', displayName: 'DC5', bandwidthsMbps: [500, 1000] })
const MARKET: Market = {
  pops: [aPop(), OTHER_POP],
  partners: [aPartner(), aPartner({ id: 'hexa', name: 'HexaIX' })],
  connections: [
    aConnection(),
    aConnection({ id: 'c2', name: 'dc5-port', popId: 'pop-2', bandwidthMbps: 500 }),
  ],
  partnersAt: new Map([
    [aPop().id, [PARTNER_ID, 'hexa']],
    ['pop-2', ['hexa']],
  ]),
}

const EXPIRED = aLink({ status: 'expired', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })

function planned(link: Link, asked: Partial<Differences> = {}, market: Market = MARKET): ReorderPlan {
  const answer = planReorder(link, { ...AS_IT_WAS, ...asked }, market)
  if (answer.type === 'refused') throw new Error(answer.why)
  return answer.plan
}

function refused(link: Link, asked: Partial<Differences> = {}): string {
  const answer = planReorder(link, { ...AS_IT_WAS, ...asked }, MARKET)
  if (answer.type === 'planned') throw new Error('It was planned.')
  return answer.why
}

describe('ordering a link again', () => {
  test('is the documented way out of expired and refused, and offered elsewhere for those who know why', () => {
    expect(reorderOffer(EXPIRED)).toEqual({ type: 'offered', documented: true })
    expect(reorderOffer(aLink({ status: 'refused' }))).toEqual({ type: 'offered', documented: true })
    for (const status of ['active', 'requested', 'all_down', 'ready', 'deprovisioning']) {
      expect(reorderOffer(aLink({ status })), status).toEqual({ type: 'offered', documented: false })
    }
  })

  test.each(['locked', 'failed', 'configuring', 'deleted'])(
    'is useless while it is %s, and says why',
    (status) => {
      expect(reorderOffer(aLink({ status }))).toEqual({
        type: 'useless',
        why: expect.stringMatching(/^[A-Z].+\.$/),
      })
      expect(refused(aLink({ status }))).toMatch(/^[A-Z].+\.$/)
    },
  )
})

describe('the plan of a reorder', () => {
  test('orders the link as it was, where nothing is to differ', () => {
    const link = { ...EXPIRED, tags: ['env:prod', orderTag('left-over')] }
    const plan = planned(link)
    expect(plan.order).toEqual({
      name: 'paris-a',
      tags: ['env:prod'],
      projectId: link.projectId,
      popId: link.popId,
      bandwidthMbps: 1000,
      over: { type: 'partner', partnerId: PARTNER_ID },
      peerAsn: 65_010,
      vlan: null,
    })
    expect(plan.differences).toEqual([])
    expect(plan.kept).toEqual([
      'The project and the tags will be kept.',
      'The peer ASN 65010 will be kept.',
      'The IPv4 and IPv6 routing policies will be attached again.',
      'The VPC will be attached again.',
      'Route propagation will be turned on again.',
    ])
    expect(plan.carries).toBe(false)
  })

  test('names what differs by name, and what it costs', () => {
    const plan = planned(EXPIRED, {
      name: ' paris-b ',
      partnerId: 'hexa',
      popId: 'pop-2',
      bandwidthMbps: 500,
    })
    expect(plan.differences).toEqual([
      'It will be called paris-b instead of paris-a.',
      'It will go over HexaIX instead of FranceIX.',
      'It will enter at DC5 instead of Telehouse TH2.',
      'It will have 500 Mbps instead of 1 Gbps.',
    ])
    expect(plan.cost).toBe(
      'Billing of the old link ends with its deletion; the new one is billed from its creation, also while the partner has not answered.',
    )
    expect(planned(aSelfHostedLink()).cost).toBe(
      'The old link costs nothing; the new one costs nothing beyond its dedicated connection.',
    )
  })

  test('says what cannot be kept', () => {
    expect(planned(aLink()).lost).toEqual([
      'The pairing key ends with the old link: the partner needs the new one.',
      'Nothing new will be ordered until the partner has deleted its side of the old link too, which may take days: ask it to.',
      'Both ends of the BGP sessions get new addresses: routers have to be configured anew.',
      'VLAN 1234 may change: Scaleway gives a new one.',
      'The link carries IPv4 and IPv6 now: that ends, until the new link is in service.',
    ])
    // What the partner never provisioned, or what is deleted by now, nobody waits for.
    const old = planOtherOrder(aLink(), AS_IT_WAS, MARKET)
    for (const plan of [planned(EXPIRED), old.type === 'planned' ? old.plan : null])
      expect(plan?.lost.join(' ')).not.toContain('Nothing new will be ordered until')
    expect(
      planned(aSelfHostedLink({ status: 'ready', sessions: { ipv4: 'down', ipv6: 'down' } })).lost,
    ).toEqual(['Both ends of the BGP sessions get new addresses: routers have to be configured anew.'])
  })

  test('keeps the customer’s own ASN, and leaves that of a partner who speaks BGP to the new order', () => {
    const kind = (layer: 'l2' | 'l3' | null) => ({ ...EXPIRED.kind, layer }) as Link['kind']
    expect(planned({ ...EXPIRED, kind: kind('l2') }, { partnerId: 'hexa' }).order.peerAsn).toBe(65_010)
    expect(planned({ ...EXPIRED, kind: kind('l3') }).order.peerAsn).toBeNull()
    expect(planned({ ...EXPIRED, kind: kind(null) }, { partnerId: 'hexa' }).order.peerAsn).toBeNull()
  })

  test('keeps the VLAN of a self-hosted link only over the same connection', () => {
    expect(planned(aSelfHostedLink()).order.vlan).toBe(1234)
    const moved = planned(aSelfHostedLink({ bandwidthMbps: 500 }), { connectionId: 'c2' }).order
    expect(moved).toMatchObject({
      vlan: null,
      popId: 'pop-2',
      over: { type: 'connection', connectionId: 'c2' },
    })
  })

  test.each<[Partial<Differences>, string]>([
    [{ name: '  ' }, 'Give the new link a name.'],
    [{ name: 'x'.repeat(256) }, 'A name has at most 255 characters: shorten it.'],
    [{ bandwidthMbps: 0.5 }, 'Give the bandwidth as a whole number of Mbps.'],
    [{ bandwidthMbps: 77 }, 'Telehouse TH2 offers 50 Mbps, 100 Mbps, 1 Gbps, 10 Gbps: choose one of these.'],
    [
      { popId: 'nowhere' },
      'That PoP is not in the region of the link: choose another. There is Telehouse TH2 and DC5.',
    ],
    [
      { popId: 'pop-2' },
      'FranceIX offers no links of 1 Gbps at DC5: choose another partner or PoP. Offered instead: HexaIX at DC5; FranceIX at Telehouse TH2.',
    ],
    [
      { partnerId: 'hexa', connectionId: 'c2' },
      'Choose a partner or a connection for the new link, and not both.',
    ],
    [{ connectionId: 'c2' }, 'Connection dc5-port has 500 Mbps in all: choose a smaller bandwidth.'],
  ])('is refused for %j', (asked, why) => {
    expect(refused(EXPIRED, asked)).toBe(why)
  })

  test('is refused where a self-hosted link is to enter elsewhere than its connection ends', () => {
    expect(refused(aSelfHostedLink(), { popId: 'pop-2' })).toBe(
      'Connection dc1-port ends at another PoP: choose a connection at that PoP.',
    )
  })

  test('is refused as it was, too, where the partner offers it no more, with what is offered instead', () => {
    const nobody = new Map([
      [aPop().id, ['hexa']],
      ['pop-2', []],
    ])
    const answer = planReorder(EXPIRED, AS_IT_WAS, { ...MARKET, partnersAt: nobody })
    expect(answer).toEqual({
      type: 'refused',
      why: 'FranceIX offers no links of 1 Gbps at Telehouse TH2: choose another partner or PoP. Offered instead: HexaIX at Telehouse TH2.',
    })
    const nothing = { ...MARKET, partnersAt: new Map([[aPop().id, []]]) }
    expect(planReorder(EXPIRED, AS_IT_WAS, nothing)).toMatchObject({
      why: expect.stringContaining('No partner that was asked offers that bandwidth there'),
    })
  })

  test('is refused where the connection of a self-hosted link is gone', () => {
    const market = { ...MARKET, connections: MARKET.connections.slice(1) }
    expect(planReorder(aSelfHostedLink(), AS_IT_WAS, market)).toMatchObject({
      type: 'refused',
      why: 'That dedicated connection is not there any more: choose another. There is dc5-port.',
    })
  })

  test('of another order for a link that is deleted says nothing of what that carried', () => {
    const answer = planOtherOrder(
      { ...aLink(), status: 'locked' },
      { ...AS_IT_WAS, partnerId: 'hexa' },
      MARKET,
    )
    if (answer.type === 'refused') throw new Error(answer.why)
    expect(answer.plan.lost.join(' ')).not.toContain('carries')
    expect(answer.plan).toMatchObject({
      carries: false,
      order: { over: { type: 'partner', partnerId: 'hexa' } },
      differences: ['It will go over HexaIX instead of FranceIX.'],
    })
  })

  test('leaves to the API what is not known here', () => {
    const unknown: Market = { pops: [], partners: [], connections: [], partnersAt: new Map() }
    expect(planned(EXPIRED, { bandwidthMbps: 77, popId: 'pop-9' }, unknown).order).toMatchObject({
      popId: 'pop-9',
    })
  })
})
