import { describe, expect, test } from 'vitest'
import type { TicketRecord } from '../../src/remedies/ports.ts'
import {
  contactRecordLine,
  latestTickets,
  recordOfIncident,
  ticketRecordLine,
} from '../../src/remedies/records.ts'
import { NOW } from '../support/links.ts'

const words = {
  person: (id: string) => `<@${id}>`,
  moment: (at: number) => `<${at}>`,
  foreign: (text: string) => `\`${text}\``,
}

describe('What is shown of a record', () => {
  test('is by whom and when the partner was contacted, and its order number', () => {
    const record = { linkId: 'link-1', by: 'U0ADA0001', at: NOW, reference: 'ORD\n9' }
    expect(contactRecordLine(record)).toBe(
      'The partner was contacted by U0ADA0001 at 2026-03-03 09:00 UTC, and its order number is ORD 9.',
    )
    expect(contactRecordLine({ ...record, reference: null }, words)).toBe(
      `The partner was contacted by <@U0ADA0001> at <${NOW}>, and it has given no order number.`,
    )
  })

  test('is the number and the state of a ticket, and who noted it', () => {
    const ticket = { linkId: 'link-1', reference: 'HELP-7', state: 'open', by: 'U0ADA0001', at: NOW } as const
    expect(ticketRecordLine({ ...ticket, incidentId: null })).toBe(
      'Support ticket HELP-7 is open, as U0ADA0001 noted at 2026-03-03 09:00 UTC.',
    )
    expect(ticketRecordLine({ ...ticket, incidentId: null }, words)).toContain('`HELP-7`')
  })
})

const ticket = (reference: string, overrides: Partial<TicketRecord> = {}): TicketRecord => ({
  linkId: 'link-1',
  reference,
  state: 'open',
  by: 'U0ADA0001',
  at: NOW,
  incidentId: null,
  ...overrides,
})
const CONTACTED = { linkId: 'link-1', by: 'U0ADA0001', at: NOW, reference: null }

describe('What is about an incident of a link', () => {
  const OPEN = { id: 'i1', isOver: false, since: NOW, status: 'all_down' }
  const referencesIn = (tickets: readonly TicketRecord[], asked = OPEN) =>
    recordOfIncident({ contacted: null, tickets }, asked).tickets.map(({ reference }) => reference)

  test('is each ticket that was opened in it, and whatever else of the link is still open while it is', () => {
    const tickets = [
      ticket('own', { incidentId: 'i1' }),
      ticket('own-closed', { incidentId: 'i1', state: 'closed' }),
      ticket('older', { incidentId: 'i0' }),
      ticket('older-closed', { incidentId: 'i0', state: 'closed' }),
    ]
    expect(referencesIn(tickets)).toEqual(['own', 'own-closed', 'older'])
    expect(referencesIn(tickets, { ...OPEN, isOver: true })).toEqual(['own', 'own-closed'])
  })

  test.each([
    ['requested', null, true],
    ['refused', NOW + 1, true],
    // A link in service: what was agreed when it was ordered says nothing about an outage.
    ['all_down', NOW + 1, false],
    ['all_down', NOW, true],
    ['all_down', null, false],
  ])('is that the partner was contacted, in %s since %s: %s', (status, since, expected) => {
    const asked = { id: 'i1', isOver: false, since, status }
    const { contacted } = recordOfIncident({ contacted: CONTACTED, tickets: [] }, asked)
    expect(contacted !== null).toBe(expected)
    const over = recordOfIncident({ contacted: CONTACTED, tickets: [] }, { ...asked, isOver: true })
    expect(over.contacted).toBeNull()
  })

  test('names open tickets first, and of those the latest, where there is no room for all', () => {
    const all = [
      ticket('closed', { state: 'closed', at: NOW + 9 }),
      ticket('old', { at: NOW - 1 }),
      ticket('new'),
    ]
    expect(latestTickets(all, 2).map(({ reference }) => reference)).toEqual(['new', 'old'])
  })
})
