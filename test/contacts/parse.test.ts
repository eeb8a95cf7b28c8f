import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contactOf } from '../../src/contacts/contact.ts'
import { parseContacts } from '../../src/contacts/parse.ts'
import { anEvidence } from '../support/links.ts'

const problemsOf = (yaml: string) => {
  const parsed = parseContacts(yaml)
  return parsed.type === 'broken' ? parsed.problems : []
}

describe('a contacts file', () => {
  test('with every field is understood whole', () => {
    const parsed = parseContacts(
      [
        'links:',
        '  paris-a:',
        '    noc_phone: "+33 1 99 00 12 34"',
        '    noc_email: noc@partner.example',
        '    circuit_id: "0012345"',
        '    contract: C-9',
        '    account_manager: Jo Doe, +33 6',
        '    escalation:',
        '      - Duty manager',
        '      - Director',
        '    notes: Ask for the second level',
      ].join('\n'),
    )
    expect(parsed.type === 'parsed' && contactOf(parsed.book, anEvidence())).toEqual({
      nocPhone: '+33 1 99 00 12 34',
      nocEmail: 'noc@partner.example',
      circuitId: '0012345',
      contract: 'C-9',
      accountManager: 'Jo Doe, +33 6',
      escalation: ['Duty manager', 'Director'],
      notes: 'Ask for the second level',
    })
  })

  test('may name one person to escalate to as plain text', () => {
    const parsed = parseContacts('pops:\n  TH2:\n    escalation: Duty manager\n')
    expect(parsed.type === 'parsed' && parsed.book.pops.get('TH2')).toEqual({ escalation: ['Duty manager'] })
  })

  test.each(['', '# nothing yet\n', 'links:\n', 'partners: {}\n'])('may be empty: %j', (yaml) => {
    expect(parseContacts(yaml).type).toBe('parsed')
  })
})

describe('a broken contacts file is told by line and key:', () => {
  test.each([
    [
      'a field that does not exist',
      'links:\n  paris-a:\n    noc_fone: "1"\n',
      'Line 3: "links › paris-a › noc_fone" is not known.',
    ],
    ['a group that does not exist', 'link:\n  a: {}\n', 'Line 1: "link" is not known.'],
    [
      'a phone number without quotes, whose zeros YAML would drop',
      'partners:\n  FranceIX:\n    contract: a\n    noc_phone: 0199001234\n',
      'Line 4: "partners › FranceIX › noc_phone" must be text in quotes, since YAML reads bare digits as a number and drops leading zeros.',
    ],
    [
      'a phone number in the line for the address',
      'partners:\n  FranceIX:\n    pops:\n      TH2:\n        noc_email: "+33 1"\n',
      'Line 5: "partners › FranceIX › pops › TH2 › noc_email" must be one e-mail address.',
    ],
    ['an empty value', 'links:\n  a:\n    notes: " "\n', 'Line 3: "links › a › notes" must not be empty.'],
    ['a name without fields', 'pops:\n  TH2:\n', 'Line 2: "pops › TH2" must be fields with their values.'],
    ['a name with a list', 'pops:\n  TH2: [1]\n', 'Line 2: "pops › TH2" must be fields with their values.'],
    [
      'a list at the top',
      '- a\n',
      'Line 1: The file must be "partners", "pops", "connections" and "links", each with names under it.',
    ],
    [
      'what is no list of texts',
      'links:\n  a:\n    escalation: 3\n',
      'Line 3: "links › a › escalation" must be text, or a list of texts.',
    ],
  ])('%s', (_mistake, yaml, problem) => {
    expect(problemsOf(yaml)).toEqual([problem])
  })

  test('broken YAML, and a name that stands twice', () => {
    expect(problemsOf('links:\n  a: {\n')[0]).toMatch(/^Line \d: It is not YAML: /)
    expect(problemsOf('links:\n  a: {}\n  a: {}\n')[0]).toMatch(/^Line 3: It is not YAML: /)
  })

  test('all problems at once, and never what stands in the field', () => {
    const problems = problemsOf(
      'links:\n  a:\n    noc_email: 0611223344\n    contract: 998877\n    x: secret\n',
    )
    expect(problems).toHaveLength(3)
    expect(problems.join()).not.toMatch(/0611223344|998877|secret/)
  })

  test('a bomb of aliases is refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) =>
        `  l${n}: &l${n} [${
          n === 0
            ? 'x'
            : Array(9)
                .fill(`*l${n - 1}`)
                .join(',')
        }]`,
    )
    expect(problemsOf(`links:\n${levels.join('\n')}\n`)[0]).toContain('aliases')
  })

  test('whatever it holds, it never throws', () => {
    const word = fc.constantFrom(
      'links',
      'partners',
      'pops',
      'a',
      ':',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '&x',
      '*x',
      '"',
      '!!js',
      '? ',
      '1',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        expect(['parsed', 'broken']).toContain(parseContacts(words.join('')).type)
      }),
    )
  })
})
