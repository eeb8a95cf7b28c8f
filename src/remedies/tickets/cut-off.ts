import type { NotedAct } from '../acts.ts'
import type { AuditRow } from '../ports.ts'

/** What the rows of a ticket that is sent, or that was filed by hand, are about. */
const OF_TICKETS: readonly NotedAct[] = ['record_ticket', 'open_ticket']

/** What is said of a ticket that nobody was left to say more about. */
export const TICKET_CUT_OFF =
  'The bot was cut off before it knew whether the ticket was taken: look for it in your ticket system before you send another.'

/**
 * Of the rows of the audit, newest first, those that began to send a ticket and have no end. A ticket that is sent again goes
 * by the same person and link, so a later end is that of all that began before it.
 */
export function ticketsCutOff(rows: readonly AuditRow[]): readonly AuditRow[] {
  const ended = new Set<string>()
  return rows.filter(({ act, by, link, outcome }) => {
    if (!OF_TICKETS.includes(act)) return false
    const whose = `${by} ${link.id}`
    if (outcome === 'done' || outcome === 'failed' || outcome === 'unknown') ended.add(whose)
    return outcome === 'begun' && !ended.has(whose)
  })
}
