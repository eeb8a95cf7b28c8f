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
  if (of.countedMs === 0) return uncounted(of)
  const parts = [`${percent(of.available)} available`]
  if (of.reachable !== of.available) parts.push(`${percent(of.reachable)} with at least one family`)
  if (of.availableUnplanned !== null && of.availableUnplanned !== of.available)
    parts.push(`${percent(of.availableUnplanned)} not counting maintenance`)
  const { outages, longestMs, meanMs } = of
  const known = knownPart([of])
  if (outages.length === 0) return [...parts, `no outage${known}`].join(' · ')
  parts.push(
    `${outages.length} ${outages.length === 1 ? 'outage' : 'outages'}, ${duration(of.downtimeMs)}${known === '' && outages.length > 1 ? ' in all' : known}`,
  )
  if (outages.length > 1 && longestMs !== null) parts.push(`longest ${duration(longestMs)}`)
  if (outages.length > 1 && meanMs !== null) parts.push(`mean time to recovery ${duration(meanMs)}`)
  return parts.join(' · ')
}

function uncounted({ ms }: Availability): string {
  if (ms.unknown === 0) return 'Not in service in all of this time'
  return ms.out_of_service + ms.absent === 0
    ? 'Not known in all of this time'
    : 'Not in service, or not known, in all of this time'
}

/**
 * How many of some things had outages, in a few words: "2 of 8 links had outages". Where nothing is known, that is said, and
 * not that nothing was wrong.
 */
export function outagesInWords(all: readonly Availability[], singular: string): string {
  const things = (n: number) => `${n} ${singular}${n === 1 ? '' : 's'}`
  const known = all.filter(({ countedMs, ms }) => countedMs > 0 || ms.unknown === 0)
  if (known.length === 0) return `Not known of ${things(all.length)} in that time`
  const unknown = known.length === all.length ? '' : `, ${things(all.length - known.length)} not known`
  const counted = known.filter(({ countedMs }) => countedMs > 0)
  if (counted.length === 0) return `None of ${things(known.length)} was in service${unknown}`
  const bad = known.filter(({ outages }) => outages.length > 0).length
  const tally =
    bad === 0 ? `No outage of ${things(known.length)}` : `${bad} of ${things(known.length)} had outages`
  return `${tally}${knownPart(counted)}${unknown}`
}

/** Of how much of the time something is known, to follow what is known: " in the 3 h known of 7 d". Empty where all is. */
function knownPart(all: readonly Availability[]): string {
  const spans = all.map(({ ms }) => {
    const whole = Object.values(ms).reduce((sum, one) => sum + one, 0)
    return { whole, known: whole - ms.unknown }
  })
  const whole = Math.max(...spans.map((span) => span.whole))
  const [least, most] = [
    Math.min(...spans.map(({ known }) => known)),
    Math.max(...spans.map(({ known }) => known)),
  ]
  if (least === whole) return ''
  return least === most
    ? ` in the ${duration(least)} known of ${duration(whole)}`
    : ` in what is known of ${duration(whole)}, at least ${duration(least)}`
}

/** The outages of many links together, in a line: "40 outages, 2 d 3 h in all · mean time to recovery 1 h". Empty for none. */
export function totals(all: readonly Availability[]): string {
  const outages = all.flatMap((of) => of.outages)
  if (outages.length === 0) return ''
  const downtimeMs = all.reduce((sum, of) => sum + of.downtimeMs, 0)
  const ended = outages.filter(({ until }) => until !== null)
  const recoveringMs = ended.reduce((sum, { seenMs }) => sum + seenMs, 0)
  return [
    `${outages.length} ${outages.length === 1 ? 'outage' : 'outages'}, ${duration(downtimeMs)}${outages.length > 1 ? ' in all' : ''}`,
    ...(ended.length === 0 ? [] : [`mean time to recovery ${duration(recoveringMs / ended.length)}`]),
  ].join(' · ')
}

/** What counts in an availability, for whoever reads one. */
export const WHAT_COUNTS =
  'Counted is time that is known and in service; a link counts as available while every family with a routing policy is up.'
