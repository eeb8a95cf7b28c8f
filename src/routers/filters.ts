import { FAMILY_NAMES, someInWords } from '../diagnostics/words.ts'
import { type Prefix, parsePrefix } from '../domain/address.ts'
import type { RoutingPolicy } from '../domain/link.ts'
import { plainWords } from './plain-words.ts'

/** A policy's filters as the router sees them, and what a person has to know of them. */
interface Filters {
  readonly accept: readonly Prefix[]
  readonly announce: readonly Prefix[]
  readonly notes: readonly string[]
}

/** How many refused entries are named. */
const NAMED = 3

/**
 * Mirrors a policy: what Scaleway announces (`prefix_filter_out`) is what the router accepts, and what Scaleway accepts
 * (`prefix_filter_in`) is what the router may announce. An entry that is no prefix of the family is refused and told.
 */
export function filtersOf(policy: RoutingPolicy): Filters {
  const accept = readPrefixes(policy, 'prefix_filter_out')
  const announce = readPrefixes(policy, 'prefix_filter_in')
  const name = FAMILY_NAMES[policy.family]
  const notes = [...accept.notes, ...announce.notes]
  if (accept.prefixes.length === 0)
    notes.push(
      `The ${name} policy announces nothing to you (prefix_filter_out has no prefix): the router's filter lets nothing in, and no route into the VPC is learned until that is filled.`,
    )
  if (announce.prefixes.length === 0)
    notes.push(
      `The ${name} policy accepts nothing from you (prefix_filter_in has no prefix): the router's filter lets nothing out, and the VPC learns no route to you until that is filled.`,
    )
  return { accept: accept.prefixes, announce: announce.prefixes, notes }
}

function readPrefixes(policy: RoutingPolicy, field: 'prefix_filter_in' | 'prefix_filter_out') {
  const written = field === 'prefix_filter_in' ? policy.prefixesIn : policy.prefixesOut
  const name = FAMILY_NAMES[policy.family]
  const prefixes = new Map<string, Prefix>()
  const refused: string[] = []
  const masked: string[] = []
  for (const text of written) {
    const prefix = parsePrefix(text.trim(), policy.family)
    if (prefix === null) {
      refused.push(plainWords(text))
      continue
    }
    if (prefix.masked) masked.push(prefix.text)
    prefixes.set(prefix.text, prefix)
  }
  const notes: string[] = []
  if (refused.length > 0)
    notes.push(
      `Of ${field}, ${some(refused)} ${refused.length > 1 ? 'are no prefixes' : 'is no prefix'} of ${name}, and left out of the filter.`,
    )
  if (masked.length > 0)
    notes.push(`In ${field}, ${some(masked)} had bits set behind the length, which are taken off here.`)
  if (prefixes.size > 0 && [...prefixes.values()].some(({ length }) => length === 0))
    notes.push(`In ${field}, ${name} has a prefix of length 0, which lets every route through.`)
  return { prefixes: [...prefixes.values()], notes }
}

function some(words: readonly string[]): string {
  return someInWords(words, NAMED)
}
