import { type GrammarProblem, oneTypedLine, parseDuration, wordsOf } from '../alerting/grammar.ts'
import {
  addCalendarDays,
  type CalendarDay,
  dayAt,
  isCalendarDay,
  momentOf,
  weekdayOf,
} from '../alerting/wall-clock.ts'
import type { Period } from '../history/period.ts'

/** A period that was found among words; or why what looks like one cannot be read. */
export type PeriodReading =
  | {
      readonly type: 'ok'
      readonly period: Period
      /** What names it; empty where nothing does. */
      readonly words: string
      /** The words that are left. */
      readonly rest: string
    }
  | GrammarProblem

const DAY_MS = 86_400_000
const LONGEST_MS = 3_660 * DAY_MS
/** Periods as people type them. */
export const PERIOD_EXAMPLE = '7d, last week, since monday, 2026-11 or 2026-11-01..2026-11-15'
/** "over the last 7 days" has as many words as a period may. */
const COUNTS = [5, 4, 3, 2, 1]
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** The last 7 days. `now` is in ms. */
export function defaultPeriod(now: number, zone: string): Period {
  return { from: now - 7 * DAY_MS, until: now, label: 'last 7d', zone }
}

/** Words that were meant as a period, and are none. */
export function noPeriod(): GrammarProblem {
  return { type: 'problem', problem: 'That period cannot be read.', example: PERIOD_EXAMPLE }
}

/** From when (ms) to when, in the future too; null where a word looks like a period and is none. */
type Reach = { readonly from: number; readonly until: number; readonly label: string } | null

/**
 * Finds the period among words: at their end, or where `anywhere` else at their beginning too. The last 7 days where none
 * is named. Quoted words are never taken for one. Days and months are those of `zone` (an IANA name); `now` is in ms.
 */
export function readPeriod(
  text: string,
  { now, zone, anywhere }: { readonly now: number; readonly zone: string; readonly anywhere: boolean },
): PeriodReading {
  const line = oneTypedLine(text)
  const words = wordsOf(line)
  const counts = COUNTS.filter((count) => count <= words.length)
  const ends = counts.map((count) => words.slice(-count))
  const begins = anywhere ? counts.map((count) => words.slice(0, count)) : []
  for (const some of [...ends, ...begins]) {
    const [first, last] = [some[0], some.at(-1)]
    if (first === undefined || last === undefined) continue
    if (some.some(({ keyword }) => keyword === null)) continue
    const named = some.map(({ keyword }) => keyword).join(' ')
    const reach = reachOf(named, now, zone)
    if (reach === undefined) continue
    const rest = `${line.slice(0, first.start)} ${line.slice(last.end)}`.trim()
    return settle(reach, { words: named, rest }, now, zone)
  }
  return { type: 'ok', period: defaultPeriod(now, zone), words: '', rest: line }
}

function settle(
  reach: Reach,
  found: { readonly words: string; readonly rest: string },
  now: number,
  zone: string,
): PeriodReading {
  const problem = (why: string): PeriodReading => ({ type: 'problem', problem: why, example: PERIOD_EXAMPLE })
  if (reach === null) return noPeriod()
  const { from, until, label } = reach
  if (from >= until) return problem('A period ends after it begins, and takes some time.')
  if (from >= now) return problem('That period has not begun yet.')
  if (until - from > LONGEST_MS) return problem('A period is at most ten years long.')
  return { type: 'ok', period: { from, until: Math.min(until, now), label, zone }, ...found }
}

/** Undefined for words that do not look like a period at all. */
function reachOf(typed: string, now: number, zone: string): Reach | undefined {
  const words = typed.replace(/^(?:(?:for|in|over|during) )?(?:the )?/, '')
  const named = calendarReach(words, now, zone) ?? sinceReach(words, now, zone)
  if (named !== undefined) return named
  const long = words.replace(/^(?:last|past) /, '')
  const lasting = lastingOf(long, long !== words)
  if (typeof lasting === 'number') return { from: now - lasting, until: now, label: `last ${long}` }
  if (lasting === null) return null
  if (!/^\d{4}-\d{1,2}(?:-\d{1,2})?(?:\.\.\S*)?$/.test(words)) return undefined
  const [begins, ends = begins, ...more] = words.split('..').map(readDays)
  if (begins == null || ends == null || more.length > 0) return null
  return { from: startOf(begins.first, zone), until: startOf(ends.after, zone), label: words }
}

