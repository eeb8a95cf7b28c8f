import type { Evidence } from '../diagnostics/evidence.ts'
import { phaseOf, statusName } from '../diagnostics/judgement.ts'
import { bgpSpeaker } from '../diagnostics/kinds.ts'
import { peerAsnProblem } from '../diagnostics/rules/peer-asn.ts'
import { FAMILY_NAMES } from '../diagnostics/words.ts'
import type { Prefix } from '../domain/address.ts'
import { FAMILIES, type Family, intendedFamilies, SCALEWAY_ASN } from '../domain/link.ts'
import { filtersOf } from './filters.ts'
import { type Peering, peeringOf } from './peering.ts'
import { plainWords } from './plain-words.ts'

/** A BGP session as the customer's router has it. Addresses are canonical and without their length. */
export interface RouterSession extends Peering {
  readonly family: Family
  /** What the router lets in: the policy's `prefix_filter_out`. Nothing where it is empty. */
  readonly accept: readonly Prefix[]
  /** What the router may announce: the policy's `prefix_filter_in`. Nothing where it is empty. */
  readonly announce: readonly Prefix[]
}

/** All that a template is made of. Every text in it is safe in any router's syntax. */
export interface RouterPlan {
  readonly linkId: string
  readonly linkName: string
  /** What the names of this link's filters begin with; letters and digits of its id, in lower case. */
  readonly label: string
  /** 1 to 4094; null where the API does not say. */
  readonly vlan: number | null
  readonly bandwidthMbps: number
  /** The AS that Scaleway expects on the customer's side. */
  readonly ownAsn: number
  readonly scalewayAsn: number
  /** At least one. */
  readonly sessions: readonly RouterSession[]
}

/** A family without a session, and why. */
export interface LeftOut {
  readonly family: Family
  readonly why: string
}

/** What the customer's router would have to do for a link; or why there is nothing to give. Notes and reasons are plain sentences. */
export type Planning =
  | {
      readonly type: 'planned'
      readonly plan: RouterPlan
      readonly leftOut: readonly LeftOut[]
      readonly notes: readonly string[]
    }
  /** L3-hosted: the partner's router speaks BGP. */
  | { readonly type: 'partner_speaks' }
  | { readonly type: 'missing'; readonly reasons: readonly string[] }

const LAST_ASN = 4_294_967_295

/**
 * Plans the customer's router for a link, for the families that somebody means to use ("How to set up your network
 * device"). What the API does not show, or shows so that no router would take it, is never guessed.
 */
export function planRouter(evidence: Evidence): Planning {
  const { link } = evidence
  if (bgpSpeaker(link.kind) === 'partner') return { type: 'partner_speaks' }
  const asns = asnsOf(evidence)
  if (typeof asns === 'string') return { type: 'missing', reasons: [asns] }
  const notes: string[] = []
  const sessions: RouterSession[] = []
  const leftOut: LeftOut[] = []
  for (const family of FAMILIES) {
    const session = sessionOf(evidence, family)
    if (typeof session === 'string') leftOut.push({ family, why: session })
    else {
      sessions.push(session.session)
      notes.push(...session.notes)
    }
  }
  if (sessions.length === 0) return { type: 'missing', reasons: leftOut.map(({ why }) => why) }
  const vlan = link.vlan !== null && link.vlan >= 1 && link.vlan <= 4094 ? link.vlan : null
  return {
    type: 'planned',
    plan: {
      linkId: plainWords(link.id, 60),
      linkName: plainWords(link.name),
      label:
        link.id
          .replace(/[^A-Za-z0-9]/g, '')
          .slice(0, 8)
          .toLowerCase() || 'link',
      vlan,
      bandwidthMbps: Math.max(1, Math.round(link.bandwidthMbps)),
      ...asns,
      sessions,
    },
    leftOut,
    notes: [...linkNotes(evidence, asns.scalewayAsn, vlan), ...notes],
  }
}

function asnsOf({ link }: Evidence): Pick<RouterPlan, 'ownAsn' | 'scalewayAsn'> | string {
  const { customerPeer, scalewayPeer } = link
  if (customerPeer === null || scalewayPeer === null) {
    const side = customerPeer === null ? 'your' : "Scaleway's"
    return `The API shows no BGP peer on ${side} side yet, so neither AS numbers nor addresses are known. Ask again once the link is set up.`
  }
  const { asn } = scalewayPeer
  if (asn < 1 || asn > LAST_ASN) return `The API says AS ${asn} of Scaleway's side, which is no AS number.`
  const problem = peerAsnProblem(customerPeer.asn, asn)
  return problem === null
    ? { ownAsn: customerPeer.asn, scalewayAsn: asn }
    : `The peer ASN of the link is ${customerPeer.asn}, ${problem}: no session can come up with it.`
}

function sessionOf(
  { link, policies }: Evidence,
  family: Family,
): { readonly session: RouterSession; readonly notes: readonly string[] } | string {
  const name = FAMILY_NAMES[family]
  if (!intendedFamilies(link).includes(family))
    return `${name} is left out: no ${name} routing policy is attached, so nobody means to use it and Scaleway keeps its session disabled.`
  const policy = policies[family]
  if (policy === null)
    return `${name} is left out: its routing policy is attached and could not be read, so its filters are not known.`
  if (policy.family !== family)
    return `${name} is left out: the routing policy that is attached for it is of the other address family.`
  const peering = peeringOf(link, family)
  if (typeof peering === 'string') return `${name} is left out: ${peering}`
  const filters = filtersOf(policy)
  return {
    session: { family, ...peering.peering, accept: filters.accept, announce: filters.announce },
    notes: [...peering.notes, ...filters.notes],
  }
}

function linkNotes({ link }: Evidence, scalewayAsn: number, vlan: number | null): readonly string[] {
  const notes: string[] = []
  if (phaseOf(link) === 'closed')
    notes.push(
      `This link is ${plainWords(statusName(link), 60)}: nothing will come up over it. What is of use here are the rollback lines.`,
    )
  if (bgpSpeaker(link.kind) === 'you_or_partner')
    notes.push(
      "The API does not say whether the partner's router or yours speaks BGP with Scaleway. This is for you only if it is yours: ask the partner.",
    )
  if (scalewayAsn !== SCALEWAY_ASN)
    notes.push(
      `The API says AS ${scalewayAsn} of Scaleway's side, where the documents say ${SCALEWAY_ASN}. The API is believed.`,
    )
  if (vlan === null) notes.push('The API shows no usable VLAN id: YOUR_VLAN stands in its place.')
  else if (link.kind.type !== 'self_hosted')
    notes.push(`VLAN ${vlan} is the one the API shows: the partner may hand the link over under another tag.`)
  return notes
}
