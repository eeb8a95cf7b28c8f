import type { Family } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { gapInsight } from '../gaps.ts'
import type { Rule } from '../insight.ts'
import { FAMILY_NAMES, oneLine, vpcName } from '../words.ts'

/**
 * A policy without a prefix in one direction lets nothing through in it (`prefix_filter_in`: announcements accepted from
 * outside, `prefix_filter_out`: routes of the VPC that are announced; How to create a routing policy).
 */
export function emptyFilter(family: Family, direction: 'in' | 'out'): Rule {
  return (evidence) => {
    const policy = evidence.policies[family]
    const prefixes = direction === 'in' ? policy?.prefixesIn : policy?.prefixesOut
    if (policy === null || prefixes === undefined || prefixes.length > 0) return null
    const name = FAMILY_NAMES[family]
    return gapInsight(evidence, {
      id: `empty_filter_${direction}_${family}`,
      clause:
        direction === 'in'
          ? `the ${name} routing policy accepts no prefix from outside, so ${vpcName(evidence)} learns no route to your side`
          : `the ${name} routing policy announces no prefix of ${vpcName(evidence)}, so your side learns no route into it`,
      text: `Routing policy ${oneLine(policy.name)} has an empty list of ${direction === 'in' ? 'incoming' : 'outgoing'} prefixes, which blocks every route in that direction on every link it is attached to.`,
      steps: [
        {
          text:
            direction === 'in'
              ? `Add the prefixes that your ${name} router announces to the incoming list of routing policy ${oneLine(policy.name)}`
              : `Add the ${name} prefixes of the VPC's Private Networks to the outgoing list of routing policy ${oneLine(policy.name)}`,
          url: DOCUMENTS.routingPolicy,
          acts: [`filter_${direction}_${family}`],
        },
      ],
      documentUrl: DOCUMENTS.routingPolicy,
    })
  }
}
