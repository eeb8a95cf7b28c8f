import type { Word } from './grammar.ts'
import {
  addCalendarDays,
  type CalendarDay,
  dayAt,
  isCalendarDay,
  momentOf,
  parseTimeOfDay,
  parseZone,
  type Reading,
  weekdayOf,
} from './wall-clock.ts'

/** The day of a moment: a date, one relative to today, a weekday (0 for Sunday), or whichever the time comes next on. */
type Day =
  | { readonly type: 'date'; readonly date: CalendarDay }
  | { readonly type: 'in_days'; readonly days: number }
  | { readonly type: 'weekday'; readonly weekday: number }
  | { readonly type: 'next' }

/** A moment as it was typed. */
export type TypedMoment =
  | { readonly type: 'now' }
  /** `minute` is since midnight; `zone` is null where none was named. */
  | { readonly type: 'clock'; readonly day: Day; readonly minute: number; readonly zone: string | null }

/** A moment that was read from words, with the index of the word after it; or why there is none. */
export type MomentReading =
  | { readonly type: 'ok'; readonly moment: TypedMoment; readonly next: number }
  | { readonly type: 'problem'; readonly problem: string }

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** Names of zones that mean several, or change with the season: taken for a reason, they would shift the time unseen. */
const SHORT_ZONES = /^(?:cet|cest|gmt|CET|CEST|MET|MEST|WET|WEST|EET|EEST|BST|GMT|MSK|IST|JST|[ECMP][SD]?T)$/

const AREAS = /^(?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific|etc)\//i

/**
 * Reads "14:00", "today 14:00", "tomorrow 02:00", "fri 22:00", "2026-11-25 02:00", "2026-11-25T02:00", each with a zone
 * after it or none, or "now".
 */
export function readMoment(words: readonly Word[], at: number): MomentReading {
  const word = words[at]?.keyword ?? null
  if (word === null) return unread()
  if (word === 'now') return { type: 'ok', moment: { type: 'now' }, next: at + 1 }
  const [, joinedDate, joinedTime] = /^(\d{4}-\d{2}-\d{2})t(\d{1,2}:\d{2})$/.exec(word) ?? []
  if (joinedDate !== undefined && joinedTime !== undefined)
    return readTime(readDay(joinedDate), joinedTime, words, at + 1)
  if (parseTimeOfDay(word) !== null) return readTime({ type: 'next' }, word, words, at + 1)
  const day = readDay(word)
  return day === null ? unread() : readTime(day, words[at + 1]?.keyword ?? '', words, at + 2)
}

/**
 * The moment (ms) that was meant, at or after `earliest` where the words leave the day open. `reading` says which is meant of a
 * time that comes twice in the night the clocks go back.
 */
export function momentMeant(
  moment: TypedMoment,
  meant: {
    readonly zone: string
    readonly now: number
    readonly earliest: number
    readonly reading: Reading
  },
): number {
  if (moment.type === 'now') return meant.now
  const { day, minute } = moment
  const zone = moment.zone ?? meant.zone
  const on = (date: CalendarDay) => momentOf(date, minute, zone, meant.reading)
  if (day.type === 'date') return on(day.date)
  if (day.type === 'in_days') return on(addCalendarDays(dayAt(meant.now, zone), day.days))
  for (let date = dayAt(meant.earliest, zone); ; date = addCalendarDays(date, 1)) {
    if (day.type === 'weekday' && weekdayOf(date) !== day.weekday) continue
    if (on(date) >= meant.earliest) return on(date)
  }
}

function readTime(day: Day | null, time: string, words: readonly Word[], next: number): MomentReading {
  if (day === null) return { type: 'problem', problem: 'There is no such day.' }
  const minute = parseTimeOfDay(time)
  if (minute === null)
    return { type: 'problem', problem: 'A day needs a time after it, from 00:00 to 23:59.' }
  const word = words[next]?.text ?? ''
  const zone = parseZone(word)
  if (zone === null && (SHORT_ZONES.test(word) || AREAS.test(word)))
    return {
      type: 'problem',
      problem: 'The time zone is not known by that name: name a city, as in Europe/Paris, or UTC.',
    }
  return { type: 'ok', moment: { type: 'clock', day, minute, zone }, next: zone === null ? next : next + 1 }
}

function readDay(word: string): Day | null {
  if (word === 'today') return { type: 'in_days', days: 0 }
  if (word === 'tomorrow') return { type: 'in_days', days: 1 }
  const weekday = word.length < 3 ? -1 : WEEKDAYS.findIndex((name) => name.startsWith(word))
  if (weekday >= 0) return { type: 'weekday', weekday }
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(word) ?? []
  if (year === undefined) return null
  const date: CalendarDay = { year: Number(year), month: Number(month), day: Number(day) }
  return isCalendarDay(date) ? { type: 'date', date } : null
}

function unread(): MomentReading {
  return {
    type: 'problem',
    problem:
      'A moment is a time with a day or without: 14:00, tomorrow 02:00, fri 22:00 or 2026-11-25 02:00, and a zone where it is not yours.',
  }
}
