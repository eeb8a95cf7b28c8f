import { bandwidthInWords, familyNames, oneLine } from '../../diagnostics/words.ts'
import { carryingFamilies, intendedFamilies, type Link } from '../../domain/link.ts'
import { type LinkStatus, linkStatus } from '../../domain/status.ts'
import type { LinkOrder } from '../ports.ts'
import { type Market, partnerName, popNamed, problemOf } from './market.ts'
import { withoutOrderTags } from './saga.ts'

/** Whether ordering a link again can help in its state: to anybody who may, or to operators who know why. */
export type ReorderOffer =
  | { readonly type: 'offered'; readonly documented: boolean }
  | { readonly type: 'useless'; readonly why: string }

const USELESS: Readonly<Partial<Record<LinkStatus, string>>> = {
  locked: 'Scaleway has locked the link, and nobody can delete it: open a support ticket.',
  failed: 'Scaleway could not set the link up and is looking into it: wait, or open a support ticket.',
  configuring: 'Scaleway is configuring the link, and it takes no changes: wait until that is done.',
  deleted: 'The link is deleted already.',
}

/** Deleting and ordering again is the documented way out of `expired` and `refused`. */
export function reorderOffer({ status, kind }: Link): ReorderOffer {
  const why = USELESS[linkStatus(status)]
  if (why !== undefined) return { type: 'useless', why }
  if (kind.type === 'unknown') {
    return {
      type: 'useless',
      why: 'The API names neither a partner nor a connection of this link: order it by hand.',
    }
  }
  return { type: 'offered', documented: ['expired', 'refused'].includes(linkStatus(status)) }
}

/** What is to be different about the new link; null for as it was. At most one of partner and connection. */
export interface Differences {
  readonly name: string | null
  readonly popId: string | null
  readonly bandwidthMbps: number | null
  readonly partnerId: string | null
  readonly connectionId: string | null
}

export const AS_IT_WAS: Differences = {
  name: null,
  popId: null,
  bandwidthMbps: null,
  partnerId: null,
  connectionId: null,
}

/** Of a form that was filled in, what is not as the link has it. */
export function onlyDifferent(asked: Differences, { name, popId, bandwidthMbps, kind }: Link): Differences {
  const unless = <T>(value: T | null, now: T | null) => (value === now ? null : value)
  return {
    name: unless(asked.name, name.trim()),
    popId: unless(asked.popId, popId),
    bandwidthMbps: unless(asked.bandwidthMbps, bandwidthMbps),
    partnerId: unless(asked.partnerId, kind.type === 'hosted' ? kind.partnerId : null),
    connectionId: unless(asked.connectionId, kind.type === 'self_hosted' ? kind.connectionId : null),
  }
}

/** What would be done, for a person to confirm. Every text is a sentence; names of others in them are on one line, unescaped. */
export interface ReorderPlan {
  readonly order: LinkOrder
  /** What differs from the old link; empty where nothing was asked to. */
  readonly differences: readonly string[]
  /** What will be put back on the new link. */
  readonly kept: readonly string[]
  /** What cannot be kept. */
  readonly lost: readonly string[]
  readonly cost: string
  /** Whether the old link carries, by its sessions and configuration: deleting it ends that. */
  readonly carries: boolean
}

export type Planned =
  | { readonly type: 'planned'; readonly plan: ReorderPlan }
  | { readonly type: 'refused'; readonly why: string }

/** Limit of `CreateLink` (InterLink API v1beta1). */
const PEER_ASN_MAX = 65_534

/** Plans the order of a link like `link` but for the differences, or says why it would be refused. Pure. */
export function planReorder(link: Link, asked: Differences, market: Market): Planned {
  const offer = reorderOffer(link)
  return offer.type === 'useless' ? refused(offer.why) : plan(link, asked, market)
}

/** Plans another order for a link that is deleted, in place of one that was refused. `old` as it was before. Pure. */
export function planOtherOrder(old: Link, asked: Differences, market: Market): Planned {
  // What is deleted carries nothing any more that the order could end, and is waited for by nobody.
  const deleted: Link = { ...old, status: 'deleted', sessions: { ipv4: 'down', ipv6: 'down' } }
  return plan(deleted, asked, market)
}

function plan(link: Link, asked: Differences, market: Market): Planned {
  const over = carrierOf(link, asked)
  if (over === null) return refused('Choose a partner or a connection for the new link, and not both.')
  const connection =
    over.type === 'connection' ? market.connections.find(({ id }) => id === over.connectionId) : undefined
  const order: LinkOrder = {
    name: asked.name?.trim() ?? link.name,
    tags: withoutOrderTags(link.tags),
    projectId: link.projectId,
    popId: asked.popId ?? (asked.connectionId === null ? link.popId : (connection?.popId ?? link.popId)),
    bandwidthMbps: asked.bandwidthMbps ?? link.bandwidthMbps,
    over,
    peerAsn: peerAsnFor(link, over),
    vlan: vlanFor(link, over),
  }
  const why = problemOf(order, market)
  if (why !== null) return refused(why)
  return {
    type: 'planned',
    plan: {
      order,
      differences: differencesOf(link, order, market),
      kept: keptOf(link, order),
      lost: lostOf(link, order),
      cost: costOf(link, order),
      carries: carryingFamilies(link).length > 0,
    },
  }
}

function refused(why: string): Planned {
  return { type: 'refused', why }
}

