import { requestExpiresAt } from '../../diagnostics/deadlines.ts'
import { type BgpSpeaker, bgpSpeaker } from '../../diagnostics/kinds.ts'
import { bandwidthInWords, FAMILY_NAMES } from '../../diagnostics/words.ts'
import { type BgpPeer, FAMILIES, type FamilyState, familyState, intendedFamilies } from '../../domain/link.ts'
import { truncate } from '../../domain/plain-text.ts'
import { utcMinute, utcSecond } from '../../domain/utc.ts'
import type { MailFacts } from './kinds.ts'
import { foreign, type MailLine } from './writing.ts'

/** What can be known of a link and its partner. The last ones nobody but the operator knows: they are always gaps. */
type FactName =
  | 'link'
  | 'connection'
  | 'pop'
  | 'region'
  | 'bandwidth'
  | 'vlan'
  | 'contract'
  | 'circuit'
  | 'order_number'
  | 'ordered'
  | 'expires'
  | 'bgp'
  | 'our_side'
  | 'scaleway_side'
  | 'sessions'
  | 'start'
  | 'pattern'
  | 'changes'
  | 'our_port'
  | 'light'
  | 'errors'
  | 'mac'
  | 'notification'
  | 'consent'
  | 'all_hours'

/** The words of one language for facts. */
export interface FactWords {
  readonly labels: Readonly<Record<FactName, string>>
  /** What is to be filled in. */
  readonly gaps: Readonly<Record<FactName, string>>
  readonly states: Readonly<Record<FamilyState, string>>
  readonly speakers: Readonly<Record<BgpSpeaker, string>>
  /** A length of time (ms), rounded down: "3 days". */
  readonly span: (ms: number) => string
  /** When an order ends, as a moment in words, and how long that is from now (ms; over when not positive). */
  readonly expires: (at: string, leftMs: number) => string
  /** Since when it is seen bad, and when it was last seen good: moments in words; null where no poll saw that. */
  readonly since: (firstBad: string, lastGood: string | null) => string
  readonly hardDown: string
  /** How often it changed within 24 hours. */
  readonly intermittent: (changes: number) => string
  readonly changedAt: (at: string) => string
}

/** Lines of facts in one language. */
export interface FactLines {
  /** A gap where it is not known. */
  fact(name: FactName): MailLine
  /** Facts that are left out where they are not known. */
  known(...names: readonly FactName[]): readonly MailLine[]
}

const MOST_IN_SUBJECT = 60
const DAY_MS = 86_400_000
/** A link that changed as often as this within a day comes and goes, and is not simply down. */
const INTERMITTENT_CHANGES = 3

type Value = (facts: MailFacts, words: FactWords) => string | null

const onlyOperatorsKnow: Value = () => null

const VALUES: Readonly<Record<FactName, Value>> = {
  link: ({ evidence: { link } }) => `${foreign(link.name) ?? ''} (${foreign(link.id) ?? ''})`.trim(),
  connection: ({ evidence: { link, connection } }) =>
    link.kind.type === 'self_hosted' ? foreign(connection?.name ?? link.kind.connectionId) : null,
  pop: ({ evidence: { link, pop } }) => {
    if (pop === null) return foreign(link.popId)
    const known = [pop.displayName, pop.name, pop.city].map(foreign).filter((part) => part !== null)
    // Names of PoPs repeat each other: "Marseille - Interxion MRS2", "- Interxion MRS2", "Marseille".
    const told = known.filter((part, index) => !known.slice(0, index).some((other) => other.includes(part)))
    return told.join(', ') || foreign(link.popId)
  },
  region: ({ evidence: { link } }) => foreign(link.region),
  bandwidth: ({ evidence: { link } }) => bandwidthInWords(link.bandwidthMbps),
  vlan: ({ evidence: { link } }) => (link.vlan === null ? null : String(link.vlan)),
  contract: ({ contact }) => foreign(contact.contract),
  circuit: ({ contact }) => foreign(contact.circuitId),
  order_number: ({ contacted }) => foreign(contacted?.reference),
  ordered: ({ evidence: { link } }) => utcMinute(link.createdAt),
  expires: ({ evidence: { link }, now }, words) => {
    const at = requestExpiresAt(link)
    return at === null ? null : words.expires(utcMinute(at), at - now)
  },
  bgp: ({ evidence: { link } }, words) => words.speakers[bgpSpeaker(link.kind)],
  our_side: ({ evidence: { link } }) => sideOf(link.customerPeer),
  scaleway_side: ({ evidence: { link } }) => sideOf(link.scalewayPeer),
  sessions: ({ evidence: { link } }, words) => {
    const states = intendedFamilies(link).map(
      (family) => `${FAMILY_NAMES[family]} ${words.states[familyState(link, family)]}`,
    )
    return states.length === 0 ? null : states.join(', ')
  },
  start: ({ evidence: { past } }, words) => {
    if (past?.firstBadAt == null) return null
    return words.since(
      utcSecond(past.firstBadAt),
      past.lastGoodAt === null ? null : utcSecond(past.lastGoodAt),
    )
  },
  pattern: ({ evidence: { past } }, words) => {
    if (past === undefined) return null
    const comesAndGoes = past.flappingSince !== null || past.changes.length >= INTERMITTENT_CHANGES
    return comesAndGoes ? words.intermittent(past.changes.length) : words.hardDown
  },
  changes: ({ evidence: { past }, now }, words) => {
    const at = past?.configured?.at
    return at === undefined || at < now - DAY_MS ? null : words.changedAt(utcMinute(at))
  },
  our_port: onlyOperatorsKnow,
  light: onlyOperatorsKnow,
  errors: onlyOperatorsKnow,
  mac: onlyOperatorsKnow,
  notification: onlyOperatorsKnow,
  consent: onlyOperatorsKnow,
  all_hours: onlyOperatorsKnow,
}

/** The link by name, for a subject; by id where it has none. */
export function linkName({ evidence: { link } }: MailFacts): string {
  return truncate(foreign(link.name) ?? foreign(link.id) ?? '', MOST_IN_SUBJECT)
}

/** The PoP by its short name, for a subject. */
export function popName({ evidence: { pop, link } }: MailFacts): string {
  return truncate(
    foreign(pop?.displayName) ?? foreign(pop?.name) ?? foreign(link.popId) ?? '',
    MOST_IN_SUBJECT,
  )
}

/** The facts of a link and its partner, each on a line of its own. */
export function factLines(facts: MailFacts, words: FactWords): FactLines {
  const fact = (name: FactName): MailLine => ({
    type: 'fact',
    fact: { label: words.labels[name], value: VALUES[name](facts, words), gap: words.gaps[name] },
  })
  return {
    fact,
    known: (...names) => names.flatMap((name) => (VALUES[name](facts, words) === null ? [] : [fact(name)])),
  }
}

function sideOf(peer: BgpPeer | null): string | null {
  if (peer === null) return null
  const addresses = FAMILIES.flatMap((family) => foreign(peer[family]) ?? [])
  return [`AS ${peer.asn}`, ...addresses].join(', ')
}
