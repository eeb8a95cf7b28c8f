import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseStatusWord, statusWords } from '../../src/diagnostics/status-words.ts'
import { LINK_STATUSES } from '../../src/domain/status.ts'

test.each([
  ['Requesting', 'requested'],
  ['Requested', 'requested'],
  ['all down', 'all_down'],
  ['Down', 'all_down'],
  ['ALL_DOWN', 'all_down'],
  ['Down / All down', 'all_down'],
  ['limited-connectivity', 'limited_connectivity'],
  ['Limited Connectivity', 'limited_connectivity'],
  ['  active ', 'active'],
  ['“expired”', 'expired'],
  ['connectivité limitée', 'limited_connectivity'],
  ['Refusé', 'refused'],
  ['en panne', 'all_down'],
  ['prêt', 'ready'],
  ['verrouillé', 'locked'],
  ['unknown', 'unknown_link_status'],
  ['Expirés', 'expired'],
  ['actives', 'active'],
  ['demandées', 'requested'],
  ['E\u0301CHOUE\u0301', 'failed'],
  ['DÉPROVISIONNEMENT_EN_COURS', 'deprovisioning'],
  ['Connectivité-restreinte', 'limited_connectivity'],
])('%s means %s', (words, status) => {
  expect(parseStatusWord(words)).toBe(status)
})

test.each(['', ' ', '--', 'paris-a', 'constructor', '__proto__', 'activ', 'ups', 's', 'activess'])(
  '%s means no status',
  (words) => {
    expect(parseStatusWord(words)).toBeNull()
  },
)

test('any case and any separators resolve to the same status', () => {
  const words = LINK_STATUSES.flatMap((status) => statusWords(status).map((word) => [word, status] as const))
  fc.assert(
    fc.property(
      fc.constantFrom(...words),
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      fc.constantFrom('_', '-', ' ', '', ' - ', '__'),
      ([word, status], upper, separator) => {
        const varied = [...word]
          .map((letter, index) => (upper[index] ? letter.toUpperCase() : letter.toLowerCase()))
          .join('')
          .replace(/[\s_-]+/g, separator)
        expect(parseStatusWord(varied)).toBe(status)
      },
    ),
  )
})

test('no spelling means two statuses', () => {
  for (const status of LINK_STATUSES)
    for (const word of statusWords(status)) expect([word, parseStatusWord(word)]).toEqual([word, status])
})

test('every status has words in French, but for what both languages spell alike', () => {
  for (const status of LINK_STATUSES) {
    const french = statusWords(status).some((word) => /[éèêà]|^(?:en|hors|mise|actif|inconnu)/u.test(word))
    expect([status, french]).toEqual([status, true])
  }
})
