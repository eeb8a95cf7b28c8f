import type { Family, RoutingPolicy } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { uncovered } from '../prefixes.ts'
import { FAMILY_NAMES, inWords, oneLine } from '../words.ts'

const SHOWN = 3

/**
 * A link only replaces its sibling for the prefixes that its own routing policy allows, which is looked at both ways. Two links into one VPC are the
 * documented redundancy (InterLink overview, "Attaching a VPC"); that their filters should agree is our own judgement.
 */
export function filtersDiffer(family: Family): Rule {
  return ({ link, policies, siblings, siblingPolicies = [] }) => {
    const own = policies[family]
    if (own === null || phaseOf(link) !== 'service') return null
    const lacks = siblings.flatMap((sibling) => {
      const theirs = siblingPolicies.find(({ id }) => id === sibling.policies[family])
      if (theirs === undefined) return []
      const name = oneLine(sibling.name)
      return [...lackOf(name, own, theirs), ...lackOf('this link', theirs, own, ` as ${name} does`)]
    })
    if (lacks.length === 0) return null
    const more = lacks.length > SHOWN ? ` ${lacks.length - SHOWN} more of their kind are left out.` : ''
    return fact(
      `filters_differ_${family}`,
      'risk',
      `${FAMILY_NAMES[family]} routing policies of links into the same VPC differ: ${lacks.slice(0, SHOWN).join('; ')}. What goes over the one that lacks them is lost, after a failover too.${more}`,
      DOCUMENTS.overview,
      [
        {
          text: `Give the ${FAMILY_NAMES[family]} routing policies of these links the same prefixes, unless they differ on purpose`,
          url: DOCUMENTS.routingPolicy,
        },
      ],
    )
  }
}

/** What one policy lets through and the other one, of the link called `name`, does not. */
function lackOf(name: string, wanted: RoutingPolicy, policy: RoutingPolicy, as = ''): readonly string[] {
  const inwards = uncovered(wanted.prefixesIn, policy.prefixesIn)
  const outwards = uncovered(wanted.prefixesOut, policy.prefixesOut)
  const parts = [
    ...(inwards.length === 0 ? [] : [`does not accept ${some(inwards)}`]),
    ...(outwards.length === 0 ? [] : [`does not announce ${some(outwards)}`]),
  ]
  return parts.length === 0 ? [] : [`${name} ${inWords(parts)}${as}`]
}

function some(prefixes: readonly string[]): string {
  const shown = prefixes.slice(0, SHOWN).map(oneLine)
  return prefixes.length > shown.length
    ? `${shown.join(', ')} and ${prefixes.length - shown.length} more`
    : inWords(shown)
}
