import type { SectionBlock } from '@slack/types'
import { requestExpiresAt } from '../../diagnostics/deadlines.ts'
import type { Diagnosis } from '../../diagnostics/diagnosis.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { pathsLeft } from '../../diagnostics/redundancy.ts'
import { bandwidthInWords, FAMILY_NAMES, spanInWords } from '../../diagnostics/words.ts'
import type { BgpPeer, Family, Link, LinkKind } from '../../domain/link.ts'
import { FAMILIES } from '../../domain/link.ts'
import { code, link as mrkdwnLink } from '../escape.ts'
import { fields, section } from '../limits.ts'
import type { Naming } from '../mentions.ts'
import { capital, localDate, moment } from '../text.ts'
import { vpcText } from './impact.ts'
import { reachOf } from './reach.ts'
import { sayer } from './said.ts'
import { sessionText } from './words.ts'

const NAME = 120

/** Whose router speaks BGP with Scaleway: whoever runs it tests the sessions. */
function speakerText(kind: LinkKind): string {
  switch (kind.type) {
    case 'self_hosted':
      return 'Self-hosted: your router speaks BGP'
    case 'hosted':
      return kind.layer === null ? 'Whose router speaks BGP is not shown' : HOSTED_SPEAKERS[kind.layer]
    case 'unknown':
      return 'Whose router speaks BGP is not known'
  }
}

const HOSTED_SPEAKERS = {
  l2: 'L2: your router speaks BGP',
  l3: "L3: the partner's router speaks BGP",
} as const

function carrier(evidence: Evidence): readonly [string, string] {
  const { kind } = evidence.link
  switch (kind.type) {
    case 'hosted': {
      const partner = code(evidence.partner?.name ?? kind.partnerId, NAME)
      return ['Partner', `${partner}\n${speakerText(kind)}`]
    }
    case 'self_hosted': {
      const status = evidence.connection === null ? '' : ` (${code(evidence.connection.status, 40)})`
      const connection = code(evidence.connection?.name ?? kind.connectionId, NAME)
      return ['Connection', `${connection}${status}\n${speakerText(kind)}`]
    }
    case 'unknown':
      return ['Partner or connection', `Not shown by the API\n${speakerText(kind)}`]
  }
}

function pop(evidence: Evidence): string {
  const found = evidence.pop
  if (found === null) return code(evidence.link.popId, NAME)
  const place = found.displayName !== '' && found.displayName !== found.name ? found.displayName : found.city
  return place === '' ? code(found.name, NAME) : `${code(found.name, NAME)}\n${code(place, NAME)}`
}

function vpc(evidence: Evidence): string {
  if (evidence.link.vpcId === null) return 'None attached'
  return `${vpcText(evidence)}\nRoute propagation ${evidence.link.routePropagation ? 'on' : 'off'}`
}

function peer(side: string, bgp: BgpPeer | null, family: Family): string {
  if (bgp === null) return `${side}: not shown`
  const address = bgp[family] === null ? '' : ` ${code(bgp[family], 60)}`
  return `${side}${address} AS ${bgp.asn}`
}

function session(evidence: Evidence, family: Family): readonly [string, string] {
  const { link } = evidence
  const state = sessionText(link.sessions[family])
  const policy =
    link.policies[family] === null
      ? 'no routing policy'
      : `policy ${code(evidence.policies[family]?.name ?? link.policies[family], 60)}`
  const ends = [peer('Scaleway', link.scalewayPeer, family), peer('Peer', link.customerPeer, family)]
  return [`BGP ${FAMILY_NAMES[family]}`, [`Session ${state}, ${policy}`, ...ends].join('\n')]
}

/** What a link is: where, over what, how wide, into what, and both BGP sessions with their ends. */
export function linkFacts(evidence: Evidence): SectionBlock[] {
  const { link } = evidence
  return fields([
    ['Link', `${code(link.name)}\n${code(link.id, 60)}`],
    carrier(evidence),
    ['Region', code(link.region, 40)],
    ['PoP', pop(evidence)],
    ['Bandwidth', bandwidthInWords(link.bandwidthMbps)],
    ['VLAN', link.vlan === null ? 'Not shown' : String(link.vlan)],
    ['VPC', vpc(evidence)],
    ['Last changed', moment(link.updatedAt)],
    session(evidence, 'ipv4'),
    session(evidence, 'ipv6'),
    ...(link.tags.length === 0 ? [] : [['Tags', tags(link.tags)] as const]),
  ])
}

