import type { Clock } from '../domain/clock.ts'
import type { Link } from '../domain/link.ts'
import { visibleLine } from '../domain/plain-text.ts'
import { createAuditRows, type Noted, type Subject } from './audit-rows.ts'
import type { Asker } from './authorise.ts'
import type { PastIncidents, RemedyStore, TicketSender, TicketSending } from './ports.ts'
import type { RemedySettings } from './settings.ts'
import type { TicketAttachment, TicketForm } from './tickets/ticket.ts'
import { auditLink, type MayAct, notAllowed, type Refused, refused } from './weigh.ts'
import { incidentOfTicket } from './write-down.ts'

/** A ticket as a person has filled it in. `id` is made when it is drafted, so that pressing twice sends one ticket. */
export interface FilledTicket {
  readonly id: string
  readonly link: Link
  readonly incidentId: string | null
  readonly form: TicketForm
  readonly attachment: TicketAttachment
}

/** What came of sending a ticket. `sentence` holds foreign text. */
export type TicketSent =
  /** It is recorded on its link. `url`: where it is, if the receiver said so. */
  | {
      readonly type: 'sent'
      readonly sentence: string
      readonly reference: string
      readonly url: string | null
    }
  /** It may have arrived: sending it again, with the same id, is safe. */
  | { readonly type: 'unavailable'; readonly sentence: string }
  | { readonly type: 'rejected'; readonly sentence: string }
  | { readonly type: 'dry_run'; readonly sentence: string }
  | Refused

/**
 * Where somebody's ticket goes: to the team's own system, or to the console by hand. `denied`: why it is not sent, where there
 * is a system to send it to; null where TICKET_WEBHOOK_URL is not set.
 */
export type TicketWay =
  | { readonly type: 'sent' }
  | { readonly type: 'by_hand'; readonly denied: Refused | null }

/** Sends tickets to the team's own system. Filing one in the console, and noting it, is the remedy desk's. */
export interface TicketDesk {
  /** A draft changes nothing, so it is there for everybody: who may not send it can still file it. */
  wayFor(asker: Asker): Promise<TicketWay>
  /** Never throws for what the network or the receiver does; what the store throws comes through. */
  send(ticket: FilledTicket, asker: Asker): Promise<TicketSent>
}

export interface TicketDeskParts {
  readonly settings: Pick<RemedySettings, 'isDryRun'>
  readonly mayAct: MayAct
  readonly store: Pick<RemedyStore, 'appendAudit' | 'recordTicket'> & PastIncidents
  /** Null where TICKET_WEBHOOK_URL is not set. */
  readonly sender: TicketSender | null
  readonly clock: Clock
  readonly newId: () => string
  /** Told once a ticket is recorded: what shows that is shown anew, with these incidents. Never throws. */
  readonly onRecorded: (linkId: string, incidentIds: readonly string[]) => Promise<void>
}

/** Tickets of which it is remembered that they were sent. A restart forgets them: the receiver knows their ids. */
const MOST_REMEMBERED = 200

const BROKEN =
  'The bot broke before what came of the ticket was written down: look for it in your ticket system before you send another.'

/** Makes the desk for tickets. The texts of a ticket go to its receiver, and into no log, audit or store. */
export function createTicketDesk(parts: TicketDeskParts): TicketDesk {
  const { mayAct, store, sender, clock } = parts
  const rowOf = createAuditRows(parts)
  const sent = new Map<string, Promise<TicketSent>>()

  async function sendOnce(to: TicketSender, ticket: FilledTicket, subject: Subject): Promise<TicketSent> {
    const note = (noted: Noted) => store.appendAudit(rowOf(subject, noted))
    await note({ outcome: 'begun' })
    try {
      return await sendNow(to, ticket, subject, note)
    } catch (error) {
      // Where the store takes nothing any more, the next life ends it (cut-off.ts).
      await note({ outcome: 'unknown', reason: BROKEN }).catch(() => undefined)
      throw error
    }
  }

  async function sendNow(
    to: TicketSender,
    ticket: FilledTicket,
    subject: Subject,
    note: (noted: Noted) => Promise<void>,
  ): Promise<TicketSent> {
    const { id, link, form, attachment } = ticket
    const incidentId = await incidentOfTicket(link.id, ticket.incidentId, { store, clock })
    const { id: linkId, name, region, projectId, organizationId } = link
    const at = new Date(clock.now()).toISOString()
    const sending = await to.send({
      id,
      at,
      link: { id: linkId, name, region, projectId, organizationId },
      incidentId,
      ticket: form,
      attachment,
    })
    if (sending.type !== 'taken') {
      sent.delete(id)
      await note({ outcome: sending.type === 'rejected' ? 'failed' : 'unknown', reason: `${sending.error}.` })
      return notTaken(sending)
    }
    // A receiver that gives no number of its own knows the ticket by the id that it was sent with.
    const reference = visibleLine(sending.reference ?? '') || id
    await store.recordTicket({
      linkId,
      reference,
      state: 'open',
      by: subject.asker.member,
      at: clock.now(),
      incidentId,
    })
    await note({ outcome: 'done', after: `ticket ${reference}` })
    await parts.onRecorded(linkId, incidentId === null ? [] : [incidentId])
    return { type: 'sent', sentence: `Ticket ${reference} is open.`, reference, url: sending.url }
  }

  return {
    async wayFor(asker) {
      if (sender === null) return { type: 'by_hand', denied: null }
      const permission = await mayAct(asker)
      return permission.type === 'refused'
        ? { type: 'by_hand', denied: notAllowed(permission) }
        : { type: 'sent' }
    },
    async send(ticket, asker) {
      const subject: Subject = {
        act: 'record_ticket',
        link: auditLink(ticket),
        what: `Send a support ticket of priority ${ticket.form.priority}.`,
        asker,
      }
      const refuse = async (answer: Refused): Promise<Refused> => {
        await store.appendAudit(rowOf(subject, { outcome: 'refused', reason: answer.sentence }))
        return answer
      }
      const permission = await mayAct(asker)
      if (permission.type === 'refused') return refuse(notAllowed(permission))
      if (sender === null)
        return refuse(
          refused(
            'invalid',
            'No ticket system is connected (TICKET_WEBHOOK_URL), so nothing was sent: file it in the console by hand.',
          ),
        )
      if (parts.settings.isDryRun) {
        const sentence = 'DRY_RUN is on: the ticket would be sent to TICKET_WEBHOOK_URL, and was not.'
        await store.appendAudit(rowOf(subject, { outcome: 'dry_run', reason: sentence }))
        return { type: 'dry_run', sentence }
      }
      const before = sent.get(ticket.id)
      if (before !== undefined) return before
      const sending = sendOnce(sender, ticket, subject)
      sent.set(ticket.id, sending)
      for (const oldest of sent.keys()) if (sent.size > MOST_REMEMBERED) sent.delete(oldest)
      // What broke may be tried again.
      sending.catch(() => sent.delete(ticket.id))
      return sending
    },
  }
}

function notTaken(sending: Exclude<TicketSending, { type: 'taken' }>): TicketSent {
  return sending.type === 'unavailable'
    ? {
        type: 'unavailable',
        sentence: `Whether the ticket arrived is not known (${sending.error}): send it again, which opens no second one.`,
      }
    : { type: 'rejected', sentence: `The ticket was not taken: ${sending.error}; ${sending.advice}.` }
}
