import { STATUS_CATALOG } from '../../diagnostics/catalog.ts'
import type { Mover } from '../../diagnostics/diagnosis.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { downTogether } from '../../diagnostics/shared-outage.ts'
import { FAMILY_NAMES, inWords } from '../../diagnostics/words.ts'
import { LEVELS, type Level } from '../../domain/incident.ts'
import type { Link } from '../../domain/link.ts'
import { intendedFamilies } from '../../domain/link.ts'
import { bgpStatus, connectionStatus, linkStatus } from '../../domain/status.ts'
import { code, plainName } from '../escape.ts'
import { capital } from '../text.ts'

/** A mark and a word for each level: colour alone tells nothing to those who do not see it. */
export const LEVEL_MARKS: Readonly<Record<Level, { readonly mark: string; readonly word: string }>> = {
  critical: { mark: '🔴', word: 'Critical' },
  error: { mark: '🟠', word: 'Error' },
  warning: { mark: '🟡', word: 'Warning' },
  info: { mark: '🔵', word: 'Info' },
}

/** Up for long enough to believe it. */
export const RECOVERED = { mark: '🟢', word: 'Recovered' } as const
/** Up again, and not yet for long enough to believe it. */
export const CONFIRMING = { mark: '🟢', word: 'Up, confirming' } as const
/** Over without being up: the link is gone, or nothing is meant of it any more. */
export const CLOSED = { mark: '⚪', word: 'Closed' } as const
/** Of what could not be read: neither good nor bad. */
export const UNREAD_MARK = '⚠️'
/** Why a link could not be read, to follow a colon. */
export const WHY_UNREAD = 'its answers cannot be understood, or the API does not show it.'

/** Whose move it is. */
export const MOVER_WORDS: Readonly<Record<Mover, string>> = {
  you: 'Yours',
  partner: "The partner's",
  scaleway: "Scaleway's",
  you_or_partner: "Yours or the partner's, whoever runs BGP",
  nobody: "Nobody's",
}

/** How many there are of each level, the worst first, as mrkdwn. */
export function levelTally(levels: readonly (Level | null)[]): readonly string[] {
  return LEVELS.toReversed().flatMap((level) => {
    const some = levels.filter((one) => one === level).length
    return some === 0 ? [] : [`${LEVEL_MARKS[level].mark} ${some} ${LEVEL_MARKS[level].word.toLowerCase()}`]
  })
}

/** How many links there are of each raw status, the most first, as a sentence of mrkdwn; null where there are none. */
export function statusTally(statuses: Readonly<Record<string, number>>): string | null {
  const counts = Object.entries(statuses)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_STATUSES)
    .map(([status, links]) => `${links} ${statusText(status)}`)
  return counts.length === 0 ? null : `${capital(inWords(counts))}.`
}

const MOST_STATUSES = 20

/** The console's name of a raw status, as plain text; a status of a newer API is named as it came. */
export function statusName(raw: string): string {
  return isUncatalogued(raw) ? plainName(raw, 60) : STATUS_CATALOG[linkStatus(raw)].name
}

/** The same as mrkdwn. */
export function statusText(raw: string): string {
  return isUncatalogued(raw) ? code(raw, 60) : STATUS_CATALOG[linkStatus(raw)].name
}

/** The status itself where the catalog does not know it; a known one is an ordinary word in a sentence. */
export function foreignStatus(raw: string): readonly string[] {
  return isUncatalogued(raw) ? [raw] : []
}

function isUncatalogued(raw: string): boolean {
  return linkStatus(raw) === 'unknown_link_status' && raw !== 'unknown_link_status'
}

const SESSION_WORDS = {
  up: 'up',
  down: 'down',
  disabled: 'disabled',
  unknown_bgp_status: 'unknown',
} as const

/** The word for a raw BGP session status, as mrkdwn. */
export function sessionText(raw: string): string {
  const status = bgpStatus(raw)
  return status === 'unknown_bgp_status' && raw !== 'unknown_bgp_status'
    ? code(raw, 60)
    : SESSION_WORDS[status]
}

/** "IPv4 up, IPv6 down", for the families that somebody means to use. */
export function sessionsInWords(link: Link): string {
  const intended = intendedFamilies(link)
  if (intended.length === 0) return 'no routing policy'
  return intended.map((family) => `${FAMILY_NAMES[family]} ${sessionText(link.sessions[family])}`).join(', ')
}

/** Every foreign name that a diagnosis of this evidence may mention. */
export function foreignNames(evidence: Evidence): readonly string[] {
  const { link, partner, pop, connection, vpc, policies, siblings } = evidence
  const disapproved = link.kind.type === 'hosted' ? link.kind.disapprovedReason : null
  const names = [
    link.name,
    ...foreignStatus(link.status),
    partner?.name,
    partner?.contactEmail,
    partner?.portalUrl,
    pop?.name,
    pop?.displayName,
    connection?.name,
    connection != null && connectionStatus(connection.status) === 'unknown_status' ? connection.status : null,
    vpc?.name,
    policies.ipv4?.name,
    policies.ipv6?.name,
    disapproved,
    evidence.changedBy?.by,
    evidence.work?.change,
    evidence.work?.reason,
    evidence.leftVpc?.vpc?.name,
    ...Object.values(evidence.leftNames ?? {}),
    evidence.left?.vpc?.name,
    evidence.left?.by?.by,
    ...(evidence.leavers ?? []).flatMap(({ link: gone, left, vpc: into }) => [
      gone.name,
      left.by?.by,
      into?.name,
    ]),
    ...siblings.map((sibling) => sibling.name),
    ...downTogether(evidence).map((other) => other.name),
    ...(evidence.siblingPolicies ?? []).map((policy) => policy.name),
    ...(evidence.writes ?? []).flatMap(({ by, method }) => [by, method]),
    ...(evidence.offers ?? []).flatMap(({ partnerName, popNames }) => [partnerName, ...popNames]),
  ]
  const words = new Set<string>(Object.values(STATUS_CATALOG).map((entry) => entry.name.toLowerCase()))
  return names.filter(
    (name): name is string => typeof name === 'string' && !words.has(name.trim().toLowerCase()),
  )
}
