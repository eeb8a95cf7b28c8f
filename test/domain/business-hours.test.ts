import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BusinessHours,
  isBusinessTime,
  isZone,
  lastBusinessTime,
  nextBusinessTime,
  nextOpening,
  parseBusinessHours,
} from '../../src/domain/business-hours.ts'

const PARIS: BusinessHours = { zone: 'Europe/Paris', opensMinute: 9 * 60, closesMinute: 18 * 60 }
const at = (iso: string) => Date.parse(iso)

describe('the text of business hours', () => {
  test.each<[string, BusinessHours]>([
    ['09:00-18:00 Europe/Paris', PARIS],
    ['  08:30-12:15   UTC ', { zone: 'UTC', opensMinute: 510, closesMinute: 735 }],
    ['00:00-23:59 America/New_York', { zone: 'America/New_York', opensMinute: 0, closesMinute: 1439 }],
  ])('%j is read', (text, hours) => {
    expect(parseBusinessHours(text)).toEqual(hours)
  })

  test.each([
    '',
    '09:00-18:00',
    '9:00-18:00 UTC',
    '09:00 - 18:00 UTC',
    '09:60-18:00 UTC',
    '09:00-24:00 UTC',
    '18:00-09:00 UTC',
    '09:00-09:00 UTC',
    '09:00-18:00 Europe/Atlantis',
    '09:00-18:00 Europe/Paris and more',
    'Mon-Fri 09:00-18:00 UTC',
  ])('%j is refused', (text) => {
    expect(parseBusinessHours(text)).toBeNull()
  })

  test('needs a zone that the runtime knows', () => {
    expect(['Europe/Paris', 'UTC', 'Asia/Kolkata'].map(isZone)).toEqual([true, true, true])
    expect(['', 'Paris', 'Europe/Atlantis', '<!channel>'].map(isZone)).toEqual([false, false, false, false])
  })
})

describe('people work', () => {
  test.each([
    ['from when it opens', '2026-03-03T09:00:00+01:00', true],
    ['not a moment before', '2026-03-03T08:59:59+01:00', false],
    ['until it closes', '2026-03-03T17:59:59+01:00', true],
    ['not at closing time', '2026-03-03T18:00:00+01:00', false],
    ['not on Saturday', '2026-03-07T12:00:00+01:00', false],
    ['not on Sunday', '2026-03-08T12:00:00+01:00', false],
    ['an hour earlier by UTC, the day after the clocks went forward', '2026-03-30T07:00:00Z', true],
    ['and not before that', '2026-03-30T06:59:59Z', false],
    ['an hour later by UTC, the day after they went back', '2026-10-26T07:59:59Z', false],
    ['and from then on', '2026-10-26T08:00:00Z', true],
  ])('%s', (_, iso, works) => {
    expect(isBusinessTime(at(iso), PARIS)).toBe(works)
  })

  test('by the weekday of their zone', () => {
    const auckland = { ...PARIS, zone: 'Pacific/Auckland' }
    // Sunday evening by UTC is Monday morning there; Friday morning by UTC is Friday night.
    expect(isBusinessTime(at('2026-03-08T21:00:00Z'), auckland)).toBe(true)
    expect(isBusinessTime(at('2026-03-06T09:00:00Z'), auckland)).toBe(false)
  })

  test('also on the very night of a clock change, by the clock on the wall', () => {
    // Most zones change on a Sunday, when nobody works; Cairo does on a Friday.
    const cairo = { zone: 'Africa/Cairo', opensMinute: 0, closesMinute: 6 * 60 }
    // On Friday 24 April 2026 at 00:00 the clocks of Cairo go forward to 01:00.
    expect(isBusinessTime(at('2026-04-24T02:59:59Z'), cairo)).toBe(true)
    expect(isBusinessTime(at('2026-04-24T03:00:00Z'), cairo)).toBe(false)
  })
})

describe('the last business time before a moment', () => {
  test.each([
    ['inside business hours is the moment itself', '2026-03-03T12:00:00+01:00', '2026-03-03T12:00:00+01:00'],
    ['in the evening is just before closing', '2026-03-03T22:00:00+01:00', '2026-03-03T17:59:59.999+01:00'],
    ['in the early morning is the day before', '2026-03-03T03:00:00+01:00', '2026-03-02T17:59:59.999+01:00'],
    ['on Sunday is on Friday', '2026-03-08T12:00:00+01:00', '2026-03-06T17:59:59.999+01:00'],
    ['early on Monday is on Friday', '2026-03-09T08:59:59+01:00', '2026-03-06T17:59:59.999+01:00'],
    [
      'on the Sunday of the clock change is on Friday by the old time',
      '2026-03-29T12:00:00+02:00',
      '2026-03-27T17:59:59.999+01:00',
    ],
  ])('%s', (_, iso, last) => {
    expect(new Date(lastBusinessTime(at(iso), PARIS))).toEqual(new Date(last))
  })
})

describe('the next business time after a moment', () => {
  test.each([
    ['inside business hours is the moment itself', '2026-03-03T12:00:00+01:00', '2026-03-03T12:00:00+01:00'],
    ['in the early morning is when it opens', '2026-03-03T03:00:00+01:00', '2026-03-03T09:00:00+01:00'],
    ['at closing time is the next morning', '2026-03-03T18:00:00+01:00', '2026-03-04T09:00:00+01:00'],
    ['on Friday night is on Monday', '2026-03-06T22:00:00+01:00', '2026-03-09T09:00:00+01:00'],
    [
      'on the Saturday before the clock change is on Monday by the new time',
      '2026-10-24T12:00:00+02:00',
      '2026-10-26T09:00:00+01:00',
    ],
  ])('%s', (_, iso, next) => {
    expect(new Date(nextBusinessTime(at(iso), PARIS))).toEqual(new Date(next))
  })
})

describe('the next time that work begins', () => {
  test.each([
    ['in the early morning is the same day', '2026-03-03T03:00:00+01:00', '2026-03-03T09:00:00+01:00'],
    [
      'at the very moment it begins is the next day',
      '2026-03-03T09:00:00+01:00',
      '2026-03-04T09:00:00+01:00',
    ],
    ['during work is the next day', '2026-03-03T12:00:00+01:00', '2026-03-04T09:00:00+01:00'],
    ['on Friday at work is on Monday', '2026-03-06T12:00:00+01:00', '2026-03-09T09:00:00+01:00'],
  ])('%s', (_, iso, next) => {
    expect(new Date(nextOpening(at(iso), PARIS))).toEqual(new Date(next))
  })
})

test('the last and the next business time are business time, on their side, with none in between', () => {
  const moments = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') })
  const hours = fc
    .tuple(
      fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'),
      fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 2, maxLength: 2 }),
    )
    .map(([zone, minutes]): BusinessHours => {
      const [opensMinute = 0, closesMinute = 1] = minutes.sort((a, b) => a - b)
      return { zone, opensMinute, closesMinute }
    })
  fc.assert(
    fc.property(moments, hours, fc.double({ min: 0, max: 1, noNaN: true }), (now, open, part) => {
      const last = lastBusinessTime(now, open)
      const next = nextBusinessTime(now, open)
      expect(last).toBeLessThanOrEqual(now)
      expect(next).toBeGreaterThanOrEqual(now)
      expect([isBusinessTime(last, open), isBusinessTime(next, open)]).toEqual([true, true])
      const between = Math.floor(last + 1 + part * (next - last - 2))
      if (between > last && between < next && !isBusinessTime(now, open))
        expect(isBusinessTime(between, open)).toBe(false)
    }),
  )
})
