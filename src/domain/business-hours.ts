import { TZDate } from '@date-fns/tz'
import { isWeekend, setHours, setMinutes, startOfDay } from 'date-fns'

/** When people work, Monday to Friday. Minutes are since midnight in `zone`, an IANA name; public holidays are not known. */
export interface BusinessHours {
  readonly zone: string
  readonly opensMinute: number
  readonly closesMinute: number
}

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)\s+(\S+)$/

/** Reads "09:00-18:00 Europe/Paris". Null for anything else: an unknown zone, or a day that ends before it begins. */
export function parseBusinessHours(text: string): BusinessHours | null {
  const [, openHour, openMinute, closeHour, closeMinute, zone] = HOURS.exec(text.trim()) ?? []
  if (zone === undefined || !isZone(zone)) return null
  const opensMinute = Number(openHour) * 60 + Number(openMinute)
  const closesMinute = Number(closeHour) * 60 + Number(closeMinute)
  return opensMinute < closesMinute ? { zone, opensMinute, closesMinute } : null
}

/** Whether the runtime knows a time zone of this name. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Whether people work at this moment (ms). */
export function isBusinessTime(at: number, hours: BusinessHours): boolean {
  return nextBusinessTime(at, hours) === at
}

/** The last moment (ms) at or before `at` (ms) at which people work. */
export function lastBusinessTime(at: number, hours: BusinessHours): number {
  for (let date = utcDate(at) + 1; ; date -= 1) {
    const { opens, closes, worked } = dayOf(date, hours)
    if (worked && opens <= at) return Math.min(at, closes - 1)
  }
}

/** The next moment (ms) at or after `at` (ms) at which people work. */
export function nextBusinessTime(at: number, hours: BusinessHours): number {
  for (let date = utcDate(at) - 1; ; date += 1) {
    const { opens, closes, worked } = dayOf(date, hours)
    if (worked && closes > at) return Math.max(at, opens)
  }
}

/** The next moment (ms) after `at` (ms) at which people begin to work. */
export function nextOpening(at: number, hours: BusinessHours): number {
  for (let date = utcDate(at) - 1; ; date += 1) {
    const { opens, worked } = dayOf(date, hours)
    if (worked && opens > at) return opens
  }
}

/** One calendar day of the zone. */
interface Day {
  readonly opens: number
  readonly closes: number
  /** Whether people work on it at all. */
  readonly worked: boolean
}

/** Zones are slow to reckon with, and a poll asks for the same few days thousands of times. */
const days = new WeakMap<BusinessHours, Map<number, Day>>()
const DAYS_KEPT = 1_000

/** The calendar day that has the same date in the zone as `date`, counted from the epoch, has in UTC. */
function dayOf(date: number, hours: BusinessHours): Day {
  const known = days.get(hours) ?? new Map<number, Day>()
  days.set(hours, known)
  const day = known.get(date) ?? reckonDay(date, hours)
  if (known.size >= DAYS_KEPT) known.clear()
  known.set(date, day)
  return day
}

function reckonDay(date: number, { zone, opensMinute, closesMinute }: BusinessHours): Day {
  const utc = new Date(date * DAY_MS)
  const noon = new TZDate(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), 12, zone)
  const at = (minute: number) =>
    setMinutes(setHours(startOfDay(noon), Math.floor(minute / 60)), minute % 60).getTime()
  return { opens: at(opensMinute), closes: at(closesMinute), worked: !isWeekend(noon) }
}

const DAY_MS = 86_400_000

/** The date in UTC, counted from the epoch. In any zone it is the day before, the same or the day after. */
function utcDate(at: number): number {
  return Math.floor(at / DAY_MS)
}
