import { type Family, intendedFamilies } from '../../domain/link.ts'
import { bgpStatus } from '../../domain/status.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { FAMILY_NAMES } from '../words.ts'
import { goneFamilies } from '../writes.ts'

/**
 * A family without a routing policy is not meant to be used: every route of it is blocked (Configuring an InterLink,
 * "Attach routing policy"), and its session is disabled, which is not down. A session that is up all the same is
 * told by a rule of its own, as is one that carried.
 */
export function familyNotIntended(family: Family): Rule {
  return (evidence) => {
    const { link } = evidence
    if (phaseOf(link) !== 'service' || link.policies[family] !== null) return null
    if (intendedFamilies(link).length === 0 || goneFamilies(evidence).includes(family)) return null
    const session = bgpStatus(link.sessions[family])
    if (session === 'up') return null
    const name = FAMILY_NAMES[family]
    return fact(
      'family_not_intended',
      'note',
      session === 'disabled'
        ? `${name} has no routing policy, so its session is disabled, which is not down.`
        : `${name} has no routing policy, so it is not meant to be used, and its session does not matter.`,
      DOCUMENTS.configuring,
    )
  }
}
