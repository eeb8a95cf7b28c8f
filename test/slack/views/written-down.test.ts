import { describe, expect, test } from 'vitest'
import type { TicketRecord } from '../../../src/remedies/ports.ts'
import { byMention } from '../../../src/slack/mentions.ts'
import { NO_RECORDS, type Records } from '../../../src/slack/records.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { writtenLines } from '../../../src/slack/views/written-down.ts'
import { anEntry } from '../../support/alerts.ts'
import { NOW } from '../../support/links.ts'
import { words } from '../../support/over-time.ts'

const ticket = (linkId: string, reference: string, at = NOW): TicketRecord => ({
  linkId,
  reference,
  state: 'open',
  by: 'U0ADA0001',
  at,
  incidentId: null,
})

const GROUP = {
  type: 'group',
  at: NOW,
  cause: { type: 'partner', partnerId: 'partner-1' },
  causeName: 'Lumen',
  entries: [anEntry(1), anEntry(2), anEntry(3, { resolvedAt: NOW, ending: 'recovered', upSince: NOW })],
} as const

const [first, , over] = GROUP.entries
const RECORDS: Records = new Map([
  [
    first.link.id,
    { contacted: null, tickets: [1, 2, 3, 4].map((n) => ticket(first.link.id, `T*${n}*`, NOW + n)) },
  ],
  [over.link.id, { contacted: null, tickets: [ticket(over.link.id, 'T-9')] }],
])

describe('What is written down of links', () => {
  test('stands in few words at each link of a message that tells several', () => {
    const told = renderAlert(GROUP, NOW, { mayRepeat: false, records: RECORDS })
    for (const text of [words(told), told.text]) {
      expect(text).toContain(
        ' · ticket `T*4*` open · ticket `T*3*` open · ticket `T*2*` open · 1 more ticket',
      )
      // What is over has no ticket of another incident.
      expect(text).not.toContain('T-9')
    }
    const plain = renderAlert(GROUP, NOW, { mayRepeat: false, records: NO_RECORDS })
    expect(plain).toEqual(renderAlert(GROUP, NOW, { mayRepeat: false }))
  })

  test('is told in sentences, as many as a card holds', () => {
    const contacted = { linkId: 'l1', by: 'U0ADA0001', at: NOW, reference: 'ORD-1' }
    const tickets = ['A', 'B', 'C', 'D', 'E'].map((reference, n) => ticket('l1', reference, NOW + n))
    const lines = writtenLines({ contacted, tickets }, byMention)
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(/^The partner was contacted by <@U0ADA0001> .* order number is `ORD-1`\.$/)
    expect(lines[1]).toMatch(/^Support ticket `E` is open/)
    expect(lines[4]).toBe('And 2 more tickets.')
  })
})
