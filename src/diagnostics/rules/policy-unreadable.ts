import type { Family } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { FAMILY_NAMES } from '../words.ts'

/** A policy that is attached and cannot be read: whether its filters let anything through is not known (How to create a routing policy). */
export function policyUnreadable(family: Family): Rule {
  return ({ link, policies }) => {
    const id = link.policies[family]
    if (id === null || policies[family] !== null || phaseOf(link) === 'closed') return null
    const name = FAMILY_NAMES[family]
    return fact(
      `policy_unreadable_${family}`,
      'note',
      `The routing policy for ${name} is attached and could not be read, so its filters were not checked.`,
      DOCUMENTS.routingPolicy,
      [
        {
          text: `See in the console that routing policy ${id} has ${name} prefixes in both directions`,
          url: DOCUMENTS.routingPolicy,
        },
      ],
    )
  }
}
