import { bandwidthInWords, oneLine, someInWords } from '../../diagnostics/words.ts'
import type { Connection, Partner, Pop } from '../../domain/link.ts'
import type { Offer } from '../../domain/lookups.ts'
import type { Directory } from '../../domain/snapshot.ts'
import type { LinkOrder } from '../ports.ts'

/** What can be ordered in the region of the link, as far as it is known: what is not known is left to the API to refuse. */
export interface Market {
  readonly pops: readonly Pop[]
  readonly partners: readonly Partner[]
  readonly connections: readonly Connection[]
  /**
   * The ids of the partners at each PoP, by its id, that offer the bandwidth that is ordered; a PoP that is missing is one
   * of which that is not known.
   */
  readonly partnersAt: ReadonlyMap<string, readonly string[]>
}

/** The market of a region. `offers` are those of the bandwidth that is ordered; null where partners do not matter. */
export function marketOf(
  { pops, partners, connections }: Pick<Directory, 'pops' | 'partners' | 'connections'>,
  offers: readonly Offer[] | null,
): Market {
  const at = (offers === null ? [] : pops).map((pop) => {
    // The API names the PoPs of an offer as it shows them.
    const there = (offers ?? []).filter(({ popNames }) => popNames.includes(pop.displayName || pop.name))
    return [pop.id, there.map(({ partnerId }) => partnerId)] as const
  })
  return { pops, partners, connections, partnersAt: new Map(at) }
}

/** Limits of `CreateLink` (InterLink API v1beta1). */
const NAME_MAX = 255
const BANDWIDTH_MAX_MBPS = 100_000_000

/** Why an order would be refused, with what can be ordered instead, in sentences; null where nothing speaks against it. */
export function problemOf(order: LinkOrder, market: Market): string | null {
  const { name, bandwidthMbps, popId, over } = order
  if (name === '') return 'Give the new link a name.'
  if ([...name].length > NAME_MAX) return `A name has at most ${NAME_MAX} characters: shorten it.`
  if (!Number.isInteger(bandwidthMbps) || bandwidthMbps < 1 || bandwidthMbps > BANDWIDTH_MAX_MBPS) {
    return 'Give the bandwidth as a whole number of Mbps.'
  }
  const isPopKnown = market.pops.length === 0 || market.pops.some(({ id }) => id === popId)
  if (!isPopKnown) {
    return `That PoP is not in the region of the link: choose another.${popsText(market)}`
  }
  return over.type === 'connection'
    ? connectionProblem(order, over.connectionId, market)
    : partnerProblem(order, over.partnerId, market)
}

function connectionProblem(
  { bandwidthMbps, popId }: LinkOrder,
  connectionId: string,
  { connections }: Market,
): string | null {
  const connection = connections.find(({ id }) => id === connectionId)
  if (connection === undefined) {
    return connections.length === 0
      ? null
      : `That dedicated connection is not there any more: choose another. There is ${namesOf(connections.map(({ name }) => name))}.`
  }
  const name = oneLine(connection.name)
  if (connection.popId !== popId) {
    return `Connection ${name} ends at another PoP: choose a connection at that PoP.`
  }
  return bandwidthMbps > connection.bandwidthMbps
    ? `Connection ${name} has ${bandwidthInWords(connection.bandwidthMbps)} in all: choose a smaller bandwidth.`
    : null
}

function partnerProblem(
  { bandwidthMbps, popId }: LinkOrder,
  partnerId: string,
  market: Market,
): string | null {
  const pop = market.pops.find(({ id }) => id === popId)
  const where = pop === undefined ? 'that PoP' : popName(pop)
  // Lists were recorded naming no bandwidths for PoPs that have some: an empty list says nothing.
  const offered = pop?.bandwidthsMbps ?? []
  if (offered.length > 0 && !offered.includes(bandwidthMbps)) {
    return `${where} offers ${offered.map(bandwidthInWords).join(', ')}: choose one of these.`
  }
  const there = market.partnersAt.get(popId)
  if (there === undefined || there.includes(partnerId)) return null
  const partner = partnerName(partnerId, market)
  const elsewhere = market.pops.filter(({ id }) => market.partnersAt.get(id)?.includes(partnerId) === true)
  const instead = [
    there.length === 0 ? null : `${namesOf(there.map((id) => partnerName(id, market)))} at ${where}`,
    elsewhere.length === 0 ? null : `${partner} at ${namesOf(elsewhere.map(popName))}`,
  ].filter((one) => one !== null)
  const offers =
    instead.length === 0
      ? 'No partner that was asked offers that bandwidth there, nor this one elsewhere.'
      : `Offered instead: ${instead.join('; ')}.`
  return `${partner} offers no links of ${bandwidthInWords(bandwidthMbps)} at ${where}: choose another partner or PoP. ${offers}`
}

/** A partner by its name on one line, else by its id. */
export function partnerName(id: string, { partners }: Pick<Market, 'partners'>): string {
  return oneLine(partners.find((partner) => partner.id === id)?.name ?? `Partner ${id}`)
}

/** A PoP by its name on one line, else by its id. */
export function popNamed(id: string, { pops }: Pick<Market, 'pops'>): string {
  const pop = pops.find((one) => one.id === id)
  return pop === undefined ? oneLine(id) : popName(pop)
}

function popName({ displayName, name }: Pop): string {
  return oneLine(displayName || name)
}

function popsText({ pops }: Market): string {
  return pops.length === 0 ? '' : ` There is ${namesOf(pops.map(popName))}.`
}

const MOST_NAMED = 6

function namesOf(names: readonly string[]): string {
  return someInWords(
    names.map((name) => oneLine(name)),
    MOST_NAMED,
  )
}
