import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDuration } from '../../src/alerting/grammar.ts'
import { parseSilenceRequest, silenceTimesProblem } from '../../src/alerting/grammar-silence.ts'
import { MAX_SILENCE_MS } from '../../src/alerting/silences.ts'
import { parseFilter } from '../../src/diagnostics/filter.ts'
import { DAY, HOUR, MINUTE } from './silencing.ts'

/** Wednesday, 10:00:20 in Paris. */
const NOW = Date.UTC(2026, 10, 25, 9, 0, 20)
const PARIS = 'Europe/Paris'

function problemOf(text: string, now = NOW, zone = PARIS): string {
  const parsed = parseSilenceRequest(text, now, zone)
  return parsed.type === 'problem' ? parsed.problem : 'understood'
}

describe('what is refused', () => {
  test.each([
    ['nothing at all', '', 'Say which links first; every link is "all".'],
    ['no filter', '2h', 'Say which links first; every link is "all".'],
    ['a filter that leaves no link out', '* 2h', 'Say which links first; every link is "all".'],
    ['a key without a value', 'partner: 2h', 'Say which links first; every link is "all".'],
    ['no time', 'paris-a because', 'Say for how long, or until when.'],
    ['a duration of nothing', 'paris-a 0m', 'A duration is a minute or more: 30m, 4h, 2d or 1h30m.'],
    ['more than 30 days', 'paris-a 31d', 'A silence lasts 30 days at most.'],
    ['more than 30 days by a date', 'paris-a until 2027-01-01 00:00', 'A silence lasts 30 days at most.'],
    ['an end in the past', 'paris-a until 2026-11-24 10:00', 'It would end in the past.'],
    ['an end earlier today', 'paris-a until today 09:00', 'It would end in the past.'],
    ['a begin in the past', 'paris-a from 2026-11-25 09:59 to 12:00', 'It would begin in the past.'],
    [
      'a begin years ahead',
      'paris-a from 2036-11-25 09:59 to 12:00',
      'It would begin more than a year from now.',
    ],
    [
      'an end before the begin',
      'paris-a from fri 22:00 to 2026-11-26 22:00',
      'It would end before it begins.',
    ],
    [
      'an end at the begin',
      'paris-a from 2026-11-27 22:00 to 2026-11-27 22:00',
      'It would end before it begins.',
    ],
    ['a day without a time', 'paris-a until friday', 'A day needs a time after it, from 00:00 to 23:59.'],
    ['a day that there is not', 'paris-a until 2026-02-30 10:00', 'A moment is a time'],
    ['a time that there is not', 'paris-a until 25:00', 'A moment is a time'],
    [
      'a zone that there is not',
      'paris-a until 14:00 Europe/Pariss',
      'The time zone is not known by that name',
    ],
    ['a zone by its short name', 'paris-a until 14:00 CET', 'The time zone is not known by that name'],
    ['a maintenance without an end', 'paris-a from fri 22:00', 'A maintenance needs an end'],
    ['a maintenance that ends when it recovers', 'paris-a from fri 22:00 to recovered', 'A moment is a time'],
  ])('%s', (_what, text, sentence) => {
    expect(problemOf(text)).toContain(sentence)
  })

  test('is answered with an example that is understood', () => {
    for (const text of ['', '* 2h', 'paris-a', 'paris-a until x', 'paris-a from x', 'paris-a 31d']) {
      const parsed = parseSilenceRequest(text, NOW, PARIS)
      const example = parsed.type === 'problem' ? parsed.example : ''
      expect(example).toMatch(/^\/interlink silence /)
      expect(problemOf(example.replace('/interlink silence ', ''))).toBe('understood')
    }
  })

  test('is refused of times that were picked, too', () => {
    expect(silenceTimesProblem({ from: NOW, until: { type: 'at', at: NOW - 1 } }, NOW)).toBe(
      'It would end in the past.',
    )
    expect(silenceTimesProblem({ from: NOW, until: { type: 'at', at: NOW + HOUR } }, NOW)).toBeNull()
    expect(silenceTimesProblem({ from: NOW, until: { type: 'recovery' } }, NOW)).toBeNull()
  })
})

describe('whatever is typed', () => {
  const word = fc.constantFrom(
    'all',
    'paris-*',
    'from',
    'to',
    'until',
    'for',
    'recovered',
    'fri',
    'tomorrow',
    '02:30',
    '2026-11-27',
    'UTC',
    'Europe/Paris',
    '2h',
    '40d',
    '0m',
    'change',
    'CHG-1',
    '"',
    '<',
    'now',
    'name:"a b"',
  )
  const typed = fc.oneof(
    fc.array(word, { maxLength: 9 }).map((words) => words.join(' ')),
    fc.string({ unit: 'binary' }),
  )

  test('a silence that is understood has links, begins now or later, and ends within 30 days of that', () => {
    fc.assert(
      fc.property(typed, fc.integer({ min: 0, max: 366 * 24 * 60 }), (text, minutes) => {
        const now = NOW + minutes * MINUTE
        const parsed = parseSilenceRequest(text, now, PARIS)
        if (parsed.type === 'problem') {
          expect(parsed.problem).toMatch(/^[A-Z].*\.$/)
          return
        }
        const { filter, from, until } = parsed.request
        expect(filter === 'all' || parseFilter(filter).terms.length > 0).toBe(true)
        expect(from).toBeGreaterThanOrEqual(now)
        if (until.type === 'recovery') return
        expect(until.at).toBeGreaterThan(from)
        expect(until.at - from).toBeLessThanOrEqual(MAX_SILENCE_MS)
      }),
      { numRuns: 500 },
    )
  })

  test('a duration is the sum of its parts', () => {
    const part = fc.integer({ min: 0, max: 99 })
    fc.assert(
      fc.property(part, part, part, (d, h, m) => {
        expect(parseDuration(`${d}d${h}h${m}m`)).toBe(d * DAY + h * HOUR + m * MINUTE)
      }),
    )
    for (const text of ['', '5', 'h', '2h1d', '90s', '1.5h', '-1h']) expect(parseDuration(text)).toBeNull()
  })
})

test('every silence that docs/silences.md shows is understood', () => {
  const document = readFileSync(new URL('../../docs/silences.md', import.meta.url), 'utf8')
  const shown = [...document.matchAll(/^\/interlink silence (.+)$/gm)].map(([, text]) => text ?? '')
  expect(shown.length).toBeGreaterThan(5)
  for (const text of shown)
    expect([text, problemOf(text, Date.UTC(2026, 10, 20), 'UTC')]).toEqual([text, 'understood'])
})