/** Over whom the new link goes; null where that was asked for twice, or is not known. */
export function carrierOf(
  { kind }: Link,
  { partnerId, connectionId }: Differences,
): LinkOrder['over'] | null {
  if (partnerId !== null && connectionId !== null) return null
  if (partnerId !== null) return { type: 'partner', partnerId }
  if (connectionId !== null) return { type: 'connection', connectionId }
  switch (kind.type) {
    case 'hosted':
      return { type: 'partner', partnerId: kind.partnerId }
    case 'self_hosted':
      return { type: 'connection', connectionId: kind.connectionId }
    case 'unknown':
      return null
  }
}

function isSameCarrier({ kind }: Link, over: LinkOrder['over']): boolean {
  if (over.type === 'partner') return kind.type === 'hosted' && kind.partnerId === over.partnerId
  return kind.type === 'self_hosted' && kind.connectionId === over.connectionId
}

/** The customer's own ASN is kept. A partner's, where the partner speaks BGP, is for the API to fill in. */
function peerAsnFor(link: Link, over: LinkOrder['over']): number | null {
  const asn = link.customerPeer?.asn ?? null
  if (asn === null || asn < 1 || asn > PEER_ASN_MAX) return null
  if (link.kind.type !== 'hosted' || link.kind.layer === 'l2') return asn
  return link.kind.layer === null && isSameCarrier(link, over) ? asn : null
}

/** A VLAN is chosen by whoever owns the connection; on hosted links the API gives one. */
function vlanFor(link: Link, over: LinkOrder['over']): number | null {
  return over.type === 'connection' && isSameCarrier(link, over) ? link.vlan : null
}

function carrierName(over: LinkOrder['over'], market: Market): string {
  if (over.type === 'partner') return partnerName(over.partnerId, market)
  const known = market.connections.find(({ id }) => id === over.connectionId)
  return `connection ${oneLine(known?.name ?? over.connectionId)}`
}

function differencesOf(link: Link, order: LinkOrder, market: Market): readonly string[] {
  const found: string[] = []
  const old = carrierOf(link, AS_IT_WAS)
  if (order.name !== link.name)
    found.push(`It will be called ${oneLine(order.name)} instead of ${oneLine(link.name)}.`)
  if (!isSameCarrier(link, order.over)) {
    const instead = old === null ? '' : ` instead of ${carrierName(old, market)}`
    found.push(`It will go over ${carrierName(order.over, market)}${instead}.`)
  }
  if (order.popId !== link.popId) {
    found.push(
      `It will enter at ${popNamed(order.popId, market)} instead of ${popNamed(link.popId, market)}.`,
    )
  }
  if (order.bandwidthMbps !== link.bandwidthMbps) {
    const was = bandwidthInWords(link.bandwidthMbps)
    found.push(`It will have ${bandwidthInWords(order.bandwidthMbps)} instead of ${was}.`)
  }
  return found
}

function keptOf(link: Link, order: LinkOrder): readonly string[] {
  const kept = ['The project and the tags will be kept.']
  if (order.peerAsn !== null) kept.push(`The peer ASN ${order.peerAsn} will be kept.`)
  if (order.vlan !== null) kept.push(`VLAN ${order.vlan} will be kept.`)
  const families = intendedFamilies(link)
  if (families.length > 0) {
    const policy = families.length > 1 ? 'policies' : 'policy'
    kept.push(`The ${familyNames(families)} routing ${policy} will be attached again.`)
  }
  if (link.vpcId !== null) kept.push('The VPC will be attached again.')
  if (link.routePropagation) kept.push('Route propagation will be turned on again.')
  return kept
}

function lostOf(link: Link, order: LinkOrder): readonly string[] {
  const lost: string[] = []
  if (link.kind.type === 'hosted' || order.over.type === 'partner') {
    lost.push('The pairing key ends with the old link: the partner needs the new one.')
  }
  if (waitsForPartner(link)) {
    lost.push(
      'Nothing new will be ordered until the partner has deleted its side of the old link too, which may take days: ask it to.',
    )
  }
  lost.push('Both ends of the BGP sessions get new addresses: routers have to be configured anew.')
  if (link.vlan !== null && order.vlan === null)
    lost.push(`VLAN ${link.vlan} may change: Scaleway gives a new one.`)
  const asn = link.customerPeer?.asn ?? null
  if (asn !== null && order.peerAsn === null)
    lost.push(`The peer ASN ${asn} may change: it is set by the new order.`)
  const carrying = carryingFamilies(link)
  if (carrying.length > 0) {
    lost.push(`The link carries ${familyNames(carrying)} now: that ends, until the new link is in service.`)
  }
  return lost
}

/** A hosted link that was provisioned is gone only once both sides have deleted it (How to delete an InterLink). */
function waitsForPartner({ kind, status }: Link): boolean {
  const isGoneAtOnce = ['requested', 'provisioning', 'expired', 'refused', 'deleted'].includes(
    linkStatus(status),
  )
  return kind.type === 'hosted' && !isGoneAtOnce
}

/** After Scaleway's pages on InterLink: a hosted link is billed from its creation on, a self-hosted one is not billed. */
function costOf(link: Link, order: LinkOrder): string {
  const ends =
    link.kind.type === 'hosted'
      ? 'Billing of the old link ends with its deletion'
      : 'The old link costs nothing'
  return order.over.type === 'partner'
    ? `${ends}; the new one is billed from its creation, also while the partner has not answered.`
    : `${ends}; the new one costs nothing beyond its dedicated connection.`
}
