import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { Link } from '../../src/domain/link.ts'
import { linkTransition } from '../../src/domain/transition.ts'
import { createHistory } from '../../src/queries/history.ts'
import { createQueries } from '../../src/queries/queries.ts'
import { createReport } from '../../src/queries/report.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import type { ScopeChange } from '../../src/watch/ports.ts'
import { aChange, aRecord, PARIS, watched } from '../contract/store-samples.ts'
import { sqliteDatabase } from '../store/databases.ts'
import { manualClock } from '../support/clock.ts'
import { NO_CONTACTS } from '../support/contacts.ts'
import { aPartner, aPop, aVpc, NOW } from '../support/links.ts'
import { TIMEOUT } from './remembered.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const KEEP_MS = 90 * DAY

/** A real database into which polls of Paris are written, and the questions about the past over it. */
export async function pastBench() {
  const database = await sqliteDatabase()
  const store: Store = await openStore({ databaseUrl: database.url, onLost() {} })
  const clock = manualClock(NOW)
  const scopes = [PARIS]
  const live = { readLink: async () => ({ type: 'failed', failure: TIMEOUT }) as const }
  const kept = { scopes, memory: store, past: store, keepMs: KEEP_MS, clock }
  const { status } = createQueries({ ...kept, live, contacts: NO_CONTACTS, settings: DEFAULT_ALERT_SETTINGS })
  const parts = {
    ...kept,
    // A poll each minute.
    slots: (after: number, until: number) => Math.floor((until - after) / 60_000),
  }
  const links = new Map<string, Link>()
  let version = 0
  const poll = async (at: number, change: Partial<ScopeChange>) => {
    await store.record(aRecord({ scopes: [aChange({ expectedVersion: version, at, ...change })] }))
    version += 1
  }
  return {
    store,
    history: createHistory({ ...parts, status }),
    report: createReport(parts),
    /** The first whole poll, at `at` (ms). */
    async baseline(at: number, ...some: readonly Link[]) {
      for (const link of some) links.set(link.id, link)
      await poll(at, {
        outcome: { type: 'seen', baseline: true },
        saveLinks: some.map((link) => watched(link.id, { link })),
        saveDirectory: { vpcs: [aVpc()], partners: [aPartner()], pops: [aPop()] },
      })
    },
    /** A poll that saw a link become this, after polls that saw nothing new; null: that saw it vanish. */
    async change(at: number, linkId: string, change: Partial<Link> | null) {
      await this.goOn(at)
      const before = links.get(linkId)
      if (before === undefined) throw new Error('No such link.')
      const told = { reason: 'It changed.', incidentId: null }
      if (change === null) {
        await poll(at, { removeLinks: [linkId], transitions: [{ type: 'vanished', before, at, ...told }] })
        return
      }
      const after = { ...before, ...change }
      const transition = linkTransition(before, after, at)
      if (transition === null) throw new Error('Nothing changed.')
      links.set(linkId, after)
      await poll(at, {
        saveLinks: [watched(linkId, { link: after })],
        transitions: [{ ...transition, ...told }],
      })
    },
    /** Writes when the last good poll was, as if each one before it had succeeded. */
    async goOn(at: number) {
      await database.query(`update scopes set last_good_at = ${at}`)
    },
    async close() {
      await store.close()
      await database.discard()
    },
  }
}

export type PastBench = Awaited<ReturnType<typeof pastBench>>
