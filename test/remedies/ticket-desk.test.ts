import { describe, expect, test } from 'vitest'
import type { Asker, Permission } from '../../src/remedies/authorise.ts'
import type { AuditRow, SentTicket, TicketRecord, TicketSending } from '../../src/remedies/ports.ts'
import { createTicketDesk, type FilledTicket } from '../../src/remedies/ticket-desk.ts'
import { manualClock } from '../support/clock.ts'
import { aLink, NOW } from '../support/links.ts'

const ADA: Asker = { member: 'U0ADA0001', channel: 'C0OPS0001' }
const TAKEN: TicketSending = { type: 'taken', reference: 'HELP-7', url: 'https://tickets.example/HELP-7' }

const TICKET: FilledTicket = {
  id: 'ticket-1',
  link: aLink(),
  incidentId: 'incident-1',
  form: {
    product: 'InterLink',
    resource: aLink().id,
    priority: 'P1',
    subject: 'a secret subject',
    context: 'a secret context',
    expected: 'a secret wish',
    actual: 'a secret trouble',
  },
  attachment: { name: 'interlink.txt', text: 'a secret file' },
}

function desking(
  options: {
    readonly answers?: readonly TicketSending[]
    readonly permission?: Permission
    readonly isDryRun?: boolean
    readonly connected?: boolean
    /** When the latest incident of the link ended; null for one that is open. */
    readonly endedAt?: number | null
  } = {},
) {
  const audit: AuditRow[] = []
  const records: TicketRecord[] = []
  const posted: SentTicket[] = []
  const answers = [...(options.answers ?? [TAKEN])]
  let ids = 0
  const desk = createTicketDesk({
    settings: { isDryRun: options.isDryRun ?? false },
    mayAct: async () => options.permission ?? { type: 'allowed' },
    store: {
      appendAudit: async (row) => void audit.push(row),
      recordTicket: async (ticket) => void records.push(ticket),
      async incidentsOf() {
        const { endedAt } = options
        return endedAt === undefined ? [] : [{ id: 'latest', resolvedAt: endedAt }]
      },
    },
    sender:
      options.connected === false
        ? null
        : {
            async send(ticket) {
              posted.push(ticket)
              return answers.shift() ?? TAKEN
            },
          },
    clock: manualClock(NOW),
    onRecorded: async () => {},
    newId: () => `row-${ids++}`,
  })
  return { desk, audit, records, posted, outcomes: () => audit.map(({ outcome }) => outcome) }
}

describe('A ticket that is sent', () => {
  test('is recorded on its link with the number that the receiver gave it, and audited before and after', async () => {
    const { desk, audit, records, posted } = desking()
    expect(await desk.send(TICKET, ADA)).toEqual({
      type: 'sent',
      sentence: 'Ticket HELP-7 is open.',
      reference: 'HELP-7',
      url: 'https://tickets.example/HELP-7',
    })
    expect(posted).toHaveLength(1)
    expect(posted[0]).toMatchObject({ id: 'ticket-1', incidentId: 'incident-1', ticket: TICKET.form })
    expect(records).toEqual([
      {
        linkId: aLink().id,
        reference: 'HELP-7',
        state: 'open',
        by: 'U0ADA0001',
        at: NOW,
        incidentId: 'incident-1',
      },
    ])
    expect(audit).toMatchObject([
      {
        act: 'record_ticket',
        by: 'U0ADA0001',
        outcome: 'begun',
        what: 'Send a support ticket of priority P1.',
      },
      { outcome: 'done', after: 'ticket HELP-7' },
    ])
  })

  test('belongs to what was bad last, where that ended less than a day before, and to nothing older', async () => {
    const late = { ...TICKET, incidentId: null }
    const day = 86_400_000
    for (const [endedAt, incidentId] of [
      [NOW - day, 'latest'],
      [NOW - day - 1, null],
      [undefined, null],
    ] as const) {
      const { desk, records, posted } = desking(endedAt === undefined ? {} : { endedAt })
      await desk.send(late, ADA)
      expect([records[0]?.incidentId, posted[0]?.incidentId]).toEqual([incidentId, incidentId])
    }
  })

  test('is known by its own id where the receiver gives it no number', async () => {
    const { desk, records } = desking({ answers: [{ type: 'taken', reference: null, url: null }] })
    expect(await desk.send(TICKET, ADA)).toMatchObject({ type: 'sent', reference: 'ticket-1', url: null })
    expect(records).toMatchObject([{ reference: 'ticket-1' }])
  })

  test('is sent once however often it is pressed', async () => {
    const { desk, posted, records, outcomes } = desking()
    const both = await Promise.all([desk.send(TICKET, ADA), desk.send(TICKET, ADA)])
    expect(await desk.send(TICKET, ADA)).toEqual(both[0])
    expect(both[1]).toEqual(both[0])
    expect([posted.length, records.length]).toEqual([1, 1])
    expect(outcomes()).toEqual(['begun', 'done'])
  })

  test('whose answer was lost may be sent again, and is the same ticket', async () => {
    const lost: TicketSending = { type: 'unavailable', error: 'the ticket webhook: no answer within 10 s' }
    const { desk, posted, outcomes } = desking({ answers: [lost, TAKEN] })
    expect(await desk.send(TICKET, ADA)).toEqual({
      type: 'unavailable',
      sentence:
        'Whether the ticket arrived is not known (the ticket webhook: no answer within 10 s): send it again, which opens no second one.',
    })
    expect(await desk.send(TICKET, ADA)).toMatchObject({ type: 'sent' })
    expect(posted.map(({ id }) => id)).toEqual(['ticket-1', 'ticket-1'])
    expect(outcomes()).toEqual(['begun', 'unknown', 'begun', 'done'])
  })

  test('that is not taken says what to check', async () => {
    const no: TicketSending = {
      type: 'rejected',
      error: 'the ticket webhook answered 404',
      advice: 'check it',
    }
    const { desk, records, outcomes } = desking({ answers: [no] })
    expect(await desk.send(TICKET, ADA)).toEqual({
      type: 'rejected',
      sentence: 'The ticket was not taken: the ticket webhook answered 404; check it.',
    })
    expect(records).toEqual([])
    expect(outcomes()).toEqual(['begun', 'failed'])
  })

  test('leaves nothing of its texts in the audit or the store', async () => {
    const { desk, audit, records } = desking()
    await desk.send(TICKET, ADA)
    expect(JSON.stringify([audit, records])).not.toContain('a secret')
  })
})

