import type { components } from '../../src/scaleway/interlink.gen.ts'
import type { components as vpcComponents } from '../../src/scaleway/vpc.gen.ts'

/* What the API sends, in the shape of recorded answers. Pairing keys are made up. */

export type WireLink = components['schemas']['Link']

export const WIRE_PAIRING_KEY = '5ec7e700-5ec7-45ec-85ec-5ec7e75ec7e7'

/** A hosted link, newly requested: optional fields are absent, as in the recordings. */
export function aWireLink(overrides: Partial<WireLink> = {}): WireLink {
  return {
    bandwidth_mbps: 50,
    bgp_v4_status: 'disabled',
    bgp_v6_status: 'disabled',
    created_at: '2026-04-15T15:49:30.752201Z',
    enable_route_propagation: false,
    id: 'c533d379-0000-4000-8000-000000000001',
    name: 'recorded-link',
    organization_id: '564aa517-0000-4000-8000-000000000001',
    partner: {
      disapproved_reason: '',
      pairing_key: WIRE_PAIRING_KEY,
      partner_id: '89d00734-0000-4000-8000-000000000001',
    },
    peer_bgp_config: {
      asn: 39801,
      ipv4: '169.254.0.95/31',
      ipv6: '2001:1bc8:3812:fc60:1139:2efa:4387:d001/127',
    },
    pop_id: 'fd046cc9-0000-4000-8000-000000000001',
    project_id: '564aa517-0000-4000-8000-000000000001',
    region: 'fr-par',
    scw_bgp_config: {
      asn: 12876,
      ipv4: '169.254.0.94/31',
      ipv6: '2001:1bc8:3812:fc60:1139:2efa:4387:d000/127',
    },
    status: 'requested',
    tags: ['tag1'],
    updated_at: '2026-04-16T15:49:30.752201Z',
    vlan: 3295,
    ...overrides,
  }
}

export function aWireSelfHostedLink(overrides: Partial<WireLink> = {}): WireLink {
  const { partner: _, ...link } = aWireLink()
  return { ...link, self: { connection_id: '33333333-0000-4000-8000-000000000001' }, ...overrides }
}

export function aWirePartner(overrides: Partial<components['schemas']['Partner']> = {}) {
  return {
    contact_email: 'l2-support@franceix.example',
    created_at: '2025-04-08T16:09:15.661184Z',
    id: '89d00734-0000-4000-8000-000000000001',
    logo_url: 'https://franceix.example/logo.svg',
    name: 'FranceIX',
    portal_url: 'https://franceix.example/portal',
    updated_at: '2025-06-26T09:14:51.368612Z',
    ...overrides,
  } satisfies components['schemas']['Partner']
}

export function aWirePop(overrides: Partial<components['schemas']['Pop']> = {}) {
  return {
    address: '137 Boulevard Voltaire',
    available_link_bandwidths_mbps: [50, 100, 200],
    city: 'Paris',
    display_name: 'Paris - TeleHouse TH2',
    hosting_provider_name: 'TeleHouse',
    id: 'fd046cc9-0000-4000-8000-000000000001',
    logo_url: 'https://telehouse.example/logo.svg',
    name: '- Telehouse TH2',
    region: 'fr-par',
    ...overrides,
  } satisfies components['schemas']['Pop']
}

export function aWirePolicy(overrides: Partial<components['schemas']['RoutingPolicy']> = {}) {
  return {
    created_at: '2026-04-13T05:59:45.226294Z',
    id: '76248157-0000-4000-8000-000000000001',
    is_ipv6: false,
    name: 'recorded-policy',
    organization_id: '564aa517-0000-4000-8000-000000000001',
    prefix_filter_in: ['10.0.1.0/24'],
    prefix_filter_out: ['10.0.0.0/24'],
    project_id: '564aa517-0000-4000-8000-000000000001',
    region: 'fr-par',
    tags: [],
    updated_at: '2026-04-13T05:59:45.226294Z',
    ...overrides,
  } satisfies components['schemas']['RoutingPolicy']
}

export function aWireConnection(overrides: Partial<components['schemas']['DedicatedConnection']> = {}) {
  return {
    id: '33333333-0000-4000-8000-000000000001',
    project_id: '564aa517-0000-4000-8000-000000000001',
    organization_id: '564aa517-0000-4000-8000-000000000001',
    status: 'active',
    name: 'own-port',
    tags: [],
    pop_id: 'fd046cc9-0000-4000-8000-000000000001',
    bandwidth_mbps: 10_000,
    available_link_bandwidths: [50, 100],
    region: 'fr-par',
    ...overrides,
  } satisfies components['schemas']['DedicatedConnection']
}

export function aWireVpc(overrides: Partial<vpcComponents['schemas']['Vpc']> = {}) {
  return {
    id: '44444444-0000-4000-8000-000000000001',
    name: 'production',
    organization_id: '564aa517-0000-4000-8000-000000000001',
    project_id: '564aa517-0000-4000-8000-000000000001',
    region: 'fr-par',
    tags: [],
    is_default: true,
    private_network_count: 2,
    routing_enabled: true,
    ...overrides,
  } satisfies vpcComponents['schemas']['Vpc']
}
