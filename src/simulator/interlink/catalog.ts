import {
  type ConnectionRow,
  type PartnerRow,
  type PolicyRow,
  type PopRow,
  timestamp,
  type VpcRow,
} from './rows.ts'

/** Ids of the demo's catalogue. All are synthetic, and differ in their first characters as real ones do. */
export const demoIds = {
  organization: '6d0a5e11-0000-4000-8000-0000000000a1',
  project: '7b1c2d33-0000-4000-8000-0000000000b1',
  partners: {
    hexaIx: '41d2a9f0-0000-4000-8000-0000000000c1',
    librePro: '8ac37e15-0000-4000-8000-0000000000c2',
    polderFabric: 'b5e6f802-0000-4000-8000-0000000000c3',
  },
  pops: {
    dc2: '1f5d7a20-0000-4000-8000-0000000000d1',
    dc3: '2c9e4b31-0000-4000-8000-0000000000d2',
    dc5: '3ab81c42-0000-4000-8000-0000000000d3',
    interxionMrs2: '5e07f953-0000-4000-8000-0000000000d4',
    telehouseTh2: '9d64c064-0000-4000-8000-0000000000d5',
    am5: 'a7f2e175-0000-4000-8000-0000000000d6',
    wa1: 'cb13d286-0000-4000-8000-0000000000d7',
  },
  connections: {
    parisOwnPort: 'd4a05f97-0000-4000-8000-0000000000e1',
    amsterdamOwnPort: 'e9b166a8-0000-4000-8000-0000000000e2',
  },
  vpcs: {
    prod: '0c4f8b19-0000-4000-8000-0000000000f1',
    staging: '1de79a2a-0000-4000-8000-0000000000f2',
    amsterdamProd: '2ef5a83b-0000-4000-8000-0000000000f3',
    warsawRecovery: '30a6b74c-0000-4000-8000-0000000000f4',
  },
  policies: {
    prodV4: '4b17c65d-0000-4000-8000-000000000101',
    prodV6: '5c28d56e-0000-4000-8000-000000000102',
    stagingV4: '6d39e47f-0000-4000-8000-000000000103',
    amsterdamV4: '7e4af380-0000-4000-8000-000000000104',
    amsterdamV6: '8f5b0291-0000-4000-8000-000000000105',
    warsawV4: '906c11a2-0000-4000-8000-000000000106',
  },
} as const

const SHARED_PORT = [50, 100, 200, 500, 1000, 2000, 5000, 10000, 25000]
const LARGE_PORT = [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 25000, 50000, 100000]

/** When the catalogue's things were made; long before any demo. */
const LONG_AGO = timestamp(Date.UTC(2025, 3, 8, 16, 9, 15, 661))

const dated = { created_at: LONG_AGO, updated_at: LONG_AGO }
const owned = { organization_id: demoIds.organization, project_id: demoIds.project, ...dated }

function partner(
  row: Pick<PartnerRow, 'id' | 'name' | 'contact_email' | 'l3_connectivity' | 'hidden'> & {
    readonly site: string
  },
): PartnerRow {
  const { site, ...rest } = row
  return {
    ...rest,
    ...dated,
    portal_url: `https://portal.${site}/cloud-access/`,
    logo_url: `https://www.${site}/logo.svg`,
    region: null,
  }
}

export const demoPartners: readonly PartnerRow[] = [
  partner({
    id: demoIds.partners.hexaIx,
    name: 'HexaIX',
    contact_email: 'l2-support@hexaix.example',
    site: 'hexaix.example',
    l3_connectivity: null,
    hidden: {
      regions: ['fr-par'],
      popIds: [demoIds.pops.telehouseTh2, demoIds.pops.interxionMrs2, demoIds.pops.dc3],
      asn: 64500,
    },
  }),
  partner({
    id: demoIds.partners.librePro,
    name: 'LibrePro',
    contact_email: 'engineering@librepro.example',
    site: 'librepro.example',
    l3_connectivity: false,
    hidden: {
      regions: ['fr-par', 'pl-waw'],
      popIds: [demoIds.pops.dc3, demoIds.pops.dc5, demoIds.pops.telehouseTh2, demoIds.pops.wa1],
      asn: 64501,
    },
  }),
  partner({
    id: demoIds.partners.polderFabric,
    name: 'Polder Fabric',
    contact_email: 'noc@polderfabric.example',
    site: 'polderfabric.example',
    l3_connectivity: true,
    hidden: { regions: ['nl-ams'], popIds: [demoIds.pops.am5], asn: 64502 },
  }),
]

function pop(
  row: Omit<PopRow, 'logo_url' | 'hidden' | 'available_link_bandwidths_mbps'> & {
    readonly bandwidths: readonly number[]
    readonly listed?: readonly number[]
    readonly dedicated?: boolean
  },
): PopRow {
  const { bandwidths, listed, dedicated, ...rest } = row
  return {
    ...rest,
    available_link_bandwidths_mbps: bandwidths,
    logo_url: 'https://www.datacenters.example/logo.svg',
    hidden: { listedBandwidths: listed ?? null, dedicatedAvailable: dedicated ?? false },
  }
}

