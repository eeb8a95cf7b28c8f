import { describe, expect, test } from 'vitest'
import { formatDate, formatDay, isSameDay } from '../../../src/simulator/page/text/dates.ts'

const NOON = Date.UTC(2026, 0, 15, 12)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const paris = { locale: 'en-GB', timeZone: 'Europe/Paris' }
const tokyo = { locale: 'en-GB', timeZone: 'Asia/Tokyo' }

describe('the dates of Slack', () => {
  test('are shown on the reader’s own clock', () => {
    expect(formatDate('{date_num} {time}', NOON, NOON, paris)).toBe('2026-01-15 13:00')
    expect(formatDate('{date_num} {time_secs}', NOON, NOON, tokyo)).toBe('2026-01-15 21:00:00')
    expect(formatDate('{date_num}', NOON + 4 * HOUR, NOON, tokyo)).toBe('2026-01-16')
  })

  test('name the days around today', () => {
    const shown = (at: number) => formatDate('on {date_short_pretty}', at, NOON, paris)
    expect(shown(NOON)).toBe('on today')
    expect(shown(NOON - DAY)).toBe('on yesterday')
    expect(shown(NOON + DAY)).toBe('on tomorrow')
    expect(shown(NOON - 5 * DAY)).toBe('on 10 Jan 2026')
    expect(formatDay(NOON - DAY, NOON, paris)).toBe('Yesterday')
  })

  test('tell how long ago, and go on telling as time passes', () => {
    const shown = (now: number) => formatDate('{ago}', NOON, now, paris)
    expect(shown(NOON + 90_000)).toBe('1 minute ago')
    expect(shown(NOON + 3 * HOUR)).toBe('3 hours ago')
    expect(shown(NOON - 2 * DAY)).toBe('in 2 days')
  })

  test('give way to the fallback when a token is unknown, there is none, or the time is impossible', () => {
    expect(formatDate('{date_num} {moon}', NOON, NOON, paris)).toBeNull()
    expect(formatDate('now', NOON, NOON, paris)).toBeNull()
    expect(formatDate('{date_num}', Number.MAX_VALUE, NOON, paris)).toBeNull()
  })

  test('belong to one day by the reader’s calendar, not by UTC', () => {
    expect(isSameDay(Date.UTC(2026, 0, 15, 22), Date.UTC(2026, 0, 15, 23, 30), paris)).toBe(false)
    expect(isSameDay(Date.UTC(2026, 0, 15, 23, 30), Date.UTC(2026, 0, 16, 1), paris)).toBe(true)
  })
})
