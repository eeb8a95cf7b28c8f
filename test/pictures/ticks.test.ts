import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { momentText, ticksOf, zoneText } from '../../src/pictures/ticks.ts'
import { DAY, HOUR } from '../history/pasts.ts'

const PARIS = 'Europe/Paris'
const periodOf = (from: number, until: number, zone = PARIS) => ({ from, until, zone, label: '' })
const labels = (...args: Parameters<typeof ticksOf>) =>
  ticksOf(...args).flatMap(({ label }) => (label === '' ? [] : [label]))

describe('the ticks of a time axis', () => {
  test('of a day are round hours of the reader, of a week its days, of a year its months', () => {
    const from = Date.UTC(2026, 10, 20, 7, 30)
    expect(labels(periodOf(from, from + DAY), 10)).toEqual([
      '09:00',
      '12:00',
      '15:00',
      '18:00',
      '21:00',
      'Sat 21 Nov',
      '03:00',
      '06:00',
    ])
    expect(labels(periodOf(from, from + 7 * DAY), 10).slice(0, 2)).toEqual(['Sat 21 Nov', 'Sun 22 Nov'])
    expect(labels(periodOf(from - 365 * DAY, from), 13).slice(0, 2)).toEqual(['Dec 2025', 'Jan 2026'])
  })

  test('of a month are its Mondays, with the days in between marked', () => {
    const ticks = ticksOf(periodOf(Date.UTC(2026, 9, 31, 23), Date.UTC(2026, 10, 30, 23)), 10)
    expect(ticks.filter(({ major }) => major).map(({ label }) => label)).toEqual([
      'Mon 2 Nov',
      'Mon 9 Nov',
      'Mon 16 Nov',
      'Mon 23 Nov',
      'Mon 30 Nov',
    ])
    expect(ticks.length).toBeGreaterThan(29)
  })

  test('stand at their real distance in the nights the clocks change', () => {
    const spring = ticksOf(periodOf(Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22)), 10)
    const at = (label: string) => spring.find((tick) => tick.label === label)?.at ?? 0
    expect(at('06:00') - at('Sun 29 Mar')).toBe(5 * HOUR)
    expect(at('09:00') - at('06:00')).toBe(3 * HOUR)
    const autumn = ticksOf(periodOf(Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 23)), 10)
    const [first, second] = autumn.map((tick) => tick.at)
    expect((second ?? 0) - (first ?? 0)).toBe(4 * HOUR)
  })

  test('are within the period, in order, no two at one place, and not too many to read', () => {
    const zone = fc.constantFrom('UTC', PARIS, 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe')
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2027, 0) }),
        fc.integer({ min: 60_000, max: 400 * DAY }),
        zone,
        (from, long, name) => {
          const ticks = ticksOf(periodOf(from, from + long, name), 10)
          expect(ticks.filter(({ label }) => label !== '').length).toBeLessThanOrEqual(14)
          for (const [n, { at }] of ticks.entries()) {
            expect(at).toBeGreaterThanOrEqual(n === 0 ? from : (ticks[n - 1]?.at ?? 0) + 1)
            expect(at).toBeLessThanOrEqual(from + long)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the zone of a picture', () => {
  test('names its offset, and from when on another one', () => {
    expect(zoneText(periodOf(0, DAY, 'UTC'))).toBe('UTC')
    expect(zoneText(periodOf(Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2)))).toBe('Europe/Paris (UTC+1)')
    expect(zoneText(periodOf(Date.UTC(2026, 2, 28), Date.UTC(2026, 2, 30)))).toBe(
      'Europe/Paris (UTC+1, from 29 Mar 2026 03:00 UTC+2)',
    )
    expect(zoneText(periodOf(0, DAY, 'America/St_Johns'))).toBe('America/St_Johns (UTC−3:30)')
  })

  test('is that of its moments', () => {
    expect(momentText(Date.UTC(2026, 5, 30, 22, 5), PARIS)).toBe('1 Jul 2026 00:05')
  })
})
