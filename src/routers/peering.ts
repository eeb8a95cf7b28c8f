import { FAMILY_NAMES } from '../diagnostics/words.ts'
import { areNeighbours, formatAddress, isHost, parseAddress } from '../domain/address.ts'
import type { Family, Link } from '../domain/link.ts'

/** Both ends of one session, as addresses without a length. */
export interface Peering {
  readonly own: string
  readonly peer: string
  /** Length of the network that both are in: 31 or 127, unless the API says otherwise. */
  readonly length: number
}

/** What an InterLink session runs over: an IPv4 /31 and an IPv6 /127 (InterLink overview). */
const DOCUMENTED_LENGTH: Readonly<Record<Family, number>> = { ipv4: 31, ipv6: 127 }

/** Both ends of one session, or a clause that says why no router could be given them. */
export function peeringOf(
  { customerPeer, scalewayPeer }: Link,
  family: Family,
): { readonly peering: Peering; readonly notes: readonly string[] } | string {
  const name = FAMILY_NAMES[family]
  const written = { own: customerPeer?.[family] ?? null, peer: scalewayPeer?.[family] ?? null }
  if (written.own === null || written.peer === null) {
    const side = written.own === null ? 'your' : "Scaleway's"
    return `the API shows no ${name} address of ${side} side yet.`
  }
  const own = parseAddress(written.own, family)
  const peer = parseAddress(written.peer, family)
  if (own === null || peer === null || !isHost(own.value, family) || !isHost(peer.value, family)) {
    const side = own === null || !isHost(own.value, family) ? 'your' : "Scaleway's"
    return `what the API shows of ${side} side is no ${name} address that a router could have.`
  }
  const documented = DOCUMENTED_LENGTH[family]
  const length = own.length ?? peer.length ?? documented
  if ((peer.length ?? length) !== length || !areNeighbours(own.value, peer.value, length, family))
    return `the two ${name} addresses that the API shows are not two ends of one network.`
  return {
    peering: { own: formatAddress(own.value, family), peer: formatAddress(peer.value, family), length },
    notes:
      length === documented
        ? []
        : [
            `The API gives the ${name} addresses with /${length}, where the documents say /${documented}. The API is believed.`,
          ],
  }
}
