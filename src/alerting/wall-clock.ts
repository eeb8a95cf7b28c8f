import { tzOffset } from '@date-fns/tz'
import { isZone } from '../domain/business-hours.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** A date in no zone yet. */
export interface CalendarDay {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
}

/** Which moment is meant where the clocks show a time twice. */
export type Reading = 'first' | 'last'

/** The minutes since midnight that "9:05" or "21:30" says; null for anything else. */
export function parseTimeOfDay(text: string): number | null {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hour === undefined ? null : Number(hour) * 60 + Number(minute)
}

/**
 * The time zone that a word names: an IANA name with its area ("Europe/Paris") or "UTC", in any case; null for anything
 * else. Short names ("CET", "Cuba") are left out: they are other words too, or mean several zones.
 */
export function parseZone(word: string): string | null {
  if (word.toUpperCase() === 'UTC') return 'UTC'
  if (!/^[a-z]+(\/[a-z0-9_+-]+)+$/i.test(word) || !isZone(word)) return null
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: word }).resolvedOptions()
  return timeZone.toLowerCase() === word.toLowerCase() ? timeZone : word
}

/** Whether there is such a day: there is no 31 February. */
export function isCalendarDay({ year, month, day }: CalendarDay): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** The day it is in `zone` at a moment (ms). */
export function dayAt(at: number, zone: string): CalendarDay {
  return dayOf(at + offsetMs(at, zone))
}

/** The day so many days later, or earlier. */
export function addCalendarDays({ year, month, day }: CalendarDay, days: number): CalendarDay {
  return dayOf(Date.UTC(year, month - 1, day + days))
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf({ year, month, day }: CalendarDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay()
}

/**
 * The moment (ms) at which the clocks of `zone` show `minute` (since midnight) on a day. A time that they skip in spring is
 * as much later as they are put forward, as calendars take it (RFC 5545, section 3.3.5); of a time that they show twice in
 * autumn, `reading` says which is meant.
 */
export function momentOf(day: CalendarDay, minute: number, zone: string, reading: Reading): number {
  const shown = Date.UTC(day.year, day.month - 1, day.day) + minute * MINUTE_MS
  // No zone changes its clocks twice within two days.
  const [before, after] = [offsetMs(shown - DAY_MS, zone), offsetMs(shown + DAY_MS, zone)]
  const shownAt = [shown - before, shown - after].filter((at) => at + offsetMs(at, zone) === shown)
  if (shownAt.length === 0) return shown - before
  return reading === 'first' ? Math.min(...shownAt) : Math.max(...shownAt)
}

function offsetMs(at: number, zone: string): number {
  return tzOffset(zone, new Date(at)) * MINUTE_MS
}

function dayOf(shown: number): CalendarDay {
  const date = new Date(shown)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}
