import type { Link, Partner } from '../../domain/link.ts'
import type { Offer } from '../../domain/lookups.ts'
import type { Directory } from '../../domain/snapshot.ts'
import { type Market, marketOf } from './market.ts'
import { carrierOf, type Differences } from './order.ts'

/** Who of `partners` offers links of that bandwidth in a region, and at which PoPs, live; null where that cannot be read. */
export type AskOffers = (
  region: string,
  partners: readonly Partner[],
  bandwidthMbps: number,
) => Promise<readonly Offer[] | null>

/**
 * What can be ordered for a link, differences and all: an order that Scaleway would refuse has to be refused while the old
 * link is still there, also one that is just as it was. Null where the offers could not be read.
 */
export async function askMarket(
  link: Link,
  asked: Differences,
  directory: Pick<Directory, 'pops' | 'partners' | 'connections'>,
  offersOf: AskOffers,
): Promise<Market | null> {
  const over = carrierOf(link, asked)
  if (over?.type !== 'partner') return marketOf(directory, null)
  const { partners } = directory
  const { partnerId } = over
  // A partner that polls do not list (any more) is asked about all the same, and first: not all may be asked about at once.
  const chosen = partners.find(({ id }) => id === partnerId) ?? unlisted(partnerId)
  const others = partners.filter(({ id }) => id !== partnerId)
  const offers = await offersOf(link.region, [chosen, ...others], asked.bandwidthMbps ?? link.bandwidthMbps)
  return offers === null ? null : marketOf(directory, offers)
}

function unlisted(id: string): Partner {
  return { id, name: `Partner ${id}`, contactEmail: null, portalUrl: null }
}