export const demoPops: readonly PopRow[] = [
  pop({
    id: demoIds.pops.dc2,
    name: 'DC2',
    display_name: 'Paris - OpCore DC2',
    hosting_provider_name: 'OpCore',
    address: '29 Rue Edith Cavell',
    city: 'Vitry-sur-Seine',
    region: 'fr-par',
    bandwidths: LARGE_PORT,
    listed: [],
    dedicated: true,
  }),
  pop({
    id: demoIds.pops.dc3,
    name: 'DC3',
    display_name: 'Paris - OpCore DC3',
    hosting_provider_name: 'OpCore',
    address: '59 Rue Julian Grimau',
    city: 'Vitry-sur-Seine',
    region: 'fr-par',
    bandwidths: LARGE_PORT,
  }),
  pop({
    id: demoIds.pops.dc5,
    name: 'DC5',
    display_name: 'Paris - OpCore DC5',
    hosting_provider_name: 'OpCore',
    address: '27 Avenue de l Eguillette',
    city: 'Saint-Ouen-l-Aumône',
    region: 'fr-par',
    bandwidths: LARGE_PORT,
    dedicated: true,
  }),
  pop({
    id: demoIds.pops.interxionMrs2,
    name: '- Interxion MRS2',
    display_name: 'Marseille - Interxion MRS2',
    hosting_provider_name: 'Interxion',
    address: 'Chem. du Cap-Janet',
    city: 'Marseille',
    region: 'fr-par',
    bandwidths: SHARED_PORT,
  }),
  pop({
    id: demoIds.pops.telehouseTh2,
    name: '- Telehouse TH2',
    display_name: 'Paris - TeleHouse TH2',
    hosting_provider_name: 'TeleHouse',
    address: '137 Boulevard Voltaire',
    city: 'Paris',
    region: 'fr-par',
    bandwidths: SHARED_PORT,
  }),
  pop({
    id: demoIds.pops.am5,
    name: 'AM5',
    display_name: 'Amsterdam - Equinix AM5',
    hosting_provider_name: 'Equinix',
    address: 'Schepenbergweg 42',
    city: 'Amsterdam',
    region: 'nl-ams',
    bandwidths: SHARED_PORT,
    dedicated: true,
  }),
  pop({
    id: demoIds.pops.wa1,
    name: 'WA1',
    display_name: 'Warsaw - Equinix WA1',
    hosting_provider_name: 'Equinix',
    address: 'ul. Pulawska 435a',
    city: 'Warsaw',
    region: 'pl-waw',
    bandwidths: SHARED_PORT,
  }),
]

export const demoConnections: readonly ConnectionRow[] = [
  {
    id: demoIds.connections.parisOwnPort,
    name: 'dc5-own-port',
    status: 'active',
    tags: ['paris'],
    pop_id: demoIds.pops.dc5,
    bandwidth_mbps: 10000,
    available_link_bandwidths: [100, 500, 1000, 5000, 10000],
    demarcation_info: 'Room 2, rack B07, panel 3, port 12, single-mode LC',
    vlan_range: { start: 2000, end: 2099 },
    region: 'fr-par',
    ...owned,
  },
  {
    id: demoIds.connections.amsterdamOwnPort,
    name: 'am5-own-port',
    status: 'active',
    tags: [],
    pop_id: demoIds.pops.am5,
    bandwidth_mbps: 10000,
    available_link_bandwidths: [100, 500, 1000, 5000, 10000],
    demarcation_info: null,
    vlan_range: { start: 2100, end: 2199 },
    region: 'nl-ams',
    ...owned,
  },
]

function vpc(row: Pick<VpcRow, 'id' | 'name' | 'region' | 'private_network_count'>): VpcRow {
  return {
    ...row,
    ...owned,
    tags: [],
    is_default: false,
    routing_enabled: true,
    custom_routes_propagation_enabled: true,
  }
}

export const demoVpcs: readonly VpcRow[] = [
  vpc({ id: demoIds.vpcs.prod, name: 'prod', region: 'fr-par', private_network_count: 4 }),
  vpc({ id: demoIds.vpcs.staging, name: 'staging', region: 'fr-par', private_network_count: 2 }),
  vpc({ id: demoIds.vpcs.amsterdamProd, name: 'prod-ams', region: 'nl-ams', private_network_count: 3 }),
  vpc({ id: demoIds.vpcs.warsawRecovery, name: 'recovery', region: 'pl-waw', private_network_count: 1 }),
]

function policy(
  id: string,
  name: string,
  region: string,
  prefixesIn: string[],
  prefixesOut: string[],
): PolicyRow {
  return {
    id,
    name,
    region,
    ...owned,
    tags: [],
    prefix_filter_in: prefixesIn,
    prefix_filter_out: prefixesOut,
    is_ipv6: prefixesIn.some((prefix) => prefix.includes(':')),
  }
}

const { policies } = demoIds

export const demoPolicies: readonly PolicyRow[] = [
  policy(policies.prodV4, 'prod-v4', 'fr-par', ['10.20.0.0/16'], ['172.16.0.0/22']),
  policy(policies.prodV6, 'prod-v6', 'fr-par', ['2001:db8:20::/48'], ['2001:db8:16::/48']),
  policy(policies.stagingV4, 'staging-v4', 'fr-par', ['10.30.0.0/16'], ['172.16.8.0/22']),
  policy(policies.amsterdamV4, 'ams-v4', 'nl-ams', ['10.40.0.0/16'], ['172.17.0.0/22']),
  policy(policies.amsterdamV6, 'ams-v6', 'nl-ams', ['2001:db8:40::/48'], ['2001:db8:17::/48']),
  policy(policies.warsawV4, 'waw-v4', 'pl-waw', ['10.50.0.0/16'], ['172.18.0.0/22']),
]
