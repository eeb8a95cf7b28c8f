import type { PastRow, Report } from '../../src/history/past.ts'
import { pastRow } from '../../src/history/past.ts'
import type { Period } from '../../src/history/period.ts'
import { ALL_DOWN, DAY, HOUR, IPV6_LOST, LAST_DAY, timelinesOf, wentThrough } from '../history/pasts.ts'
import { aLink, NOW } from '../support/links.ts'

/** A link that was down for an hour of the last day, or was not. */
export function rowOf(name: string, wasDown = true): PastRow {
  const steps = wasDown
    ? ([
        [NOW - 3 * HOUR, ALL_DOWN],
        [NOW - 2 * HOUR, {}],
      ] as const)
    : []
  const { transitions, now } = wentThrough(aLink({ name }), ...steps)
  const stretches = timelinesOf(transitions, [now])[0]?.stretches ?? []
  return pastRow({ id: name, name, region: 'fr-par', gone: false, stretches, incidents: [], quiet: [] })
}

/** The thirty days that end now. */
export const THIRTY_DAYS: Period = {
  from: NOW - 30 * DAY,
  until: NOW,
  label: 'last 30d',
  zone: 'Europe/Paris',
}

/** A link that went down and came back so many times in the thirty days, a fraction of an hour each time. */
export function busyRow(name: string, outages: number, more: Partial<PastRow> = {}): PastRow {
  const apart = Math.floor((30 * DAY) / (outages + 1))
  const steps = Array.from({ length: outages }, (_, n) => {
    const at = THIRTY_DAYS.from + (n + 1) * apart
    return [
      [at, n % 3 === 0 ? ALL_DOWN : IPV6_LOST],
      [at + Math.floor(Math.min(HOUR, apart / 2)), {}],
    ] as const
  })
  const { transitions, now } = wentThrough(aLink({ name }), ...steps.flat())
  const stretches = timelinesOf(transitions, [now], { period: THIRTY_DAYS })[0]?.stretches ?? []
  const known = { id: name, name, region: 'fr-par', gone: false, stretches, incidents: [], quiet: [] }
  return pastRow({ ...known, ...more })
}

export function reportOf(links: readonly PastRow[], vpcs: readonly PastRow[] = []): Report {
  return { period: LAST_DAY, madeAt: NOW, knownFrom: [], filter: '', links, vpcs }
}
