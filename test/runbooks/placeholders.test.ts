import { describe, expect, test } from 'vitest'
import { NO_CONTACT } from '../../src/contacts/contact.ts'
import { parseRunbook } from '../../src/runbooks/parse.ts'
import {
  fillPlaceholder,
  NO_FACTS,
  PLACEHOLDERS,
  type PlaceholderName,
  placeholderName,
} from '../../src/runbooks/placeholders.ts'
import { aLink, anEvidence, aSelfHostedLink } from '../support/links.ts'
import { markdownOf } from './runbooks.ts'

const NAMES = Object.keys(PLACEHOLDERS) as PlaceholderName[]

describe('a placeholder', () => {
  test.each([
    ['link.name', 'paris-a'],
    ['link.vlan', '1234'],
    ['link.bandwidth', '1 Gbps'],
    ['link.asn', '65010'],
    ['link.peer_ipv4', '169.254.10.1'],
    ['link.scaleway_peer_ipv4', '169.254.10.0'],
    ['link.scaleway_peer_ipv6', '2001:bc8:a00:1::'],
    ['partner.contact_email', 'interlink@franceix.example'],
    ['pop.city', 'Paris'],
    ['policy.ipv4', 'office-v4'],
    ['contact.noc_phone', '+33 1'],
    ['contact.escalation', 'Jo, then Max'],
  ] as const)('%s is filled with what is known: %s', (name, text) => {
    const contact = { ...NO_CONTACT, nocPhone: '+33 1', escalation: ['Jo', 'Max'] }
    expect(fillPlaceholder(name, { evidence: anEvidence(), contact })).toEqual({ type: 'value', text })
  })

  test('of a connection is filled on a self-hosted link alone', () => {
    const own = anEvidence({ link: aSelfHostedLink() })
    expect(fillPlaceholder('connection.bandwidth', { evidence: own, contact: null }).text).toBe('10 Gbps')
    expect(fillPlaceholder('connection.id', { evidence: anEvidence(), contact: null }).type).toBe('gap')
  })

  test('names the families that are down', () => {
    const link = aLink({ sessions: { ipv4: 'up', ipv6: 'down' } })
    expect(
      fillPlaceholder('link.families_down', { evidence: anEvidence({ link }), contact: null }).text,
    ).toBe('IPv6')
  })

  test.each(NAMES)('%s is a readable gap without a link', (name) => {
    const { type, text } = fillPlaceholder(name, NO_FACTS)
    expect(type).toBe('gap')
    expect(text).toMatch(/^‹[\w' -]+: see (the card|your contacts)›$/u)
  })

  test('is a gap where nothing is known of it', () => {
    const evidence = anEvidence({ link: aLink({ vlan: null, scalewayPeer: null }), partner: null })
    for (const name of ['link.vlan', 'link.scaleway_peer_ipv6', 'partner.name'] as const) {
      expect(fillPlaceholder(name, { evidence, contact: null }).type).toBe('gap')
    }
    expect(fillPlaceholder('link.vlan', { evidence, contact: null }).text).toBe('‹VLAN: see the card›')
  })

  test('may be written with spaces inside the braces', () => {
    expect(placeholderName(' link.vlan ')).toBe('link.vlan')
    expect(placeholderName('__proto__')).toBeNull()
    expect(placeholderName('toString')).toBeNull()
  })
})

describe('a file with a wrong placeholder is refused, by line:', () => {
  const problems = (body: string, front = 'statuses: [active]') => {
    const parsed = parseRunbook('mine.md', markdownOf(front, body))
    return parsed.type === 'broken' ? parsed.problems : []
  }

  test.each([
    [
      'one that does not exist',
      '## Do\n\n1. See {{link.vlaan}}.\n',
      'Line 7: {{link.vlaan}} is no placeholder; the nearest is {{link.vlan}}.',
    ],
    ['an empty one', '## Do\n\n1. See {{}}.\n', /^Line 7: \{\{\}\} is no placeholder/u],
    [
      'one that is not closed',
      '## Do\n\n1. See {{link.vlan}.\n',
      'Line 7: It has braces of a placeholder that is not closed.',
    ],
    [
      'one in the address of a link',
      '## Do\n\n1. [a](https://{{link.name}}/)\n',
      'Line 7: A placeholder cannot stand in the address of a link.',
    ],
    ['one in a heading', '## Do {{link.name}}\n\n1. a\n', 'Line 5: A heading cannot have a placeholder.'],
  ])('%s', (_mistake, body, problem) => {
    expect(problems(body)[0]).toMatch(problem)
  })

  test('one in the front matter', () => {
    expect(problems('## Do\n\n1. a\n', 'tags: ["{{link.name}}"]')).toContain(
      'Its front matter cannot have a placeholder.',
    )
  })

  test('a finding that does not exist, with the nearest', () => {
    expect(problems('## Do\n\n1. a\n', 'findings: [flaping]')).toEqual([
      'In "findings.0": There is no such finding; the nearest is flapping.',
    ])
  })
})
