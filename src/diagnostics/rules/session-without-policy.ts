import { FAMILIES, intendedFamilies } from '../../domain/link.ts'
import { bgpStatus } from '../../domain/status.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { familyNames } from '../words.ts'
import { goneFamilies } from '../writes.ts'

/**
 * A session that is up in a family whose routes are all blocked is an inconsistency of the API: it is shown, and alarms
 * nobody (Configuring an InterLink, "Attach routing policy": without a policy all routes are blocked).
 */
export const sessionWithoutPolicy: Rule = (evidence) => {
  const { link } = evidence
  if (phaseOf(link) === 'closed') return null
  const odd = FAMILIES.filter(
    (family) => link.policies[family] === null && bgpStatus(link.sessions[family]) === 'up',
  )
  if (odd.length === 0) return null
  const isMissed = odd.some((family) => goneFamilies(evidence).includes(family))
  const also = intendedFamilies(link).length > 0 && !isMissed ? ' It harms nothing.' : ''
  return fact(
    'session_without_policy',
    'note',
    `The API shows ${familyNames(odd)} as up without a routing policy, which is an inconsistency of the API.${also}`,
    DOCUMENTS.configuring,
  )
}
