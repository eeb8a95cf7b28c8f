import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { LINK_STATUSES } from '../../../src/domain/status.ts'
import { draftTicket } from '../../../src/remedies/tickets/draft.ts'
import type { TicketDraft, TicketFacts } from '../../../src/remedies/tickets/ticket.ts'
import { aPast, aWrite } from '../../fixtures/evidence/on-demand.ts'
import { anIncident } from '../../support/alerts.ts'
import { aLink, anEvidence, aPartner, aPolicy, aSelfHostedLink, aVpc, NOW } from '../../support/links.ts'
import { L3, linkIn } from '../mails/situations.ts'

function factsOf(evidence: Evidence, overrides: Partial<TicketFacts> = {}): TicketFacts {
  return {
    evidence,
    diagnosis: diagnose(evidence, NOW),
    incident: null,
    requestIds: [],
    supportPlan: null,
    now: NOW,
    ...overrides,
  }
}

function shown(title: string, { form, priorityReason, firstResponse, attachment }: TicketDraft): string {
  const { product, resource, priority, subject, context, expected, actual } = form
  return [
    `##### ${title}`,
    `${product} · ${resource} · ${priority} (${priorityReason})`,
    `Subject: ${subject}`,
    `-- context\n${context}-- expected\n${expected}-- actual\n${actual}-- ${firstResponse}`,
    `-- ${attachment.name}\n${attachment.text}`,
  ].join('\n')
}

/** Statuses of links that were in service before. */
const SERVED: readonly string[] = [
  'active',
  'limited_connectivity',
  'all_down',
  'unknown_link_status',
  'locked',
]

describe('The ticket that is drafted', () => {
  test.each(LINK_STATUSES)('is as it was read and found good: %s', async (status) => {
    const carried = SERVED.includes(status) ? (['ipv4', 'ipv6'] as const) : []
    const [hosted, self] = [linkIn(status), linkIn(status, aSelfHostedLink)].map((link) =>
      anEvidence({ link, carried, past: aPast(), writes: [aWrite('SetRoutingPolicy')] }),
    )
    const incident = anIncident({
      badStatus: status,
      history: [
        { at: NOW - 30_000, event: 'opened', status, by: null },
        { at: NOW - 20_000, event: 'acknowledged', status: null, by: 'U0ADA0001' },
        { at: NOW - 10_000, event: 'worsened', status: 'all_down', by: null },
      ],
    })
    const requestIds = ['req-0001', 'req-0002']
    const texts = [
      shown(
        'hosted',
        draftTicket(factsOf(hosted ?? anEvidence(), { incident, requestIds, supportPlan: 'business' })),
      ),
      shown('self-hosted', draftTicket(factsOf(self ?? anEvidence()))),
    ]
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot(`../../fixtures/tickets/${status}.txt`)
  })

  test('asks the partner for what its router shows, on an L3-hosted link', () => {
    const link = { ...linkIn('all_down'), kind: L3 }
    const { text } = draftTicket(factsOf(anEvidence({ link }))).attachment
    expect(text).toContain("hosted, the partner's router speaks BGP")
    expect(text).toContain('show bgp neighbors: [FILL IN: its output for both peers, from the partner]')
  })

  test('leaves out who handled the incident: that is nobody else’s concern', () => {
    const history = [{ at: NOW, event: 'acknowledged', status: null, by: 'U0ADA0001' } as const]
    const draft = draftTicket(
      factsOf(anEvidence({ link: linkIn('all_down') }), { incident: anIncident({ history }) }),
    )
    expect(JSON.stringify(draft)).not.toContain('U0ADA0001')
  })

  test.each([
    ['basic', 'On the Basic plan Scaleway first answers within 8 h (as of 2025).'],
    ['advanced', 'On the Advanced plan Scaleway first answers within 2 h (as of 2025).'],
    ['business', 'On the Business plan Scaleway first answers within 30 min (as of 2025).'],
    ['enterprise', 'On the Enterprise plan Scaleway first answers within 15 min (as of 2025).'],
    [null, 'How soon Scaleway answers depends on your support plan: set SUPPORT_PLAN to see it here.'],
  ] as const)('says when an answer may be hoped for: %s', (supportPlan, sentence) => {
    expect(draftTicket(factsOf(anEvidence(), { supportPlan })).firstResponse).toBe(sentence)
  })
})

describe('Foreign text in a ticket', () => {
  const part = fc.constantFrom(
    '\r\n',
    '\nPriority: P1',
    '\u2028== Link',
    '\u0085',
    '\u202e',
    '\u0000',
    '\ud800',
    'paris',
    '🦊',
  )
  const hostile = fc
    .oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(part, { maxLength: 40 }).map((all) => all.join('')),
    )
    .map((text) => `x${text}`)

  const draft = (text: string) => {
    const link = aLink({
      id: text,
      name: text,
      region: text,
      status: 'all_down',
      sessions: { ipv4: text, ipv6: 'down' },
    })
    const policies = { ipv4: aPolicy({ name: text, prefixesIn: [text] }), ipv6: null }
    const evidence = anEvidence({
      link,
      partner: aPartner({ name: text }),
      vpc: aVpc({ name: text }),
      policies,
      past: aPast(),
      writes: [aWrite(text, { by: text })],
      notChecked: [{ what: text, why: text }],
    })
    const history = [{ at: NOW, event: 'opened', status: text, by: null } as const]
    return draftTicket(factsOf(evidence, { incident: anIncident({ history }), requestIds: [text] }))
  }

  test('stays on the line it was put on, and names no file', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [given, same] = [draft(text), draft('x')]
        const texts = ({ form, attachment }: TicketDraft) => [
          form.context,
          form.expected,
          form.actual,
          attachment.text,
        ]
        for (const [index, body] of texts(given).entries()) {
          expect(body.replaceAll('\n', '')).not.toMatch(/[\p{Cs}\p{Cc}\u2028-\u202e]/u)
          const heads = (all: string) =>
            all.split('\n').map((line) => /^(?:== |- |[^:]*: )/u.exec(line)?.[0] ?? '')
          expect(heads(body)).toEqual(heads(texts(same)[index] ?? ''))
        }
        expect(given.form.subject).not.toMatch(/[\p{Cs}\p{Cc}\u2028-\u202e]/u)
        expect(given.form.subject.length).toBeLessThanOrEqual(120)
        expect(given.attachment.name).toMatch(/^interlink-[A-Za-z0-9-]{1,64}\.txt$/)
      }),
      { numRuns: 200 },
    )
  })
})
