import { describe, expect, test } from 'vitest'
import { draftMail } from '../../../src/remedies/mails/draft.ts'
import { renderKey, renderMail } from '../../../src/slack/views/mail.ts'
import { aContact } from '../../support/contacts.ts'
import { aLink, anEvidence, NOW } from '../../support/links.ts'
import { words } from '../../support/over-time.ts'

const DENIED = {
  sentence: 'Only operators may do this: ask whoever runs the bot to add you to OPERATORS.',
  ask: { users: ['U0ADA0001'], groups: [] },
  channels: [],
}

/** The acts that the window of a mail offers, and what it says is not offered. */
function shownOf(status: string, denied: typeof DENIED | null = null) {
  const link = aLink({ status })
  const facts = { evidence: anEvidence({ link }), contact: aContact(), contacted: null, now: NOW }
  const draft = draftMail(facts, { kind: 'provision', language: 'en', pairingKey: null })
  const shown = renderMail(draft, { link, channel: null, kinds: ['provision'], contacted: null, denied })
  const acts = [...JSON.stringify(shown.blocks).matchAll(/"action_id":"remedy:([a-z_]+)/g)].map(
    ([, id]) => id,
  )
  const withheld = /_Not offered:_[\s\S]*?(?=\n\n|$)/.exec(words(shown))?.[0] ?? null
  return { acts, withheld }
}

describe('The window of the pairing key', () => {
  test('offers to note that the partner was contacted, where that can be noted of the link', () => {
    const acts = (next: Parameters<typeof renderKey>[3]) =>
      JSON.stringify(renderKey({ key: 'K', sentence: 'This is it.' }, [], 'paris-a', next).blocks)
    const requested = acts({ link: aLink({ status: 'requested' }), channel: 'C0ASKED' })
    expect(requested).toContain('"action_id":"remedy:mark_contacted:"')
    expect(requested).toContain('C0ASKED')
    expect(acts({ link: aLink({ status: 'active' }), channel: null })).not.toContain('action_id')
    expect(acts(null)).not.toContain('action_id')
  })
})

describe('The window of a mail', () => {
  test('offers the key, and noting the contact, where they help', () => {
    const none = { withheld: null }
    expect(shownOf('requested')).toEqual({ acts: ['reveal_pairing_key', 'mark_contacted'], ...none })
    expect(shownOf('deprovisioning')).toEqual({ acts: ['mark_contacted'], ...none })
    expect(shownOf('active')).toEqual({ acts: [], ...none })
  })

  test('offers neither to whoever may not, and says whom to ask and which variable allows it', () => {
    const whom = /to OPERATORS\. Operators: <@U0ADA0001>\./
    const { acts, withheld } = shownOf('requested', DENIED)
    expect(acts).toEqual([])
    expect(withheld).toMatch(
      /^_Not offered:_ Show the pairing key; Mark the partner as contacted\.\nOnly operators/,
    )
    expect(withheld).toMatch(whom)
    const contact = shownOf('deprovisioning', DENIED)
    expect(contact.acts).toEqual([])
    expect(contact.withheld).toMatch(/^_Not offered:_ Mark the partner as contacted\.\nOnly operators/)
    // Where neither would help, there is nothing to be refused.
    expect(shownOf('active', DENIED)).toEqual({ acts: [], withheld: null })
  })
})
