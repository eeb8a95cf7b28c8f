import { distance } from 'fastest-levenshtein'
import { type Contact, NO_CONTACT } from '../contacts/contact.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import { familiesThatAre } from '../diagnostics/judgement.ts'
import { bandwidthInWords, familyNames } from '../diagnostics/words.ts'
import type { BgpPeer } from '../domain/link.ts'

/** What placeholders are filled from. Null is "no link is meant", or "not known". */
export interface RunbookFacts {
  readonly evidence: Evidence | null
  readonly contact: Contact | null
}

/** Of a runbook that is read without a link. */
export const NO_FACTS: RunbookFacts = { evidence: null, contact: null }

interface Placeholder {
  /** What it stands for, in words: what is read where it cannot be filled in. */
  readonly label: string
  /** Foreign text, unescaped; null or empty where it is not known. */
  readonly value: (evidence: Evidence, contact: Contact) => string | null
}

/** An address as it is pinged, without its prefix length. */
const address = (peer: BgpPeer | null, family: 'ipv4' | 'ipv6') => peer?.[family]?.split('/')[0] ?? null
const number = (value: number | null | undefined) => (value == null ? null : String(value))

/** Everything that a runbook may leave to be filled in, as `{{name}}`. Values are for people and for command lines. */
export const PLACEHOLDERS = {
  'link.name': { label: "link's name", value: ({ link }) => link.name },
  'link.id': { label: 'link id', value: ({ link }) => link.id },
  'link.region': { label: 'region', value: ({ link }) => link.region },
  'link.project': { label: 'Project id', value: ({ link }) => link.projectId },
  'link.organization': { label: 'Organization id', value: ({ link }) => link.organizationId },
  'link.vlan': { label: 'VLAN', value: ({ link }) => number(link.vlan) },
  'link.bandwidth': { label: 'bandwidth', value: ({ link }) => bandwidthInWords(link.bandwidthMbps) },
  'link.bandwidth_mbps': { label: 'bandwidth in Mbps', value: ({ link }) => number(link.bandwidthMbps) },
  'link.asn': { label: 'your ASN', value: ({ link }) => number(link.customerPeer?.asn) },
  'link.scaleway_asn': {
    label: "Scaleway's ASN - 12876 by the documents",
    value: ({ link }) => number(link.scalewayPeer?.asn),
  },
  'link.peer_ipv4': { label: 'your IPv4 address', value: ({ link }) => address(link.customerPeer, 'ipv4') },
  'link.peer_ipv6': { label: 'your IPv6 address', value: ({ link }) => address(link.customerPeer, 'ipv6') },
  'link.scaleway_peer_ipv4': {
    label: "Scaleway's IPv4 address",
    value: ({ link }) => address(link.scalewayPeer, 'ipv4'),
  },
  'link.scaleway_peer_ipv6': {
    label: "Scaleway's IPv6 address",
    value: ({ link }) => address(link.scalewayPeer, 'ipv6'),
  },
  'link.families_down': {
    label: 'the family that is down',
    value: ({ link }) => familyNames(familiesThatAre(link, 'down')),
  },
  'partner.name': { label: "partner's name", value: ({ partner }) => partner?.name ?? null },
  'partner.contact_email': {
    label: "partner's e-mail",
    value: ({ partner }) => partner?.contactEmail ?? null,
  },
  'partner.portal': { label: "partner's portal", value: ({ partner }) => partner?.portalUrl ?? null },
  'pop.name': { label: 'PoP', value: ({ pop }) => pop?.name ?? null },
  'pop.city': { label: 'city of the PoP', value: ({ pop }) => pop?.city ?? null },
  'connection.name': { label: "connection's name", value: ({ connection }) => connection?.name ?? null },
  'connection.id': {
    label: 'connection id',
    value: ({ link: { kind } }) => (kind.type === 'self_hosted' ? kind.connectionId : null),
  },
  'connection.bandwidth': {
    label: "connection's bandwidth",
    value: ({ connection }) => (connection === null ? null : bandwidthInWords(connection.bandwidthMbps)),
  },
  // Of a link that was taken out of its VPC, the one it is missed in.
  'vpc.name': {
    label: 'VPC',
    value: ({ leftVpc, vpc }) => (leftVpc === undefined ? vpc : leftVpc.vpc)?.name ?? null,
  },
  'vpc.id': { label: 'VPC id', value: ({ leftVpc, link }) => leftVpc?.id ?? link.vpcId },
  'policy.ipv4': { label: 'IPv4 routing policy', value: ({ policies }) => policies.ipv4?.name ?? null },
  'policy.ipv6': { label: 'IPv6 routing policy', value: ({ policies }) => policies.ipv6?.name ?? null },
  'contact.noc_phone': { label: 'NOC phone', value: (_, contact) => contact.nocPhone },
  'contact.noc_email': { label: 'NOC e-mail', value: (_, contact) => contact.nocEmail },
  'contact.circuit_id': { label: 'circuit id', value: (_, contact) => contact.circuitId },
  'contact.contract': { label: 'contract number', value: (_, contact) => contact.contract },
  'contact.account_manager': { label: 'account manager', value: (_, contact) => contact.accountManager },
  'contact.escalation': { label: 'escalation', value: (_, { escalation }) => escalation.join(', then ') },
  'contact.notes': { label: 'notes', value: (_, contact) => contact.notes },
} as const satisfies Readonly<Record<string, Placeholder>>

