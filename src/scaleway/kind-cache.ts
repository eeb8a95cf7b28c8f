import type { Clock } from '../domain/clock.ts'
import type { ReadFailure } from '../domain/snapshot.ts'
import type { CallResult } from './attempt.ts'
import type { Listing } from './pages.ts'

/**
 * What is known of one kind of things in one region. `items` is null where it could not be read. A `failure` beside
 * items means that some of them could not be understood or may be missing.
 */
export interface KindReading<T> {
  readonly items: readonly T[] | null
  readonly failure: ReadFailure | null
  /** Whether it was asked for just now, rather than remembered. */
  readonly fresh: boolean
}

export interface KindCacheSettings<T> {
  readonly clock: Clock
  /** How long a reading holds, in ms. */
  readonly ttlMs: number
  /** How long a missing right is not asked about again, in ms. */
  readonly forbiddenMs: number
  readonly list: (region: string, signal: AbortSignal) => Promise<CallResult<Listing<T>>>
  /** The failure that an incomplete list stands for. */
  readonly incomplete: (region: string, listing: Listing<T>, problem: string) => ReadFailure
}

/** A cache of one kind, for every region. */
export interface KindCache<T> {
  read(region: string, signal: AbortSignal): Promise<KindReading<T>>
  /**
   * Reads again at once when a remembered reading lacks one of `ids`. An id that stays missing is not looked for
   * again before the reading has grown old.
   */
  complete(
    region: string,
    reading: KindReading<T>,
    ids: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<KindReading<T>>
}

interface Remembered<T> {
  readonly items: readonly T[]
  readonly failure: ReadFailure | null
  readonly until: number
}

/**
 * Names and settings change seldom, so that a reading is remembered for a while. A failed reading is not covered up
 * with an older one: whoever keeps what was known before (the watch does) knows how old it is.
 */
export function createKindCache<T extends { readonly id: string }>(
  settings: KindCacheSettings<T>,
): KindCache<T> {
  const { clock } = settings
  const readings = new Map<string, Remembered<T>>()
  const forbidden = new Map<string, { readonly failure: ReadFailure; readonly until: number }>()
  const missing = new Map<string, number>()

  async function refresh(region: string, signal: AbortSignal): Promise<KindReading<T>> {
    const result = await settings.list(region, signal)
    const now = clock.now()
    if (result.type === 'failed') {
      const { failure } = result
      if (failure.reason === 'forbidden')
        forbidden.set(region, { failure, until: now + settings.forbiddenMs })
      return { items: null, failure, fresh: true }
    }
    const listing = result.data
    const problem = problemOf(listing)
    // What an incomplete list lacks may well exist: the names known before stay.
    const before = problem === null ? [] : (readings.get(region)?.items ?? [])
    const items = [...new Map([...before, ...listing.items].map((item) => [item.id, item])).values()]
    const failure = problem === null ? null : settings.incomplete(region, listing, problem)
    readings.set(region, { items, failure, until: now + settings.ttlMs })
    return { items, failure, fresh: true }
  }

  return {
    async read(region, signal) {
      const right = forbidden.get(region)
      if (right !== undefined && clock.now() < right.until)
        return { items: null, failure: right.failure, fresh: false }
      const known = readings.get(region)
      if (known === undefined || clock.now() >= known.until) return refresh(region, signal)
      return { items: known.items, failure: known.failure, fresh: false }
    },

    async complete(region, reading, ids, signal) {
      if (reading.fresh || reading.items === null) return reading
      for (const [key, until] of missing) if (clock.now() >= until) missing.delete(key)
      const lacking = lackingIds(reading.items, ids).filter((id) => !missing.has(`${region}/${id}`))
      if (lacking.length === 0) return reading
      const again = await refresh(region, signal)
      // A failed reading says nothing of what exists.
      const stillLacking = again.items === null ? [] : lackingIds(again.items, new Set(lacking))
      for (const id of stillLacking) {
        missing.set(`${region}/${id}`, clock.now() + settings.ttlMs)
      }
      return again
    },
  }
}

function lackingIds(items: readonly { readonly id: string }[], ids: ReadonlySet<string>): readonly string[] {
  const known = new Set(items.map((item) => item.id))
  return [...ids].filter((id) => !known.has(id))
}

function problemOf(listing: Listing<unknown>): string | null {
  const [bad] = listing.malformed
  if (bad !== undefined) return `entry ${bad.id ?? 'without an id'}: ${bad.problem}`
  return listing.doubt
}
