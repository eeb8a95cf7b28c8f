import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSpan, type Span, spanEnd, spanStart, spanText } from '../../src/domain/span.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const PARIS = 'Europe/Paris'
const bd = (days: number): Span => ({ unit: 'business_days', days })
const at = (iso: string) => Date.parse(iso)

describe('the text of a span', () => {
  test.each<[string, Span]>([
    ['90s', { unit: 'ms', ms: 90_000 }],
    ['15m', { unit: 'ms', ms: 15 * 60_000 }],
    ['4h', { unit: 'ms', ms: 4 * HOUR }],
    ['2d', { unit: 'ms', ms: 2 * DAY }],
    ['3bd', bd(3)],
    [' 5BD ', bd(5)],
    ['007s', { unit: 'ms', ms: 7_000 }],
  ])('%j is read', (text, span) => {
    expect(parseSpan(text)).toEqual(span)
  })

  test.each([
    '',
    '0s',
    '0bd',
    '90',
    's',
    '-5m',
    '1.5h',
    '1h30m',
    '5 m',
    '5w',
    '1e3s',
    '1234567s',
    '٣d',
    '5m\n5m',
  ])('%j is refused', (text) => {
    expect(parseSpan(text)).toBeNull()
  })

  test('that a span is written as is the shortest, and is read as the same span', () => {
    expect(
      ['120s', '90s', '60m', '24h', '36h', '7bd'].map((text) => spanText(parseSpan(text) ?? bd(0))),
    ).toEqual(['2m', '90s', '1h', '1d', '36h', '7bd'])
    const spans = fc
      .tuple(fc.integer({ min: 1, max: 999_999 }), fc.constantFrom('s', 'm', 'h', 'd', 'bd'))
      .map(([length, unit]) => `${length}${unit}`)
    fc.assert(
      fc.property(spans, (text) => {
        const span = parseSpan(text)
        if (span === null) throw new Error(`${text} is not read.`)
        expect(parseSpan(spanText(span))).toEqual(span)
        expect(spanText(span).length).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

describe('a span of hours', () => {
  test('is as long on the nights of the clock change as on any other', () => {
    for (const night of ['2026-03-28T20:00:00Z', '2026-10-24T20:00:00Z'].map(at)) {
      expect(spanEnd(night, { unit: 'ms', ms: DAY }, PARIS)).toBe(night + DAY)
      expect(spanStart(night + DAY, { unit: 'ms', ms: DAY }, PARIS)).toBe(night)
    }
  })
})

describe('a span of working days', () => {
  test.each([
    ['a Tuesday morning', '2026-03-03T09:00:00+01:00', 1, '2026-03-04T09:00:00+01:00'],
    ['a Friday afternoon', '2026-03-06T17:00:00+01:00', 1, '2026-03-09T17:00:00+01:00'],
    ['a Friday afternoon, for three', '2026-03-06T17:00:00+01:00', 3, '2026-03-11T17:00:00+01:00'],
    ['a Saturday', '2026-03-07T12:00:00+01:00', 1, '2026-03-09T12:00:00+01:00'],
    ['a Sunday', '2026-03-08T12:00:00+01:00', 1, '2026-03-09T12:00:00+01:00'],
    ['a Tuesday, for a week', '2026-03-03T09:00:00+01:00', 5, '2026-03-10T09:00:00+01:00'],
    // The clocks go forward on 29 March 2026 and back on 25 October, both between a Friday and a Monday.
    ['the Friday before summer time', '2026-03-27T10:00:00+01:00', 1, '2026-03-30T10:00:00+02:00'],
    ['the Friday before winter time', '2026-10-23T10:00:00+02:00', 1, '2026-10-26T10:00:00+01:00'],
  ])('that begins on %s ends at the same time of day', (_, from, days, end) => {
    expect(new Date(spanEnd(at(from), bd(days), PARIS))).toEqual(new Date(end))
  })

  test('goes by the weekend of the zone: late on Friday here is Saturday there', () => {
    const friday = at('2026-03-06T23:30:00Z')
    expect(new Date(spanEnd(friday, bd(1), 'UTC'))).toEqual(new Date('2026-03-09T23:30:00Z'))
    // 00:30 on Saturday in Paris: its first working day is Monday the 9th.
    expect(new Date(spanEnd(friday, bd(1), PARIS))).toEqual(new Date('2026-03-08T23:30:00Z'))
  })

  test('that is counted back from a working day began at the same time of day', () => {
    expect(new Date(spanStart(at('2026-03-30T10:00:00+02:00'), bd(1), PARIS))).toEqual(
      new Date('2026-03-27T10:00:00+01:00'),
    )
    expect(new Date(spanStart(at('2026-03-09T12:00:00+01:00'), bd(3), PARIS))).toEqual(
      new Date('2026-03-04T12:00:00+01:00'),
    )
  })
})

describe('any span', () => {
  const moments = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') })
  const zones = fc.constantFrom('UTC', PARIS, 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland')

  test('ends after it began, and a longer one does not end sooner', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 30 }), zones, (from, days, zone) => {
        const end = spanEnd(from, bd(days), zone)
        // An hour less over the night on which the clocks go forward.
        expect(end - from).toBeGreaterThanOrEqual(days * DAY - HOUR)
        expect(end - from).toBeLessThanOrEqual((days + 2 * Math.ceil(days / 5) + 2) * DAY + HOUR)
        expect(spanEnd(from, bd(days + 1), zone)).toBeGreaterThan(end)
      }),
    )
  })

  test('of working days ends on a working day of the zone', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 30 }), zones, (from, days, zone) => {
        const end = spanEnd(from, bd(days), zone)
        const day = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: zone }).format(end)
        expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']).toContain(day)
      }),
    )
  })
})
