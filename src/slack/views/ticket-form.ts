import type { ModalView } from '@slack/types'
import type { TicketDraft } from '../../remedies/tickets/ticket.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import { actions, context, header, LIMITS, type RenderedMessage, section } from '../limits.ts'
import { pageButton, remedyButton } from '../remedy-actions.ts'
import { option, select, text } from './act-form.ts'
import { fenced } from './fenced.ts'
import { formWindow } from './window.ts'

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

/** A drafted ticket, to be edited. `canSend`: it goes to the team's own system; else it is filed in the console by hand. */
export function ticketWindow(
  draft: TicketDraft,
  name: string,
  metadata: string,
  canSend: boolean,
): ModalView {
  const { form, priorityReason, firstResponse } = draft
  const way = canSend
    ? 'It is sent to your own ticket system.'
    : 'There is no API for tickets: afterwards you get the page of the console to file it on, and a file to attach.'
  return formWindow({
    callbackId: TICKET_WINDOW.callbackId,
    metadata,
    title: 'Support ticket',
    submit: canSend ? 'Send' : 'Continue',
    blocks: [
      section(
        `Product ${code(form.product)}, related resource ${code(name, 100)} (${code(form.resource, 60)}). ${way}`,
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

/** A ticket to be filed in the console, by hand. `sent` says what became of the file, as mrkdwn. */
export function renderTicket(
  { form, url, firstResponse }: TicketDraft,
  {
    link,
    channel,
    sent,
  }: {
    readonly link: { readonly id: string; readonly name: string }
    readonly channel: string | null
    readonly sent: string
  },
): RenderedMessage {
  const opening = `File it on the console's page, field by field. ${sent}`
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
      actions([
        pageButton(url, "The console's ticket page"),
        remedyButton(
          { link: link.id, remedy: 'record_ticket', family: null, channel },
          'Record its reference…',
        ),
      ]),
      context([prose(firstResponse)]),
    ],
  }
}

/** A ticket that was sent, or was not, for the one who sent it. */
export function renderTicketSent(sentence: string, url: string | null): RenderedMessage {
  const words = prose(sentence)
  const button = url === null ? null : pageButton(url, 'Open the ticket')
  return {
    text: clip(words, LIMITS.fallbackText),
    blocks: [section(words), ...(button === null ? [] : [actions([button])])],
  }
}
