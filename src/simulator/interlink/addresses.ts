import type { BgpRow, LinkRow } from './rows.ts'

/** Scaleway's AS number. */
const SCALEWAY_ASN = 12876

/** Pairs of 169.254.0.0/16 that fit a /31. */
const PAIRS = 32768

/** Both sides of the BGP sessions of pair number `index`: a /31 of 169.254.0.0/16 and a global IPv6 /127. */
export function bgpPair(index: number, peerAsn: number): { readonly scw: BgpRow; readonly peer: BgpRow } {
  const ipv4 = (host: number) => `169.254.${host >> 8}.${host & 255}/31`
  const group = (value: number) => (value & 0xffff).toString(16)
  // The middle groups only have to look as scattered as the recorded ones; the last one keeps the pair aligned.
  const middle = [index * 7919 + 4409, index * 104729 + 8954, index * 1299709 + 17287].map(group).join(':')
  const ipv6 = (host: number) => `2001:1bc8:3812:fc60:${middle}:${group(0x8000 + host)}/127`
  return {
    scw: { asn: SCALEWAY_ASN, ipv4: ipv4(index * 2), ipv6: ipv6(index * 2) },
    peer: { asn: peerAsn, ipv4: ipv4(index * 2 + 1), ipv6: ipv6(index * 2 + 1) },
  }
}

/** The first pair that no link of `links` uses. */
export function freeBgpPair(links: readonly LinkRow[], peerAsn: number) {
  const taken = new Set(links.map((link) => link.scw_bgp_config?.ipv4))
  for (let index = 0; index < PAIRS; index += 1) {
    const pair = bgpPair(index, peerAsn)
    if (!taken.has(pair.scw.ipv4)) return pair
  }
  throw new Error('169.254.0.0/16 has no free pair left')
}

/** The first VLAN id of `range` that no link in the PoP uses, or null when all are taken. */
export function freeVlan(
  links: readonly LinkRow[],
  popId: string,
  range: { readonly start: number; readonly end: number } = { start: 3000, end: 3999 },
): number | null {
  const taken = new Set(links.filter((link) => link.pop_id === popId).map((link) => link.vlan))
  for (let vlan = range.start; vlan <= range.end; vlan += 1) if (!taken.has(vlan)) return vlan
  return null
}
