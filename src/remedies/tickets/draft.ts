import { DOCUMENTS } from '../../diagnostics/documents.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { familiesThatAre, statusName } from '../../diagnostics/judgement.ts'
import { waitsWithoutPartner } from '../../diagnostics/kinds.ts'
import { familyNames, verb } from '../../diagnostics/words.ts'
import { intendedFamilies, type Link } from '../../domain/link.ts'
import { truncate, visibleLine } from '../../domain/plain-text.ts'
import { type LinkStatus, linkStatus } from '../../domain/status.ts'
import { utcSecond } from '../../domain/utc.ts'
import type { SupportPlan } from '../settings.ts'
import { attachmentName, attachmentText, typedText } from './attachment.ts'
import { bandwidthLine, carrierLine, popLine, sessionLine, vpcLine } from './facts.ts'
import { firstResponse } from './first-response.ts'
import { ticketPriority } from './priority.ts'
import { gap, type TicketDraft, type TicketFacts, type TicketForm } from './ticket.ts'

const MOST_SUBJECT = 120
/** As the console's form calls it. */
const PRODUCT = 'InterLink'

const QUESTION = `An answer to our question: ${gap('what you would like to know')}`
const SESSIONS = 'Every session that is meant to be used is up'

/** What should be so, by status. */
const EXPECTED: Readonly<Record<LinkStatus, string>> = {
  configuring: 'A configuration is applied within minutes, and the link leaves the status Configuring.',
  requested: QUESTION,
  failed:
    'The link is created as it was ordered, and moves on to Requesting (hosted) or Ready (self-hosted).',
  provisioning: QUESTION,
  expired: QUESTION,
  refused: QUESTION,
  ready: 'With our device configured as the console shows, the sessions come up and the link becomes Active.',
  active: QUESTION,
  limited_connectivity: SESSIONS,
  all_down: SESSIONS,
  locked: 'The link is unlocked, or we are told why it is locked and what we have to do.',
  deprovisioning: 'Once both sides have deleted the link, it is gone and billed no more.',
  deleted: QUESTION,
  unknown_link_status: 'The API gives a documented status, or we are told what this one means.',
}

/** What a person has filled into the form of a ticket. */
type TypedTicket = Omit<TicketForm, 'product' | 'resource'>

/**
 * A ticket as it was typed, about a link that is gone, or cannot be found any more; `why` that is so, as a sentence. `link` is
 * as it was last seen, where anybody has seen it. Pure.
 */
export function typedTicket(
  typed: TypedTicket,
  about: {
    readonly linkId: string
    readonly link: Link | null
    readonly why: string
    readonly supportPlan: SupportPlan | null
    readonly now: number
  },
): Pick<TicketDraft, 'form' | 'firstResponse' | 'url' | 'attachment'> {
  const { linkId, supportPlan } = about
  const form: TicketForm = { product: PRODUCT, resource: visibleLine(linkId), ...typed }
  return {
    form,
    firstResponse: firstResponse(supportPlan),
    url: DOCUMENTS.newTicket,
    attachment: { name: attachmentName({ id: linkId }), text: typedText(form, about) },
  }
}

/** Drafts a support ticket. Pure; what is not known is a marked gap. There is no API to open one: a person files it. */
export function draftTicket(facts: TicketFacts): TicketDraft {
  const { evidence } = facts
  const { link } = evidence
  const { priority, reason } = ticketPriority(evidence)
  const priorityReason = visibleLine(reason)
  const form: TicketForm = {
    product: PRODUCT,
    resource: visibleLine(link.id),
    priority,
    subject: subjectOf(evidence),
    context: lines([
      `Link: ${visibleLine(link.name)} (${visibleLine(link.id)})`,
      `Region: ${visibleLine(link.region)}`,
      `PoP: ${popLine(evidence)}`,
      `Bandwidth: ${bandwidthLine(evidence)}`,
      carrierLine(evidence),
      `VPC: ${vpcLine(evidence)}`,
      evidence.carried.length === 0
        ? 'In service before: not seen'
        : `In service before: ${familyNames(evidence.carried)}`,
      `Impact: ${priorityReason}`,
      ...(priority === 'P5' ? [] : [`What does not work for us: ${gap('which services, for whom')}`]),
    ]),
    expected: lines([expectedOf(evidence)]),
    actual: lines([
      `Status: ${visibleLine(statusName(link))}`,
      `Sessions: ${sessionLine(evidence)}`,
      `Since: ${sinceOf(facts)}`,
      `What we see: ${visibleLine(facts.diagnosis.verdict)}`,
      ...(priority === 'P5'
        ? []
        : [`What we tried: ${gap('your tests of line, VLAN and BGP, and what they showed')}`]),
    ]),
  }
  return {
    form,
    priorityReason,
    firstResponse: firstResponse(facts.supportPlan),
    url: DOCUMENTS.newTicket,
    attachment: { name: attachmentName(link), text: attachmentText(facts, form) },
  }
}

function subjectOf(evidence: Evidence): string {
  const { link } = evidence
  const name = truncate(visibleLine(link.name) || visibleLine(link.id), 60)
  const down = familiesThatAre(link, 'down')
  const trouble =
    down.length > 0
      ? `BGP ${familyNames(down)} down`
      : `status ${truncate(visibleLine(statusName(link)), 40)}`
  return truncate(`InterLink ${name} in ${visibleLine(link.region)}: ${trouble}`, MOST_SUBJECT)
}

function expectedOf({ link }: Evidence): string {
  const down = familiesThatAre(link, 'down')
  const status = linkStatus(link.status)
  const expected = waitsWithoutPartner(link) ? EXPECTED.failed : EXPECTED[status]
  if (down.length > 0 || expected === SESSIONS) {
    const intended = intendedFamilies(link)
    return intended.length === 0
      ? `${SESSIONS}.`
      : `${SESSIONS}: ${familyNames(intended)} ${verb(intended, 'is', 'are')} meant to be.`
  }
  return expected
}

function sinceOf({ evidence, incident }: TicketFacts): string {
  const firstBadAt = incident?.firstBadAt ?? evidence.past?.firstBadAt ?? null
  const lastGoodAt = incident?.lastGoodAt ?? evidence.past?.lastGoodAt ?? null
  if (firstBadAt === null) return gap('since when, in UTC')
  return lastGoodAt === null
    ? `first seen at ${utcSecond(firstBadAt)}`
    : `between ${utcSecond(lastGoodAt)} (last seen good) and ${utcSecond(firstBadAt)}`
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
