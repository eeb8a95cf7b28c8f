import { bandwidthInWords, familyNames, oneLine } from '../../diagnostics/words.ts'
import type { Connection, Link, Partner, Pop } from '../../domain/link.ts'
import { carryingFamilies } from '../../domain/link.ts'
import { type LinkStatus, linkStatus } from '../../domain/status.ts'
import type { LinkOrder } from '../ports.ts'
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

/** What can be ordered in the region of the link, as far as it is known: what is not known is left to the API to refuse. */
export interface Market {
  readonly pops: readonly Pop[]
  readonly partners: readonly Partner[]
  readonly connections: readonly Connection[]
  /** The ids of the partners at each PoP, by its id; a PoP that is missing is one of which that is not known. */
  readonly partnersAt: ReadonlyMap<string, readonly string[]>
}

/** What would be done, for a person to confirm. Every text is a sentence; names of others in them are on one line, unescaped. */
export interface ReorderPlan {
  readonly order: LinkOrder
  /** What differs from the old link; empty where nothing was asked to. */
  readonly differences: readonly string[]
  /** What is put back on the new link. */
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

/** Limits of `CreateLink` (InterLink API v1beta1). */
const NAME_MAX = 255
const BANDWIDTH_MAX_MBPS = 100_000_000
const PEER_ASN_MAX = 65_534

/** Plans the order of a link like `link` but for the differences, or says why it would be refused. Pure. */
export function planReorder(link: Link, asked: Differences, market: Market): Planned {
  const offer = reorderOffer(link)
  if (offer.type === 'useless') return refused(offer.why)
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
  const why = problemOf(order, connection, market)
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

function carrierOf({ kind }: Link, { partnerId, connectionId }: Differences): LinkOrder['over'] | null {
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

function problemOf(order: LinkOrder, connection: Connection | undefined, market: Market): string | null {
  const { name, bandwidthMbps, popId, over } = order
  if (name === '') return 'Give the new link a name.'
  if ([...name].length > NAME_MAX) return `A name has at most ${NAME_MAX} characters: shorten it.`
  if (!Number.isInteger(bandwidthMbps) || bandwidthMbps < 1 || bandwidthMbps > BANDWIDTH_MAX_MBPS) {
    return 'Give the bandwidth as a whole number of Mbps.'
  }
  const pop = market.pops.find(({ id }) => id === popId)
  if (market.pops.length > 0 && pop === undefined)
    return 'That PoP is not in the region of the link: choose another.'
  if (over.type === 'connection') {
    if (connection === undefined) return null
    if (connection.popId !== popId) {
      return `Connection ${oneLine(connection.name)} ends at another PoP: choose a connection at that PoP.`
    }
    if (bandwidthMbps > connection.bandwidthMbps) {
      return `Connection ${oneLine(connection.name)} has ${bandwidthInWords(connection.bandwidthMbps)} in all: choose a smaller bandwidth.`
    }
    return null
  }
  const where = pop === undefined ? 'that PoP' : oneLine(pop.displayName)
  const there = market.partnersAt.get(popId)
  if (there !== undefined && !there.includes(over.partnerId)) {
    return `${partnerName(over.partnerId, market)} offers no links at ${where}: choose another partner or PoP.`
  }
  // Lists were recorded naming no bandwidths for PoPs that have some: an empty list says nothing.
  const offered = pop?.bandwidthsMbps ?? []
  if (offered.length > 0 && !offered.includes(bandwidthMbps)) {
    return `${where} offers ${offered.map(bandwidthInWords).join(', ')}: choose one of these.`
  }
  return null
}

function partnerName(id: string, { partners }: Market): string {
  return oneLine(partners.find((partner) => partner.id === id)?.name ?? `Partner ${id}`)
}

function carrierName(over: LinkOrder['over'], market: Market): string {
  if (over.type === 'partner') return partnerName(over.partnerId, market)
  const known = market.connections.find(({ id }) => id === over.connectionId)
  return `connection ${oneLine(known?.name ?? over.connectionId)}`
}

function differencesOf(link: Link, order: LinkOrder, market: Market): readonly string[] {
  const found: string[] = []
  const popName = (id: string) => oneLine(market.pops.find((pop) => pop.id === id)?.displayName ?? id)
  const old = carrierOf(link, AS_IT_WAS)
  if (order.name !== link.name)
    found.push(`It is called ${oneLine(order.name)} instead of ${oneLine(link.name)}.`)
  if (!isSameCarrier(link, order.over)) {
    const instead = old === null ? '' : ` instead of ${carrierName(old, market)}`
    found.push(`It goes over ${carrierName(order.over, market)}${instead}.`)
  }
  if (order.popId !== link.popId) {
    found.push(`It enters at ${popName(order.popId)} instead of ${popName(link.popId)}.`)
  }
  if (order.bandwidthMbps !== link.bandwidthMbps) {
    const was = bandwidthInWords(link.bandwidthMbps)
    found.push(`It has ${bandwidthInWords(order.bandwidthMbps)} instead of ${was}.`)
  }
  return found
}

function keptOf(link: Link, order: LinkOrder): readonly string[] {
  const kept = ['The project and the tags are kept.']
  if (order.peerAsn !== null) kept.push(`The peer ASN ${order.peerAsn} is kept.`)
  if (order.vlan !== null) kept.push(`VLAN ${order.vlan} is kept.`)
  const families = (['ipv4', 'ipv6'] as const).filter((family) => link.policies[family] !== null)
  if (families.length > 0) {
    const [policy, is] = families.length > 1 ? ['policies', 'are'] : ['policy', 'is']
    kept.push(`The ${familyNames(families)} routing ${policy} ${is} attached again.`)
  }
  if (link.vpcId !== null) kept.push('The VPC is attached again.')
  if (link.routePropagation) kept.push('Route propagation is turned on again.')
  return kept
}

function lostOf(link: Link, order: LinkOrder): readonly string[] {
  const lost: string[] = []
  if (link.kind.type === 'hosted' || order.over.type === 'partner') {
    lost.push('The pairing key ends with the old link: the partner needs the new one.')
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
