import { describe, expect, test } from 'vitest'
import { draftMail } from '../../../src/remedies/mails/draft.ts'
import { renderMail } from '../../../src/slack/views/mail.ts'
import { aContact } from '../../support/contacts.ts'
import { aLink, anEvidence, NOW } from '../../support/links.ts'

/** The acts that the window of a mail offers. */
function actsOf(status: string, mayNote = true): readonly string[] {
  const link = aLink({ status })
  const facts = { evidence: anEvidence({ link }), contact: aContact(), contacted: null, now: NOW }
  const draft = draftMail(facts, { kind: 'provision', language: 'en', pairingKey: null })
  const shown = renderMail(draft, { link, channel: null, kinds: ['provision'], contacted: null, mayNote })
  return [...JSON.stringify(shown.blocks).matchAll(/"action_id":"remedy:([a-z_]+)/g)].map(
    ([, id]) => id ?? '',
  )
}

describe('The window of a mail', () => {
  test('offers the key, and noting the contact, where they help', () => {
    expect(actsOf('requested')).toEqual(['reveal_pairing_key', 'mark_contacted'])
    expect(actsOf('deprovisioning')).toEqual(['mark_contacted'])
    expect(actsOf('active')).toEqual([])
  })

  test('offers noting the contact to nobody who may not', () => {
    expect(actsOf('requested', false)).toEqual(['reveal_pairing_key'])
    expect(actsOf('deprovisioning', false)).toEqual([])
  })
})
