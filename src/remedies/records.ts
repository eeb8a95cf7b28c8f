import { visibleLine } from '../domain/plain-text.ts'
import { type LinkStatus, linkStatus } from '../domain/status.ts'
import { utcMinute } from '../domain/utc.ts'
import type { ContactRecord, TicketRecord } from './ports.ts'

/** What people have written down of a link: that its partner was contacted, and its support tickets, the oldest first. */
export interface LinkRecord {
  readonly contacted: ContactRecord | null
  readonly tickets: readonly TicketRecord[]
}

/**
 * The incident of a link as far as its records ask. `since` is when it was first seen bad (ms); null where that is not at
 * hand.
 */
export interface IncidentAsked {
  readonly id: string
  readonly isOver: boolean
  readonly since: number | null
  /** The raw status of its link. */
  readonly status: string
}

/** The statuses of an order, from its placing to its end: whoever was contacted was contacted about it. */
const OF_AN_ORDER: readonly LinkStatus[] = ['requested', 'provisioning', 'refused', 'expired']

/**
 * What is written down about an incident: the tickets that were opened in it, and while it is open those of its link that are
 * still open, too. That the partner was contacted belongs to the order, or to what is bad since then, and to nothing that is
 * over.
 */
export function recordOfIncident(
  { contacted, tickets }: LinkRecord,
  { id, isOver, since, status }: IncidentAsked,
): LinkRecord {
  const isMeant = (at: number) => OF_AN_ORDER.includes(linkStatus(status)) || (since !== null && at >= since)
  return {
    contacted: contacted !== null && !isOver && isMeant(contacted.at) ? contacted : null,
    tickets: tickets.filter(({ incidentId, state }) => incidentId === id || (!isOver && state === 'open')),
  }
}

/** The tickets to name where there is no room for all: open ones first, the latest of them first. */
export function latestTickets(tickets: readonly TicketRecord[], most: number): readonly TicketRecord[] {
  const open = ({ state }: TicketRecord) => Number(state === 'open')
  return [...tickets].sort((a, b) => open(b) - open(a) || b.at - a.at).slice(0, most)
}

/** How parts of a record are written where the line is shown: a person (Slack's id), a moment (ms), foreign text. */
export interface RecordWords {
  readonly person: (id: string) => string
  readonly moment: (at: number) => string
  readonly foreign: (text: string) => string
}

/** For plain text. */
export const PLAIN_WORDS: RecordWords = { person: (id) => id, moment: utcMinute, foreign: visibleLine }

/** That the partner was told of an order, by whom and when, for the card of its link. A sentence. */
export function contactRecordLine(
  { by, at, reference }: ContactRecord,
  { person, moment, foreign }: RecordWords = PLAIN_WORDS,
): string {
  const number =
    reference === null ? 'it has given no order number' : `its order number is ${foreign(reference)}`
  return `The partner was contacted by ${person(by)} at ${moment(at)}, and ${number}.`
}

/** A support ticket about a link, for its card and its incident. A sentence. */
export function ticketRecordLine(
  { reference, state, by, at }: TicketRecord,
  { person, moment, foreign }: RecordWords = PLAIN_WORDS,
): string {
  return `Support ticket ${foreign(reference)} is ${state}, as ${person(by)} noted at ${moment(at)}.`
}
