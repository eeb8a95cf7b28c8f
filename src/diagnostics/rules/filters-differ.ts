import type { Family, Link, RoutingPolicy } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { uncovered } from '../prefixes.ts'
import { FAMILY_NAMES, inWords, oneLine } from '../words.ts'

const SHOWN = 3

/**
 * A sibling only replaces a link for the prefixes that its own routing policy allows. Two links into one VPC are the
 * documented redundancy (InterLink overview, "Attaching a VPC"); that their filters should agree is our own judgement.
 */
export function filtersDiffer(family: Family): Rule {
  return ({ link, policies, siblings, siblingPolicies = [] }) => {
    const own = policies[family]
    if (own === null || phaseOf(link) !== 'service') return null
    const lacks = siblings.flatMap((sibling) => {
      const theirs = siblingPolicies.find(({ id }) => id === sibling.policies[family])
      return theirs === undefined ? [] : lackOf(sibling, own, theirs)
    })
    if (lacks.length === 0) return null
    const more = lacks.length > SHOWN ? ` So do ${lacks.length - SHOWN} more.` : ''
    return fact(
      `filters_differ_${family}`,
      'risk',
      `${FAMILY_NAMES[family]} routing policies of links into the same VPC differ: ${lacks.slice(0, SHOWN).join('; ')}. A failover loses those.${more}`,
      [
        {
          text: `Give the ${FAMILY_NAMES[family]} routing policies of these links the same prefixes, unless they differ on purpose`,
          url: DOCUMENTS.routingPolicy,
        },
      ],
    )
  }
}

function lackOf(sibling: Link, own: RoutingPolicy, theirs: RoutingPolicy): readonly string[] {
  const inwards = uncovered(own.prefixesIn, theirs.prefixesIn)
  const outwards = uncovered(own.prefixesOut, theirs.prefixesOut)
  const parts = [
    ...(inwards.length === 0 ? [] : [`does not accept ${some(inwards)}`]),
    ...(outwards.length === 0 ? [] : [`does not announce ${some(outwards)}`]),
  ]
  return parts.length === 0 ? [] : [`${oneLine(sibling.name)} ${inWords(parts)}`]
}

function some(prefixes: readonly string[]): string {
  const shown = prefixes.slice(0, SHOWN).map(oneLine)
  return prefixes.length > shown.length
    ? `${shown.join(', ')} and ${prefixes.length - shown.length} more`
    : inWords(shown)
}
