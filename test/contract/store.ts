import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import { NOW } from '../support/links.ts'
import { storeCollapseContract } from './store-collapse.ts'
import { storeDeliveryContract } from './store-delivery.ts'
import { storeModelContract } from './store-model.ts'
import { storeOlderContract } from './store-older.ts'
import { storeOutboxContract } from './store-outbox.ts'
import { storePastContract } from './store-past.ts'
import { storePriorityContract } from './store-priority.ts'
import { storePruneContract } from './store-prune.ts'
import { storeRemediesContract } from './store-remedies.ts'
import { storeReordersContract } from './store-reorders.ts'
import { storeRunbookStepsContract } from './store-runbook-steps.ts'
import {
  AMSTERDAM,
  aChange,
  anIncident,
  aPost,
  aRecord,
  aSilence,
  aSubscription,
  claimOne,
  enqueue,
  PARIS,
  watched,
} from './store-samples.ts'
import { storeStoriesContract } from './store-stories.ts'
import { storeTimelineContract } from './store-timeline.ts'
import { storeWatchContract } from './store-watch.ts'

/** An empty database of one engine, and a second way into it, as a backup tool has it. */
export interface TestDatabase {
  readonly url: string
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  /** From now on counts the rows that anybody writes, for each table that had any. */
  countWrites(): Promise<() => Promise<Readonly<Record<string, number>>>>
  discard(): Promise<void>
}

/** An empty database for each test, and the stores opened on it, closed after the test. */
export interface StoreBench {
  readonly database: () => TestDatabase
  open(): Promise<Store>
  /** Closes the open store and opens it again. */
  reopen(): Promise<Store>
}

/** What every engine has to keep. `runs`: how many random histories the model is asked for. */
export function storeContract(
  engine: string,
  newDatabase: () => Promise<TestDatabase>,
  options: { readonly runs: number },
): void {
  describe(`the store on ${engine}`, () => {
    let database: TestDatabase
    let store: Store | undefined
    const bench: StoreBench = {
      database: () => database,
      async open() {
        store = await openStore({ databaseUrl: database.url, onLost() {} })
        return store
      },
      async reopen() {
        await store?.close()
        return bench.open()
      },
    }
    beforeEach(async () => {
      database = await newDatabase()
    })
    afterEach(async () => {
      await store?.close()
      store = undefined
      await database.discard()
    })

    describe('is the memory of the watch:', () => storeWatchContract(bench))
    describe('knows the messages of a story, which', () => storeStoriesContract(bench))
    describe('keeps the outbox:', () => storeOutboxContract(bench))
    describe('lets what is urgent go first:', () => storePriorityContract(bench))
    describe('is told what became of an attempt:', () => storeDeliveryContract(bench))
    describe('tells what waited in few words:', () => storeCollapseContract(bench))
    describe('keeps what people asked for, and the past:', () => storePastContract(bench))
    describe('knows what histories are made from:', () => storeTimelineContract(bench))
    describe('forgets what is long over:', () => storePruneContract(bench))
    describe('keeps which steps of runbooks were done:', () => storeRunbookStepsContract(bench))
    describe('keeps what remedies did:', () => storeRemediesContract(bench))
    describe('keeps deletions and orders under way:', () => storeReordersContract(bench))
    describe('reads what earlier versions wrote:', () => storeOlderContract(bench))
    handledContract(bench)
    lifeContract(bench)
    storeModelContract(newDatabase, options.runs)
  })
}

