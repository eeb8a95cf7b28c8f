import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import { firstMissingStep, trafficPath } from '../../src/diagnostics/traffic-path.ts'
import type { Link } from '../../src/domain/link.ts'
import { aPast, aWrite, ON_DEMAND } from '../fixtures/evidence/on-demand.ts'
import {
  aConnection,
  aLink,
  anEvidence,
  aPolicy,
  aSelfHostedLink,
  NOW,
  POLICY_V4_ID,
} from '../support/links.ts'

const MINUTE_MS = 60_000
const down: Partial<Link> = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } }
const SIBLING_POLICY = '55555555-5555-4555-8555-000000000099'

function finding(evidence: Evidence, id: string) {
  return diagnose(evidence, NOW).findings.find((found) => found.id === id)
}

test.each(ON_DEMAND)('$name', ({ evidence, because, mover, verdict, firstStep }) => {
  const diagnosis = diagnose(evidence, NOW)
  expect(diagnosis.verdict).toMatch(verdict)
  expect(diagnosis.mover).toBe(mover)
  expect(diagnosis.findings.map(({ id }) => id)).toContain(because)
  expect(diagnosis.steps[0]?.text).toMatch(firstStep)
})

test('what was not checked is passed on, and nothing is where nobody asked', () => {
  const notChecked = [{ what: 'the VPC', why: 'The key may not read it.' }]
  expect(diagnose(anEvidence({ notChecked }), NOW).notChecked).toEqual(notChecked)
  expect(diagnose(anEvidence(), NOW).notChecked).toEqual([])
})

describe('a change before the symptom', () => {
  test('that explains nothing that is missing is a risk with its maker, and sessions are still tested', () => {
    const writes = [aWrite('UpdateRoutingPolicy', { target: 'policy', by: 'ops', tool: 'cli' })]
    const evidence = anEvidence({ link: aLink(down), past: aPast(), writes })
    expect(finding(evidence, 'recent_change')).toMatchObject({
      id: 'recent_change',
      weight: 'risk',
      text: 'A routing policy of the link was edited by ops with the scw CLI, 2 minutes before that was seen: look at that before anything is tested.',
    })
    const { verdict, steps } = diagnose(evidence, NOW)
    expect(verdict).toMatch(/^Both BGP sessions are down/)
    expect(steps.some(({ text }) => text.includes('VLAN 1234'))).toBe(true)
    expect(steps[0]?.text).toMatch(/^Ask ops/)
  })

  test.each([
    ['long before it', NOW - 22 * MINUTE_MS],
    ['after it', NOW - 3 * MINUTE_MS],
  ])('is not held against it where it was made %s', (_, at) => {
    const link = aLink({ ...down, routePropagation: false })
    const evidence = anEvidence({ link, past: aPast(), writes: [aWrite('DisableRoutePropagation', { at })] })
    expect(finding(evidence, 'recent_change')).toBeUndefined()
    expect(diagnose(evidence, NOW).verdict).toMatch(/^Route propagation is off/)
  })

  test('counts up to now where no poll has seen the symptom yet', () => {
    const past = aPast({ firstBadAt: null, lastGoodAt: NOW - MINUTE_MS })
    const link = aLink({ ...down, routePropagation: false })
    const writes = [aWrite('DisableRoutePropagation', { at: NOW - 20_000 })]
    expect(diagnose(anEvidence({ link, past, writes }), NOW).verdict).toContain('20 seconds before')
  })

  test('by a method of a newer API is named as it came', () => {
    const evidence = anEvidence({ link: aLink(down), past: aPast(), writes: [aWrite('RotateKeys')] })
    expect(finding(evidence, 'recent_change')?.text).toContain(
      '“RotateKeys” was called on the link by user-1',
    )
  })

  test('of a link that lost nothing is nobody’s business', () => {
    expect(
      finding(anEvidence({ past: aPast(), writes: [aWrite('UpdateLink')] }), 'recent_change'),
    ).toBeUndefined()
  })

  test('that this very reading shows names who made it', () => {
    const evidence = anEvidence({
      link: aLink({ ...down, routePropagation: false }),
      before: aLink(),
      past: aPast(),
      writes: [aWrite('DisableRoutePropagation', { tool: 'terraform' })],
    })
    const { verdict, steps, findings } = diagnose(evidence, NOW)
    expect(verdict).toContain('with a change of configuration: route propagation was turned off')
    expect(steps.map(({ text }) => text)).toContain(
      'Ask user-1, who made the change with Terraform, whether it was planned',
    )
    expect(findings.some(({ id }) => id === 'recent_change')).toBe(false)
  })
})

