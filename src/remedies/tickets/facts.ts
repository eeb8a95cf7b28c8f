import type { Evidence } from '../../diagnostics/evidence.ts'
import { type BgpSpeaker, bgpSpeaker } from '../../diagnostics/kinds.ts'
import { bandwidthInWords, FAMILY_NAMES } from '../../diagnostics/words.ts'
import { FAMILIES, type Family } from '../../domain/link.ts'
import { visibleLine } from '../../domain/plain-text.ts'

/** Facts of a link for Scaleway's support, each on one line, with ids beside names. */

const SPEAKERS: Readonly<Record<BgpSpeaker, string>> = {
  you: 'our router speaks BGP',
  partner: "the partner's router speaks BGP",
  you_or_partner: "our router or the partner's speaks BGP",
}

/** "Telehouse TH2 (id)". */
export function popLine({ link, pop }: Evidence): string {
  return named(pop === null ? null : pop.displayName || pop.name, link.popId)
}

export function bandwidthLine({ link }: Evidence): string {
  return bandwidthInWords(link.bandwidthMbps)
}

/** Over whose line the link runs, and whose router speaks BGP. */
export function carrierLine(evidence: Evidence): string {
  const { kind } = evidence.link
  const speaker = SPEAKERS[bgpSpeaker(kind)]
  switch (kind.type) {
    case 'hosted':
      return `Partner: ${named(evidence.partner?.name ?? null, kind.partnerId)}; hosted, ${speaker}`
    case 'self_hosted':
      return `Dedicated connection: ${named(evidence.connection?.name ?? null, kind.connectionId)}; self-hosted, ${speaker}`
    case 'unknown':
      return 'Partner or dedicated connection: the API shows neither'
  }
}

export function vpcLine({ link, vpc }: Evidence): string {
  if (link.vpcId === null) return 'none attached'
  return `${named(vpc?.name ?? null, link.vpcId)}, route propagation ${link.routePropagation ? 'on' : 'off'}`
}

/** "IPv4 down, IPv6 up": the API's own words, with what is not meant to be used marked. */
export function sessionLine(evidence: Evidence): string {
  return FAMILIES.map((family) => `${FAMILY_NAMES[family]} ${sessionOf(evidence, family)}`).join(', ')
}

/** A name with its id; the id alone where the name is not known. */
export function named(name: string | null, id: string): string {
  const line = visibleLine(name ?? '')
  return line === '' ? visibleLine(id) : `${line} (${visibleLine(id)})`
}

function sessionOf({ link }: Evidence, family: Family): string {
  const session = visibleLine(link.sessions[family])
  return link.policies[family] === null ? `${session} (no routing policy)` : session
}
