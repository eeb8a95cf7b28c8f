import { inWords, oneLine } from '../../diagnostics/words.ts'
import type { Link, LinkKind } from '../../domain/link.ts'

/**
 * What of a link differs from what a person was shown before they confirmed, in words: "status active → locked". Null where
 * nothing does that such a decision is made on: sessions come and go.
 */
export function differencesSince(shown: Link, now: Link): string | null {
  const differences = [
    difference('name', shown.name, now.name),
    difference('status', shown.status, now.status),
    difference('VPC', shown.vpcId, now.vpcId),
    difference('IPv4 policy', shown.policies.ipv4, now.policies.ipv4),
    difference('IPv6 policy', shown.policies.ipv6, now.policies.ipv6),
    difference('propagation', onOff(shown), onOff(now)),
    difference('PoP', shown.popId, now.popId),
    difference('bandwidth', `${shown.bandwidthMbps} Mbps`, `${now.bandwidthMbps} Mbps`),
    difference('peer ASN', asnOf(shown), asnOf(now)),
    difference('tags', shown.tags.join(', '), now.tags.join(', ')),
    difference('partner or connection', carrierId(shown.kind), carrierId(now.kind)),
  ].filter((one) => one !== null)
  return differences.length === 0 ? null : inWords(differences)
}

function difference(what: string, before: string | null, after: string | null): string | null {
  if (before === after) return null
  return `${what} ${said(before)} → ${said(after)}`
}

function said(value: string | null): string {
  return value === null || value === '' ? 'none' : oneLine(value)
}

function onOff({ routePropagation }: Link): string {
  return routePropagation ? 'on' : 'off'
}

function asnOf({ customerPeer }: Link): string | null {
  return customerPeer === null ? null : String(customerPeer.asn)
}

/** The id of the partner or connection; null where the API names neither. */
function carrierId(kind: LinkKind): string | null {
  switch (kind.type) {
    case 'hosted':
      return kind.partnerId
    case 'self_hosted':
      return kind.connectionId
    case 'unknown':
      return null
  }
}
