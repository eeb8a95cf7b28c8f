import { TZDate } from '@date-fns/tz'

/** Whose wall clock times are shown on. */
export interface ReaderZone {
  readonly locale: string
  /** An IANA zone. */
  readonly timeZone: string
}

const DAY_MS = 86_400_000

/**
 * Slack's `<!date^…>` format (docs.slack.dev, "Date formatting"): its tokens filled for a reader in `zone`. All times in
 * milliseconds. Returns null when the format holds a token that is not known: Slack shows the fallback then.
 */
export function formatDate(format: string, at: number, now: number, zone: ReaderZone): string | null {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return null
  let known = true
  const text = format.replace(/\{(\w+)\}/g, (token, name: string) => {
    const filled = fill(name, date, now, zone)
    if (filled === null) known = false
    return filled ?? token
  })
  return known && text !== format ? text : null
}

/** The time of day next to a message. */
export function formatTime(at: number, zone: ReaderZone): string {
  return intl({ hour: 'numeric', minute: '2-digit' }, at, zone)
}

/** A running clock, with seconds. */
export function formatClock(at: number, zone: ReaderZone): string {
  return intl({ hour: '2-digit', minute: '2-digit', second: '2-digit' }, at, zone)
}

/** A whole moment, to be shown when a time is pointed at. */
export function formatMoment(at: number, zone: ReaderZone): string {
  return intl({ dateStyle: 'full', timeStyle: 'medium' }, at, zone)
}

/** What a clock on the reader's wall shows at `at` (ms), as browsers' inputs take it: `2026-03-03T10:00`. */
export function wallClock(at: number, zone: ReaderZone): string {
  const date = new TZDate(at, zone.timeZone)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())]
  return `${day.join('-')}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The moment (ms) at which the reader's wall clock shows this; null where it is no such time. */
export function momentOfWall(wall: string, zone: ReaderZone): number | null {
  const [year, month, day, hour, minute] = wall.split(/\D/u).map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  const at = new TZDate(year, month - 1, day, hour ?? 0, minute ?? 0, zone.timeZone).getTime()
  return Number.isNaN(at) ? null : at
}

/** The line between the messages of two days. */
export function formatDay(at: number, now: number, zone: ReaderZone): string {
  return pretty(at, now, zone) ?? intl({ weekday: 'long', month: 'long', day: 'numeric' }, at, zone)
}

/** Whether two moments are on one day of the reader's calendar. */
export function isSameDay(a: number, b: number, zone: ReaderZone): boolean {
  return dayKey(a, zone) === dayKey(b, zone)
}

function fill(name: string, date: Date, now: number, zone: ReaderZone): string | null {
  const at = date.getTime()
  switch (name) {
    case 'date_num':
      return dayKey(at, zone)
    case 'date':
      return intl({ year: 'numeric', month: 'long', day: 'numeric' }, at, zone)
    case 'date_short':
      return intl({ year: 'numeric', month: 'short', day: 'numeric' }, at, zone)
    case 'date_long':
      return intl({ dateStyle: 'full' }, at, zone)
    case 'date_pretty':
      return prettyInside(at, now, zone) ?? fill('date', date, now, zone)
    case 'date_short_pretty':
      return prettyInside(at, now, zone) ?? fill('date_short', date, now, zone)
    case 'date_long_pretty':
      return prettyInside(at, now, zone) ?? fill('date_long', date, now, zone)
    case 'time':
      return formatTime(at, zone)
    case 'time_secs':
      return intl({ hour: 'numeric', minute: '2-digit', second: '2-digit' }, at, zone)
    case 'ago':
      return ago(at - now, zone)
    default:
      return null
  }
}

/** Making a formatter costs far more than using it, and a page of messages uses thousands. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function intl(options: Intl.DateTimeFormatOptions, at: number, zone: ReaderZone): string {
  const key = JSON.stringify([zone.locale, zone.timeZone, options])
  const known = formatters.get(key)
  const formatter = known ?? new Intl.DateTimeFormat(zone.locale, { ...options, timeZone: zone.timeZone })
  if (known === undefined) formatters.set(key, formatter)
  return formatter.format(at)
}

function dayKey(at: number, zone: ReaderZone): string {
  return intl({ year: 'numeric', month: '2-digit', day: '2-digit' }, at, { ...zone, locale: 'en-CA' })
}

function pretty(at: number, now: number, zone: ReaderZone): string | null {
  const day = dayKey(at, zone)
  if (day === dayKey(now, zone)) return 'Today'
  if (day === dayKey(now - DAY_MS, zone)) return 'Yesterday'
  if (day === dayKey(now + DAY_MS, zone)) return 'Tomorrow'
  return null
}

function prettyInside(at: number, now: number, zone: ReaderZone): string | null {
  return pretty(at, now, zone)?.toLowerCase() ?? null
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]

function ago(differenceMs: number, zone: ReaderZone): string {
  const [unit, size] = STEPS.find(([, size]) => Math.abs(differenceMs) >= size) ?? (['second', 1000] as const)
  const count = Math.trunc(differenceMs / size)
  return new Intl.RelativeTimeFormat(zone.locale, { numeric: 'auto' }).format(count, unit)
}
