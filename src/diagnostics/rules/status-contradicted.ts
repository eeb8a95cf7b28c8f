import { FAMILIES } from '../../domain/link.ts'
import { bgpStatus } from '../../domain/status.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { statusContradicted, statusName } from '../judgement.ts'
import { FAMILY_NAMES, inWords } from '../words.ts'

/**
 * Status and sessions say different things. Both sessions up is Active, one is Limited Connectivity, none is Down (InterLink
 * overview, "Routing across an InterLink"); where they disagree, the sessions are believed.
 */
export const statusContradictedRule: Rule = ({ link }) => {
  if (!statusContradicted(link)) return null
  const sessions = FAMILIES.map(
    (family) => `${FAMILY_NAMES[family]} is ${SESSION_WORDS[bgpStatus(link.sessions[family])]}`,
  )
  return fact(
    'status_contradicted',
    'note',
    `The status says ${statusName(link)} while ${inWords(sessions)}: the sessions are believed.`,
    DOCUMENTS.overview,
  )
}

const SESSION_WORDS = {
  up: 'up',
  down: 'down',
  disabled: 'disabled',
  unknown_bgp_status: 'not known',
} as const
