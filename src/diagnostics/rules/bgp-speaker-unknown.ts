import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { familiesThatAre, phaseOf } from '../judgement.ts'
import { bgpSpeaker } from '../kinds.ts'

/** Newer APIs tell L2 from L3 hosting (`l3_connectivity`), older ones do not: who runs BGP then has to be asked (InterLink API, `l3_connectivity`). */
export const bgpSpeakerUnknown: Rule = ({ link }) => {
  if (phaseOf(link) !== 'service' || bgpSpeaker(link.kind) !== 'you_or_partner') return null
  if (familiesThatAre(link, 'down').length === 0) return null
  return fact(
    'bgp_speaker_unknown',
    'note',
    link.kind.type === 'unknown'
      ? 'The API names neither a partner nor a dedicated connection for this link, so whose router speaks BGP is not known.'
      : "The API does not say whether the partner's router or yours speaks BGP with Scaleway.",
    DOCUMENTS.api,
  )
}
