import { formatDistanceStrict } from 'date-fns'
import type { Family, PerFamily } from '../domain/link.ts'
import type { Span } from '../domain/span.ts'
import type { ChangeTool, WhoChanged } from '../domain/transition.ts'
import type { Evidence } from './evidence.ts'

export const FAMILY_NAMES: PerFamily<string> = { ipv4: 'IPv4', ipv6: 'IPv6' }

/** "IPv4", or "IPv4 and IPv6". */
export function familyNames(families: readonly Family[]): string {
  return inWords(families.map((family) => FAMILY_NAMES[family]))
}

/** The word that agrees with families: one of them "has", two of them "have". */
export function verb(families: readonly Family[], singular: string, plural: string): string {
  return families.length > 1 ? plural : singular
}

/** "a", "a and b", "a, b and c". */
export function inWords(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** As many of them as are to be named, and how many more there are of `total`: "a, b and 3 more". */
export function someInWords(items: readonly string[], most: number, total: number = items.length): string {
  const shown = items.slice(0, most)
  const left = total - shown.length
  return inWords(left > 0 ? [...shown, `${left} more`] : shown)
}

/** Foreign text on one line: names and reasons come from people, and a verdict is one sentence on one line. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

/** Makes a sentence of a clause: a capital first, a full stop last. */
export function sentence(clause: string): string {
  const trimmed = clause.trim()
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}.`
}

/** A span of time in words, rounded down so that a deadline is never told later than it is: "3 days", "5 hours". */
export function spanInWords(milliseconds: number): string {
  return formatDistanceStrict(0, Math.max(0, milliseconds), { roundingMethod: 'floor' })
}

/** A length of time as people set it: "15 minutes", "5 working days". */
export function lengthInWords(span: Span): string {
  if (span.unit === 'ms') return spanInWords(span.ms)
  return span.days === 1 ? '1 working day' : `${span.days} working days`
}

/**
 * The VPC in which a link is missed when it fails, by name: the one it has left, else the one attached. By id where its name
 * could not be read, else null.
 */
export function vpcAtStakeName({ link, vpc, leftVpc }: Evidence): string | null {
  return leftVpc?.vpc?.name ?? leftVpc?.id ?? vpc?.name ?? link.vpcId
}

/** The same, after "VPC". */
export function vpcAtStakeWords(evidence: Evidence): string {
  return `VPC ${oneLine(vpcAtStakeName(evidence) ?? 'of this link')}`
}

/** The VPC that a link leads into, else the one that it has left, after "VPC". */
export function vpcName(evidence: Evidence): string {
  return `VPC ${oneLine(evidence.vpc?.name ?? evidence.link.vpcId ?? vpcAtStakeName(evidence) ?? 'of this link')}`
}

const WITH_TOOL: Readonly<Record<ChangeTool, string>> = {
  console: ' in the console',
  terraform: ' with Terraform',
  cli: ' with the scw CLI',
  api: ' over the API',
  unknown: '',
}

/** With what a change was made, to follow whoever made it: " with Terraform". Empty where nobody knows. */
export function madeWith({ tool }: Pick<WhoChanged, 'tool'>): string {
  return WITH_TOOL[tool]
}

/** "1 Gbps", "250 Mbps". */
export function bandwidthInWords(mbps: number): string {
  return mbps >= 1000 && mbps % 100 === 0 ? `${mbps / 1000} Gbps` : `${mbps} Mbps`
}
