import { BITS, parseAddress } from '../domain/address.ts'
import type { Family, PerFamily } from '../domain/link.ts'

/** A prefix as numbers; null for what is none. */
function parse(
  prefix: string,
): { readonly family: Family; readonly base: bigint; readonly length: number } | null {
  const family = prefix.includes(':') ? 'ipv6' : 'ipv4'
  const address = parseAddress(prefix.trim(), family)
  if (address === null || address.length === null) return null
  const { value, length } = address
  return { family, base: value >> BigInt(BITS[family] - length), length }
}

/** Whether all addresses of `inner` are in `outer`. What is no prefix only covers what is written the same. */
function covers(outer: string, inner: string): boolean {
  const [wide, narrow] = [parse(outer), parse(inner)]
  if (wide === null || narrow === null) return outer === inner
  if (wide.family !== narrow.family || wide.length > narrow.length) return false
  return narrow.base >> BigInt(narrow.length - wide.length) === wide.base
}

/** Those of `wanted` that no prefix of `list` covers. */
export function uncovered(wanted: readonly string[], list: readonly string[]): readonly string[] {
  return wanted.filter((prefix) => !list.some((other) => covers(other, prefix)))
}

/**
 * A prefix no longer than this stands for all that is routed: 0.0.0.0/1 and its like come in pairs, 2000::/3 is all global
 * IPv6.
 */
const WIDEST: PerFamily<number> = { ipv4: 1, ipv6: 3 }

/** Whether a prefix stands for all addresses of its family, or for half of them or more of those in use. */
export function isEverything(prefix: string): boolean {
  const parsed = parse(prefix)
  return parsed !== null && parsed.length <= WIDEST[parsed.family]
}
