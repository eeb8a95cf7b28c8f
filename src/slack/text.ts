import { duration as durationInWords } from '../domain/duration.ts'
import { utcSecond } from '../domain/utc.ts'

/** Words for numbers, times and lists. */

/** `2026-03-03 09:00:05 UTC`. */
export const utc = utcSecond

/**
 * A moment that each reader sees in a zone of their own, with UTC for clients that cannot (Slack's date formatting,
 * `<!date^unix^format|fallback>`). The day comes last, so that it reads after "at" and "until": "at 10:41:05 today".
 */
export function localDate(ms: number): string {
  return `<!date^${Math.floor(ms / 1000)}^{time_secs} {date_short_pretty}|${utc(ms)}>`
}

/** Both: the reader's own time, and UTC to compare with logs and other people. */
export function moment(ms: number): string {
  return `${localDate(ms)} (${utc(ms).slice(11)})`
}

/** How long ago, which the reader's client keeps counting: an edit for each minute is not needed. */
export function ago(ms: number): string {
  return `<!date^${Math.floor(ms / 1000)}^{ago}|${utc(ms)}>`
}

/** `12 min 30 s`, as everywhere. */
export const duration = durationInWords

/** `1 link`, `2 links`. */
export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${n} ${n === 1 ? singular : plural}`
}

/** The first letter in capitals. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
