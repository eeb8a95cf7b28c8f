/**
 * What the stand-in remembers. Field names and units are the API's own; `null` stands for an optional field that is
 * absent. Fields in `hidden` never leave the stand-in. Timestamps are strings of the API's shape, see `timestamp`.
 */

export interface BgpRow {
  readonly asn: number
  /** Address with its /31 prefix length. */
  readonly ipv4: string
  /** Address with its /127 prefix length. */
  readonly ipv6: string
}

interface PartnerHostRow {
  readonly partner_id: string
  readonly pairing_key: string
  /** Empty when there is none, as recorded. */
  readonly disapproved_reason: string
  /** Newer API versions only. */
  readonly l3_connectivity: boolean | null
}

export interface LinkRow {
  readonly id: string
  readonly name: string
  readonly tags: readonly string[]
  readonly project_id: string
  readonly organization_id: string
  readonly region: string
  readonly pop_id: string
  readonly bandwidth_mbps: number
  /** Any text, so that a status of a newer API can be played. */
  readonly status: string
  readonly bgp_v4_status: string
  readonly bgp_v6_status: string
  readonly vpc_id: string | null
  readonly routing_policy_id: string | null
  readonly routing_policy_v4_id: string | null
  readonly routing_policy_v6_id: string | null
  readonly enable_route_propagation: boolean
  readonly created_at: string | null
  readonly updated_at: string | null
  readonly partner: PartnerHostRow | null
  readonly self: { readonly connection_id: string } | null
  readonly vlan: number
  readonly scw_bgp_config: BgpRow | null
  readonly peer_bgp_config: BgpRow | null
  readonly hidden: {
    /** True once both sides were set up: from then on deleting a hosted link takes both sides. */
    readonly provisioned: boolean
    /** Which side of a hosted link asked for its deletion first. */
    readonly deletionBegunBy: 'scaleway' | 'partner' | null
    /** The prefixes that its peer advertises; all that the policies accept unless told. */
    readonly announced?: readonly string[]
  }
}

export interface PartnerRow {
  readonly id: string
  readonly name: string
  readonly contact_email: string
  readonly portal_url: string
  readonly logo_url: string
  readonly created_at: string | null
  readonly updated_at: string | null
  /** Newer API versions only. */
  readonly l3_connectivity: boolean | null
  /** Newer API versions only. */
  readonly region: string | null
  readonly hidden: {
    /** Regions whose list shows the partner. */
    readonly regions: readonly string[]
    /** PoPs in which the partner offers a shared connection. */
    readonly popIds: readonly string[]
    readonly asn: number
  }
}

export interface PopRow {
  readonly id: string
  readonly name: string
  readonly display_name: string
  readonly hosting_provider_name: string
  readonly address: string
  readonly city: string
  readonly logo_url: string
  readonly available_link_bandwidths_mbps: readonly number[]
  readonly region: string
  readonly hidden: {
    /** What a list shows instead of the PoP's own bandwidths (recorded: an empty list); null shows the same. */
    readonly listedBandwidths: readonly number[] | null
    readonly dedicatedAvailable: boolean
  }
}

export interface ConnectionRow {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly tags: readonly string[]
  readonly project_id: string
  readonly organization_id: string
  readonly pop_id: string
  readonly bandwidth_mbps: number
  readonly available_link_bandwidths: readonly number[]
  readonly demarcation_info: string | null
  readonly vlan_range: { readonly start: number; readonly end: number } | null
  readonly created_at: string | null
  readonly updated_at: string | null
  readonly region: string
}

export interface PolicyRow {
  readonly id: string
  readonly name: string
  readonly tags: readonly string[]
  readonly project_id: string
  readonly organization_id: string
  readonly prefix_filter_in: readonly string[]
  readonly prefix_filter_out: readonly string[]
  readonly is_ipv6: boolean
  readonly created_at: string | null
  readonly updated_at: string | null
  readonly region: string
}

export interface VpcRow {
  readonly id: string
  readonly name: string
  readonly tags: readonly string[]
  readonly project_id: string
  readonly organization_id: string
  readonly region: string
  readonly is_default: boolean
  readonly private_network_count: number
  readonly routing_enabled: boolean
  readonly custom_routes_propagation_enabled: boolean
  readonly created_at: string | null
  readonly updated_at: string | null
}

/** Everything the stand-in starts with. A region that is not in `regions` answers 404. */
export interface World {
  readonly organizationId: string
  readonly projectId: string
  readonly regions: readonly string[]
  readonly links: readonly LinkRow[]
  readonly partners: readonly PartnerRow[]
  readonly pops: readonly PopRow[]
  readonly connections: readonly ConnectionRow[]
  readonly policies: readonly PolicyRow[]
  readonly vpcs: readonly VpcRow[]
}

/** The API's timestamps: RFC 3339 in UTC with six digits of a second, as recorded. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z')
}
