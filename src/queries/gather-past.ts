import { setImmediate as othersFirst } from 'node:timers/promises'
import { concerns } from '../alerting/silences.ts'
import { gatherEvidence } from '../diagnostics/evidence.ts'
import type { FilterFacts } from '../diagnostics/filter.ts'
import { groupedBy } from '../domain/grouped.ts'
import type { Incident } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import { EMPTY_DIRECTORY, type Scope } from '../domain/snapshot.ts'
import { type PastRow, pastRow, type Quiet, quietTime } from '../history/past.ts'
import type { Gap, KnownFrom, Period } from '../history/period.ts'
import { createTimelines, hide, joinGaps, type Timeline } from '../history/timeline.ts'
import type { HistorySource, MemorySource } from './ports.ts'
import { type KnownLink, type Recollection, recall } from './recall.ts'

/** What histories are made from. */
export interface PastParts {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource
  readonly past: HistorySource
  /** How many polls the schedule holds after one moment and until another (ms). */
  readonly slots: (after: number, until: number) => number
  /** For how long the past is kept (ms): HISTORY_DAYS. */
  readonly keepMs: number
}

/**
 * A time without a good poll counts as unknown once the schedule held more polls in it than the good one that ended it and
 * one that failed.
 */
const SLOTS_FORGIVEN = 2
/** And once it is longer than this (ms), as the store keeps them. */
const SHORTEST_GAP_MS = 5 * 60_000

/** What was of all links, or of one, in a period. */
export interface GatheredPast {
  readonly recalled: Recollection
  readonly knownFrom: readonly KnownFrom[]
  /** Of each link that existed in the period, with nothing shown of the times in which nobody watched. */
  readonly timelines: readonly Timeline[]
  /** What filters look at of a link, one that is gone included. */
  factsOf(link: Link): FilterFacts
  /** The row of a timeline. */
  rowOf(timeline: Timeline): PastRow
}

/** Reads what was in `period`; `linkId` null is all links. `now` is in ms. */
export async function gatherPast(
  parts: PastParts,
  period: Period,
  linkId: string | null,
  now: number,
): Promise<GatheredPast> {
  const { past } = parts
  const incidents = await past.incidentsBetween(period.from, period.until, linkId)
  const [recalled, silences, stored] = await Promise.all([
    recall(parts.memory, parts.scopes),
    past.silencesSince(period.from),
    past.gapsSince(period.from),
  ])
  await othersFirst()
  const byLink = incidentsByLink(incidents)
  const badAtStart = new Set(
    incidents.flatMap(({ subject, firstBadAt }) =>
      subject.type === 'link' && firstBadAt <= period.from ? [subject.linkId] : [],
    ),
  )
  const builder = createTimelines(period, badAtStart)
  await past.eachTransition(period.from, period.until, linkId, builder.add)
  if (period.until < now) await past.eachFirstTransition(period.until, linkId, builder.add)
  const { gapsOf, knownFrom } = watchedTimes(parts, recalled, stored, period, now)

  const links = new Map(
    [...recalled.links]
      .filter(([id]) => linkId === null || id === linkId)
      .map(([id, { watched }]) => {
        const { link, carried } = watched
        return [id, { link, carried: { families: carried, vpcId: link.vpcId } }] as const
      }),
  )
  await othersFirst()
  const timelines = builder.finish(links).map((timeline) => ({
    ...timeline,
    stretches: hide(timeline.stretches, gapsOf(timeline.link, recalled.links.get(timeline.link.id))),
  }))
  await othersFirst()
  const factsOf = factsSource(recalled)
  const held = silences.flatMap((silence) => {
    const quiet = quietTime(silence, period)
    return quiet === null ? [] : [quiet]
  })
  return {
    recalled,
    knownFrom,
    timelines,
    factsOf,
    rowOf: ({ link, gone, stretches }) =>
      pastRow({
        id: link.id,
        name: link.name,
        region: link.region,
        gone,
        stretches,
        incidents: byLink.get(link.id) ?? [],
        quiet: quietOf(held, factsOf(link)),
      }),
  }
}

/** The rows of timelines, in their order. Others get a turn in between: silences ask for each link. */
export async function rowsOf(
  gathered: GatheredPast,
  timelines: readonly Timeline[],
): Promise<readonly PastRow[]> {
  const rows: PastRow[] = []
  for (const [n, timeline] of timelines.entries()) {
    if (n % 10 === 9) await othersFirst()
    rows.push(gathered.rowOf(timeline))
  }
  return rows
}

/** When nobody watched a link; and of which regions not all of the period is known. */
function watchedTimes(
  { scopes, slots, keepMs }: PastParts,
  { states }: Recollection,
  stored: readonly (Gap & { readonly scopeId: string })[],
  period: Period,
  now: number,
) {
  const isLong = ({ from, until }: Gap) =>
    until - from > SHORTEST_GAP_MS && slots(from, until) > SLOTS_FORGIVEN
  const byRegion = new Map<string, Gap[]>()
  const knownFrom: KnownFrom[] = []
  for (const { scope, baselineAt, lastGoodAt } of states) {
    const kept = now - keepMs
    const since = Math.max(baselineAt ?? now, kept)
    const gaps: Gap[] = stored.filter((gap) => gap.scopeId === scope.id && isLong(gap))
    const still = { from: lastGoodAt ?? now, until: now }
    if (isLong(still)) gaps.push(still)
    if (period.from < since) {
      gaps.push({ from: period.from, until: since })
      knownFrom.push({ region: scope.region, since, why: since === kept ? 'forgotten' : 'never_read' })
    }
    byRegion.set(scope.region, [...(byRegion.get(scope.region) ?? []), ...gaps])
  }
  const regions = new Set(scopes.map(({ region }) => region))
  return {
    knownFrom,
    gapsOf(link: Link, known: KnownLink | undefined): readonly Gap[] {
      const unreadSince = known?.watched.unreadSince ?? null
      return joinGaps([
        ...(byRegion.get(link.region) ?? []),
        ...(unreadSince === null ? [] : [{ from: unreadSince, until: now }]),
        // A region that is not configured any more: what its links did since is not known.
        ...(regions.has(link.region) ? [] : [{ from: period.from, until: now }]),
      ])
    },
  }
}

function factsSource(recalled: Recollection): (link: Link) => FilterFacts {
  return (link) => {
    const known = recalled.links.get(link.id)
    if (known !== undefined) return { ...known, link }
    const directory = recalled.states.find(({ scope }) => scope.region === link.region)?.directory
    return gatherEvidence(link, { links: [], directory: directory ?? EMPTY_DIRECTORY, carried: [] })
  }
}

function quietOf(held: readonly Quiet[], facts: FilterFacts): readonly Quiet[] {
  return held.filter(({ silence }) => concerns(silence, facts)).sort((a, b) => a.from - b.from)
}

function incidentsByLink(incidents: readonly Incident[]): ReadonlyMap<string, readonly Incident[]> {
  return groupedBy(incidents, ({ subject }) => (subject.type === 'link' ? subject.linkId : null))
}
