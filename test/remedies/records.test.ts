import { describe, expect, test } from 'vitest'
import { contactRecordLine, ticketRecordLine } from '../../src/remedies/records.ts'
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
