import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { firstMissingStep, trafficPath } from '../../../src/diagnostics/traffic-path.ts'
import { carryingFamilies, type Family } from '../../../src/domain/link.ts'
import { BGP_STATUSES, LINK_STATUSES } from '../../../src/domain/status.ts'
import { impact } from '../../../src/slack/views/impact.ts'
import { standing } from '../../../src/slack/views/standing.ts'
import { aLink, anEvidence, aPolicy, aVpc, POLICY_V4_ID, POLICY_V6_ID, VPC_ID } from '../../support/links.ts'

const evidenceOf = (link: Parameters<typeof aLink>[0], more: Partial<Evidence> = {}) =>
  anEvidence({ link: aLink(link), before: aLink(), ...more })

describe('What is lost is said before what is up', () => {
  test('where one session dropped', () => {
    const evidence = evidenceOf({ sessions: { ipv4: 'up', ipv6: 'down' } })
    expect(standing(evidence)).toBe('has lost IPv6')
    expect(impact(evidence)).toMatch(/^VPC `production` has lost IPv6 over this link\. IPv4 is up\. Left: /)
  })

  test('where the routing policy of a family that carried was detached', () => {
    const evidence = evidenceOf({
      sessions: { ipv4: 'up', ipv6: 'disabled' },
      policies: { ipv4: POLICY_V4_ID, ipv6: null },
    })
    expect(standing(evidence)).toBe('has lost IPv6')
    expect(impact(evidence)).toMatch(/^VPC `production` has lost IPv6 over this link\. IPv4 is up\./)
  })

  test.each([
    ['the VPC', { vpcId: null, routePropagation: false }, 'has no VPC any more'],
    ['every routing policy', { policies: { ipv4: null, ipv6: null } }, 'has no routing policy any more'],
    ['route propagation', { routePropagation: false }, 'has route propagation off'],
  ])('where a change took %s away', (_what, link, words) => {
    const evidence = evidenceOf({ ...link, sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
    expect(standing(evidence)).toBe(words)
    expect(impact(evidence)).toMatch(/^VPC `[\w-]+` has lost IPv4 and IPv6 over this link\./)
  })

  test('and a VPC that is not known any more is not made up', () => {
    const evidence = evidenceOf({ vpcId: null, routePropagation: false }, { before: null })
    expect(impact(evidence)).toBe('IPv4 and IPv6 are lost over this link: no VPC is attached any more.')
  })

  test('but a family that never carried is not lost', () => {
    const evidence = evidenceOf({ sessions: { ipv4: 'up', ipv6: 'down' } }, { carried: ['ipv4'] })
    expect(standing(evidence)).toBe('has IPv6 down')
    expect(impact(evidence)).toMatch(
      /^VPC `production` is reached by IPv4: .+ IPv6 has not been seen up so far\.$/,
    )
  })

  test('nor is one of which the API says nothing', () => {
    const evidence = evidenceOf({ sessions: { ipv4: 'up', ipv6: 'unknown_bgp_status' } })
    expect(standing(evidence)).toBe('is up, but does not show IPv6')
    expect(impact(evidence)).toMatch(/The API does not say whether IPv6 is up\.$/)
    const blank = evidenceOf({ sessions: { ipv4: 'unknown_bgp_status', ipv6: 'unknown_bgp_status' } })
    expect(standing(blank)).toBe('is Active, sessions not shown')
  })
})

describe('A link whose sessions are up reaches nothing', () => {
  const noPrefixes = (direction: 'prefixesIn' | 'prefixesOut') => ({
    policies: { ipv4: aPolicy(), ipv6: aPolicy({ family: 'ipv6', [direction]: [] }) },
  })

  test.each([
    ['while its VPC has no Private Network', { vpc: aVpc({ privateNetworkCount: 0 }) }],
    ['while routing is off in its VPC', { vpc: aVpc({ routingEnabled: false }) }],
    ['in a VPC of another region', { vpc: aVpc({ region: 'nl-ams' }) }],
  ])('%s', (_name, more) => {
    const evidence = evidenceOf({}, more)
    expect(standing(evidence)).toBe('is Active, but no traffic can flow')
    expect(impact(evidence)).toBe(
      'VPC `production` is not reached by IPv4 and IPv6 over this link: sessions up, but the path is not complete.',
    )
  })

  test.each(['prefixesIn', 'prefixesOut'] as const)(
    'by the family whose policy has an empty list in one direction: %s',
    (direction) => {
      const evidence = evidenceOf({}, noPrefixes(direction))
      expect(standing(evidence)).toBe('is up, but no IPv6 traffic can flow')
      expect(impact(evidence)).toBe(
        'VPC `production` is reached by IPv4: session up, path configured, traffic not measured. Not by IPv6: session up, but the path is not complete.',
      )
    },
  )

  test('and where the path could not be read, it is not said to be configured', () => {
    expect(impact(evidenceOf({}, { vpc: null }))).toContain('sessions up, path only read in part')
  })
})

test('Whatever a link looks like, what carried and does not is named first, and a gap never reads "path configured"', () => {
  const session = fc.constantFrom(...BGP_STATUSES)
  const link = fc.record({
    status: fc.constantFrom(...LINK_STATUSES, 'hibernating'),
    sessions: fc.record({ ipv4: session, ipv6: session }),
    policies: fc.record({
      ipv4: fc.constantFrom(POLICY_V4_ID, null),
      ipv6: fc.constantFrom(POLICY_V6_ID, null),
    }),
    vpcId: fc.constantFrom(VPC_ID, null),
    routePropagation: fc.boolean(),
  })
  const vpc = fc.record({ privateNetworkCount: fc.nat(1), routingEnabled: fc.boolean() })
  fc.assert(
    fc.property(link, vpc, fc.subarray<Family>(['ipv4', 'ipv6']), (overrides, seen, carried) => {
      const base = evidenceOf(overrides, { carried })
      const evidence = { ...base, vpc: base.vpc === null ? null : aVpc(seen) }
      const text = impact(evidence)
      const known = carried.filter((family) => evidence.link.sessions[family] !== 'unknown_bgp_status')
      const lost = known.filter((family) => !carryingFamilies(evidence.link).includes(family))
      if (lost.length > 0) {
        expect(text.split('. ')[0]).toMatch(/\b(?:has lost|lost over this link)/u)
        expect(standing(evidence)).not.toMatch(/^is up/u)
      }
      const missing = firstMissingStep(trafficPath(evidence))
      if (missing !== null && /^(?:link|vpc|policies|propagation)/u.test(missing.id)) {
        expect(text).not.toContain('path configured')
      }
    }),
    { numRuns: 500 },
  )
})
