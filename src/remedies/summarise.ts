import { BITS, formatAddress, parseAddress, parsePrefix } from '../domain/address.ts'
import type { Family } from '../domain/link.ts'

interface Network {
  readonly base: bigint
  readonly length: number
}

/**
 * The fewest prefixes that stand for the same addresses: spelled as routers do, each once, none inside another, neighbours
 * joined. A filter fits every route inside it, so nothing else passes than before. In the order of addresses. What is no
 * prefix of the family is left out.
 */
export function summarise(prefixes: readonly string[], family: Family): readonly string[] {
  const networks = prefixes
    .flatMap((text) => {
      const prefix = parsePrefix(text, family)
      const base = prefix === null ? null : parseAddress(prefix.text, family)?.value
      return prefix === null || base == null ? [] : [{ base, length: prefix.length }]
    })
    .sort((a, b) => (a.base === b.base ? a.length - b.length : a.base < b.base ? -1 : 1))
  const kept: Network[] = []
  for (const network of networks) {
    const last = kept.at(-1)
    if (last === undefined || !contains(last, network, family)) add(kept, network, family)
  }
  return kept.map(({ base, length }) => `${formatAddress(base, family)}/${length}`)
}

/** Puts a network behind those that are kept, joined with the last one for as long as they are two halves. */
function add(kept: Network[], network: Network, family: Family): void {
  let whole = network
  for (let last = kept.at(-1); last !== undefined && areHalves(last, whole, family); last = kept.at(-1)) {
    kept.pop()
    whole = { base: last.base, length: last.length - 1 }
  }
  kept.push(whole)
}

function contains(outer: Network, inner: Network, family: Family): boolean {
  const rest = BigInt(BITS[family] - outer.length)
  return outer.length <= inner.length && inner.base >> rest === outer.base >> rest
}

/** Whether the two are the lower and the upper half of one network. */
function areHalves(lower: Network, upper: Network, family: Family): boolean {
  if (lower.length !== upper.length || lower.length === 0) return false
  const rest = BigInt(BITS[family] - lower.length)
  return (lower.base >> rest) % 2n === 0n && upper.base >> rest === (lower.base >> rest) + 1n
}
