import { TZDate } from '@date-fns/tz'
import { addBusinessDays, subBusinessDays } from 'date-fns'

/** A length of time: so many milliseconds, or working days (Monday to Friday) of whoever has to act. */
export type Span =
  | { readonly unit: 'ms'; readonly ms: number }
  | { readonly unit: 'business_days'; readonly days: number }

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const SPAN = /^(\d{1,6})(s|m|h|d|bd)$/

/** Reads "90s", "15m", "4h", "2d" or "3bd" (working days). Null for anything else, and for nothing at all ("0s"). */
export function parseSpan(text: string): Span | null {
  const [, digits, unit] = SPAN.exec(text.trim().toLowerCase()) ?? []
  const length = Number(digits)
  if (unit === undefined || !(length > 0)) return null
  if (unit === 'bd') return { unit: 'business_days', days: length }
  return { unit: 'ms', ms: length * UNITS_MS[unit as keyof typeof UNITS_MS] }
}

/** The shortest text that `parseSpan` reads as this span. */
export function spanText(span: Span): string {
  if (span.unit === 'business_days') return `${span.days}bd`
  for (const unit of ['d', 'h', 'm'] as const)
    if (span.ms % UNITS_MS[unit] === 0) return `${span.ms / UNITS_MS[unit]}${unit}`
  return `${Math.round(span.ms / UNITS_MS.s)}s`
}

/**
 * The moment (ms) at which `span` has gone by since `from` (ms). A working day later is the same time of day in `zone`
 * (an IANA name), so it is an hour more or less over a clock change. Public holidays are not known.
 */
export function spanEnd(from: number, span: Span, zone: string): number {
  if (span.unit === 'ms') return from + span.ms
  return addBusinessDays(new TZDate(from, zone), span.days).getTime()
}

/** The moment (ms) from which `span` has gone by until `at` (ms). */
export function spanStart(at: number, span: Span, zone: string): number {
  if (span.unit === 'ms') return at - span.ms
  return subBusinessDays(new TZDate(at, zone), span.days).getTime()
}
