import { z } from 'zod'
import type { BgpPeer, Connection, Link, LinkKind, Partner, Pop, RoutingPolicy, Vpc } from '../domain/link.ts'

/*
 * Foreign data into domain values. Fields that are not named here are dropped by zod, the pairing key among them: no
 * schema here may ever name it (`pairing-key.ts` reads it, for the one who asks). Optional fields may be absent or null;
 * enums are plain strings, so that the words of a newer API survive.
 */

const id = z.string().min(1).max(200)
const optionalId = z
  .string()
  .max(200)
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value))
const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value))
const word = z.string().min(1).max(100)
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? [])
/** RFC 3339, as Scaleway writes it, into ms since the epoch. */
const time = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value))

/** Addresses are only shown: without one a link can be watched all the same. */
const bgpPeer = z.object({
  asn: z.number().int(),
  ipv4: optionalText,
  ipv6: optionalText,
}) satisfies z.ZodType<BgpPeer>

const partnerHost = z.object({
  partner_id: id,
  disapproved_reason: optionalText,
  l3_connectivity: z.boolean().nullish(),
})

const wireLink = z.object({
  id,
  name: z.string(),
  region: word,
  project_id: id,
  organization_id: id,
  tags: list(z.string()),
  pop_id: id,
  bandwidth_mbps: z.number().nonnegative(),
  status: word,
  bgp_v4_status: word,
  bgp_v6_status: word,
  vpc_id: optionalId,
  routing_policy_v4_id: optionalId,
  routing_policy_v6_id: optionalId,
  enable_route_propagation: z.boolean(),
  vlan: z.number().int().nullish(),
  partner: partnerHost.nullish(),
  self: z.object({ connection_id: id }).nullish(),
  /** Newer API versions: `l2_hosted`, `l3_hosted` or `self_hosted`. */
  kind: z.string().nullish(),
  scw_bgp_config: bgpPeer.nullish(),
  peer_bgp_config: bgpPeer.nullish(),
  created_at: time.nullish(),
  updated_at: time.nullish(),
})

type WireLink = z.output<typeof wireLink>

function linkKind({ partner, self, kind }: WireLink): LinkKind {
  if (partner) {
    return {
      type: 'hosted',
      partnerId: partner.partner_id,
      layer: hostedLayer(partner.l3_connectivity, kind),
      disapprovedReason: partner.disapproved_reason,
    }
  }
  return self ? { type: 'self_hosted', connectionId: self.connection_id } : { type: 'unknown' }
}

function hostedLayer(l3Connectivity: boolean | null | undefined, kind: string | null | undefined) {
  if (l3Connectivity === true || kind === 'l3_hosted') return 'l3'
  return l3Connectivity === false || kind === 'l2_hosted' ? 'l2' : null
}

/** A link of `GET links` or `GET links/{id}`. */
export const linkSchema = wireLink.transform((wire, context): Link => {
  const refuse = (path: string, message: string) => {
    context.issues.push({ code: 'custom', path: [path], message, input: undefined })
    return z.NEVER
  }
  // The API's type has it optional, yet every deadline counts from it, and each recorded link has one.
  if (wire.created_at == null) return refuse('created_at', 'is missing')
  if (wire.partner && wire.self) return refuse('partner', 'stands beside self')
  return {
    id: wire.id,
    name: wire.name,
    region: wire.region,
    projectId: wire.project_id,
    organizationId: wire.organization_id,
    tags: wire.tags,
    kind: linkKind(wire),
    popId: wire.pop_id,
    bandwidthMbps: wire.bandwidth_mbps,
    status: wire.status,
    sessions: { ipv4: wire.bgp_v4_status, ipv6: wire.bgp_v6_status },
    vpcId: wire.vpc_id,
    policies: { ipv4: wire.routing_policy_v4_id, ipv6: wire.routing_policy_v6_id },
    routePropagation: wire.enable_route_propagation,
    // 0 is no VLAN id (IEEE 802.1Q), it is how the API's encoding writes a number that was never set.
    vlan: wire.vlan || null,
    scalewayPeer: wire.scw_bgp_config ?? null,
    customerPeer: wire.peer_bgp_config ?? null,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at ?? wire.created_at,
  }
})

export const partnerSchema = z
  .object({ id, name: z.string(), contact_email: optionalText, portal_url: optionalText })
  .transform(
    (wire): Partner => ({
      id: wire.id,
      name: wire.name,
      contactEmail: wire.contact_email,
      portalUrl: wire.portal_url,
    }),
  )

export const popSchema = z
  .object({
    id,
    name: z.string(),
    display_name: z.string(),
    hosting_provider_name: z.string(),
    city: z.string(),
    available_link_bandwidths_mbps: list(z.number()),
  })
  .transform(
    (wire): Pop => ({
      id: wire.id,
      name: wire.name,
      displayName: wire.display_name,
      hostingProvider: wire.hosting_provider_name,
      city: wire.city,
      bandwidthsMbps: wire.available_link_bandwidths_mbps,
    }),
  )

export const connectionSchema = z
  .object({ id, name: z.string(), status: word, pop_id: id, bandwidth_mbps: z.number().nonnegative() })
  .transform(
    (wire): Connection => ({
      id: wire.id,
      name: wire.name,
      status: wire.status,
      popId: wire.pop_id,
      bandwidthMbps: wire.bandwidth_mbps,
    }),
  )

export const policySchema = z
  .object({
    id,
    name: z.string(),
    is_ipv6: z.boolean(),
    prefix_filter_in: list(z.string()),
    prefix_filter_out: list(z.string()),
  })
  .transform(
    (wire): RoutingPolicy => ({
      id: wire.id,
      name: wire.name,
      family: wire.is_ipv6 ? 'ipv6' : 'ipv4',
      prefixesIn: wire.prefix_filter_in,
      prefixesOut: wire.prefix_filter_out,
    }),
  )

export const vpcSchema = z
  .object({
    id,
    name: z.string(),
    region: word,
    private_network_count: z.number().int().nonnegative(),
    routing_enabled: z.boolean(),
  })
  .transform(
    (wire): Vpc => ({
      id: wire.id,
      name: wire.name,
      region: wire.region,
      privateNetworkCount: wire.private_network_count,
      routingEnabled: wire.routing_enabled,
    }),
  )

/** A route of a VPC, of whatever type. Only what is learned over InterLink is of use (`type` is `interlink`). */
export const routeSchema = z
  .object({ route: z.object({ id, destination: word, type: optionalText }) })
  .transform(({ route }) => ({
    id: route.id,
    type: route.type,
    destination: route.destination,
    family: route.destination.includes(':') ? ('ipv6' as const) : ('ipv4' as const),
  }))
