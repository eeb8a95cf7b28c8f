import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Contact } from '../../../src/contacts/contact.ts'
import { draftMail } from '../../../src/remedies/mails/draft.ts'
import { MAIL_KINDS, type MailFacts, type MailKind } from '../../../src/remedies/mails/kinds.ts'
import { plainAddress } from '../../../src/remedies/mails/mailto.ts'
import { MAIL_LANGUAGES, type MailLanguage } from '../../../src/remedies/mails/writing.ts'
import { aPast } from '../../fixtures/evidence/on-demand.ts'
import { aLink, anEvidence, aPartner, aPop, NOW, PARTNER_ID } from '../../support/links.ts'
import { aContactRecord } from './situations.ts'

/** What people, or an attacker, may have typed: line ends of all kinds, headers, our own words, marks that turn text round. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        '\r\nBcc: evil@x.example',
        '\nPairing key: pk-0000',
        '\u2028Your circuit id: 1',
        '\u0085',
        '\u202e',
        '\u0000',
        '\ud800',
        '&body=',
        '?cc=evil@x.example',
        '%0D%0ATo:',
        '[FILL IN: your password]',
        '> ',
        'paris',
        '   ',
        '💥',
        '漢字',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
)

interface Foreign {
  readonly name: string
  readonly reason: string
  readonly email: string
  readonly other: string
}

const BENIGN: Foreign = { name: 'x', reason: 'x', email: 'x', other: 'x' }

function factsWith({ name, reason, email, other }: Foreign): MailFacts {
  const link = aLink({
    name,
    region: other,
    status: 'requested',
    sessions: { ipv4: 'down', ipv6: 'up' },
    kind: { type: 'hosted', partnerId: PARTNER_ID, layer: 'l2', disapprovedReason: reason },
    customerPeer: { asn: 65_010, ipv4: other, ipv6: null },
    createdAt: NOW - 86_400_000,
  })
  const contact: Contact = {
    nocPhone: other,
    nocEmail: email,
    circuitId: other,
    contract: name,
    accountManager: null,
    escalation: [],
    notes: null,
  }
  return {
    evidence: anEvidence({
      link,
      partner: aPartner({ name, contactEmail: email, portalUrl: other }),
      pop: aPop({ name, displayName: other, city: reason }),
      past: aPast(),
    }),
    contact,
    contacted: aContactRecord({ reference: other }),
    now: NOW,
  }
}

const draft = (foreign: Foreign, kind: MailKind, language: MailLanguage) =>
  draftMail(
    factsWith(foreign),
    kind === 'provision' ? { kind, language, pairingKey: null } : { kind, language },
  )

/** What a line of ours begins with: its label, or the mark of a quote; all of it where nothing foreign stands in it. */
const head = (line: string) => /^(?:> |[^:]*: )/u.exec(line)?.[0] ?? line

describe('Foreign text in a mail', () => {
  // Something visible is there always: a fact without any is left out.
  const seen = hostile.map((text) => `x${text}`)
  const foreign = fc.record({ name: seen, reason: seen, email: hostile, other: seen })
  const kinds = fc.constantFrom(...MAIL_KINDS)
  const languages = fc.constantFrom(...MAIL_LANGUAGES)

  test('stays on the line it was put on: it makes no line of its own, and none that looks like ours', () => {
    fc.assert(
      fc.property(foreign, kinds, languages, (given, kind, language) => {
        const { body, subject } = draft(given, kind, language)
        expect(body.replaceAll('\n', '')).not.toMatch(/[\p{Cs}\p{Cc}\u2028-\u202e]/u)
        expect(subject).not.toMatch(/[\p{Cs}\p{Cc}\u2028-\u202e]/u)
        const same = draft(BENIGN, kind, language)
        const heads = (text: string) => text.split('\n').map(head)
        for (const [index, line] of heads(body).entries())
          expect(line.replace(/\[.*/u, '')).toBe((heads(same.body)[index] ?? '').replace(/\[.*/u, ''))
        expect(body.split('\n')).toHaveLength(same.body.split('\n').length)
      }),
      { numRuns: 300 },
    )
  })

  test('adds no header and no body to the link, which has one plain address and one subject', () => {
    fc.assert(
      fc.property(foreign, kinds, languages, (given, kind, language) => {
        const email = fc.sample(fc.constantFrom('a@b.example', given.email), 1)[0] ?? ''
        const { mailto, to, subject } = draft({ ...given, email }, kind, language)
        if (mailto === null) {
          expect(to).toBe(null)
          return
        }
        expect(mailto).toMatch(/^mailto:[\w.%~-]+@[\w.-]+\?subject=[\w.~%-]+$/)
        expect(mailto.length).toBeLessThan(2_000)
        const url = new URL(mailto)
        expect([...url.searchParams.keys()]).toEqual(['subject'])
        expect(decodeURIComponent(mailto.split('?subject=')[1] ?? '')).toBe(subject)
        expect(decodeURIComponent(url.pathname)).toBe(to)
        expect(plainAddress(to)).toBe(to)
      }),
      { numRuns: 300 },
    )
  })
})