/** When an order that its partner has not answered expires, or did: "Expires", "in 3 days". Null for any other link. */
function expiryOf(link: Link, now: number): { word: string; when: string; at: number } | null {
  const at = requestExpiresAt(link)
  if (at === null) return null
  return at > now
    ? { word: 'Expires', when: `in ${spanInWords(at - now)}`, at }
    : { word: 'Expired', when: `${spanInWords(now - at)} ago`, at }
}

/** The same as a fact of its card; none for any other link. */
export function expiryFact(link: Link, now: number): (readonly [string, string])[] {
  const expiry = expiryOf(link, now)
  return expiry === null ? [] : [[expiry.word, `${capital(expiry.when)}, at ${moment(expiry.at)}`]]
}

/** The same as a part of a line: "expired 2 days ago, " and the date; nothing for any other link. */
export function expiryWords(link: Link, now: number): string[] {
  const expiry = expiryOf(link, now)
  return expiry === null ? [] : [`${expiry.word.toLowerCase()} ${expiry.when}, ${localDate(expiry.at)}`]
}

/** What is asked for on the phone, in a line: where it enters, over whom, and both ends of its sessions. */
export function phoneText(evidence: Evidence): string {
  const { link } = evidence
  const ends = (side: string, bgp: BgpPeer | null) => {
    if (bgp === null) return []
    const addresses = FAMILIES.flatMap((family) => (bgp[family] === null ? [] : [code(bgp[family], 60)]))
    return [`${side} AS ${bgp.asn}${addresses.length === 0 ? '' : `: ${addresses.join(', ')}`}`]
  }
  return [
    carrier(evidence).join(' ').replace('\n', '  ·  '),
    `PoP ${pop(evidence).replace('\n', ', ')}`,
    ...(link.vlan === null ? [] : [`VLAN ${link.vlan}`]),
    ...ends('Scaleway', link.scalewayPeer),
    ...ends('Peer', link.customerPeer),
  ].join('  ·  ')
}

function tags(all: readonly string[]): string {
  const some = all.slice(0, 8).map((tag) => code(tag, 60))
  return all.length > some.length ? `${some.join(' ')} and ${all.length - some.length} more` : some.join(' ')
}

/** What to do, numbered, as mrkdwn. */
export function stepLines(diagnosis: Diagnosis, evidence: Evidence, naming: Naming): readonly string[] {
  const say = sayer(evidence, naming)
  return diagnosis.steps.map((step, index) => {
    const text = say(step.text.replace(/\.$/u, ''))
    const where = step.url === undefined ? '' : ` (${mrkdwnLink(step.url, 'open')})`
    return `${index + 1}. ${text}${where}.`
  })
}

/** What it means, what to do next, and what else was noticed. */
export function diagnosisSections(diagnosis: Diagnosis, evidence: Evidence, naming: Naming): SectionBlock[] {
  const say = sayer(evidence, naming)
  const steps = stepLines(diagnosis, evidence, naming)
  const findings = diagnosis.findings
    .filter(({ id }) => !isToldByImpact(id, evidence))
    .slice(0, 8)
    .map((finding) => `• ${say(finding.text)}`)
  return [
    section(`*What it means*\n${say(diagnosis.meaning)}`),
    ...(steps.length === 0 ? [] : [section(`*What to do next*\n${steps.join('\n')}`)]),
    ...(findings.length === 0 ? [] : [section(`*What was noticed*\n${findings.join('\n')}`)]),
  ]
}

/** Whether a finding says what the first lines of a card say already: a card says nothing twice. */
function isToldByImpact(findingId: string, evidence: Evidence): boolean {
  if (findingId === 'all_well') return true
  if (findingId !== 'redundancy_left') return false
  const { up, blocked, unknown, lost } = reachOf(evidence)
  const isWhole = lost.length > 0 && up.length + blocked.length + unknown.length === 0
  // Why a sibling may not replace the link is told by the finding alone.
  return isWhole && lost.every((family) => pathsLeft(evidence, family).type !== 'weak')
}

/** The verdict as mrkdwn, after the impact; empty where the impact of a healthy link has said it. */
export function verdictText(diagnosis: Diagnosis, evidence: Evidence, naming: Naming): string {
  const isPlain = evidence.link.status === 'active' && reachOf(evidence).up.length === FAMILIES.length
  if (isPlain && diagnosis.findings.some(({ id }) => id === 'all_well')) return ''
  return sayer(evidence, naming)(diagnosis.verdict)
}
