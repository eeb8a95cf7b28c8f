import { duration } from '../domain/duration.ts'
import type { Availability } from './availability.ts'

/**
 * A share in percent, rounded down: what was not available all the time never reads as 100 %. Two decimals, and three from
 * 99.9 % on. "–" where there was nothing to share.
 */
export function percent(share: number | null): string {
  const figure = percentFigure(share)
  return figure === '' ? '–' : `${figure} %`
}

/** The same as a bare number, for other programs; empty where there is none. */
export function percentFigure(share: number | null): string {
  if (share === null) return ''
  if (share >= 1) return '100'
  const decimals = share >= 0.999 ? 3 : 2
  const scale = 10 ** decimals
  // What binary fractions lose (0.58 * 100) is given back before rounding down.
  return (Math.floor(share * 100 * scale + 1e-6) / scale).toFixed(decimals)
}

/** The essence of an availability, in a line: "99.82 % available · 2 outages, 1 h 12 min in all, …". */
export function summary(of: Availability): string {
  if (of.countedMs === 0) return 'Not in service, or not known, in all of this time'
  const parts = [`${percent(of.available)} available`]
  if (of.reachable !== of.available) parts.push(`${percent(of.reachable)} with at least one family`)
  if (of.availableUnplanned !== null && of.availableUnplanned !== of.available)
    parts.push(`${percent(of.availableUnplanned)} not counting maintenance`)
  const { outages, longestMs, meanMs } = of
  if (outages.length === 0) return [...parts, 'no outage'].join(' · ')
  parts.push(
    `${outages.length} ${outages.length === 1 ? 'outage' : 'outages'}, ${duration(of.downtimeMs)}${outages.length > 1 ? ' in all' : ''}`,
  )
  if (outages.length > 1 && longestMs !== null) parts.push(`longest ${duration(longestMs)}`)
  if (outages.length > 1 && meanMs !== null) parts.push(`mean time to recovery ${duration(meanMs)}`)
  return parts.join(' · ')
}

/** What counts in an availability, for whoever reads one. */
export const WHAT_COUNTS =
  'Counted is time that is known and in service; a link counts as available while every family with a routing policy is up.'
