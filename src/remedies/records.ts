import { visibleLine } from '../domain/plain-text.ts'
import { utcMinute } from '../domain/utc.ts'
import type { ContactRecord, TicketRecord } from './ports.ts'

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
