import { SCALEWAY_ASN } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'

/** Scaleway's AS is 12876 by its documents (InterLink concepts, "BGP session"). Where the API says otherwise, it is believed. */
export const scalewayAsn: Rule = ({ link }) => {
  const asn = link.scalewayPeer?.asn ?? SCALEWAY_ASN
  if (asn === SCALEWAY_ASN || phaseOf(link) === 'closed') return null
  return fact(
    'scaleway_asn',
    'note',
    `The API gives Scaleway's AS number as ${asn} on this link, the documents as ${SCALEWAY_ASN}: the API is believed, so your router needs ${asn} as its remote AS.`,
    DOCUMENTS.concepts,
  )
}
