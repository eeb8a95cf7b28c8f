import { TZDate } from '@date-fns/tz'
import { addDays, isWeekend, setHours, setMinutes, startOfDay, subDays } from 'date-fns'

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
  const { opens, closes } = dayOf(new TZDate(at, hours.zone), hours)
  return !isWeekend(new TZDate(at, hours.zone)) && opens <= at && at < closes
}

/** The last moment (ms) at or before `at` (ms) at which people work. */
export function lastBusinessTime(at: number, hours: BusinessHours): number {
  for (let day = new TZDate(at, hours.zone); ; day = subDays(day, 1)) {
    const { opens, closes } = dayOf(day, hours)
    if (isWeekend(day) || opens > at) continue
    return Math.min(at, closes - 1)
  }
}

/** The next moment (ms) at or after `at` (ms) at which people work. */
export function nextBusinessTime(at: number, hours: BusinessHours): number {
  for (let day = new TZDate(at, hours.zone); ; day = addDays(day, 1)) {
    const { opens, closes } = dayOf(day, hours)
    if (isWeekend(day) || closes <= at) continue
    return Math.max(at, opens)
  }
}

function dayOf(day: TZDate, hours: BusinessHours): { readonly opens: number; readonly closes: number } {
  const at = (minute: number) =>
    setMinutes(setHours(startOfDay(day), Math.floor(minute / 60)), minute % 60).getTime()
  return { opens: at(hours.opensMinute), closes: at(hours.closesMinute) }
}
