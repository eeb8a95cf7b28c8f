import type { Link, LinkKind } from '../domain/link.ts'
import { type LinkStatus, linkStatus } from '../domain/status.ts'
import type { Mover } from './diagnosis.ts'

/** The kinds of links for which whose move it is may differ. `hosted` is a hosted link whose layer the API does not say. */
export type KindName = 'self_hosted' | 'hosted_l2' | 'hosted_l3' | 'hosted' | 'unknown'

/** Who runs the router that speaks BGP with Scaleway: whoever does tests first. */
export type BgpSpeaker = Extract<Mover, 'you' | 'partner' | 'you_or_partner'>

/** Which of the kinds a link is of. */
function kindName(kind: LinkKind): KindName {
  if (kind.type !== 'hosted') return kind.type
  if (kind.layer === null) return 'hosted'
  return kind.layer === 'l2' ? 'hosted_l2' : 'hosted_l3'
}

/**
 * On self-hosted and L2-hosted links the customer's router speaks BGP, on L3-hosted ones the partner's (`l3_connectivity`
 * of the API). Where the API says neither, either may.
 */
export const BGP_SPEAKERS: Readonly<Record<KindName, BgpSpeaker>> = {
  self_hosted: 'you',
  hosted_l2: 'you',
  hosted_l3: 'partner',
  hosted: 'you_or_partner',
  unknown: 'you_or_partner',
}

/** Statuses of an order that a partner answers (InterLink statuses: "the hosted InterLink"). */
const OF_A_PARTNER: ReadonlySet<LinkStatus> = new Set(['requested', 'provisioning', 'refused', 'expired'])

/** Whether the API gives a self-hosted link a status that waits for a partner's answer, or came of one: it has none. */
export function lacksItsPartner({ kind, status }: Pick<Link, 'kind' | 'status'>): boolean {
  return kind.type === 'self_hosted' && OF_A_PARTNER.has(linkStatus(status))
}

/** Whether it waits for that answer, which nobody can give: it may still become Ready. */
export function waitsWithoutPartner(link: Pick<Link, 'kind' | 'status'>): boolean {
  return lacksItsPartner(link) && ['requested', 'provisioning'].includes(linkStatus(link.status))
}

/**
 * Who sets a changed peer ASN right: the customer, whatever others may have done, but on L3-hosted links, where both ends of
 * that number are out of the customer's hands.
 */
export function peerAsnMover(kind: LinkKind): 'you' | 'partner' {
  return bgpSpeaker(kind) === 'partner' ? 'partner' : 'you'
}

/** Who runs BGP on a link of this kind. */
export function bgpSpeaker(kind: LinkKind): BgpSpeaker {
  return BGP_SPEAKERS[kindName(kind)]
}
