import { SCALEWAY_ASN } from '../../domain/link.ts'
import type { NextStep } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import { explanation, fact, type Rule } from '../insight.ts'
import { familiesThatAre, phaseOf } from '../judgement.ts'
import { bgpSpeaker } from '../kinds.ts'
import { partnerStep } from '../partner-contact.ts'
import { familyNames } from '../words.ts'

/** AS_TRANS, which stands for "a number too long for an old router" (RFC 6793). */
const AS_TRANS = 23_456
/** The API takes `peer_asn` from 1 to 65534. */
const LAST_ASN = 65_534

/**
 * AS numbers that a peer of Scaleway cannot sensibly have: a session between equal numbers would not be an external one,
 * and 23456 belongs to nobody. The API accepts both.
 */
export const peerAsn: Rule = (evidence) => {
  const { link } = evidence
  const phase = phaseOf(link)
  if (phase === 'closed') return null
  if (link.customerPeer === null) {
    if (phase !== 'service') return null
    return fact(
      'peer_asn',
      'risk',
      'The API shows no BGP peer on your side, although the link is provisioned.',
      DOCUMENTS.networkDevice,
    )
  }
  const { asn } = link.customerPeer
  const problem = peerAsnProblem(asn, link.scalewayPeer?.asn ?? SCALEWAY_ASN)
  if (problem === null) return null
  const text = `The peer ASN is ${asn}, ${problem}.`
  const step =
    link.kind.type === 'self_hosted'
      ? { text: 'Set the peer ASN of the link to the one of your own router', url: DOCUMENTS.networkDevice }
      : partnerStep(
          evidence,
          `Have the peer ASN ${asn} put right with`,
          ': it cannot be changed on a hosted link',
        )
  const steps: readonly NextStep[] = [{ ...step, acts: ['peer_asn'] }]
  const down = familiesThatAre(link, 'down')
  if (down.length === 0 && link.status !== 'ready')
    return fact('peer_asn', 'risk', text, DOCUMENTS.networkDevice, steps)
  return explanation(
    'peer_asn',
    text,
    {
      verdict:
        down.length === 0
          ? `No session can come up with peer ASN ${asn}, ${problem}.`
          : `${familyNames(down)} cannot come up with peer ASN ${asn}, ${problem}.`,
      mover: bgpSpeaker(link.kind),
      documentUrl: DOCUMENTS.networkDevice,
    },
    steps,
  )
}

/** Why a peer of Scaleway cannot sensibly have this AS number, as a clause; null where it can. */
export function peerAsnProblem(asn: number, scaleways: number): string | null {
  if (asn === SCALEWAY_ASN || asn === scaleways) return "which is Scaleway's own"
  if (asn === AS_TRANS) return 'which is a placeholder that belongs to nobody'
  return asn < 1 || asn > LAST_ASN ? 'which is outside of what the API takes (1 to 65534)' : null
}
