import type { Prefix } from '../domain/address.ts'
import type { Family } from '../domain/link.ts'
import type { RouterPlan, RouterSession } from './plan.ts'
import type { Vendor } from './vendors.ts'

/** What only a person knows. Written so that no router takes one for a value of its own. */
export const PLACEHOLDERS = {
  YOUR_PORT: 'the port towards Scaleway or the partner',
  YOUR_VLAN: 'the VLAN id of the link, which the API does not show',
  YOUR_ASN: 'the AS that the router speaks as already',
  YOUR_VRF: 'the VRF, where it is to be one',
  YOUR_ROUTER_ID: 'an IPv4 address of the router that no other router has as its id',
  YOUR_LAN: 'the interface of the network that is announced',
  YOUR_PREFIX: 'a prefix that the link may announce, as it stands in the routing table',
} as const

export type Placeholder = keyof typeof PLACEHOLDERS

/** Lines to be pasted, and where or when; `what` is a plain sentence without its full stop. */
export interface Lines {
  readonly what: string
  readonly lines: readonly string[]
}

/** What every router is asked, from what is seen of BGP down to the port. */
export const QUESTIONS = {
  state: 'State, and why it is not up',
  prefixes: 'Prefixes in and out',
  layer2: 'Layer 2: the peer answers',
  layer1: 'Layer 1: light and errors',
} as const

/** The commands that answer each question. */
export type Checks = Readonly<Record<keyof typeof QUESTIONS, readonly string[]>>

/** What a router needs, as its own system reads it. */
export interface Written {
  /** In order, all of them. Filters stand before what uses them, so that half a paste opens nothing. */
  readonly apply: readonly Lines[]
  /** For routers that are not as assumed. */
  readonly variants: readonly Lines[]
  /** Takes away what `apply` brought, and nothing else. */
  readonly rollback: readonly Lines[]
  readonly checks: Checks
}

/** A template, ready but for its placeholders. */
export interface RouterTemplate extends Omit<Written, 'checks'> {
  readonly vendor: Vendor
  readonly checks: readonly Lines[]
  readonly placeholders: readonly Placeholder[]
}

/** Writes the template of one router system. */
export type Writer = (plan: RouterPlan) => Written

/** How the answers of a router are read. The codes of NOTIFICATION are BGP's (RFC 4271, 4486). */
export const READING: readonly string[] = [
  'No ARP or ND entry of the peer: layer 1, layer 2 or the VLAN, so the partner or the cross-connect.',
  'It pings, and BGP stays in Active or Connect: TCP port 179, an access list, or a wrong peer address.',
  'NOTIFICATION 2/2: wrong AS number · 2/3: no router id, or the same on both sides · 4/0: hold timer ran out, packets are lost · 6/1: too many prefixes · 6/2: the peer shut it, maintenance perhaps · 6/3: the peer removed it · 6/10: BFD.',
  'Established with 0 prefixes: the filters, on either side.',
]

/** Neither FRRouting nor BIRD takes a router id from 169.254.0.0/16, and a session without one is refused. */
export const NO_ROUTER_ID =
  'If this link has the only IPv4 address of the router, so that it has no router id'

/** Communities a customer may tag on what it announces (InterLink BGP communities). They steer only Scaleway → you. */
export const PREFERENCE =
  'To prefer one link for traffic from Scaleway to you: exactly one of 12876:42050 (low), 12876:42100 (medium), 12876:42200 (high) for each prefix'

/** `YOUR_VLAN` where it is not known. */
export function vlanOf({ vlan }: RouterPlan): string {
  return vlan === null ? 'YOUR_VLAN' : String(vlan)
}

/** `v4` or `v6`. */
export function short(family: Family): 'v4' | 'v6' {
  return family === 'ipv4' ? 'v4' : 'v6'
}

/** The name of a filter of this link. */
export function filterName({ label }: RouterPlan, family: Family, direction: 'in' | 'out'): string {
  return `scw-${label}-${short(family)}-${direction}`
}

/** What a session's filters let through, in and out. */
export function directions(
  session: RouterSession,
): readonly { readonly direction: 'in' | 'out'; readonly prefixes: readonly Prefix[] }[] {
  return [
    { direction: 'in', prefixes: session.accept },
    { direction: 'out', prefixes: session.announce },
  ]
}

/** The session of a family, where the plan has one. */
export function sessionOfFamily({ sessions }: RouterPlan, family: Family): RouterSession | null {
  return sessions.find((session) => session.family === family) ?? null
}

/** One line of what the link is, for a comment or a description. */
export function title({ linkName }: RouterPlan): string {
  return `Scaleway InterLink ${linkName}`
}

/** A prefix that the router may announce, to show how; the placeholder where there is none. */
export function examplePrefix(session: RouterSession): string {
  return session.announce[0]?.text ?? 'YOUR_PREFIX'
}
