import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { Evidence, FurtherEvidence } from '../../src/diagnostics/evidence.ts'
import { judgedBySessions } from '../../src/diagnostics/judgement.ts'
import { firstMissingStep, trafficPath } from '../../src/diagnostics/traffic-path.ts'
import type { Family, Link, LinkKind } from '../../src/domain/link.ts'
import { BGP_STATUSES, CONNECTION_STATUSES, LINK_STATUSES } from '../../src/domain/status.ts'
import { askedTwice } from '../support/asked-twice.ts'
import {
  aConnection,
  aLink,
  anEvidence,
  aPartner,
  aPolicy,
  aVpc,
  CONNECTION_ID,
  NOW,
  PARTNER_ID,
  POLICY_V4_ID,
  POLICY_V6_ID,
  VPC_ID,
} from '../support/links.ts'

const DAY_MS = 24 * 3_600_000
const session = fc.constantFrom(...BGP_STATUSES, 'half-open')
const kind: fc.Arbitrary<LinkKind> = fc.oneof(
  fc.constant<LinkKind>({ type: 'self_hosted', connectionId: CONNECTION_ID }),
  fc.constant<LinkKind>({ type: 'unknown' }),
  fc.record({
    type: fc.constant('hosted' as const),
    partnerId: fc.constant(PARTNER_ID),
    layer: fc.constantFrom('l2' as const, 'l3' as const, null),
    disapprovedReason: fc.constantFrom(null, '', 'No capacity left'),
  }),
)
const peer = fc.constantFrom(
  null,
  ...[0, 12_876, 23_456, 65_010].map((asn) => ({ asn, ipv4: '169.254.1.1/31', ipv6: '2001:db8::1/127' })),
)

const link: fc.Arbitrary<Link> = fc
  .record({
    status: fc.constantFrom(...LINK_STATUSES, 'hibernating'),
    kind,
    sessions: fc.record({ ipv4: session, ipv6: session }),
    policies: fc.record({
      ipv4: fc.constantFrom(POLICY_V4_ID, null),
      ipv6: fc.constantFrom(POLICY_V6_ID, null),
    }),
    vpcId: fc.constantFrom(VPC_ID, null),
    routePropagation: fc.boolean(),
    vlan: fc.constantFrom(1234, null),
    scalewayPeer: peer,
    customerPeer: peer,
    createdAt: fc.integer({ min: NOW - 20 * DAY_MS, max: NOW + DAY_MS }),
  })
  .map((overrides) => aLink(overrides))

const prefixes = fc.constantFrom<readonly string[]>([], ['10.0.0.0/8'], ['0.0.0.0/0'], ['::/0'])

const moment = fc.integer({ min: NOW - 2 * DAY_MS, max: NOW })
const METHODS = ['DetachVpc', 'DetachRoutingPolicy', 'DisableRoutePropagation', 'UpdateLink', 'RotateKeys']
const PARTS = ['vpc', 'policy_ipv4', 'policy_ipv6', 'propagation', 'peer_asn'] as const

/** What a diagnosis on demand knows besides; nothing of it in one that is not. */
const further: fc.Arbitrary<FurtherEvidence> = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      past: fc.record({
        changes: fc.array(moment, { maxLength: 6 }),
        flappingSince: fc.option(moment),
        lastGoodAt: fc.option(moment),
        firstBadAt: fc.option(moment),
        configured: fc.option(fc.record({ at: moment, changes: fc.subarray([...PARTS], { minLength: 1 }) })),
      }),
      routes: fc.subarray([
        { destination: '10.0.0.0/8', family: 'ipv4' as const },
        { destination: '2001:db8::/32', family: 'ipv6' as const },
      ]),
      writes: fc.array(
        fc.record({
          by: fc.constant('user-1'),
          tool: fc.constantFrom('console' as const, 'terraform' as const, 'unknown' as const),
          at: moment,
          method: fc.constantFrom(...METHODS),
          target: fc.constantFrom('link' as const, 'policy' as const),
        }),
        { maxLength: 2 },
      ),
      sharing: fc.array(link, { maxLength: 2 }),
      siblingPolicies: fc.constant([aPolicy({ prefixesIn: ['10.2.0.0/16'] })]),
      offers: fc.subarray([{ partnerId: 'p2', partnerName: 'LibrePro', popNames: ['DC5', 'DC3'] }]),
      vpcGone: fc.boolean(),
    },
    { requiredKeys: ['past'] },
  ),
)

