import type { Evidence } from '../../src/diagnostics/evidence.ts'
import {
  type Connection,
  FAMILIES,
  type Family,
  intendedFamilies,
  type Link,
  type Partner,
  type Pop,
  type RoutingPolicy,
  type Vpc,
} from '../../src/domain/link.ts'

/** The moment most fixtures call "now": Tuesday 3 March 2026, 09:00 UTC. Milliseconds since the epoch. */
export const NOW = Date.UTC(2026, 2, 3, 9, 0, 0)

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export const PARTNER_ID = '11111111-1111-4111-8111-000000000001'
const POP_ID = '22222222-2222-4222-8222-000000000001'
export const CONNECTION_ID = '33333333-3333-4333-8333-000000000001'
export const VPC_ID = '44444444-4444-4444-8444-000000000001'
export const POLICY_V4_ID = '55555555-5555-4555-8555-000000000004'
export const POLICY_V6_ID = '55555555-5555-4555-8555-000000000006'

/** A complete, healthy, hosted link: active, VPC attached, a policy for each family, propagation on, both sessions up. */
export function aLink(overrides: Partial<Link> = {}): Link {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    name: 'paris-a',
    region: 'fr-par',
    projectId: '66666666-6666-4666-8666-000000000001',
    organizationId: '77777777-7777-4777-8777-000000000001',
    tags: [],
    kind: { type: 'hosted', partnerId: PARTNER_ID, layer: null, disapprovedReason: null },
    popId: POP_ID,
    bandwidthMbps: 1000,
    status: 'active',
    sessions: { ipv4: 'up', ipv6: 'up' },
    vpcId: VPC_ID,
    policies: { ipv4: POLICY_V4_ID, ipv6: POLICY_V6_ID },
    routePropagation: true,
    vlan: 1234,
    scalewayPeer: { asn: 12876, ipv4: '169.254.10.0/31', ipv6: '2001:bc8:a00:1::/127' },
    customerPeer: { asn: 65_010, ipv4: '169.254.10.1/31', ipv6: '2001:bc8:a00:1::1/127' },
    createdAt: NOW - 60 * DAY_MS,
    updatedAt: NOW - 2 * HOUR_MS,
    ...overrides,
  }
}

/** The same link over the customer's own dedicated connection. */
export function aSelfHostedLink(overrides: Partial<Link> = {}): Link {
  return aLink({
    name: 'datacenter-1',
    kind: { type: 'self_hosted', connectionId: CONNECTION_ID },
    ...overrides,
  })
}

export function aPartner(overrides: Partial<Partner> = {}): Partner {
  return {
    id: PARTNER_ID,
    name: 'FranceIX',
    contactEmail: 'interlink@franceix.example',
    portalUrl: null,
    ...overrides,
  }
}

export function aPop(overrides: Partial<Pop> = {}): Pop {
  return {
    id: POP_ID,
    name: 'TH2',
    displayName: 'Telehouse TH2',
    hostingProvider: 'Telehouse',
    city: 'Paris',
    bandwidthsMbps: [50, 100, 1000, 10_000],
    ...overrides,
  }
}

export function aConnection(overrides: Partial<Connection> = {}): Connection {
  return {
    id: CONNECTION_ID,
    name: 'dc1-port',
    status: 'active',
    popId: POP_ID,
    bandwidthMbps: 10_000,
    ...overrides,
  }
}

export function aVpc(overrides: Partial<Vpc> = {}): Vpc {
  return {
    id: VPC_ID,
    name: 'production',
    region: 'fr-par',
    privateNetworkCount: 2,
    routingEnabled: true,
    ...overrides,
  }
}

/** A routing policy that lets something through in both directions; IPv4 unless told otherwise. */
export function aPolicy(overrides: Partial<RoutingPolicy> = {}): RoutingPolicy {
  return overrides.family === 'ipv6'
    ? {
        id: POLICY_V6_ID,
        name: 'office-v6',
        family: 'ipv6',
        prefixesIn: ['2001:db8:1::/48'],
        prefixesOut: ['2001:bc8:b::/48'],
        ...overrides,
      }
    : {
        id: POLICY_V4_ID,
        name: 'office-v4',
        family: 'ipv4',
        prefixesIn: ['10.1.0.0/16'],
        prefixesOut: ['172.16.0.0/22'],
        ...overrides,
      }
}

/**
 * All that is known of a link, in agreement with it: what the link refers to is there and readable, what it does not
 * refer to is null. Overrides win, also where they disagree with the link.
 */
export function anEvidence(overrides: Partial<Evidence> = {}): Evidence {
  const link = overrides.link ?? aLink()
  return {
    link,
    partner: link.kind.type === 'hosted' ? aPartner({ id: link.kind.partnerId }) : null,
    pop: aPop({ id: link.popId }),
    connection: link.kind.type === 'self_hosted' ? aConnection({ id: link.kind.connectionId }) : null,
    vpc: link.vpcId === null ? null : aVpc({ id: link.vpcId, region: link.region }),
    policies: {
      ipv4: link.policies.ipv4 === null ? null : aPolicy({ id: link.policies.ipv4 }),
      ipv6: link.policies.ipv6 === null ? null : aPolicy({ id: link.policies.ipv6, family: 'ipv6' }),
    },
    siblings: [],
    before: null,
    carried: carriedBy(overrides.before ?? link),
    ...overrides,
  }
}

/** What a link carried that was in service as it is set up: one family alone where only that has a policy. */
function carriedBy(link: Link): readonly Family[] {
  const intended = intendedFamilies(link)
  return intended.length === 0 ? FAMILIES : intended
}