function handledContract(bench: StoreBench): void {
  describe('lets a thing be handled once:', () => {
    test('a key is claimed by the first who asks, and by nobody else within the window', async () => {
      const store = await bench.open()
      expect(await store.claimOnce('envelope-1', NOW, 60_000)).toBe(true)
      expect(await store.claimOnce('envelope-1', NOW + 59_999, 60_000)).toBe(false)
      expect(await store.claimOnce('envelope-2', NOW, 60_000)).toBe(true)
    })

    test('of many who ask at once, one gets it', async () => {
      const store = await bench.open()
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => store.claimOnce('envelope-1', NOW, 60_000)),
      )
      expect(answers.filter((first) => first)).toHaveLength(1)
    })

    test('a restart does not forget it', async () => {
      const store = await bench.open()
      await store.claimOnce('envelope-1', NOW, 60_000)
      const later = await bench.reopen()
      expect(await later.claimOnce('envelope-1', NOW + 1, 60_000)).toBe(false)
    })

    test('once the window is over the key is free again, and old keys take no room', async () => {
      const store = await bench.open()
      await store.claimOnce('envelope-1', NOW, 60_000)
      await store.claimOnce('envelope-2', NOW, 60_000)
      expect(await store.claimOnce('envelope-1', NOW + 60_000, 60_000)).toBe(true)
      const rows = await bench.database().query('select key from handled')
      expect(rows).toEqual([{ key: 'envelope-1' }])
    })
  })
}

function lifeContract(bench: StoreBench): void {
  test('everything survives closing and opening again', async () => {
    const store = await bench.open()
    await store.record(
      aRecord({
        scopes: [
          aChange({ saveLinks: [watched('l1')], outcome: { type: 'seen', baseline: true } }),
          aChange({ scope: AMSTERDAM, saveLinks: [watched('l2')] }),
        ],
        incidents: [anIncident('i1')],
        deliveries: [aPost('a'), aPost('b')],
        silences: [aSilence('s1')],
        subscriptions: [aSubscription('s2')],
        reasons: [{ linkId: 'l1', at: NOW, reason: 'It is silenced.', incidentId: null }],
      }),
    )
    await store.recordOwnAct({ linkId: 'l1', change: 'vpc', at: NOW })
    await claimOne(store)
    await store.recordDelivery('a', { type: 'delivered', ts: '1.1', at: NOW })
    const seen = async (from: Store) => [
      await from.loadScope(PARIS),
      await from.loadScope(AMSTERDAM),
      await from.openIncidents(),
      await from.ownActs(0),
      await from.stories(['a', 'b']),
      await from.openSilences(),
      await from.subscriptions(),
      await from.reasonsOf('l1', 10),
      await from.backlog(),
      await from.nextDueAt(),
    ]
    const before = await seen(store)
    expect(await seen(await bench.reopen())).toEqual(before)
  })

  test('opening again does not run a migration twice', async () => {
    await bench.open()
    const before = await bench.database().query('select * from schema_version')
    expect(before.length).toBeGreaterThan(0)
    await bench.reopen()
    expect(await bench.database().query('select * from schema_version')).toEqual(before)
  })

  test('a database of a newer version is refused, and left as it was', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'))
    await store.close()
    await bench.database().query(`insert into schema_version (version, name) values (99, 'from the future')`)
    await expect(bench.open()).rejects.toMatchObject({
      name: 'StoreOpenError',
      problem: 'newer_version',
      message: expect.stringMatching(/^DATABASE_URL .* version 99, .*\.$/),
    })
    expect(await bench.database().query('select key from deliveries')).toEqual([{ key: 'a' }])
  })

  test('a second bot is refused while the first is open, and let in when it has closed', async () => {
    const store = await bench.open()
    const second = openStore({ databaseUrl: bench.database().url, onLost() {} })
    await expect(second).rejects.toMatchObject({
      problem: 'in_use',
      message: expect.stringMatching(/^DATABASE_URL .*\.$/),
    })
    await store.close()
    await bench.open()
  })

  test('the database may be read by a backup while the bot has it open', async () => {
    const store = await bench.open()
    await enqueue(store, aPost('a'))
    expect(await bench.database().query('select key from deliveries')).toEqual([{ key: 'a' }])
  })

  test('a ping answers while the store is open, and fails when it is closed', async () => {
    const store = await bench.open()
    await expect(store.ping()).resolves.toBeUndefined()
    await store.close()
    await expect(store.ping()).rejects.toThrow()
  })

  test('closing twice is closing once', async () => {
    const store = await bench.open()
    await Promise.all([store.close(), store.close()])
    await expect(store.close()).resolves.toBeUndefined()
  })
}
