import { type GrammarProblem, oneTypedLine, parseDuration, wordsOf } from '../alerting/grammar.ts'
import { addCalendarDays, type CalendarDay, dayAt, isCalendarDay, momentOf } from '../alerting/wall-clock.ts'
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
const EXAMPLE = '7d, last month, 2026-11 or 2026-11-01..2026-11-15'

/** The last 7 days. `now` is in ms. */
export function defaultPeriod(now: number, zone: string): Period {
  return { from: now - 7 * DAY_MS, until: now, label: 'last 7d', zone }
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
  const ends = [2, 1].map((count) => words.slice(-count))
  const begins = anywhere ? [2, 1].map((count) => words.slice(0, count)) : []
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
  const problem = (why: string): PeriodReading => ({ type: 'problem', problem: why, example: EXAMPLE })
  if (reach === null) return problem('That period cannot be read.')
  const { from, until, label } = reach
  if (from >= until) return problem('A period ends after it begins, and takes some time.')
  if (from >= now) return problem('That period has not begun yet.')
  if (until - from > LONGEST_MS) return problem('A period is at most ten years long.')
  return { type: 'ok', period: { from, until: Math.min(until, now), label, zone }, ...found }
}

/** Undefined for words that do not look like a period at all. */
function reachOf(words: string, now: number, zone: string): Reach | undefined {
  const today = dayAt(now, zone)
  const start = (day: CalendarDay) => momentOf(day, 0, zone, 'first')
  const month = (offset: number): CalendarDay => monthOf(today.year, today.month + offset)
  switch (words) {
    case 'today':
      return { from: start(today), until: now, label: words }
    case 'yesterday':
      return { from: start(addCalendarDays(today, -1)), until: start(today), label: words }
    case 'this month':
      return { from: start(month(0)), until: now, label: `${monthText(month(0))} so far` }
    case 'last month':
      return { from: start(month(-1)), until: start(month(0)), label: monthText(month(-1)) }
  }
  if (words.includes(' ')) return undefined
  const lasting = durationOf(words)
  if (lasting !== null) return { from: now - lasting, until: now, label: `last ${words}` }
  if (/^\d+(?:[a-z]|days?|hours?|weeks?|months?)$/.test(words)) return null
  if (!/^\d{4}-\d{1,2}(?:-\d{1,2})?(?:\.\.|$)/.test(words)) return undefined
  const [begins, ends = begins, ...more] = words.split('..').map(readDays)
  if (begins == null || ends == null || more.length > 0) return null
  return { from: start(begins.first), until: start(ends.after), label: words }
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

/** The milliseconds of "24h", "7d", "1d12h" or "4w"; null for anything else. */
function durationOf(word: string): number | null {
  const [, weeks] = /^(\d{1,3})w$/.exec(word) ?? []
  return weeks === undefined ? parseDuration(word) : Number(weeks) * 7 * DAY_MS
}

/** The first day of a month; month 0 is December of the year before, month 13 January of the next. */
function monthOf(year: number, month: number): CalendarDay {
  const date = new Date(Date.UTC(year, month - 1, 1))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: 1 }
}

function monthText({ year, month }: CalendarDay): string {
  return `${year}-${String(month).padStart(2, '0')}`
}
