import type { Family } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { isEverything } from '../prefixes.ts'
import { FAMILY_NAMES, oneLine, vpcName } from '../words.ts'

/**
 * A filter of 0.0.0.0/0 or ::/0 filters nothing: a wrong announcement of the other side, a default route for one, is
 * taken as it comes (How to create a routing policy: the lists are ranges to allow).
 */
export function wideFilter(family: Family): Rule {
  return (evidence) => {
    const policy = evidence.policies[family]
    if (policy === null || phaseOf(evidence.link) === 'closed') return null
    const wideIn = policy.prefixesIn.some(isEverything)
    const wideOut = policy.prefixesOut.some(isEverything)
    if (!wideIn && !wideOut) return null
    const name = FAMILY_NAMES[family]
    const effects = [
      ...(wideIn ? [`accepts any ${name} route from outside, a default route too`] : []),
      ...(wideOut ? [`announces every ${name} route of ${vpcName(evidence)}`] : []),
    ]
    return fact(
      `wide_filter_${family}`,
      'risk',
      `Routing policy ${oneLine(policy.name)} ${effects.join(' and ')}.`,
      DOCUMENTS.routingPolicy,
      [
        {
          text: `Narrow the ${name} lists of routing policy ${oneLine(policy.name)} to the prefixes that are in use`,
          url: DOCUMENTS.routingPolicy,
        },
      ],
    )
  }
}
