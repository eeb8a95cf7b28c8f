import { bgpSpeaker } from '../../diagnostics/kinds.ts'
import { FAMILY_NAMES } from '../../diagnostics/words.ts'
import { type BgpPeer, FAMILIES, type Link } from '../../domain/link.ts'
import { visibleLine } from '../../domain/plain-text.ts'
import { utcSecond } from '../../domain/utc.ts'
import { bandwidthLine, carrierLine, named, popLine, sessionLine, vpcLine } from './facts.ts'
import { gap, type TicketFacts, type TicketForm } from './ticket.ts'
import { timelineLines } from './timeline.ts'

/** What only whoever runs the router can answer, as Scaleway's support asks it. */
const FROM_THE_ROUTER: readonly (readonly [string, string])[] = [
  ['Router and software', 'make, model and version'],
  ['show bgp neighbors', 'its output for both peers'],
  ['ARP and neighbour discovery', 'what your router shows of the peers'],
  ['Ping of the peers', 'sent, received, round trip'],
  ['Optics', 'Tx and Rx in dBm, and error counters of the port'],
]

/** The name of the file: letters, digits and dashes alone. */
export function attachmentName({ id }: Pick<Link, 'id'>): string {
  return `interlink-${id.replace(/[^A-Za-z0-9-]+/g, '').slice(0, 64)}.txt`
}

/**
 * The file to attach: everything that Scaleway's support asks for and that is known. `form` is the ticket as it stands; what
 * a person writes into it later does not come in here.
 */
export function attachmentText(facts: TicketFacts, form: TicketForm): string {
  const { evidence, diagnosis, requestIds, now } = facts
  const { link } = evidence
  const theirs = bgpSpeaker(link.kind) === 'partner' ? ', from the partner' : ''
  const policies = FAMILIES.flatMap((family) => {
    const id = link.policies[family]
    if (id === null) return []
    const policy = evidence.policies[family]
    if (policy === null) return [`Routing policy ${FAMILY_NAMES[family]}: ${visibleLine(id)}`]
    const { prefixesIn, prefixesOut } = policy
    return [
      `Routing policy ${FAMILY_NAMES[family]}: ${named(policy.name, id)}`,
      `  in: ${prefixes(prefixesIn)}`,
      `  out: ${prefixes(prefixesOut)}`,
    ]
  })
  return textOf([
    ['Ticket', ticketLines(form, now)],
    [
      'Link',
      [
        ...nameLines(link),
        `PoP: ${popLine(evidence)}`,
        `Bandwidth: ${bandwidthLine(evidence)}`,
        `VLAN: ${link.vlan ?? 'not shown'}`,
        carrierLine(evidence),
        `VPC: ${vpcLine(evidence)}`,
        ...policies,
        `Created: ${utcSecond(link.createdAt)}`,
        `Updated: ${utcSecond(link.updatedAt)}`,
      ],
    ],
    [
      'BGP',
      [
        `Status: ${visibleLine(link.status)}`,
        `Sessions: ${sessionLine(evidence)}`,
        `Scaleway's peer: ${peerLine(link.scalewayPeer)}`,
        `Customer's peer: ${peerLine(link.customerPeer)}`,
      ],
    ],
    [
      'What was noticed',
      [
        `- ${visibleLine(diagnosis.verdict)}`,
        ...diagnosis.findings.map(({ text }) => `- ${visibleLine(text)}`),
        ...diagnosis.notChecked.map(
          ({ what, why }) => `- Not checked: ${visibleLine(what)}. ${visibleLine(why)}`,
        ),
      ],
    ],
    ['Timeline (seen by polling, so up to a poll and a BGP hold time late)', timelineLines(facts)],
    [
      'Request ids',
      requestIds.length === 0 ? ['none failed'] : requestIds.map((id) => `- ${visibleLine(id)}`),
    ],
    ...(form.priority === 'P5' ? [] : [fromOurSide(theirs)]),
  ])
}

/**
 * The file of a ticket about a link that is gone, or cannot be found any more: what was typed, which stands nowhere else, and
 * what is known of the link; `why` there is no more, as a sentence. `now` is in ms.
 */
export function typedText(
  form: TicketForm,
  { link, why, now }: { readonly link: Link | null; readonly why: string; readonly now: number },
): string {
  return textOf([
    ['Ticket', ticketLines(form, now)],
    ['Link', [...(link === null ? [`Id: ${form.resource}`] : nameLines(link)), visibleLine(why)]],
    ['Context', linesIn(form.context)],
    ['Expected', linesIn(form.expected)],
    ['Actual', linesIn(form.actual)],
  ])
}

type Section = readonly [title: string, lines: readonly string[]]

function textOf(sections: readonly Section[]): string {
  return `${sections.map(([title, all]) => [`== ${title}`, ...all].join('\n')).join('\n\n')}\n`
}

function ticketLines(form: TicketForm, now: number): readonly string[] {
  return [
    `Product: ${form.product}`,
    `Related resource: ${form.resource}`,
    `Priority: ${form.priority}`,
    `Subject: ${form.subject}`,
    `Drafted: ${utcSecond(now)}`,
  ]
}

function nameLines(link: Link): readonly string[] {
  return [
    `Name: ${visibleLine(link.name)}`,
    `Id: ${visibleLine(link.id)}`,
    `Organization: ${visibleLine(link.organizationId)}`,
    `Project: ${visibleLine(link.projectId)}`,
    `Region: ${visibleLine(link.region)}`,
  ]
}

/** What was typed into one field, without the lines that are empty at its end. */
function linesIn(text: string): readonly string[] {
  return text.trimEnd().split('\n')
}

/** What a person has to add for an outage; a question needs none of it. */
function fromOurSide(theirs: string): Section {
  return [
    'From our side',
    [
      `One flow: ${gap('a source and a destination address that should reach each other')}`,
      ...FROM_THE_ROUTER.map(([label, what]) => `${label}: ${gap(`${what}${theirs}`)}`),
    ],
  ]
}

function prefixes(all: readonly string[]): string {
  return all.length === 0 ? 'nothing' : all.map(visibleLine).join(', ')
}

function peerLine(peer: BgpPeer | null): string {
  if (peer === null) return 'not shown'
  const addresses = FAMILIES.flatMap((family) => peer[family] ?? []).map(visibleLine)
  return [`AS ${peer.asn}`, ...addresses].join(', ')
}