/** Days, weeks, months and years by their names. A week begins on Monday (ISO 8601). */
function calendarReach(words: string, now: number, zone: string): Reach | undefined {
  const today = dayAt(now, zone)
  const start = (day: CalendarDay) => startOf(day, zone)
  const week = (offset: number) => addCalendarDays(lastOf(1, today), 7 * offset)
  const month = (offset: number) => monthOf(today.year, today.month + offset)
  const year = (offset: number): CalendarDay => ({ year: today.year + offset, month: 1, day: 1 })
  const whole = (unit: (offset: number) => CalendarDay, label: string) => ({
    from: start(unit(-1)),
    until: start(unit(0)),
    label,
  })
  switch (words) {
    case 'today':
      return { from: start(today), until: now, label: words }
    case 'yesterday':
      return { from: start(addCalendarDays(today, -1)), until: start(today), label: words }
    case 'this week':
      return { from: start(week(0)), until: now, label: `week of ${dayText(week(0))} so far` }
    case 'last week':
      return whole(week, `week of ${dayText(week(-1))}`)
    case 'this month':
      return { from: start(month(0)), until: now, label: `${monthText(month(0))} so far` }
    case 'last month':
      return whole(month, monthText(month(-1)))
    case 'this year':
      return { from: start(year(0)), until: now, label: `${today.year} so far` }
    case 'last year':
      return whole(year, String(today.year - 1))
  }
  return undefined
}

/** "since monday", "since last week", "since 2026-11-01": until now. */
function sinceReach(words: string, now: number, zone: string): Reach | undefined {
  const [, since] = /^since (\S+|(?:this|last) \S+)$/.exec(words) ?? []
  if (since === undefined) return undefined
  const named = calendarReach(since, now, zone)
  if (named != null) return { from: named.from, until: now, label: words }
  const [, last, word = ''] = /^(last )?(\S+)$/.exec(since) ?? []
  const weekday = word.length < 3 ? -1 : WEEKDAYS.findIndex((name) => name.startsWith(word))
  const latest = addCalendarDays(dayAt(now, zone), last === undefined ? 0 : -1)
  const first = weekday >= 0 ? lastOf(weekday, latest) : readDays(since)?.first
  return first === undefined
    ? null
    : { from: startOf(first, zone), until: now, label: `since ${dayText(first)}` }
}

/** The latest day of a weekday (0 for Sunday) that is not after `day`. */
function lastOf(weekday: number, day: CalendarDay): CalendarDay {
  return addCalendarDays(day, -((weekdayOf(day) - weekday + 7) % 7))
}

function startOf(day: CalendarDay, zone: string): number {
  return momentOf(day, 0, zone, 'first')
}

/** A day or a month: its first day, and the day after its last. */
function readDays(text: string): { readonly first: CalendarDay; readonly after: CalendarDay } | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text) ?? []
  if (year === undefined || month === undefined) return null
  const first: CalendarDay = { year: Number(year), month: Number(month), day: Number(day ?? 1) }
  if (first.year < 1970 || !isCalendarDay(first)) return null
  return {
    first,
    after: day === undefined ? monthOf(first.year, first.month + 1) : addCalendarDays(first, 1),
  }
}

const UNITS_MS = { m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS } as const

/**
 * The milliseconds of "24h", "7d", "1d12h", "4w" or "7 days", and of "hour", "day" and "week" where `one` will do; null for
 * what looks like a length of time and is none, undefined for anything else.
 */
function lastingOf(words: string, one: boolean): number | null | undefined {
  const exact = parseDuration(words)
  if (exact !== null) return exact
  const [, count, unit] =
    /^(\d{1,5}) ?(m|min(?:ute)?s?|h|hours?|d|days?|w|weeks?)$/.exec(words) ??
    (one ? /^()(hour|day|week)$/.exec(words) : null) ??
    []
  if (unit !== undefined) return Number(count || 1) * UNITS_MS[unit.charAt(0) as keyof typeof UNITS_MS]
  return /^\d+(?:[a-z]| ?(?:days?|hours?|weeks?|months?|years?))$/.test(words) ? null : undefined
}

/** The first day of a month; month 0 is December of the year before, month 13 January of the next. */
function monthOf(year: number, month: number): CalendarDay {
  const date = new Date(Date.UTC(year, month - 1, 1))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: 1 }
}

function monthText({ year, month }: CalendarDay): string {
  return `${year}-${String(month).padStart(2, '0')}`
}

function dayText(day: CalendarDay): string {
  return `${monthText(day)}-${String(day.day).padStart(2, '0')}`
}
