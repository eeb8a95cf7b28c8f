import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import { createHousekeeping } from '../../src/watch/housekeeping.ts'
import type { TestDatabase } from '../contract/store.ts'
import { anIncident, aRecord } from '../contract/store-samples.ts'
import { sqliteDatabase } from '../store/databases.ts'
import { manualClock } from '../support/clock.ts'
import { NOW } from '../support/links.ts'

const HOUR_MS = 3_600_000
const KEEP_MS = 90 * 24 * HOUR_MS

let database: TestDatabase
let store: Store
let told: string[]
let batches: number
let trouble: Error | null

beforeEach(async () => {
  database = await sqliteDatabase()
  store = await openStore({ databaseUrl: database.url, onLost() {} })
  told = []
  batches = 0
  trouble = null
})
afterEach(async () => {
  await store.close()
  await database.discard()
})

/** Housekeeping over the real store, whose every call is counted and may be made to fail. */
function housekeeping() {
  const clock = manualClock(NOW)
  const keeping = createHousekeeping({
    store: {
      prune(before) {
        batches += 1
        return trouble === null ? store.prune(before) : Promise.reject(trouble)
      },
    },
    clock,
    keepMs: KEEP_MS,
    logger: { info: (_, message) => told.push(message), warn: (_, message) => told.push(message) },
  })
  /** Lets time go by, a second at a time so that each batch is done before the next falls due. */
  const goBy = async (ms: number) => {
    for (let gone = 0; gone < ms; gone += 1_000) {
      await clock.advance(1_000)
      await settled()
    }
  }
  return { ...keeping, clock, goBy }
}

/** Real work of the database is over once a later read of it answers. */
const settled = () => store.openIncidents()

async function endedAt(...times: readonly number[]): Promise<void> {
  const incidents = times.map((at) =>
    anIncident(`i${at}`, { firstBadAt: at, resolvedAt: at, ending: 'recovered' }),
  )
  for (let from = 0; from < incidents.length; from += 400)
    await store.record(aRecord({ incidents: incidents.slice(from, from + 400) }))
}

const kept = async () =>
  (await database.query('select count(*) as count from incidents')).map(({ count }) => Number(count))[0]

describe('housekeeping', () => {
  test('deletes what ended longer ago than is kept, and nothing younger', async () => {
    await endedAt(NOW - KEEP_MS - HOUR_MS, NOW - KEEP_MS + HOUR_MS, NOW - HOUR_MS)
    const { start, stop, goBy } = housekeeping()
    start()
    await goBy(60_000)
    await stop()
    expect(await kept()).toBe(2)
  })

  test('goes on batch by batch until nothing is left, then waits for an hour', async () => {
    await endedAt(...Array.from({ length: 1_200 }, (_, n) => NOW - KEEP_MS - HOUR_MS - n))
    const { start, stop, goBy, clock } = housekeeping()
    start()
    await goBy(59_000)
    expect(batches).toBe(0)
    await goBy(10_000)
    expect(batches).toBe(4)
    expect(await kept()).toBe(0)
    expect(told).toEqual(['What has been over for long was deleted.'])
    await clock.advance(59 * 60_000)
    expect(batches).toBe(4)
    await clock.advance(60_000)
    expect(batches).toBe(5)
    await stop()
  })

  test('says once that it cannot, and tries again each hour', async () => {
    await endedAt(NOW - KEEP_MS - HOUR_MS)
    trouble = new Error('The database is gone.')
    const { start, stop, goBy, clock } = housekeeping()
    start()
    await goBy(60_000)
    await clock.advance(HOUR_MS)
    expect(batches).toBe(2)
    expect(told).toEqual(['What is over for long could not be deleted; tried each hour.'])
    trouble = null
    await clock.advance(HOUR_MS)
    await goBy(2_000)
    expect(await kept()).toBe(0)
    await stop()
  })

  test('begins nothing once it is stopped, and waits for the batch under way', async () => {
    await endedAt(...Array.from({ length: 600 }, (_, n) => NOW - KEEP_MS - HOUR_MS - n))
    const { start, stop, clock } = housekeeping()
    start()
    await clock.advance(60_000)
    await stop()
    expect(await kept()).toBe(100)
    await clock.advance(2 * HOUR_MS)
    expect(batches).toBe(1)
  })
})