describe('A ticket is not sent', () => {
  const refused: Permission = {
    type: 'refused',
    why: 'not_operator',
    sentence: 'Ask an operator.',
    ask: { users: ['U0BOB0001'], groups: [] },
    channels: [],
  }

  test('for whoever is no operator, which is audited', async () => {
    const { desk, posted, audit } = desking({ permission: refused })
    expect(await desk.send(TICKET, ADA)).toMatchObject({ type: 'refused', sentence: 'Ask an operator.' })
    expect(posted).toEqual([])
    expect(audit).toMatchObject([{ outcome: 'refused', reason: 'Ask an operator.' }])
    expect(await desk.wayFor(ADA)).toMatchObject({
      type: 'by_hand',
      denied: { sentence: 'Ask an operator.' },
    })
    expect(audit).toHaveLength(1)
    expect(await desking().desk.wayFor(ADA)).toEqual({ type: 'sent' })
  })

  test('again to somebody who may no longer, though it was sent before', async () => {
    let permission: Permission = { type: 'allowed' }
    const desk = createTicketDesk({
      settings: { isDryRun: false },
      mayAct: async () => permission,
      store: { appendAudit: async () => {}, recordTicket: async () => {}, incidentsOf: async () => [] },
      sender: { send: async () => TAKEN },
      clock: manualClock(NOW),
      onRecorded: async () => {},
      newId: () => 'row',
    })
    await desk.send(TICKET, ADA)
    permission = refused
    expect(await desk.send(TICKET, ADA)).toMatchObject({ type: 'refused' })
  })

  test('while DRY_RUN is on', async () => {
    const { desk, posted, outcomes } = desking({ isDryRun: true })
    expect(await desk.send(TICKET, ADA)).toMatchObject({ type: 'dry_run' })
    expect(posted).toEqual([])
    expect(outcomes()).toEqual(['dry_run'])
  })

  test('where no system is connected: it is filed by hand', async () => {
    const { desk, outcomes } = desking({ connected: false })
    expect(await desk.wayFor(ADA)).toEqual({ type: 'by_hand', denied: null })
    const answer = await desk.send(TICKET, ADA)
    expect(answer).toMatchObject({ type: 'refused', sentence: expect.stringContaining('TICKET_WEBHOOK_URL') })
    expect(outcomes()).toEqual(['refused'])
  })
})

describe('A ticket whose record breaks', () => {
  test('has an end in the audit, unless that breaks too', async () => {
    const audit: AuditRow[] = []
    let breaks = false
    const desk = createTicketDesk({
      settings: { isDryRun: false },
      mayAct: async () => ({ type: 'allowed' }),
      store: {
        async appendAudit(row) {
          if (breaks) throw new Error('The store is full.')
          audit.push(row)
        },
        async recordTicket() {
          breaks = audit.length > 2
          throw new Error('The store is full.')
        },
        incidentsOf: async () => [],
      },
      sender: { send: async () => TAKEN },
      clock: manualClock(NOW),
      onRecorded: async () => {},
      newId: () => 'row',
    })
    await expect(desk.send(TICKET, ADA)).rejects.toThrow('The store is full.')
    expect(audit.map(({ outcome }) => outcome)).toEqual(['begun', 'unknown'])
    await expect(desk.send({ ...TICKET, id: 'ticket-2' }, ADA)).rejects.toThrow('The store is full.')
    expect(audit.map(({ outcome }) => outcome)).toEqual(['begun', 'unknown', 'begun'])
  })
})
