import type { SectionBlock } from '@slack/types'
import { type Contact, type ContactFacts, NO_CONTACT } from '../../contacts/contact.ts'
import { clip, code } from '../escape.ts'
import { section } from '../limits.ts'
import type { Voice } from './voice.ts'

const TEXT = 200
const NOTES = 500
/** A card has other things to say: what does not fit stands in the contacts file. */
const ON_A_CARD = 1500

/** Whom to call about what an alert tells, as it is written down now; nobody where there is nothing to call about. */
export function contactFor({ contacts }: Voice, facts: ContactFacts | null): Contact {
  return (facts === null ? undefined : contacts?.contactOf(facts)) ?? NO_CONTACT
}

/** Whom to call, one line each as mrkdwn, what helps at night first; empty where nothing is known. */
export function contactLines(contact: Contact): readonly string[] {
  const { escalation } = contact
  const lines: readonly (readonly [string, string | null])[] = [
    ['NOC phone', span(contact.nocPhone)],
    ['NOC e-mail', span(contact.nocEmail)],
    ['Circuit id', span(contact.circuitId)],
    ['Contract', span(contact.contract)],
    ['Escalation', escalation.length === 0 ? null : escalation.map((one) => code(one, TEXT)).join(', then ')],
    ['Account manager', span(contact.accountManager)],
    ['Notes', span(contact.notes, NOTES)],
  ]
  return lines.flatMap(([label, value]) => (value === null ? [] : [`*${label}* ${value}`]))
}

/** The same for a card, which has other things to say, in a line or two: nothing at all where nothing is known. */
export function contactText(contact: Contact): string {
  const facts = contactLines({ ...contact, notes: null }).join('  ·  ')
  const notes = contact.notes === null ? [] : contactLines({ ...NO_CONTACT, notes: contact.notes })
  return clip([facts, ...notes].filter((line) => line !== '').join('\n'), ON_A_CARD)
}

/** Whom to call, as a part of a card. */
export function contactSections(contact: Contact): SectionBlock[] {
  const text = contactText(contact)
  return text === '' ? [] : [section(`*Whom to call*\n${text}`)]
}

function span(text: string | null, max = TEXT): string | null {
  return text === null ? null : code(text, max)
}
