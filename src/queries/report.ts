import type { GrammarProblem } from '../alerting/grammar.ts'
import { matchesFilter, parseFilter } from '../diagnostics/filter.ts'
import type { Clock } from '../domain/clock.ts'
import { pastRow, type Report, worstFirst } from '../history/past.ts'
import type { Timeline } from '../history/timeline.ts'
import { vpcTimelines } from '../history/vpc-timeline.ts'
import type { ScopeAge } from './answers.ts'
import { type GatheredPast, gatherPast, type PastParts, rowsOf } from './gather-past.ts'
import { type Asker, zoneOf } from './history.ts'
import { readPeriod } from './period.ts'
import { scopeAge } from './recall.ts'

/** How well links and VPCs were reached; or why the period cannot be read. No link may fit the filter. */
export type ReportAnswer =
  | { readonly type: 'found'; readonly report: Report; readonly scopes: readonly ScopeAge[] }
  | GrammarProblem

/** Makes the answer to "how well were our links?": `[period] [filter]`, in either order. */
export function createReport(
  parts: PastParts & { readonly clock: Clock },
): (words: string, asker: Asker) => Promise<ReportAnswer> {
  return async (words, asker) => {
    const now = parts.clock.now()
    const zone = zoneOf(asker)
    const reading = readPeriod(words, { now, zone, anywhere: true })
    if (reading.type === 'problem') return reading
    const { period } = reading
    const filter = parseFilter(reading.rest)
    const gathered = await gatherPast(parts, period, null, now)
    const wanted = gathered.timelines.filter(({ link }) => matchesFilter(filter, gathered.factsOf(link)))
    const links = await rowsOf(gathered, wanted)
    return {
      type: 'found',
      report: {
        period,
        madeAt: now,
        knownFrom: gathered.knownFrom,
        filter: filter.text,
        vpcs: vpcRows(gathered, wanted, period).sort(worstFirst),
        links: [...links].sort(worstFirst),
      },
      scopes: gathered.recalled.states.map(scopeAge),
    }
  }
}

/** The VPCs that the wanted links led into, each with all links into it. */
function vpcRows(
  { timelines, recalled }: GatheredPast,
  wanted: readonly Timeline[],
  period: Report['period'],
) {
  const into = new Map<string, string>()
  for (const { link, stretches } of wanted)
    for (const { standing } of stretches) if (standing.vpcId !== null) into.set(standing.vpcId, link.region)
  const known = new Map(
    recalled.states.flatMap(({ directory }) => directory.vpcs.map((vpc) => [vpc.id, vpc] as const)),
  )
  const together = vpcTimelines(timelines, period)
  return [...into].map(([id, region]) => {
    const vpc = known.get(id)
    return pastRow({
      id,
      name: vpc?.name ?? id,
      region: vpc?.region ?? region,
      gone: false,
      stretches: together.get(id) ?? [],
      incidents: [],
      quiet: [],
      planned: [],
    })
  })
}
