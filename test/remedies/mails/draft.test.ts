import { describe, expect, test } from 'vitest'
import { NO_CONTACT } from '../../../src/contacts/contact.ts'
import { LINK_STATUSES } from '../../../src/domain/status.ts'
import { draftMail, type MailDraft, type MailRequest } from '../../../src/remedies/mails/draft.ts'
import { MAIL_KINDS, type MailFacts, type MailKind, mailsFor } from '../../../src/remedies/mails/kinds.ts'
import { MAIL_LANGUAGES, type MailLanguage } from '../../../src/remedies/mails/writing.ts'
import { aLink, anEvidence, aPartner } from '../../support/links.ts'
import { aContactRecord, factsOf, KNOWN_CONTACT, L3, selfHostedFactsOf } from './situations.ts'

const ask = (kind: MailKind, language: MailLanguage, pairingKey: string | null = null): MailRequest =>
  kind === 'provision' ? { kind, language, pairingKey } : { kind, language }

function shown({ to, mailto, portalUrl, subject, body, gaps, advice }: MailDraft): string {
  return [
    `To: ${to}`,
    `Link: ${mailto}`,
    `Portal: ${portalUrl}`,
    `Subject: ${subject}`,
    '',
    body,
    ...gaps.map((gap) => `Gap: ${gap}`),
    ...advice.map((sentence) => `Advice: ${sentence}`),
  ].join('\n')
}

/** Every mail that is offered in a situation, in both languages; or why there is none. */
function allOf(title: string, facts: MailFacts): string {
  const choice = mailsFor(facts)
  if (choice.type === 'none') return `##### ${title}: none. ${choice.why}`
  return choice.kinds
    .flatMap((kind) =>
      MAIL_LANGUAGES.map(
        (language) => `##### ${title}: ${kind}, ${language}\n${shown(draftMail(facts, ask(kind, language)))}`,
      ),
    )
    .join('\n\n')
}

describe('The mails that are offered', () => {
  test.each(LINK_STATUSES)('are as they were read and found good, in both languages: %s', async (status) => {
    const texts = [
      allOf('hosted', factsOf(status)),
      allOf('hosted, contacted', factsOf(status, { contacted: aContactRecord() })),
      allOf('self-hosted', selfHostedFactsOf(status)),
      allOf('self-hosted, nobody written down', selfHostedFactsOf(status, { contact: NO_CONTACT })),
    ]
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot(`../../fixtures/mails/${status}.txt`)
  })

  test('are as they were read and found good where next to nothing is known, and where the partner runs BGP', async () => {
    const link = factsOf('all_down').evidence.link
    const bare = anEvidence({
      link: { ...link, vlan: null, customerPeer: null, scalewayPeer: null },
      partner: null,
      pop: null,
    })
    const l3 = factsOf('all_down', { evidence: anEvidence({ link: { ...link, kind: L3 } }) })
    const texts = [
      allOf('nothing known', factsOf('all_down', { evidence: bare, contact: NO_CONTACT })),
      allOf('L3-hosted', l3),
    ]
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot('../../fixtures/mails/gaps.txt')
  })
})

describe('What a mail asks for', () => {
  const kindsOf = (facts: MailFacts) => {
    const choice = mailsFor(facts)
    return choice.type === 'mails' ? choice.kinds : choice.why
  }

  test('is to provision at first, and an answer once the partner was contacted', () => {
    expect(kindsOf(factsOf('requested'))).toEqual(['provision', 'chase'])
    expect(kindsOf(factsOf('requested', { contacted: aContactRecord() }))).toEqual(['chase', 'provision'])
  })

  test('is a test of its side while a session is down, whatever the status says', () => {
    const link = aLink({ status: 'active', sessions: { ipv4: 'up', ipv6: 'down' } })
    expect(kindsOf(factsOf('active', { evidence: anEvidence({ link }) }))).toEqual(['side_down'])
  })

  test('is nothing while a family that nobody means to use is the only one down', () => {
    const { link } = factsOf('limited_connectivity').evidence
    const single = { ...link, policies: { ...link.policies, ipv6: null } }
    expect(kindsOf(factsOf('active', { evidence: anEvidence({ link: single }) }))).toMatch(/^No session/)
  })

  test("is nothing while the link's own configuration takes the path away", () => {
    const link = { ...factsOf('all_down').evidence.link, routePropagation: false }
    expect(kindsOf(factsOf('all_down', { evidence: anEvidence({ link }) }))).toMatch(/own configuration/)
  })

  test('is nothing of a self-hosted link, unless somebody is written down for its line', () => {
    expect(kindsOf(selfHostedFactsOf('all_down', { contact: NO_CONTACT }))).toMatch(/has no partner/)
    expect(kindsOf(selfHostedFactsOf('all_down'))).toEqual(['side_down'])
  })
})