export type PlaceholderName = keyof typeof PLACEHOLDERS

const NAMES = Object.keys(PLACEHOLDERS) as PlaceholderName[]

/** Finds placeholders in a text. What stands between the braces is not looked at yet. */
export const PLACEHOLDER = /\{\{([^{}\n]{0,100})\}\}/gu

/** The placeholder that is written between two braces; null for none. White space does not matter. */
export function placeholderName(written: string): PlaceholderName | null {
  const name = written.trim()
  return NAMES.find((known) => known === name) ?? null
}

/** The placeholder that somebody probably meant. */
export function nearestPlaceholder(written: string): PlaceholderName {
  const wanted = written.trim().slice(0, 60)
  return NAMES.reduce((best, name) => (distance(wanted, name) < distance(wanted, best) ? name : best))
}

/** What fills a placeholder: text that others wrote, unescaped; or why there is none, in our own words. */
export type Filling =
  | { readonly type: 'value'; readonly text: string }
  | { readonly type: 'gap'; readonly text: string }

/** The filling of one placeholder. A gap says where to find what is missing: `‹VLAN: see the card›`. */
export function fillPlaceholder(name: PlaceholderName, { evidence, contact }: RunbookFacts): Filling {
  const { label, value }: Placeholder = PLACEHOLDERS[name]
  const text = evidence === null ? null : value(evidence, contact ?? NO_CONTACT)
  if (text !== null && text.trim() !== '') return { type: 'value', text }
  return { type: 'gap', text: gapText(name, label) }
}

/** What is read where a placeholder cannot be filled. */
export function placeholderGap(name: PlaceholderName): string {
  return gapText(name, PLACEHOLDERS[name].label)
}

function gapText(name: PlaceholderName, label: string): string {
  return `‹${label}: ${name.startsWith('contact.') ? 'see your contacts' : 'see the card'}›`
}

/** What is wrong with the placeholders of a file, with the line of each, one sentence each. */
export function placeholderProblems(markdown: string): readonly string[] {
  return markdown.split(/\r?\n/u).flatMap((line, index) => {
    const at = `Line ${index + 1}:`
    const wrong = [...line.matchAll(PLACEHOLDER)].flatMap(([whole, written = '']) =>
      placeholderName(written) === null
        ? [`${at} ${whole} is no placeholder; the nearest is {{${nearestPlaceholder(written)}}}.`]
        : [],
    )
    const rest = line.replace(PLACEHOLDER, '')
    if (/\{\{|\}\}/u.test(rest)) wrong.push(`${at} It has braces of a placeholder that is not closed.`)
    if (/\]\([^)]*\{\{/u.test(line)) wrong.push(`${at} A placeholder cannot stand in the address of a link.`)
    if (/^#/u.test(line) && line.includes('{{')) wrong.push(`${at} A heading cannot have a placeholder.`)
    return wrong
  })
}
