import { groupedBy } from './grouped.ts'
import { bgpStatus, linkStatus } from './status.ts'

/** An address family. A link has one BGP session for each. */
export type Family = 'ipv4' | 'ipv6'

export const FAMILIES: readonly Family[] = ['ipv4', 'ipv6']

/** A value for each address family. */
export type PerFamily<T> = Readonly<Record<Family, T>>

/**
 * How a link reaches its PoP. `layer` says whose router speaks BGP with Scaleway on a hosted link: the
 * customer's (`l2`) or the partner's (`l3`); null where the API does not say. `unknown` is a link with neither a
 * partner nor a connection, as a newer API may send one.
 */
export type LinkKind =
  | {
      readonly type: 'hosted'
      readonly partnerId: string
      readonly layer: 'l2' | 'l3' | null
      /** Why the partner refused; null when it gave no reason. */
      readonly disapprovedReason: string | null
    }
  | { readonly type: 'self_hosted'; readonly connectionId: string }
  | { readonly type: 'unknown' }

/** Scaleway's AS number by its documents (InterLink concepts); the API gives the one of each link. */
export const SCALEWAY_ASN = 12_876

/** One end of the BGP sessions. Addresses are with their prefix length, as the API gives them; null where it does not. */
export interface BgpPeer {
  readonly asn: number
  readonly ipv4: string | null
  readonly ipv6: string | null
}

/**
 * A link as the API showed it, without its pairing key. `status` and `sessions` are the API's raw words, so that
 * a value of a newer API survives; ask `linkStatus` and `bgpStatus` for their catalogued meaning.
 */
export interface Link {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly projectId: string
  readonly organizationId: string
  readonly tags: readonly string[]
  readonly kind: LinkKind
  readonly popId: string
  readonly bandwidthMbps: number
  readonly status: string
  readonly sessions: PerFamily<string>
  readonly vpcId: string | null
  /** Ids of the attached routing policies. A family with one is *intended*. */
  readonly policies: PerFamily<string | null>
  readonly routePropagation: boolean
  readonly vlan: number | null
  readonly scalewayPeer: BgpPeer | null
  readonly customerPeer: BgpPeer | null
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** Milliseconds since the epoch. Moves with updates, attachments and detachments. */
  readonly updatedAt: number
}

/** A company over whose port hosted links run. */
export interface Partner {
  readonly id: string
  readonly name: string
  readonly contactEmail: string | null
  readonly portalUrl: string | null
}

/** A point of presence: the datacenter where a link enters Scaleway. */
export interface Pop {
  readonly id: string
  readonly name: string
  readonly displayName: string
  readonly hostingProvider: string
  readonly city: string
  readonly bandwidthsMbps: readonly number[]
}

/** A customer's own dedicated connection, which carries self-hosted links. `status` is the API's raw word. */
export interface Connection {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly popId: string
  readonly bandwidthMbps: number
}

/** A VPC that links lead into. */
export interface Vpc {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly privateNetworkCount: number
  readonly routingEnabled: boolean
}

/** What may be announced over a link, for one family. Nothing passes a direction whose list is empty. */
export interface RoutingPolicy {
  readonly id: string
  readonly name: string
  readonly family: Family
  /** Prefixes accepted from outside. */
  readonly prefixesIn: readonly string[]
  /** Prefixes of the VPC that are announced. */
  readonly prefixesOut: readonly string[]
}

/**
 * What one family of a link does, by what was configured. `idle`: not intended (no routing policy), or kept
 * quiet because propagation is off. A status word never decides; it only breaks the tie of an unknown session.
 */
export type FamilyState = 'up' | 'down' | 'idle' | 'unknown'

/** Families with a routing policy: the ones somebody means to use. */
export function intendedFamilies(link: Link): readonly Family[] {
  return FAMILIES.filter((family) => link.policies[family] !== null)
}

/** The state of one family, sessions before status words. */
export function familyState(link: Link, family: Family): FamilyState {
  if (link.policies[family] === null) return 'idle'
  switch (bgpStatus(link.sessions[family])) {
    case 'up':
      return 'up'
    case 'down':
      return 'down'
    case 'disabled':
      return link.routePropagation ? 'down' : 'idle'
    case 'unknown_bgp_status':
      return linkStatus(link.status) === 'all_down' ? 'down' : 'unknown'
  }
}

/** Whether a VPC, at least one routing policy and route propagation are all in place. */
export function pathConfigured(link: Link): boolean {
  return link.vpcId !== null && link.routePropagation && intendedFamilies(link).length > 0
}

/**
 * The families that carry, as far as the API can tell: the path is configured and the session is up. Traffic itself is
 * not measured.
 */
export function carryingFamilies(link: Link): readonly Family[] {
  return pathConfigured(link) ? FAMILIES.filter((family) => familyState(link, family) === 'up') : []
}

/** Links by the VPC they lead into; those without one are left out. */
export function groupByVpc(links: Iterable<Link>): ReadonlyMap<string, readonly Link[]> {
  return groupedBy(links, ({ vpcId }) => vpcId)
}
