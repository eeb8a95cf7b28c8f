import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPeriod } from '../../src/queries/period.ts'
import { NOW } from '../support/links.ts'

const DAY = 86_400_000
const read = (text: string, options: { zone?: string; now?: number; anywhere?: boolean } = {}) =>
  readPeriod(text, { now: NOW, zone: 'UTC', anywhere: false, ...options })

/** What was found, as two moments of UTC, and the words that are left. */
function found(...args: Parameters<typeof read>) {
  const reading = read(...args)
  if (reading.type !== 'ok') return reading.problem
  const { period, rest } = reading
  return [new Date(period.from).toISOString(), new Date(period.until).toISOString(), rest]
}

describe('a period', () => {
  test('is the last seven days where none is named', () => {
    expect(read('paris-a')).toEqual({
      type: 'ok',
      period: { from: NOW - 7 * DAY, until: NOW, label: 'last 7d', zone: 'UTC' },
      words: '',
      rest: 'paris-a',
    })
  })

  test.each([
    ['24h', DAY],
    ['30d', 30 * DAY],
    ['4w', 28 * DAY],
    ['1d12h', 1.5 * DAY],
    ['7 days', 7 * DAY],
    ['24 h', DAY],
    ['last 24h', DAY],
    ['past week', 7 * DAY],
    ['the last 2 weeks', 14 * DAY],
    ['over the last 90 minutes', DAY / 16],
  ])('of %s ends now', (words, long) => {
    expect(read(`paris-a ${words}`)).toMatchObject({
      period: { from: NOW - long, until: NOW },
      words,
      rest: 'paris-a',
    })
  })

  test.each([
    ['this month', '2026-03-01T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['last month', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['2026-01', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['2025-12', '2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ['2026-02-14', '2026-02-14T00:00:00.000Z', '2026-02-15T00:00:00.000Z'],
    ['2026-02-01..2026-02-15', '2026-02-01T00:00:00.000Z', '2026-02-16T00:00:00.000Z'],
    ['2025-11..2026-01', '2025-11-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['this week', '2026-03-02T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['last week', '2026-02-23T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
    ['over the last week', '2026-02-23T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
    ['this year', '2026-01-01T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['last year', '2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ['since Monday', '2026-03-02T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['since tue', '2026-03-03T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['since wednesday', '2026-02-25T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['since last tuesday', '2026-02-24T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['since last month', '2026-02-01T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['since yesterday', '2026-03-02T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['since 2026-02', '2026-02-01T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['today', '2026-03-03T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
    ['Yesterday', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'],
    ['2026-03', '2026-03-01T00:00:00.000Z', '2026-03-03T09:00:00.000Z'],
  ])('"%s" is from %s until %s', (words, from, until) => {
    expect(found(`paris a ${words}`)).toEqual([from, until, 'paris a'])
  })

  test('has the days of the reader, also over the night the clocks change', () => {
    const now = Date.UTC(2026, 3, 10)
    expect(found('2026-03-29', { zone: 'Europe/Paris', now })).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '',
    ])
    expect(found('last month', { zone: 'America/New_York', now })).toEqual([
      '2026-03-01T05:00:00.000Z',
      '2026-04-01T04:00:00.000Z',
      '',
    ])
  })

  test('stands before a filter or after it, where it may', () => {
    const anywhere = { anywhere: true }
    expect(read('last month partner:acme', anywhere)).toMatchObject({
      period: { label: '2026-02' },
      rest: 'partner:acme',
    })
    expect(read('partner:acme 30d', anywhere)).toMatchObject({
      period: { label: 'last 30d' },
      rest: 'partner:acme',
    })
    expect(read('last 7 days partner:acme', anywhere)).toMatchObject({
      period: { label: 'last 7 days' },
      rest: 'partner:acme',
    })
    expect(read('24h paris-a')).toMatchObject({ rest: '24h paris-a' })
  })

  test('is not made of words that end a name as well', () => {
    for (const name of ['sunny day', 'the last resort', 'ever since', 'last chance'])
      expect(read(name, { anywhere: true })).toMatchObject({ words: '', rest: name })
  })

  test('is never taken out of quotes', () => {
    expect(read('"paris 7d"')).toMatchObject({ period: { label: 'last 7d' }, rest: '"paris 7d"' })
    expect(read('“paris last” month')).toMatchObject({ rest: '"paris last" month' })
  })

  test.each([
    ['2026-13', 'cannot be read'],
    ['2026-02-30', 'cannot be read'],
    ['2026-02..', 'cannot be read'],
    ['7x', 'cannot be read'],
    ['3months', 'cannot be read'],
    ['3 months', 'cannot be read'],
    ['last 7x', 'cannot be read'],
    ['since noon', 'cannot be read'],
    ['since 2026-13', 'cannot be read'],
    ['2026-02-10..2026-02-01', 'ends after it begins'],
    ['0d', 'ends after it begins'],
    ['2026-12', 'has not begun'],
    ['999w', 'ten years'],
  ])('"%s" is refused with a sentence: %s', (words, why) => {
    expect(found(`paris-a ${words}`)).toContain(why)
  })

  test('is understood or refused, whatever is typed', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.stringMatching(/^[0-9]{1,5}[a-z]$/),
      fc.stringMatching(/^\d{4}-\d{1,2}(-\d{1,2})?(\.\.\d{4}-\d\d)?$/),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), fc.boolean(), (words, anywhere) => {
        const reading = read(words.join(' '), { anywhere, zone: 'Europe/Paris' })
        if (reading.type === 'problem') expect(reading.problem).toMatch(/\.$/)
        else {
          expect(reading.period.from).toBeLessThan(reading.period.until)
          expect(reading.period.until).toBeLessThanOrEqual(NOW)
        }
      }),
    )
  })
})
