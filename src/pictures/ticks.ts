import { tzOffset } from '@date-fns/tz'
import { addCalendarDays, type CalendarDay, dayAt, momentOf, weekdayOf } from '../alerting/wall-clock.ts'
import type { Period } from '../history/period.ts'

/** A place on the time axis. `label` is empty for one that is only marked. */
export interface Tick {
  readonly at: number
  readonly label: string
  /** The beginning of a day, week or month, in a scale of the next smaller ones. */
  readonly major: boolean
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** The minutes between two ticks within a day, from the finest on. */
const MINUTES = [1, 5, 15, 30, 60, 120, 180, 360, 720] as const

/**
 * The ticks of a period, at round times of the reader's own clocks: so many that at most `most` of them are labelled. Where
 * clocks are put forward or back within the period, the ticks stand at their real distance.
 */
export function ticksOf({ from, until, zone }: Period, most: number): readonly Tick[] {
  const long = until - from
  const minutes = MINUTES.find((step) => long / (step * 60_000) <= most)
  const all =
    minutes === undefined
      ? dayTicks(from, until, zone, Math.ceil(long / DAY_MS / most))
      : clockTicks(from, until, zone, minutes)
  return all.filter(({ at }) => at >= from && at <= until)
}

function clockTicks(from: number, until: number, zone: string, step: number): readonly Tick[] {
  const ticks = new Map<number, Tick>()
  for (const day of daysOf(from, until, zone))
    for (let minute = 0; minute < 1440; minute += step) {
      const at = momentOf(day, minute, zone, 'first')
      const label = minute === 0 ? dayText(day) : clockText(minute)
      // A time that the clocks skip in spring stands at the next one, which has a tick of its own.
      if (!ticks.has(at)) ticks.set(at, { at, label, major: minute === 0 })
    }
  return [...ticks.values()]
}

/** Every day, every Monday or every month begins with a tick; days in between are marked where they can be told apart. */
function dayTicks(from: number, until: number, zone: string, days: number): readonly Tick[] {
  const monthly = days > 14
  const months = Math.ceil(days / 31)
  const labelled = (day: CalendarDay, index: number): boolean => {
    if (monthly) return day.day === 1 && (day.month - 1) % months === 0
    if (days > 7) return weekdayOf(day) === 1 && weekOf(day) % 2 === 0
    if (days > 2) return weekdayOf(day) === 1
    return index % days === 0
  }
  return daysOf(from, until, zone).flatMap((day, index): Tick[] => {
    const at = momentOf(day, 0, zone, 'first')
    const isMajor = labelled(day, index)
    if (isMajor) return [{ at, label: monthly ? monthText(day) : dayText(day), major: true }]
    const isMarked = monthly ? day.day === 1 : days <= 7 || weekdayOf(day) === 1
    return isMarked ? [{ at, label: '', major: false }] : []
  })
}

function daysOf(from: number, until: number, zone: string): readonly CalendarDay[] {
  const days: CalendarDay[] = []
  for (let day = dayAt(from, zone); momentOf(day, 0, zone, 'first') <= until; day = addCalendarDays(day, 1))
    days.push(day)
  return days
}

function weekOf({ year, month, day }: CalendarDay): number {
  return Math.floor(Date.UTC(year, month - 1, day) / (7 * DAY_MS))
}

function dayText(day: CalendarDay): string {
  return `${WEEKDAYS[weekdayOf(day)] ?? ''} ${day.day} ${MONTHS[day.month - 1] ?? ''}`
}

function monthText({ year, month }: CalendarDay): string {
  return `${MONTHS[month - 1] ?? ''} ${year}`
}

function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** A moment on the reader's clocks, with its zone where that is not said elsewhere: "3 Mar 2026 09:00". */
export function momentText(at: number, zone: string): string {
  const day = dayAt(at, zone)
  const minute = Math.floor((at + tzOffset(zone, new Date(at)) * 60_000) / 60_000) % 1440
  return `${day.day} ${MONTHS[day.month - 1] ?? ''} ${day.year} ${clockText(minute)}`
}

/** Which clocks a picture's times are of: "Europe/Paris (UTC+1, from 29 Mar 2026 03:00 UTC+2)". */
export function zoneText({ from, until, zone }: Period): string {
  const [first, last] = [tzOffset(zone, new Date(from)), tzOffset(zone, new Date(until))]
  if (zone === 'UTC') return zone
  if (first === last) return `${zone} (${offsetText(first)})`
  let [before, after] = [from, until]
  while (after - before > 60_000) {
    const middle = Math.floor((before + after) / 2)
    if (tzOffset(zone, new Date(middle)) === first) before = middle
    else after = middle
  }
  const changed = Math.ceil(before / 60_000) * 60_000
  return `${zone} (${offsetText(first)}, from ${momentText(changed, zone)} ${offsetText(last)})`
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '\u2212' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