describe('the routes that the VPC has learned', () => {
  test('are a step of the path: there, missing, or unreadable', () => {
    const state = (evidence: Evidence) => trafficPath(evidence).find(({ id }) => id === 'routes_ipv4')?.state
    const past = aPast()
    expect(state(anEvidence())).toBeUndefined()
    expect(state(anEvidence({ past }))).toBe('unknown')
    expect(state(anEvidence({ past, routes: [] }))).toBe('missing')
    expect(state(anEvidence({ past, routes: [{ destination: '10.1.0.0/16', family: 'ipv4' }] }))).toBe('done')
  })

  test('are not asked after where the incoming list is empty already', () => {
    const policies = { ipv4: aPolicy({ prefixesIn: [] }), ipv6: null }
    const link = aLink({
      policies: { ipv4: POLICY_V4_ID, ipv6: null },
      sessions: { ipv4: 'up', ipv6: 'disabled' },
    })
    const evidence = anEvidence({ link, policies, past: aPast(), routes: [] })
    expect(finding(evidence, 'routes_absent')).toBeUndefined()
    expect(diagnose(evidence, NOW).verdict).toContain('accepts no prefix from outside')
  })

  test('are counted by family in what is said of a healthy link', () => {
    const routes = [
      { destination: '10.1.0.0/16', family: 'ipv4' },
      { destination: '10.2.0.0/16', family: 'ipv4' },
      { destination: '2001:db8::/48', family: 'ipv6' },
    ] as const
    expect(finding(anEvidence({ past: aPast(), routes }), 'all_well')?.text).toContain(
      '2 IPv4 and 1 IPv6 routes over InterLink',
    )
  })
})

describe('filters', () => {
  test.each([
    ['ipv4', '0.0.0.0/0'],
    ['ipv6', '::/0'],
  ] as const)('that let every %s prefix through are a risk', (family, prefix) => {
    const policies = {
      ipv4: aPolicy(family === 'ipv4' ? { prefixesIn: [prefix], prefixesOut: [prefix] } : {}),
      ipv6: aPolicy({ family: 'ipv6', ...(family === 'ipv6' ? { prefixesIn: [prefix] } : {}) }),
    }
    const found = finding(anEvidence({ policies }), `wide_filter_${family}`)
    expect(found?.weight).toBe('risk')
    expect(found?.text).toContain('a default route too')
    expect(finding(anEvidence(), `wide_filter_${family}`)).toBeUndefined()
  })

  const sibling = aLink({
    id: '00000000-0000-4000-8000-000000000002',
    name: 'paris-b',
    policies: { ipv4: SIBLING_POLICY, ipv6: null },
  })
  const theirs = (prefixesIn: readonly string[], prefixesOut: readonly string[]) =>
    anEvidence({
      siblings: [sibling],
      siblingPolicies: [aPolicy({ id: SIBLING_POLICY, name: 'backup-v4', prefixesIn, prefixesOut })],
    })

  test("of a sibling that lack this link's prefixes are a risk, with what is lost", () => {
    expect(finding(theirs(['10.9.0.0/16'], []), 'filters_differ_ipv4')).toMatchObject({
      weight: 'risk',
      text: 'IPv4 routing policies of links into the same VPC differ: paris-b does not accept 10.1.0.0/16 and does not announce 172.16.0.0/22; this link does not accept 10.9.0.0/16 as paris-b does. What goes over the one that lacks them is lost, after a failover too.',
    })
  })

  test('of a sibling that are wider lack nothing of this link, and this link lacks the rest', () => {
    expect(finding(theirs(['10.0.0.0/8'], ['172.16.0.0/12']), 'filters_differ_ipv4')?.text).toContain(
      'differ: this link does not accept 10.0.0.0/8 and does not announce 172.16.0.0/12 as paris-b does.',
    )
    expect(finding(theirs(['10.1.0.0/16'], ['172.16.0.0/22']), 'filters_differ_ipv4')).toBeUndefined()
  })
})

