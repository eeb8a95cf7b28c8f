import { oneLine } from '../../diagnostics/words.ts'
import type { TicketRecord } from '../../remedies/ports.ts'
import {
  contactRecordLine,
  type IncidentAsked,
  type LinkRecord,
  latestTickets,
  type RecordWords,
  recordOfIncident,
  ticketRecordLine,
} from '../../remedies/records.ts'
import { code } from '../escape.ts'
import { byMention, type Naming } from '../mentions.ts'
import type { Records } from '../records.ts'
import { count, moment } from '../text.ts'

/** Tickets that are named. */
const MOST_TICKETS = 3

const foreign = (text: string) => code(oneLine(text), 60)
const inSentence = (text: string) => code(oneLine(text), 100)

/** How a contact is written in an answer that one person alone sees. */
export const CONTACT_WORDS: RecordWords = { person: byMention, moment, foreign: inSentence }

/** What is written down of a link, in sentences of mrkdwn, one a line: whom its partner heard from, its tickets. */
export function writtenLines({ contacted, tickets }: LinkRecord, naming: Naming): readonly string[] {
  const words = { person: naming, moment, foreign: inSentence }
  const told = latestTickets(tickets, MOST_TICKETS)
  const left = tickets.length - told.length
  return [
    ...(contacted === null ? [] : [contactRecordLine(contacted, words)]),
    ...told.map((ticket) => ticketRecordLine(ticket, words)),
    ...(left === 0 ? [] : [`And ${count(left, 'more ticket', 'more tickets')}.`]),
  ]
}

/** The same about one incident of the link; empty where nothing is written down. */
export function incidentLines(
  records: Records | undefined,
  linkId: string,
  asked: IncidentAsked,
  naming: Naming,
): readonly string[] {
  const record = records?.get(linkId)
  return record === undefined ? [] : writtenLines(recordOfIncident(record, asked), naming)
}

/** When (ms) the contact was recorded that the message of one incident shows; null where it shows none. */
export function contactShownAt(
  records: Records | undefined,
  linkId: string,
  asked: IncidentAsked,
): number | null {
  const record = records?.get(linkId)
  return record === undefined ? null : (recordOfIncident(record, asked).contacted?.at ?? null)
}

/** The same in few words, each to follow a line: "partner contacted (`ORD-1`)", "ticket `T-1` open". As mrkdwn. */
export function incidentWords(
  records: Records | undefined,
  linkId: string | null,
  asked: IncidentAsked,
): readonly string[] {
  const record = linkId === null ? undefined : records?.get(linkId)
  if (record === undefined) return []
  const { contacted, tickets } = recordOfIncident(record, asked)
  const told = latestTickets(tickets, MOST_TICKETS)
  const left = tickets.length - told.length
  const order = contacted?.reference ?? null
  return [
    ...(contacted === null
      ? []
      : [order === null ? 'partner contacted' : `partner contacted (${foreign(order)})`]),
    ...told.map(ticketWords),
    ...(left === 0 ? [] : [count(left, 'more ticket', 'more tickets')]),
  ]
}

function ticketWords({ reference, state }: TicketRecord): string {
  return `ticket ${foreign(reference)} ${state}`
}
