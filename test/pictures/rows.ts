import type { PastRow, Report } from '../../src/history/past.ts'
import { pastRow } from '../../src/history/past.ts'
import { ALL_DOWN, HOUR, LAST_DAY, timelinesOf, wentThrough } from '../history/pasts.ts'
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

export function reportOf(links: readonly PastRow[], vpcs: readonly PastRow[] = []): Report {
  return { period: LAST_DAY, madeAt: NOW, knownFrom: [], filter: '', links, vpcs }
}