describe('a link that changes again and again', () => {
  test('is told to flap, and to be drained first', () => {
    const past = aPast({ flappingSince: NOW - 20 * MINUTE_MS, changes: [1, 2, 3, 4, 5] })
    const evidence = anEvidence({ past })
    expect(finding(evidence, 'flapping')).toMatchObject({ weight: 'risk' })
    expect(finding(evidence, 'flapping')?.text).toContain('flapping for 20 minutes, with 5 changes')
    expect(diagnose(evidence, NOW).steps[0]?.text).toContain('12876:42050')
    const dead = diagnose(anEvidence({ link: aLink(down), past }), NOW).steps.map(({ text }) => text)
    expect(dead[0]).not.toContain('12876:42050')
    expect(dead.some((text) => text.includes('12876:42050'))).toBe(true)
  })

  test('more slowly than that is noted from four changes a day on', () => {
    expect(finding(anEvidence({ past: aPast({ changes: [1, 2, 3] }) }), 'flapping')).toBeUndefined()
    expect(finding(anEvidence({ past: aPast({ changes: [1, 2, 3, 4] }) }), 'flapping')?.weight).toBe('note')
  })
})

describe('a link that was refused', () => {
  const link = aLink({ status: 'refused', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
  const offers = [
    {
      partnerId: aLink().kind.type === 'hosted' ? '11111111-1111-4111-8111-000000000001' : '',
      partnerName: 'FranceIX',
      popNames: ['Telehouse TH2', 'DC3'],
    },
    { partnerId: 'p2', partnerName: 'LibrePro', popNames: ['DC5'] },
  ]

  test('is told who else offers its bandwidth, others before the same partner elsewhere', () => {
    const evidence = anEvidence({ link, carried: [], offers })
    expect(finding(evidence, 'other_offers')?.text).toBe(
      'The API shows 1 Gbps at other places too: LibrePro at DC5; FranceIX at DC3.',
    )
    expect(diagnose(evidence, NOW).steps.at(-1)?.text).toContain('with another partner or configuration')
  })

  test('is told that nobody else does', () => {
    const evidence = anEvidence({ link, carried: [], offers: [] })
    expect(finding(evidence, 'other_offers')?.text).toContain('nobody else in fr-par who offers 1 Gbps')
  })

  test('is told nothing of it where nobody asked, or the link is in service', () => {
    expect(finding(anEvidence({ link, carried: [] }), 'other_offers')).toBeUndefined()
    expect(finding(anEvidence({ offers }), 'other_offers')).toBeUndefined()
  })
})

test('all links over a connection are added up where they are known, those that are closed left out', () => {
  const link = aSelfHostedLink({ bandwidthMbps: 6000 })
  const over = (id: string, status: string) => ({ ...link, id, vpcId: 'another', status })
  const evidence = anEvidence({
    link,
    connection: aConnection(),
    sharing: [over('a', 'active'), over('b', 'locked')],
  })
  expect(finding(evidence, 'bandwidth')?.text).toContain('have 12 Gbps together')
  const alone = anEvidence({ link, connection: aConnection(), sharing: [over('b', 'locked')] })
  expect(finding(alone, 'bandwidth')).toBeUndefined()
})

test('a peer ASN equal to that of Scaleway’s side is a trap, whatever that is', () => {
  const peer = { asn: 64_999, ipv4: '169.254.10.0/31', ipv6: null }
  const evidence = anEvidence({
    link: aLink({ scalewayPeer: peer, customerPeer: { ...peer, ipv4: '169.254.10.1/31' } }),
  })
  expect(finding(evidence, 'peer_asn')?.text).toContain("Scaleway's own")
})

test('Cockpit and the status page are named to those who ask about a session that is down', () => {
  const evidence = anEvidence({ link: aLink(down), past: aPast() })
  expect(diagnose(evidence, NOW).steps.map(({ url }) => url)).toEqual(
    expect.arrayContaining(['https://console.scaleway.com/cockpit', 'https://status.scaleway.com']),
  )
  expect(finding(anEvidence({ link: aLink(down) }), 'look_elsewhere')).toBeUndefined()
  expect(finding(anEvidence({ past: aPast() }), 'look_elsewhere')).toBeUndefined()
})

test('a VPC that is gone is not told as unreadable besides, and is the first gap', () => {
  const evidence = anEvidence({ vpc: null, vpcGone: true, past: aPast() })
  expect(finding(evidence, 'vpc_unreadable')).toBeUndefined()
  expect(firstMissingStep(trafficPath(evidence))?.id).toBe('vpc')
})
