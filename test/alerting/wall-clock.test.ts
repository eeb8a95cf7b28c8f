import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addCalendarDays,
  dayAt,
  isCalendarDay,
  momentOf,
  parseTimeOfDay,
  parseZone,
  weekdayOf,
} from '../../src/alerting/wall-clock.ts'

const PARIS = 'Europe/Paris'
const SPRING = { year: 2026, month: 3, day: 29 }
const AUTUMN = { year: 2026, month: 10, day: 25 }
const iso = (at: number) => new Date(at).toISOString()

describe('the moment of a time of day', () => {
  test('knows summer and winter', () => {
    expect(iso(momentOf({ year: 2026, month: 1, day: 15 }, 600, PARIS, 'first'))).toBe(
      '2026-01-15T09:00:00.000Z',
    )
    expect(iso(momentOf({ year: 2026, month: 7, day: 15 }, 600, PARIS, 'first'))).toBe(
      '2026-07-15T08:00:00.000Z',
    )
  })

  test('that the clocks skip in spring is an hour later', () => {
    expect(iso(momentOf(SPRING, 150, PARIS, 'first'))).toBe('2026-03-29T01:30:00.000Z')
    expect(iso(momentOf(SPRING, 150, PARIS, 'last'))).toBe('2026-03-29T01:30:00.000Z')
    expect(iso(momentOf(SPRING, 119, PARIS, 'first'))).toBe('2026-03-29T00:59:00.000Z')
    expect(iso(momentOf(SPRING, 180, PARIS, 'first'))).toBe('2026-03-29T01:00:00.000Z')
  })

  test('that the clocks show twice in autumn is the first or the last of the two, as asked', () => {
    expect(iso(momentOf(AUTUMN, 150, PARIS, 'first'))).toBe('2026-10-25T00:30:00.000Z')
    expect(iso(momentOf(AUTUMN, 150, PARIS, 'last'))).toBe('2026-10-25T01:30:00.000Z')
    expect(iso(momentOf(AUTUMN, 180, PARIS, 'first'))).toBe('2026-10-25T02:00:00.000Z')
  })

  test('is what the clocks of any zone show then, unless they skip it', () => {
    const zones = [
      PARIS,
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Pacific/Kiritimati',
      'UTC',
    ]
    const day = fc
      .integer({ min: 0, max: 1500 })
      .map((n) => addCalendarDays({ year: 2024, month: 1, day: 1 }, n))
    fc.assert(
      fc.property(fc.constantFrom(...zones), day, fc.integer({ min: 0, max: 1439 }), (zone, date, minute) => {
        const at = momentOf(date, minute, zone, 'first')
        const shown = new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        }).format(at)
        const [hour, min] = shown.split(':').map(Number)
        const late = (hour ?? 0) * 60 + (min ?? 0) - minute
        expect([0, 30, 60]).toContain(late)
        expect(dayAt(at, zone)).toEqual(date)
        expect(momentOf(date, minute, zone, 'last')).toBeGreaterThanOrEqual(at)
      }),
    )
  })
})

describe('words of a moment', () => {
  test('are times of day from 0:00 to 23:59', () => {
    expect(['0:00', '09:05', '9:05', '23:59'].map(parseTimeOfDay)).toEqual([0, 545, 545, 1439])
    expect(['24:00', '9', '9:5', '12:60', 'noon', ''].map(parseTimeOfDay)).toEqual(Array(6).fill(null))
  })

  test('are zones by their city, and UTC, however they are written', () => {
    expect(['Europe/Paris', 'europe/paris', 'utc', 'America/Argentina/Ushuaia'].map(parseZone)).toEqual([
      'Europe/Paris',
      'Europe/Paris',
      'UTC',
      'America/Argentina/Ushuaia',
    ])
  })

  test('are no zones where they may be other words', () => {
    expect(['CET', 'Cuba', 'Poland', 'fibre/cable', 'Europe/Pariss', '+02:00', ''].map(parseZone)).toEqual(
      Array(7).fill(null),
    )
  })

  test('are days that there are', () => {
    expect(isCalendarDay({ year: 2028, month: 2, day: 29 })).toBe(true)
    expect(isCalendarDay({ year: 2026, month: 2, day: 29 })).toBe(false)
    expect(isCalendarDay({ year: 2026, month: 13, day: 1 })).toBe(false)
    expect(weekdayOf({ year: 2026, month: 11, day: 27 })).toBe(5)
  })
})
