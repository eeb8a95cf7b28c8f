import { readFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTicketWebhook } from '../../src/paging/ticket-webhook.ts'
import type { SentTicket } from '../../src/remedies/ports.ts'
import { startWebhookReceiver } from '../../src/simulator/pager/webhook-receiver.ts'
import { manualClock } from '../support/clock.ts'
import { startHttpServer } from '../support/http-server.ts'
import { NOW } from '../support/links.ts'
import { aTransport, TIMEOUT_MS } from './support.ts'

const SECRET = 'a secret of the ticket webhook'

const TICKET: SentTicket = {
  id: 'ticket-1',
  at: '2026-03-03T09:00:00.000Z',
  link: { id: 'link-1', name: 'paris-a', region: 'fr-par', projectId: 'project-1', organizationId: 'org-1' },
  incidentId: 'incident-1',
  ticket: {
    product: 'InterLink',
    resource: 'link-1',
    priority: 'P1',
    subject: 'InterLink paris-a in fr-par: BGP IPv4 and IPv6 down',
    context: 'Link: paris-a\n',
    expected: 'Both up.\n',
    actual: 'Both down.\n',
  },
  attachment: { name: 'interlink-link-1.txt', text: '== Ticket\n' },
}

async function receiving({ receiverSecret = SECRET } = {}) {
  const clock = manualClock(NOW)
  const receiver = await startWebhookReceiver({ clock: manualClock(NOW), secret: receiverSecret })
  onTestFinished(() => receiver.close())
  return {
    clock,
    receiver,
    sender: createTicketWebhook({ ...aTransport(clock), url: receiver.url, secret: SECRET }),
  }
}

/** A receiver that answers everything with this. */
async function answering(status: number, body: string) {
  const server = await startHttpServer((_, response) => response.writeHead(status).end(body))
  onTestFinished(() => server.close())
  return createTicketWebhook({ ...aTransport(), url: server.url, secret: SECRET })
}

describe('A ticket that is posted', () => {
  test('is signed as pages are, and has the fields of the form', async () => {
    const { receiver, sender } = await receiving()
    expect(await sender.send(TICKET)).toEqual({ type: 'taken', reference: null, url: null })
    expect(receiver.events()).toEqual([{ version: 1, event: 'ticket', ...TICKET }])
    expect(receiver.requests[0]?.headers['x-interlink-id']).toBe('ticket-1')
  })

  test('is taken once, also where the answer to the first time was lost', async () => {
    const { receiver, sender } = await receiving()
    receiver.fault({ type: 'hang_up_after_storing' })
    expect(await sender.send(TICKET)).toMatchObject({ type: 'unavailable' })
    expect(await sender.send(TICKET)).toMatchObject({ type: 'taken' })
    expect(receiver.events()).toHaveLength(1)
    expect(receiver.repetitions()).toBe(1)
  })

  test('is given up on when its time is up', async () => {
    const { clock, receiver, sender } = await receiving()
    receiver.fault({ type: 'keep_silent' })
    const sent = sender.send(TICKET)
    while (receiver.requests.length === 0) await clock.advance(0)
    await clock.advance(TIMEOUT_MS)
    expect(await sent).toEqual({ type: 'unavailable', error: 'the ticket webhook: no answer within 10 s' })
  })
})

describe('The answer of a receiver', () => {
  test.each([
    ['{"reference":"HELP-7","url":"https://tickets.example/7"}', 'HELP-7', 'https://tickets.example/7'],
    ['{"reference":7}', '7', null],
    ['{"reference":" ","url":"javascript:alert(1)"}', null, null],
    ['{"reference":{"a":1},"url":5}', null, null],
    ['{"reference":"HELP-7","url":5}', 'HELP-7', null],
    ['ok', null, null],
    ['', null, null],
    ['[]', null, null],
    [
      JSON.stringify({ reference: 'x'.repeat(201), url: `https://x.example/${'x'.repeat(2_000)}` }),
      null,
      null,
    ],
  ])('names the ticket, and where it is, if it can: %s', async (body, reference, url) => {
    const sender = await answering(201, body)
    expect(await sender.send(TICKET)).toEqual({ type: 'taken', reference, url })
  })

  test.each([408, 429, 500, 503])('%i may have taken it', async (status) => {
    const sender = await answering(status, '')
    expect(await sender.send(TICKET)).toEqual({
      type: 'unavailable',
      error: `the ticket webhook answered ${status}`,
    })
  })

  test.each([
    [307, 'redirects are not followed: set TICKET_WEBHOOK_URL to where it leads'],
    [401, "check TICKET_WEBHOOK_SECRET on both sides, and the receiver's clock"],
    [404, 'check TICKET_WEBHOOK_URL and the receiver'],
  ])('%i says that a person has to mend something', async (status, advice) => {
    const sender = await answering(status, '')
    expect(await sender.send(TICKET)).toEqual({
      type: 'rejected',
      error: `the ticket webhook answered ${status}`,
      advice,
    })
  })

  test('to another secret is a refusal', async () => {
    const { sender } = await receiving({ receiverSecret: 'another secret' })
    expect(await sender.send(TICKET)).toMatchObject({ type: 'rejected' })
  })
})

describe('docs/webhook.md', () => {
  test('names each field of a ticket', async () => {
    const text = readFileSync(new URL('../../docs/webhook.md', import.meta.url), 'utf8')
    const section = /## Support tickets\n([\s\S]*?)\n## /.exec(text)?.[1] ?? ''
    const { receiver, sender } = await receiving()
    await sender.send(TICKET)
    const sent = receiver.events()[0] ?? {}
    const inner = [TICKET.link, TICKET.ticket, TICKET.attachment].flatMap((part) => Object.keys(part))
    for (const name of [...Object.keys(sent), ...inner]) expect(section).toContain(`\`${name}\``)
  })
})
