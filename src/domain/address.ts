import type { Family } from './link.ts'

/** How many bits an address of a family has. */
export const BITS: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 }

/** An address with the prefix length that was written beside it; null where none was. */
export interface Address {
  readonly value: bigint
  readonly length: number | null
}

/** A network in its family's canonical spelling: no bits set behind its length. `masked`: some were, as it was written. */
export interface Prefix {
  readonly family: Family
  readonly text: string
  readonly length: number
  readonly masked: boolean
}

/**
 * Reads `169.254.0.95/31` or `2001:db8::1`. Null for whatever is not exactly that: no white space, no zone, no leading
 * zeros in IPv4 (which some routers read as octal), no IPv4 inside IPv6.
 */
export function parseAddress(text: string, family: Family): Address | null {
  const [, host, digits] = /^([0-9A-Fa-f.:]{2,39})(?:\/(\d{1,3}))?$/.exec(text) ?? []
  if (host === undefined) return null
  const value = family === 'ipv4' ? ipv4(host) : ipv6(host)
  const length = digits === undefined ? null : Number(digits)
  if (value === null || (length !== null && length > BITS[family])) return null
  return { value, length }
}

/** Reads a prefix, and takes off what stands behind its length. Null where it is none, or has no length. */
export function parsePrefix(text: string, family: Family): Prefix | null {
  const address = parseAddress(text, family)
  if (address === null || address.length === null) return null
  const rest = BigInt(BITS[family] - address.length)
  const network = (address.value >> rest) << rest
  return {
    family,
    text: `${formatAddress(network, family)}/${address.length}`,
    length: address.length,
    masked: network !== address.value,
  }
}

/** An address as routers print it (RFC 5952 for IPv6). */
export function formatAddress(value: bigint, family: Family): string {
  if (family === 'ipv4') return parts(value, 4, 8n).join('.')
  const groups = parts(value, 8, 16n).map((group) => group.toString(16))
  const { start, length } = longestZeros(groups)
  if (length < 2) return groups.join(':')
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`
}

/** The first of the longest runs of zero groups: it is the one that `::` stands for. */
function longestZeros(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  let length = 0
  for (const [index, group] of groups.entries()) {
    length = group === '0' ? length + 1 : 0
    if (length > best.length) best = { start: index + 1 - length, length }
  }
  return best
}

/** Whether two addresses are different hosts of one network of this length. */
export function areNeighbours(a: bigint, b: bigint, length: number, family: Family): boolean {
  const rest = BigInt(BITS[family] - length)
  return a !== b && a >> rest === b >> rest
}

/** Whether a router can have it on an interface: not multicast, loopback, unspecified, nor IPv6 link-local. */
export function isHost(value: bigint, family: Family): boolean {
  if (family === 'ipv4') {
    const first = value >> 24n
    return first !== 0n && first !== 127n && first < 224n
  }
  const first = value >> 112n
  return first !== 0n && first < 0xfe80n
}

/** The netmask of an IPv4 prefix length, as IOS writes it. */
export function netmask(length: number): string {
  const rest = BigInt(32 - length)
  return formatAddress((0xffffffffn >> rest) << rest, 'ipv4')
}

function ipv4(text: string): bigint | null {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet))) return null
  const numbers = octets.map(Number)
  return numbers.every((number) => number <= 255) ? join(numbers, 8n) : null
}

function ipv6(text: string): bigint | null {
  const halves = text.split('::')
  const [before, after] = halves.map((half) => (half === '' ? [] : half.split(':')))
  if (before === undefined || halves.length > 2) return null
  const written = before.length + (after?.length ?? 0)
  if (after === undefined ? written !== 8 : written > 7) return null
  const groups = [...before, ...Array<string>(8 - written).fill('0'), ...(after ?? [])]
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return null
  return join(
    groups.map((group) => Number.parseInt(group, 16)),
    16n,
  )
}

function join(numbers: readonly number[], bits: bigint): bigint {
  return numbers.reduce((value, number) => (value << bits) | BigInt(number), 0n)
}

function parts(value: bigint, count: number, bits: bigint): readonly bigint[] {
  return Array.from(
    { length: count },
    (_, index) => (value >> (BigInt(count - 1 - index) * bits)) & ((1n << bits) - 1n),
  )
}
