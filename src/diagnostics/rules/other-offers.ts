import { linkStatus } from '../../domain/status.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { bandwidthInWords, inWords, oneLine } from '../words.ts'

const SHOWN = 3

/**
 * Who else, or where else, a link of this bandwidth can be had, once a request has come to nothing (How to order an
 * InterLink: partner, PoP and bandwidth are chosen together; PoPs of the API by `partner_id` and `link_bandwidth_mbps`).
 */
export const otherOffers: Rule = ({ link, pop, offers }) => {
  const status = linkStatus(link.status)
  if (offers === undefined || (status !== 'refused' && status !== 'expired')) return null
  const { kind } = link
  const here = pop === null ? null : pop.displayName || pop.name
  const others = offers.flatMap(({ partnerId, partnerName, popNames }) => {
    const isSame = kind.type === 'hosted' && kind.partnerId === partnerId
    const names = popNames.filter((name) => !isSame || name !== here)
    return names.length === 0 ? [] : [{ partner: oneLine(partnerName), isSame, names: names.map(oneLine) }]
  })
  const width = bandwidthInWords(link.bandwidthMbps)
  if (others.length === 0)
    return fact(
      'other_offers',
      'note',
      `The API shows nobody else in ${link.region} who offers ${width}: ask for another bandwidth, or another region.`,
      DOCUMENTS.order,
    )
  const places = others
    .sort((a, b) => Number(a.isSame) - Number(b.isSame))
    .slice(0, SHOWN)
    .map(({ partner, names }) => `${partner} at ${inWords(names.slice(0, SHOWN))}`)
  return fact(
    'other_offers',
    'note',
    `The API shows ${width} at other places too: ${places.join('; ')}.`,
    DOCUMENTS.order,
  )
}
