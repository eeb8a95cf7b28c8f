import { expect, test } from 'vitest'
import { NO_CONTACT } from '../../../src/contacts/contact.ts'
import { contactLines, contactSections, contactText } from '../../../src/slack/views/contact.ts'
import { formattingProblems } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES, hostileContact } from './hostile.ts'

test('Whom to call is told line by line, the phone first, and what is not known is left out', () => {
  const contact = {
    ...NO_CONTACT,
    contract: 'C-9',
    nocPhone: '+33 1 99 00 12 34',
    escalation: ['Duty manager', 'Director'],
  }
  expect(contactLines(contact)).toEqual([
    '*NOC phone* `+33 1 99 00 12 34`',
    '*Contract* `C-9`',
    '*Escalation* `Duty manager`, then `Director`',
  ])
  expect(contactLines(NO_CONTACT)).toEqual([])
})

test.each(HOSTILE_NAMES)('Nothing in a contact formats or pings: %s', (name) => {
  const contact = {
    nocPhone: name,
    nocEmail: name,
    circuitId: name,
    contract: name,
    accountManager: name,
    escalation: [name, name],
    notes: name,
  }
  const lines = contactLines(contact)
  expect(lines).toHaveLength(7)
  for (const line of lines) expect(formattingProblems(line)).toEqual([])
})

test('On a card it is a line, with notes below it, and nothing at all where nothing is known', () => {
  const contact = {
    ...NO_CONTACT,
    nocPhone: '+33 1',
    circuitId: 'FIX-42',
    notes: 'Ask for the duty manager.',
  }
  expect(contactText(contact)).toBe(
    '*NOC phone* `+33 1`  ·  *Circuit id* `FIX-42`\n*Notes* `Ask for the duty manager.`',
  )
  expect(contactText({ ...NO_CONTACT, notes: 'Ask.' })).toBe('*Notes* `Ask.`')
  expect(contactSections(NO_CONTACT)).toEqual([])
})

test('On a card it leaves room for the rest, however much is written down', () => {
  expect(contactText(hostileContact('W'.repeat(255))).length).toBeLessThanOrEqual(1500)
})
