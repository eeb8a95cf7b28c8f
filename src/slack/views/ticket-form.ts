import type { KnownBlock, ModalView } from '@slack/types'
import type { TicketWay } from '../../remedies/ticket-desk.ts'
import { gapsIn, type TicketDraft, type TicketForm } from '../../remedies/tickets/ticket.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import { actions, context, header, LIMITS, type RenderedMessage, section } from '../limits.ts'
import { pageButton, remedyButton } from '../remedy-actions.ts'
import { option, select, text } from './act-form.ts'
import { fenced } from './fenced.ts'
import { type Denied, deniedText, whomText } from './remedy-words.ts'
import { formWindow } from './window.ts'
import { UNREAD_MARK } from './words.ts'

/** The window in which a ticket is edited: its callback id, and its inputs, each the one of its block. */
export const TICKET_WINDOW = {
  callbackId: 'remedy_ticket',
  priority: 'ticket_priority',
  subject: 'ticket_subject',
  context: 'ticket_context',
  expected: 'ticket_expected',
  actual: 'ticket_actual',
} as const

/** The priorities of Scaleway's form. */
export const TICKET_PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const

/** A drafted ticket, to be edited, and where it goes then. */
export function ticketWindow(draft: TicketDraft, name: string, metadata: string, way: TicketWay): ModalView {
  return formFor(draft, name, metadata, {
    submit: way.type === 'sent' ? 'Send' : 'Continue',
    opening: [],
    goes: goesTo(way),
  })
}

/** A ticket that was not taken, as it was filled in: to be sent again, or to be filed in the console by hand. */
export function ticketAgainWindow(
  draft: TicketDraft,
  metadata: string,
  {
    sentence,
    ...hand
  }: ByHand & {
    /** Why. */
    readonly sentence: string
  },
): ModalView {
  return formFor(draft, hand.link.name, metadata, {
    submit: 'Send again',
    opening: [
      section(
        `${UNREAD_MARK} ${prose(sentence)}\nWhat you typed is kept below. It can be filed by hand, too, on the console's page. ${hand.sent}`,
      ),
      ...byHand(draft, hand),
    ],
    goes: 'It is sent to your own ticket system.',
  })
}

/** Where a ticket goes, as mrkdwn. */
function goesTo(way: TicketWay): string {
  if (way.type === 'sent') return 'It is sent to your own ticket system.'
  const handed = 'afterwards you get the page of the console to file it on, and a file to attach.'
  const { denied } = way
  return denied === null
    ? `There is no API for tickets: ${handed}`
    : `It is not sent to your own ticket system, but filed by hand: ${handed}\n${prose(denied.sentence)}${whomText(denied)}`
}

function formFor(
  { form, priorityReason, firstResponse }: TicketDraft,
  name: string,
  metadata: string,
  {
    submit,
    opening,
    goes,
  }: { readonly submit: string; readonly opening: readonly KnownBlock[]; readonly goes: string },
): ModalView {
  return formWindow({
    callbackId: TICKET_WINDOW.callbackId,
    metadata,
    title: 'Support ticket',
    submit,
    blocks: [
      ...opening,
      section(
        `Product ${code(form.product)}, related resource ${code(name, 100)} (${code(form.resource, 60)}). ${goes}`,
      ),
      context([prose(firstResponse), 'What stands in brackets, [FILL IN: …], nobody but you knows.']),
      select(
        TICKET_WINDOW.priority,
        'Priority',
        TICKET_PRIORITIES.map((one) => option(one, one)),
        form.priority,
      ),
      context([prose(priorityReason)]),
      text(TICKET_WINDOW.subject, 'Subject', { max: 200, initial: form.subject }),
      text(TICKET_WINDOW.context, 'Context', { isLong: true, initial: form.context }),
      text(TICKET_WINDOW.expected, 'Expected', { isLong: true, initial: form.expected }),
      text(TICKET_WINDOW.actual, 'Actual', { isLong: true, initial: form.actual }),
    ],
  })
}

/** What it takes to file a ticket by hand. */
interface ByHand {
  readonly link: { readonly id: string; readonly name: string }
  readonly channel: string | null
  /** What became of the file to attach, as mrkdwn. */
  readonly sent: string
  /** Whether its reference can be noted from here: not of a link that is gone, nor by somebody who may not. */
  readonly recording: 'offered' | 'gone' | Denied
}

/** A ticket to be filed in the console, by hand; `why` it was not sent, as mrkdwn, where it was meant to be. */
export function renderTicket(
  draft: Pick<TicketDraft, 'form' | 'firstResponse' | 'url'>,
  hand: ByHand,
  why: string | null = null,
): RenderedMessage {
  const { form, firstResponse } = draft
  const { link } = hand
  const opening = `${why === null ? '' : `${why}\n`}File it on the console's page, field by field. ${hand.sent}`
  return {
    text: clip(opening, LIMITS.fallbackText),
    blocks: [
      header(`Ticket for ${plainName(link.name, 100)}`),
      section(opening),
      section(
        `*Product* ${code(form.product)}  *Related resource* ${code(form.resource, 60)}  *Priority* ${form.priority}`,
      ),
      context(['Subject']),
      ...fenced([form.subject]),
      context(['Context']),
      ...fenced(form.context.split('\n')),
      context(['Expected']),
      ...fenced(form.expected.split('\n')),
      context(['Actual']),
      ...fenced(form.actual.split('\n')),
      ...byHand(draft, hand),
      context([prose(firstResponse)]),
    ],
  }
}

function byHand(
  { url }: Pick<TicketDraft, 'url'>,
  { link, channel, recording }: ByHand,
): readonly KnownBlock[] {
  const value = { link: link.id, remedy: 'record_ticket', family: null, channel } as const
  return [
    ...(typeof recording === 'string' ? [] : [section(deniedText(['record_ticket'], recording))]),
    actions([
      pageButton(url, "The console's ticket page"),
      recording === 'offered' ? remedyButton(value, 'Record its reference…') : null,
    ]),
  ]
}

/** A ticket that was sent, for the one who sent it, with what was left to be filled in. */
export function renderTicketSent(sentence: string, url: string | null, form: TicketForm): RenderedMessage {
  const gaps = gapsIn(form)
  const open =
    gaps.length === 0
      ? ''
      : `\n${UNREAD_MARK} Not filled in, and asked for by support: ${prose(gaps.join('; '))}. Add it to the ticket.`
  const words = `${prose(sentence)}${open}`
  const button = url === null ? null : pageButton(url, 'Open the ticket')
  return {
    text: clip(words, LIMITS.fallbackText),
    blocks: [section(words), ...(button === null ? [] : [actions([button])])],
  }
}