describe('A draft', () => {
  test('has the pairing key where it was handed in, and a marked gap before', () => {
    const facts = factsOf('requested')
    const before = draftMail(facts, ask('provision', 'en'))
    expect(before.body).toContain('Pairing key: [FILL IN: the pairing key of this link]')
    expect(before.gaps).toContain('the pairing key of this link')
    const after = draftMail(facts, ask('provision', 'en', 'pk-synthetic-0001'))
    expect(after.body).toContain('\nPairing key: pk-synthetic-0001\n')
    expect(after.gaps).not.toContain('the pairing key of this link')
    expect([after.subject, after.mailto, ...after.advice].join()).not.toContain('pk-synthetic-0001')
  })

  test.each(MAIL_KINDS)('names every gap that is in it, and no other: %s', (kind) => {
    for (const language of MAIL_LANGUAGES) {
      const draft = draftMail(factsOf('all_down', { contact: NO_CONTACT }), ask(kind, language))
      const marked = [...draft.body.matchAll(/\[(?:FILL IN:|À COMPLÉTER :) ([^\]]+)\]/g)].map(
        ([, gap]) => gap,
      )
      expect(draft.gaps).toEqual(marked)
    }
  })

  test('of an outage goes to the NOC that is written down, and any other to the mailbox for orders', () => {
    expect(draftMail(factsOf('all_down'), ask('side_down', 'en')).to).toBe('noc@franceix.example')
    expect(draftMail(factsOf('requested'), ask('chase', 'en')).to).toBe('interlink@franceix.example')
    const unwritten = draftMail(factsOf('all_down', { contact: NO_CONTACT }), ask('side_down', 'en'))
    expect(unwritten.to).toBe('interlink@franceix.example')
    expect(unwritten.advice.join(' ')).toContain('mailbox for orders')
  })

  test('says how long the order has left, in both languages, and when that is over', () => {
    const facts = factsOf('requested')
    expect(draftMail(facts, ask('chase', 'en')).body).toContain('expires: 2026-03-10 09:00 UTC, in 7 days')
    expect(draftMail(facts, ask('chase', 'fr')).body).toContain('2026-03-10 09:00 UTC, dans 7 jours')
    const late = { ...facts, now: facts.now + 8 * 86_400_000 }
    expect(draftMail(late, ask('chase', 'en')).body).toContain('2026-03-10 09:00 UTC, which is over')
  })

  test('says of a link that comes and goes how often it did', () => {
    const past = {
      changes: [1, 2, 3, 4],
      flappingSince: 1,
      lastGoodAt: null,
      firstBadAt: 2,
      configured: null,
    }
    const evidence = { ...factsOf('all_down').evidence, past }
    expect(draftMail(factsOf('all_down', { evidence }), ask('side_down', 'en')).body).toContain(
      'intermittent: 4 changes within 24 hours',
    )
  })

  test.each([
    'a@b.example, c@d.example',
    'Orders <orders@b.example>',
    'a@b.example?bcc=c@d.example',
    'a@b.example\r\nBcc: c@d.example',
    'not an address',
  ])('makes no link of what is not one plain address: %j', (contactEmail) => {
    const evidence = anEvidence({
      link: factsOf('requested').evidence.link,
      partner: aPartner({ contactEmail }),
    })
    const { to, mailto, advice } = draftMail(
      factsOf('requested', { evidence, contact: KNOWN_CONTACT }),
      ask('chase', 'en'),
    )
    expect([to, mailto]).toEqual([null, null])
    expect(advice.join(' ')).toContain('check it before you write there')
  })

  test('shows a portal where the API gives an address that a browser may be sent to', () => {
    const portal = (portalUrl: string) => {
      const evidence = anEvidence({
        link: factsOf('requested').evidence.link,
        partner: aPartner({ portalUrl }),
      })
      return draftMail(factsOf('requested', { evidence }), ask('chase', 'en')).portalUrl
    }
    expect(portal('https://portal.example/a')).toBe('https://portal.example/a')
    expect(portal('javascript:alert(1)')).toBe(null)
  })
})
