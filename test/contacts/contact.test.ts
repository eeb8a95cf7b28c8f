import { describe, expect, test } from 'vitest'
import { contactOf, isKnown, NO_CONTACT } from '../../src/contacts/contact.ts'
import { parseContacts } from '../../src/contacts/parse.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import {
  aConnection,
  aLink,
  anEvidence,
  aPop,
  aSelfHostedLink,
  CONNECTION_ID,
  PARTNER_ID,
} from '../support/links.ts'

function contact(yaml: string, overrides: Partial<Evidence> = {}) {
  const parsed = parseContacts(yaml)
  if (parsed.type === 'broken') throw new Error(parsed.problems.join('\n'))
  return contactOf(parsed.book, anEvidence(overrides))
}

describe('whom to call about a link', () => {
  const ALL = `
partners:
  FranceIX:
    noc_phone: "partner"
    contract: partner
    notes: partner
    account_manager: partner
    circuit_id: partner
    pops:
      TH2:
        contract: partner at PoP
        circuit_id: partner at PoP
        noc_phone: partner at PoP
pops:
  TH2: { notes: pop, contract: pop, noc_phone: pop, circuit_id: pop }
connections:
  dc1-port: { circuit_id: connection, noc_phone: connection }
links:
  paris-a: { noc_phone: link }
  datacenter-1: { noc_phone: link }
`

  test('is found field by field: link, partner at the PoP, PoP, partner', () => {
    expect(contact(ALL)).toMatchObject({
      nocPhone: 'link',
      circuitId: 'partner at PoP',
      contract: 'partner at PoP',
      notes: 'pop',
      accountManager: 'partner',
      nocEmail: null,
    })
  })

  test('of a self-hosted link comes from its connection, and from no partner', () => {
    const link = aSelfHostedLink()
    expect(contact(ALL, { link, connection: aConnection() })).toMatchObject({
      nocPhone: 'link',
      circuitId: 'connection',
      contract: 'pop',
      accountManager: null,
    })
  })

  test.each([
    ['the id of its partner', `partners:\n  ${PARTNER_ID}: { notes: x }`],
    ['a name in another case', 'partners:\n  "franceix": { notes: x }'],
    ['the long name of its PoP', 'pops:\n  telehouse th2: { notes: x }'],
    ['a glob of its name', 'links:\n  "par?s-*": { notes: x }'],
    ['its id', 'links:\n  00000000-0000-4000-8000-000000000001: { notes: x }'],
  ])('may be written under %s', (_how, yaml) => {
    expect(contact(yaml).notes).toBe('x')
  })

  test('is found though what it hangs on cannot be read', () => {
    expect(contact(`partners:\n  ${PARTNER_ID}: { notes: x }`, { partner: null, pop: null }).notes).toBe('x')
    const link = aSelfHostedLink()
    expect(contact(`connections:\n  ${CONNECTION_ID}: { notes: x }`, { link, connection: null }).notes).toBe(
      'x',
    )
  })

  test('is what the exact name says before what a glob says, and of globs the first', () => {
    const yaml =
      'links:\n  "*": { notes: any, contract: any }\n  "paris-*": { notes: paris, circuit_id: paris }\n  paris-a: { circuit_id: exact }\n'
    expect(contact(yaml)).toMatchObject({ notes: 'any', contract: 'any', circuitId: 'exact' })
  })

  test("takes the circuit from a tag, after the link's own entry and before anything more general", () => {
    const link = aLink({ tags: ['env:prod', 'Circuit: FIX-77 '] })
    expect(contact('pops:\n  TH2: { circuit_id: pop }', { link }).circuitId).toBe('FIX-77')
    expect(contact('links:\n  paris-a: { circuit_id: own }', { link }).circuitId).toBe('own')
  })

  test('is nobody where nothing is written, and PoPs without a name match nothing', () => {
    expect(contact('')).toEqual(NO_CONTACT)
    expect(isKnown(contact(''))).toBe(false)
    expect(isKnown(contact('pops:\n  TH2: { escalation: [a] }'))).toBe(true)
    expect(contact('pops:\n  " ": { notes: x }', { pop: aPop({ displayName: '' }) })).toEqual(NO_CONTACT)
  })
})

describe('whom to call about what several links share', () => {
  const book = (yaml: string) => {
    const parsed = parseContacts(yaml)
    if (parsed.type === 'broken') throw new Error(parsed.problems.join('\n'))
    return parsed.book
  }
  const nothing = { link: null, partner: null, pop: null, connection: null }

  test('is found without a link, by id or by name', () => {
    const contacts = book(
      'partners: { FranceIX: { contract: partner } }\npops: { th2-id: { contract: pop } }',
    )
    const partner = { id: 'some-id', name: 'franceix' }
    expect(contactOf(contacts, { ...nothing, partner }).contract).toBe('partner')
    const pop = { id: 'th2-id', name: '', displayName: '' }
    expect(contactOf(contacts, { ...nothing, partner, pop }).contract).toBe('pop')
    expect(contactOf(contacts, nothing)).toEqual(NO_CONTACT)
  })

  test('is not what is written down of links, whatever they are called', () => {
    expect(contactOf(book('links: { "*": { contract: links } }'), nothing)).toEqual(NO_CONTACT)
  })
})