const evidence: fc.Arbitrary<Evidence> = fc
  .record({
    further,
    link,
    before: fc.option(link),
    siblings: fc.array(link, { maxLength: 2 }),
    carried: fc.subarray<Family>(['ipv4', 'ipv6']),
    readable: fc.boolean(),
    vpc: fc.record({
      region: fc.constantFrom('fr-par', 'nl-ams'),
      privateNetworkCount: fc.nat(2),
      routingEnabled: fc.boolean(),
    }),
    connection: fc.constantFrom(...CONNECTION_STATUSES, 'resting'),
    email: fc.constantFrom('noc@partner.example', null),
    portal: fc.constantFrom('https://portal.example/', 'ftp://odd', null),
    in4: prefixes,
    out4: prefixes,
    in6: prefixes,
    out6: prefixes,
  })
  .map(({ readable, ...one }) => {
    const { past, vpcGone, ...rest } = one.further
    const whole = {
      ...anEvidence({ link: one.link, before: one.before, carried: one.carried }),
      ...rest,
      ...(past === undefined ? {} : { past }),
      ...(vpcGone === true && one.link.vpcId !== null ? { vpcGone } : {}),
    }
    const siblings = one.siblings.map((other) => ({ ...other, id: `${other.id}-b`, name: 'paris-b' }))
    if (!readable)
      return {
        ...whole,
        siblings,
        partner: null,
        pop: null,
        connection: null,
        vpc: null,
        policies: { ipv4: null, ipv6: null },
      }
    return {
      ...whole,
      siblings,
      partner: whole.partner && aPartner({ contactEmail: one.email, portalUrl: one.portal }),
      connection: whole.connection && aConnection({ status: one.connection }),
      vpc: whole.vpc && aVpc(one.vpc),
      policies: {
        ipv4: whole.policies.ipv4 && aPolicy({ prefixesIn: one.in4, prefixesOut: one.out4 }),
        ipv6: whole.policies.ipv6 && aPolicy({ family: 'ipv6', prefixesIn: one.in6, prefixesOut: one.out6 }),
      },
    }
  })

describe('whatever the evidence', () => {
  test('the verdict is one sentence, and there is a first step unless it is nobody’s move', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const { verdict, mover, steps, meaning, documentUrl } = diagnose(given, NOW)
        expect(verdict).toMatch(/^[A-Z“"][^\n]*[^.\n]\.$/)
        expect(verdict.slice(0, -1)).not.toMatch(/\. [A-Z]/)
        expect(meaning).toMatch(/\.$/)
        expect(documentUrl).toMatch(/^https:\/\/www\.scaleway\.com\//)
        if (mover !== 'nobody') expect(steps.length).toBeGreaterThan(0)
      }),
      { numRuns: 3000 },
    )
  })

  test('texts hold no leftovers of code, no Slack formatting of their own, and no claim about traffic', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const { verdict, meaning, findings, steps } = diagnose(given, NOW)
        const texts = [
          verdict,
          meaning,
          ...findings.map(({ text }) => text),
          ...steps.map(({ text }) => text),
        ]
        for (const text of texts) {
          expect(text).not.toMatch(/\b(undefined|null|NaN|Infinity)\b|\[object/)
          expect(text).not.toMatch(/[<>&*_~`]/)
          expect(text).not.toMatch(/carries traffic/i)
          expect(text).not.toMatch(/ {2}|\.\.| ,/)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('findings and steps are told once each, and the finding ids are words in snake_case', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const { findings, steps } = diagnose(given, NOW)
        const ids = findings.map(({ id }) => id)
        expect(findings.map(({ text }) => text)).toHaveLength(new Set(findings.map(({ text }) => text)).size)
        expect(steps).toHaveLength(new Set(steps.map(({ text }) => text)).size)
        for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/)
      }),
    )
  })

  test('no two steps ask for the same act', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        expect(askedTwice(diagnose(given, NOW).steps.map(({ text }) => text))).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  test('all is said to be well only where no step of the traffic path is missing', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const isWell = diagnose(given, NOW).findings.some(({ id }) => id === 'all_well')
        if (isWell) expect(firstMissingStep(trafficPath(given))).toBeNull()
        else if (judgedBySessions(given.link))
          expect(trafficPath(given).some(({ state }) => state !== 'done') || given.before !== null).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  test('a link whose configuration was changed while it failed is never blamed on the partner', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const { findings, mover } = diagnose(given, NOW)
        const explained = findings[0]?.id === 'configuration_changed'
        const { link, before } = given
        // Of an L3-hosted link the customer has neither the router nor the peer ASN.
        const asn = link.kind.type === 'hosted' && link.kind.layer === 'l3' && before !== null
        const partners = asn && before.customerPeer?.asn !== link.customerPeer?.asn
        if (explained) expect(['you', ...(partners ? ['partner'] : [])]).toContain(mover)
      }),
    )
  })
})
