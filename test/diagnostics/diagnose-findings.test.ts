import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import {
  aConnection,
  aLink,
  anEvidence,
  aPolicy,
  aSelfHostedLink,
  aVpc,
  NOW,
  POLICY_V4_ID,
} from '../support/links.ts'

const bothDown = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } }

function finding(evidence: Evidence, id: string) {
  return diagnose(evidence, NOW).findings.find((found) => found.id === id)
}

test('causes come before risks, and risks before notes', () => {
  const evidence = anEvidence({
    link: aLink({ ...bothDown, status: 'active' }),
    policies: { ipv4: aPolicy({ prefixesIn: [] }), ipv6: null },
  })
  const weights = diagnose(evidence, NOW).findings.map(({ weight }) => weight)
  expect(new Set(weights)).toEqual(new Set(['cause', 'risk', 'note']))
  expect(weights).toEqual(weights.toSorted((a, b) => 'crn'.indexOf(a.charAt(0)) - 'crn'.indexOf(b.charAt(0))))
})

test('several gaps are told in the order of the path, the first as the verdict, each with its step', () => {
  const evidence = anEvidence({
    link: aLink({ vpcId: null, policies: { ipv4: null, ipv6: null }, routePropagation: false }),
  })
  const { verdict, steps } = diagnose(evidence, NOW)
  expect(verdict).toContain('No VPC is attached')
  expect(steps.map(({ text }) => text.split(' ').slice(0, 2).join(' '))).toEqual([
    'Attach a',
    'Create and',
    'Turn on',
  ])
})

test('sessions that are down are no second fault when the configuration explains them', () => {
  const evidence = anEvidence({ link: aLink({ ...bothDown, routePropagation: false }), before: aLink() })
  const { findings, steps } = diagnose(evidence, NOW)
  expect(findings.find(({ id }) => id === 'all_families_down')?.weight).toBe('note')
  expect(steps.some(({ text }) => text.includes('layer 1'))).toBe(false)
  expect(steps.some(({ text }) => text.includes('FranceIX'))).toBe(false)
})

test("a change of the other family's policy does not explain a loss", () => {
  const evidence = anEvidence({
    link: aLink({ sessions: { ipv4: 'up', ipv6: 'down' } }),
    before: aLink({ policies: { ...aLink().policies, ipv4: '55555555-5555-4555-8555-000000000009' } }),
  })
  expect(diagnose(evidence, NOW).verdict).toMatch(/^IPv6 is down and IPv4 is up/)
  expect(finding(evidence, 'configuration_changed')).toBeUndefined()
})

test('detaching the VPC is told alone, since it turns propagation off by itself', () => {
  const evidence = anEvidence({ link: aLink({ vpcId: null, routePropagation: false }), before: aLink() })
  expect(diagnose(evidence, NOW).verdict).not.toContain('propagation')
})

test('a disabled session of a family nobody uses is told as disabled, not as down', () => {
  const link = aLink({
    policies: { ipv4: POLICY_V4_ID, ipv6: null },
    sessions: { ipv4: 'up', ipv6: 'disabled' },
  })
  expect(finding(anEvidence({ link }), 'family_not_intended')?.text).toContain('disabled, which is not down')
})

test('a session that is up without a policy is noted, and changes nothing else', () => {
  const link = aLink({ policies: { ipv4: POLICY_V4_ID, ipv6: null } })
  const evidence = anEvidence({ link })
  expect(finding(evidence, 'session_without_policy')?.weight).toBe('note')
  expect(diagnose(evidence, NOW).mover).toBe('nobody')
})

test('a policy that cannot be read is named, and not taken for an empty one', () => {
  const evidence = anEvidence({ policies: { ipv4: null, ipv6: aPolicy({ family: 'ipv6' }) } })
  expect(finding(evidence, 'policy_unreadable_ipv4')?.text).toContain('could not be read')
  expect(finding(evidence, 'empty_filter_in_ipv4')).toBeUndefined()
})

