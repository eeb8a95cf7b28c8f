import { bgpPair } from './addresses.ts'
import { demoConnections, demoIds, demoPartners, demoPolicies, demoPops, demoVpcs } from './catalog.ts'
import { type LinkRow, timestamp, type World } from './rows.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Not one thing: an organization that never ordered a link. */
export function emptyWorld(): World {
  return {
    organizationId: demoIds.organization,
    projectId: demoIds.project,
    regions: ['fr-par', 'nl-ams', 'pl-waw'],
    links: [],
    partners: [],
    pops: [],
    connections: [],
    policies: [],
    vpcs: [],
  }
}

/** The demo's partners, PoPs, connections, VPCs and policies, without a link. */
export function catalogWorld(): World {
  return {
    ...emptyWorld(),
    partners: demoPartners,
    pops: demoPops,
    connections: demoConnections,
    policies: demoPolicies,
    vpcs: demoVpcs,
  }
}

/**
 * A healthy hosted link of the demo's catalogue, and whatever `overrides` says instead. A link with `self` gets no
 * partner unless it is given one.
 */
export function linkFixture(overrides: Partial<LinkRow> = {}): LinkRow {
  const pair = bgpPair(0, 64500)
  const hosted = overrides.self === undefined || overrides.self === null
  return {
    id: 'f00dcafe-0000-4000-8000-000000000201',
    name: 'paris-prod',
    tags: [],
    project_id: demoIds.project,
    organization_id: demoIds.organization,
    region: 'fr-par',
    pop_id: demoIds.pops.telehouseTh2,
    bandwidth_mbps: 1000,
    status: 'active',
    bgp_v4_status: 'up',
    bgp_v6_status: 'up',
    vpc_id: demoIds.vpcs.prod,
    routing_policy_id: null,
    routing_policy_v4_id: demoIds.policies.prodV4,
    routing_policy_v6_id: demoIds.policies.prodV6,
    enable_route_propagation: true,
    created_at: timestamp(Date.UTC(2026, 0, 12, 9, 30)),
    updated_at: timestamp(Date.UTC(2026, 0, 12, 14, 5)),
    partner: hosted
      ? {
          partner_id: demoIds.partners.hexaIx,
          pairing_key: '00000000-0000-4000-8000-000000000301',
          disapproved_reason: '',
          l3_connectivity: null,
        }
      : null,
    self: null,
    vlan: 3000,
    scw_bgp_config: pair.scw,
    peer_bgp_config: pair.peer,
    hidden: { provisioned: true, deletionBegunBy: null },
    ...overrides,
  }
}

/** What a link that was never provisioned has: no session, no propagation. */
const notProvisioned = {
  bgp_v4_status: 'disabled',
  bgp_v6_status: 'disabled',
  enable_route_propagation: false,
  hidden: { provisioned: false, deletionBegunBy: null },
} satisfies Partial<LinkRow>

/**
 * The demo: eight links in three regions. Two make one VPC redundant, two are self-hosted, one waits for its partner,
 * one is being provisioned, and one has a name that a careless bot would stumble over. Ages count back from `now`,
 * milliseconds since the epoch.
 */
export function demoWorld(now: number): World {
  const ago = (ms: number) => ({ created_at: timestamp(now - ms), updated_at: timestamp(now - ms) })
  const partner = (partner_id: string, number: number, l3_connectivity: boolean | null = null) => ({
    partner_id,
    pairing_key: `00000000-0000-4000-8000-0000000004${String(number).padStart(2, '0')}`,
    disapproved_reason: '',
    l3_connectivity,
  })
  const sessions = (index: number, peerAsn: number) => {
    const pair = bgpPair(index, peerAsn)
    return { scw_bgp_config: pair.scw, peer_bgp_config: pair.peer, vlan: 3000 + index }
  }
  const { partners, pops, connections, vpcs, policies } = demoIds
  const amsterdam = {
    region: 'nl-ams',
    pop_id: pops.am5,
    vpc_id: vpcs.amsterdamProd,
    routing_policy_v4_id: policies.amsterdamV4,
    routing_policy_v6_id: policies.amsterdamV6,
  }
  const links: readonly LinkRow[] = [
    linkFixture({
      ...ago(212 * DAY),
      ...sessions(0, 64500),
      id: '5a1e9c04-0000-4000-8000-000000000211',
      name: 'paris-prod-a',
      tags: ['prod', 'primary'],
      partner: partner(partners.hexaIx, 1),
    }),
    linkFixture({
      ...ago(208 * DAY),
      ...sessions(1, 64501),
      id: '6b2fad15-0000-4000-8000-000000000212',
      name: 'paris-prod-b',
      tags: ['prod', 'secondary'],
      pop_id: pops.dc3,
      partner: partner(partners.librePro, 2, false),
    }),
    linkFixture({
      ...ago(90 * DAY),
      ...sessions(2, 64512),
      id: '7c30be26-0000-4000-8000-000000000213',
      name: 'dc5-own-port-staging',
      tags: ['staging'],
      pop_id: pops.dc5,
      bandwidth_mbps: 5000,
      self: { connection_id: connections.parisOwnPort },
      vlan: 2000,
      vpc_id: vpcs.staging,
      routing_policy_v4_id: policies.stagingV4,
      routing_policy_v6_id: null,
      bgp_v6_status: 'disabled',
    }),
    linkFixture({
      ...ago(3 * DAY + 5 * HOUR),
      ...sessions(3, 64500),
      ...notProvisioned,
      id: '8d41cf37-0000-4000-8000-000000000214',
      name: 'marseille-backup',
      tags: ['backup'],
      pop_id: pops.interxionMrs2,
      bandwidth_mbps: 200,
      status: 'requested',
      partner: partner(partners.hexaIx, 4),
    }),
    linkFixture({
      ...ago(35 * DAY),
      ...sessions(4, 64501),
      id: '9e52d048-0000-4000-8000-000000000215',
      name: '- *old* DC <migration> & @here `co`',
      bandwidth_mbps: 100,
      partner: partner(partners.librePro, 5, false),
      vpc_id: vpcs.staging,
      routing_policy_v4_id: policies.stagingV4,
      routing_policy_v6_id: null,
      bgp_v6_status: 'disabled',
    }),
    linkFixture({
      ...ago(120 * DAY),
      ...amsterdam,
      ...sessions(5, 64502),
      id: 'af63e159-0000-4000-8000-000000000216',
      name: 'amsterdam-prod',
      tags: ['prod'],
      partner: partner(partners.polderFabric, 6, true),
    }),
    linkFixture({
      ...ago(26 * HOUR),
      ...amsterdam,
      ...sessions(6, 64512),
      ...notProvisioned,
      id: 'b074f26a-0000-4000-8000-000000000217',
      name: 'amsterdam-own-port',
      bandwidth_mbps: 500,
      status: 'ready',
      self: { connection_id: connections.amsterdamOwnPort },
      vlan: 2100,
      vpc_id: null,
      routing_policy_v4_id: null,
      routing_policy_v6_id: null,
    }),
    linkFixture({
      ...ago(2 * DAY),
      ...sessions(7, 64501),
      ...notProvisioned,
      id: 'c185037b-0000-4000-8000-000000000218',
      name: 'warsaw-recovery',
      region: 'pl-waw',
      pop_id: pops.wa1,
      bandwidth_mbps: 500,
      status: 'provisioning',
      partner: partner(partners.librePro, 8, false),
      vpc_id: vpcs.warsawRecovery,
      routing_policy_v4_id: policies.warsawV4,
      routing_policy_v6_id: null,
    }),
  ]
  return { ...catalogWorld(), links }
}
