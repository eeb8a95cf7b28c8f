import { describe, expect, test } from 'vitest'
import { planRouter } from '../../src/routers/plan.ts'
import { aLink, anEvidence, aPolicy, aSelfHostedLink, PARTNER_ID, POLICY_V4_ID } from '../support/links.ts'
import { planned } from './planning.ts'

const hosted = (layer: 'l2' | 'l3' | null) =>
  aLink({ kind: { type: 'hosted', partnerId: PARTNER_ID, layer, disapprovedReason: null } })
const peers = (own: string | null, scaleways: string | null) => ({
  customerPeer: { asn: 65_010, ipv4: own, ipv6: '2001:bc8:a00:1::1/127' },
  scalewayPeer: { asn: 12_876, ipv4: scaleways, ipv6: '2001:bc8:a00:1::/127' },
})
const texts = (prefixes: readonly { readonly text: string }[] | undefined) =>
  prefixes?.map(({ text }) => text)

describe('The plan of a router', () => {
  test('mirrors the filters: what the policy lets out comes in, what it lets in goes out', () => {
    const [v4, v6] = planned(anEvidence({ link: aSelfHostedLink() })).plan.sessions
    expect(v4).toMatchObject({ family: 'ipv4', own: '169.254.10.1', peer: '169.254.10.0', length: 31 })
    expect([texts(v4?.accept), texts(v4?.announce)]).toEqual([['172.16.0.0/22'], ['10.1.0.0/16']])
    expect(v6).toMatchObject({
      family: 'ipv6',
      own: '2001:bc8:a00:1::1',
      peer: '2001:bc8:a00:1::',
      length: 127,
    })
    expect([texts(v6?.accept), texts(v6?.announce)]).toEqual([['2001:bc8:b::/48'], ['2001:db8:1::/48']])
  })

  test('is never one for an L3-hosted link, whose partner speaks BGP', () => {
    expect(planRouter(anEvidence({ link: hosted('l3') }))).toEqual({ type: 'partner_speaks' })
  })

  test('says so where the API does not tell whose router it is, and only there', () => {
    const doubt = /only if it is yours/
    expect(planned(anEvidence({ link: hosted(null) })).notes.join()).toMatch(doubt)
    expect(planned(anEvidence({ link: hosted('l2') })).notes.join()).not.toMatch(doubt)
    expect(planned(anEvidence({ link: aSelfHostedLink() })).notes.join()).not.toMatch(doubt)
  })

  test.each([
    [
      'its policy is not attached',
      { policies: { ipv4: POLICY_V4_ID, ipv6: null } },
      /no IPv6 routing policy/,
    ],
  ] as const)('leaves a family out where %s, and says why', (_, link, why) => {
    const { plan, leftOut } = planned(anEvidence({ link: aSelfHostedLink(link) }))
    expect(plan.sessions.map(({ family }) => family)).toEqual(['ipv4'])
    expect(leftOut).toEqual([{ family: 'ipv6', why: expect.stringMatching(why) }])
  })

  test.each([
    ['its policy cannot be read', { ipv4: null }, aSelfHostedLink(), /could not be read/],
    [
      'its policy is of the other family',
      { ipv4: aPolicy({ family: 'ipv6' }) },
      aSelfHostedLink(),
      /other address family/,
    ],
    [
      'your address is not shown',
      {},
      aSelfHostedLink(peers(null, '169.254.10.0/31')),
      /no IPv4 address of your side/,
    ],
    [
      "Scaleway's address is not shown",
      {},
      aSelfHostedLink(peers('169.254.10.1/31', null)),
      /address of Scaleway's side/,
    ],
    [
      'an address is none',
      {},
      aSelfHostedLink(peers('169.254.10.1/31\nrouter bgp 1', '169.254.10.0/31')),
      /no IPv4 address that a router/,
    ],
    [
      'an address is no host',
      {},
      aSelfHostedLink(peers('169.254.10.1/31', '224.0.0.1/31')),
      /Scaleway's side is no IPv4 address/,
    ],
    [
      'the addresses are of two networks',
      {},
      aSelfHostedLink(peers('169.254.10.1/31', '169.254.10.2/31')),
      /not two ends/,
    ],
    [
      'the addresses are one',
      {},
      aSelfHostedLink(peers('169.254.10.1/31', '169.254.10.1/31')),
      /not two ends/,
    ],
    ['the lengths differ', {}, aSelfHostedLink(peers('169.254.10.1/31', '169.254.10.0/30')), /not two ends/],
  ] as const)('leaves IPv4 out where %s, and keeps IPv6', (_, policies, link, why) => {
    const { plan, leftOut } = planned(
      anEvidence({ link, policies: { ipv4: aPolicy(), ipv6: aPolicy({ family: 'ipv6' }), ...policies } }),
    )
    expect(plan.sessions.map(({ family }) => family)).toEqual(['ipv6'])
    expect(leftOut).toEqual([{ family: 'ipv4', why: expect.stringMatching(why) }])
  })

  test.each([
    ['no policy is attached', aSelfHostedLink({ policies: { ipv4: null, ipv6: null } }), [/IPv4/, /IPv6/]],
    ['there is no peer yet', aSelfHostedLink({ customerPeer: null }), [/no BGP peer on your side yet/]],
    ["Scaleway's peer is not there yet", aSelfHostedLink({ scalewayPeer: null }), [/on Scaleway's side yet/]],
    [
      "the peer ASN is Scaleway's",
      aSelfHostedLink({ customerPeer: { asn: 12_876, ipv4: null, ipv6: null } }),
      [/ASN of the link is 12876/],
    ],
    [
      'the peer ASN is a placeholder',
      aSelfHostedLink({ customerPeer: { asn: 23_456, ipv4: null, ipv6: null } }),
      [/belongs to nobody/],
    ],
    [
      "Scaleway's AS number is none",
      aSelfHostedLink({ scalewayPeer: { asn: 0, ipv4: null, ipv6: null } }),
      [/no AS number/],
    ],
  ] as const)('is none where %s', (_, link, reasons) => {
    const planning = planRouter(anEvidence({ link }))
    expect(planning).toEqual({
      type: 'missing',
      reasons: reasons.map((reason) => expect.stringMatching(reason)),
    })
  })

  test('refuses what is no prefix of the family, names it harmlessly, and goes on without it', () => {
    const ipv4 = aPolicy({
      prefixesIn: [
        '10.0.0.0/8',
        '2001:db8::/32',
        '10.0.0.0/8 le 32\nrouter bgp 1',
        '10.1.2.3/16',
        '10.1.0.0/16',
      ],
      prefixesOut: ['0.0.0.0/0', 'any'],
    })
    const { plan, notes } = planned(
      anEvidence({ link: aSelfHostedLink(), policies: { ipv4, ipv6: aPolicy({ family: 'ipv6' }) } }),
    )
    expect(texts(plan.sessions[0]?.announce)).toEqual(['10.0.0.0/8', '10.1.0.0/16'])
    expect(texts(plan.sessions[0]?.accept)).toEqual(['0.0.0.0/0'])
    expect(notes).toEqual([
      'Of prefix_filter_out, any is no prefix of IPv4, and left out of the filter.',
      'In prefix_filter_out, IPv4 has a prefix of length 0, which lets every route through.',
      'Of prefix_filter_in, 2001 db8 32 and 10.0.0.0 8 le 32 router bgp 1 are no prefixes of IPv4, and left out of the filter.',
      'In prefix_filter_in, 10.1.0.0/16 had bits set behind the length, which are taken off here.',
    ])
  })

  test('says of an empty filter what it stops, in each direction', () => {
    const ipv4 = aPolicy({ prefixesIn: [], prefixesOut: [] })
    const { plan, notes } = planned(
      anEvidence({ link: aSelfHostedLink(), policies: { ipv4, ipv6: aPolicy({ family: 'ipv6' }) } }),
    )
    expect(plan.sessions[0]).toMatchObject({ accept: [], announce: [] })
    expect(notes).toEqual([
      expect.stringMatching(/lets nothing in, and no route into the VPC is learned/),
      expect.stringMatching(/lets nothing out, and the VPC learns no route to you/),
    ])
  })

  test('believes the API where it differs from the documents, and says so', () => {
    const link = aSelfHostedLink({
      scalewayPeer: { asn: 64_999, ipv4: '169.254.10.1/30', ipv6: null },
      customerPeer: { asn: 65_010, ipv4: '169.254.10.2/30', ipv6: null },
    })
    const { plan, notes } = planned(anEvidence({ link }))
    expect(plan).toMatchObject({ scalewayAsn: 64_999, sessions: [{ length: 30 }] })
    expect(notes).toEqual([expect.stringMatching(/AS 64999.*12876/), expect.stringMatching(/\/30.*\/31/)])
  })

  test.each([0, 4095, null])('has no VLAN where the API gives %s, and says so', (vlan) => {
    const { plan, notes } = planned(anEvidence({ link: aSelfHostedLink({ vlan }) }))
    expect(plan.vlan).toBeNull()
    expect(notes).toEqual([expect.stringMatching(/YOUR_VLAN/)])
  })

  test('warns of a hosted link that its partner may use another VLAN', () => {
    expect(planned(anEvidence({ link: hosted('l2') })).notes).toEqual([
      expect.stringMatching(/VLAN 1234.*another tag/),
    ])
  })

  test('says of a link that is over that only the rollback is of use', () => {
    const { notes } = planned(anEvidence({ link: aSelfHostedLink({ status: 'expired' }) }))
    expect(notes).toEqual([expect.stringMatching(/^This link is Expired: nothing will come up.*rollback/)])
  })
})
