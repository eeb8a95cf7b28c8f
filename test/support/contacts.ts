import { type Contact, type ContactSource, NO_CONTACT } from '../../src/contacts/contact.ts'

/** A team that has written nothing down. */
export const NO_CONTACTS: ContactSource = { contactOf: () => NO_CONTACT }

/** What a team has written down about one circuit. */
export function aContact(overrides: Partial<Contact> = {}): Contact {
  return {
    ...NO_CONTACT,
    nocPhone: '+33 1 99 00 12 34',
    nocEmail: 'noc@franceix.example',
    circuitId: 'FIX-0042',
    contract: 'C-2026-9',
    escalation: ['Duty manager +33 1 99 00 12 35', 'Service director'],
    ...overrides,
  }
}