test('sessions down and empty filters are both told, the sessions first', () => {
  const evidence = anEvidence({
    link: aLink(bothDown),
    policies: { ipv4: aPolicy({ prefixesOut: [] }), ipv6: aPolicy({ family: 'ipv6' }) },
    vpc: aVpc({ routingEnabled: false }),
  })
  const causes = diagnose(evidence, NOW).findings.filter(({ weight }) => weight === 'cause')
  expect(causes.map(({ id }) => id)).toEqual([
    'all_families_down',
    'empty_filter_out_ipv4',
    'vpc_routing_off',
  ])
})

describe('the peer ASN', () => {
  test.each([12_876, 23_456, 0, 65_535])('%i is a risk even while the sessions are up', (asn) => {
    const link = aLink({ customerPeer: { asn, ipv4: '169.254.10.1/31', ipv6: '2001:db8::1/127' } })
    expect(finding(anEvidence({ link }), 'peer_asn')?.weight).toBe('risk')
  })

  test.each([1, 64_512, 65_534])('%i is nothing to talk about', (asn) => {
    const link = aLink({ customerPeer: { asn, ipv4: '169.254.10.1/31', ipv6: '2001:db8::1/127' } })
    expect(finding(anEvidence({ link }), 'peer_asn')).toBeUndefined()
  })

  test('that is missing on a provisioned link is a risk', () => {
    expect(finding(anEvidence({ link: aLink({ customerPeer: null }) }), 'peer_asn')?.text).toContain(
      'no BGP peer',
    )
  })
})

describe('the dedicated connection', () => {
  test('that is not active is only a risk while a session over it is up', () => {
    const evidence = anEvidence({ link: aSelfHostedLink(), connection: aConnection({ status: 'failed' }) })
    expect(finding(evidence, 'connection_not_active')?.weight).toBe('risk')
    expect(diagnose(evidence, NOW).mover).toBe('nobody')
  })

  test('in a state of a newer API is noted', () => {
    const evidence = anEvidence({
      link: aSelfHostedLink(bothDown),
      connection: aConnection({ status: 'resting' }),
    })
    expect(finding(evidence, 'connection_not_active')?.weight).toBe('note')
    expect(diagnose(evidence, NOW).verdict).toMatch(/^Both BGP sessions are down/)
  })

  test('that is smaller than the links over it is a risk', () => {
    const link = aSelfHostedLink({ bandwidthMbps: 6000 })
    const sibling = { ...link, id: '00000000-0000-4000-8000-000000000002', name: 'datacenter-2' }
    expect(finding(anEvidence({ link, siblings: [sibling] }), 'bandwidth')?.text).toContain(
      '12 Gbps together',
    )
    expect(finding(anEvidence({ link }), 'bandwidth')).toBeUndefined()
  })
})

describe('siblings into the same VPC', () => {
  const sibling = aLink({ id: '00000000-0000-4000-8000-000000000002', name: 'paris-b' })

  test('that share PoP and partner are no independent backup', () => {
    const text = finding(anEvidence({ siblings: [sibling] }), 'redundancy_left')?.text
    expect(text).toContain(
      'paris-b is up into VPC production, but it enters at the same PoP and uses the same partner',
    )
  })

  test('that are down while this link is up make it the last one', () => {
    const evidence = anEvidence({ siblings: [{ ...sibling, ...bothDown }] })
    expect(finding(evidence, 'redundancy_left')).toMatchObject({ weight: 'risk' })
    expect(diagnose(evidence, NOW).mover).toBe('nobody')
  })

  test('that are down with it and share something hint at one cause', () => {
    const evidence = anEvidence({ link: aLink(bothDown), siblings: [{ ...sibling, ...bothDown }] })
    expect(finding(evidence, 'siblings_down_too')?.text).toContain('look for one cause of both')
  })
})

test('a hosted status on a self-hosted link is called unexpected', () => {
  const link = aSelfHostedLink({ status: 'requested', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
  expect(finding(anEvidence({ link, carried: [] }), 'kind_unexpected')?.text).toContain('no partner')
})

test("a portal address that is no web address never becomes a step's link", () => {
  const link = aLink({ status: 'requested', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
  const partner = { id: 'p', name: 'Odd', contactEmail: null, portalUrl: 'javascript:alert(1)' }
  const [first] = diagnose(anEvidence({ link, partner, carried: [] }), NOW).steps
  expect(first?.url).toBeUndefined()
  expect(first?.text).not.toContain('javascript')
})
