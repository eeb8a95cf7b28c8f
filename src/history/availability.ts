import { FAMILIES, type Family, type PerFamily } from '../domain/link.ts'
import type { Gap } from './period.ts'
import type { Health } from './standing.ts'
import type { Stretch } from './timeline.ts'

/** A time in which not every intended family carried. All times are in ms. */
export interface Outage {
  readonly from: number
  /** Null while it lasts, or lasted at the end of the period. */
  readonly until: number | null
  /** It began before what is known of it: before the period, or while nobody watched. It may be longer than it looks. */
  readonly cut: boolean
  /** How long of it was seen: without the times in which nobody watched. */
  readonly seenMs: number
  /** The worst of it. */
  readonly worst: 'partial' | 'down'
  /** The families that were lost at any time of it. */
  readonly lost: readonly Family[]
  /** Whether all of it that was seen lies within work that was announced. */
  readonly planned: boolean
}

/**
 * How well something carried. Counted is the time that is known and in service; a share is of that time, from 0 to 1, and
 * null where there was none. Times are in ms.
 */
export interface Availability {
  readonly ms: Readonly<Record<Health, number>>
  readonly countedMs: number
  /** The share in which every intended family carried: a family that is down counts as an outage. */
  readonly available: number | null
  /** The share in which at least one family carried. */
  readonly reachable: number | null
  /** `available` without the time of announced work; null also where no work was announced. */
  readonly availableUnplanned: number | null
  /** For each family, the share of the time in which it was meant to carry, and did. */
  readonly families: PerFamily<number | null>
  /** Oldest first. */
  readonly outages: readonly Outage[]
  /** All that was seen of the outages. */
  readonly downtimeMs: number
  /** The mean time to recovery: what was seen of the outages that ended, on average. Null where none did. */
  readonly meanMs: number | null
  /** Null where there were no outages. */
  readonly longestMs: number | null
}

/** Works out how well something carried. `planned` are the times of announced work, in order and without overlaps. */
export function availabilityOf(stretches: readonly Stretch[], planned: readonly Gap[]): Availability {
  const ms: Record<Health, number> = {
    full: 0,
    partial: 0,
    down: 0,
    out_of_service: 0,
    unknown: 0,
    absent: 0,
  }
  const up: Record<Family, number> = { ipv4: 0, ipv6: 0 }
  const meant: Record<Family, number> = { ipv4: 0, ipv6: 0 }
  const unplanned = { full: 0, counted: 0 }
  for (const { from, until, standing } of stretches) {
    const long = until - from
    ms[standing.health] += long
    for (const family of FAMILIES) {
      const health = standing.families[family]
      if (health === 'up') up[family] += long
      if (health === 'up' || health === 'down') meant[family] += long
    }
    if (!isCounted(standing.health)) continue
    const rest = long - within(from, until, planned)
    unplanned.counted += rest
    if (standing.health === 'full') unplanned.full += rest
  }
  const countedMs = ms.full + ms.partial + ms.down
  const outages = outagesOf(stretches, planned)
  const seen = outages.map(({ seenMs }) => seenMs)
  const ended = outages.filter(({ until }) => until !== null)
  return {
    ms,
    countedMs,
    available: share(ms.full, countedMs),
    reachable: share(ms.full + ms.partial, countedMs),
    availableUnplanned: planned.length === 0 ? null : share(unplanned.full, unplanned.counted),
    families: { ipv4: share(up.ipv4, meant.ipv4), ipv6: share(up.ipv6, meant.ipv6) },
    outages,
    downtimeMs: sum(seen),
    meanMs: ended.length === 0 ? null : sum(ended.map(({ seenMs }) => seenMs)) / ended.length,
    longestMs: seen.length === 0 ? null : Math.max(...seen),
  }
}

/** Outages in order. One that is down before and after a time in which nobody watched is one outage. */
function outagesOf(stretches: readonly Stretch[], planned: readonly Gap[]): readonly Outage[] {
  const outages: Outage[] = []
  let bad: Stretch[] = []
  let hiddenBefore = true
  const end = (until: number | null): void => {
    const first = bad[0]
    if (first === undefined) return
    const seenMs = sum(bad.map((stretch) => stretch.until - stretch.from))
    outages.push({
      from: first.from,
      until,
      cut: hiddenBefore,
      seenMs,
      worst: bad.some(({ standing }) => standing.health === 'down') ? 'down' : 'partial',
      lost: FAMILIES.filter((family) => bad.some(({ standing }) => standing.families[family] === 'down')),
      planned: sum(bad.map((stretch) => within(stretch.from, stretch.until, planned))) === seenMs,
    })
    bad = []
  }
  for (const stretch of stretches) {
    const { health } = stretch.standing
    if (health === 'partial' || health === 'down') bad.push(stretch)
    else if (health !== 'unknown') {
      end(bad.at(-1)?.until ?? null)
      hiddenBefore = false
    } else if (bad.length === 0) hiddenBefore = true
  }
  end(null)
  return outages
}

/** How much of a stretch lies within some times, which are in order and do not overlap (ms). */
function within(from: number, until: number, times: readonly Gap[]): number {
  return sum(times.map((time) => Math.max(0, Math.min(until, time.until) - Math.max(from, time.from))))
}

function isCounted(health: Health): boolean {
  return health === 'full' || health === 'partial' || health === 'down'
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
