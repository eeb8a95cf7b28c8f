import type { Kysely } from 'kysely'
import type { WatchedLink } from '../domain/memory.ts'
import type { Directory, DirectoryKind } from '../domain/snapshot.ts'
import type { OwnAct, WatchStore } from '../watch/ports.ts'
import { enqueue } from './enqueue.ts'
import { incidentsEndedSince, linksVanishedSince } from './history.ts'
import { incidentFrom, watchedLinkFrom } from './older.ts'
import { askersOf, keepOwnActs } from './own-acts.ts'
import { keepReasons, recordScope, saveIncidents } from './record.ts'
import { fromJson } from './rows.ts'
import type { Tables } from './schema.ts'
import { storiesOfIncidents, storyCopies } from './stories.ts'
import {
  loadOpenSilences,
  loadSubscriptions,
  removeSubscriptions,
  saveSilences,
  saveSubscriptions,
} from './wishes.ts'

/** What the bot did itself, kept so that the watch does not tell it as somebody else's doing. */
export interface OwnActStore {
  /** Recording the same act again does nothing. */
  recordOwnAct(act: OwnAct): Promise<void>
}

/** What the watch remembers; a poll, or an act of a person, is recorded whole or not at all. */
export function memoryStore(db: Kysely<Tables>): WatchStore & OwnActStore {
  return {
    loadScope(scope) {
      // One snapshot of all three tables: PostgreSQL would else let a poll be recorded between the statements.
      const reading = db.transaction().setIsolationLevel('repeatable read')
      return reading.execute(async (trx) => {
        const row = await trx.selectFrom('scopes').selectAll().where('id', '=', scope.id).executeTakeFirst()
        return {
          scope,
          version: row?.version ?? 0,
          baselineAt: row?.baseline_at ?? null,
          lastGoodAt: row?.last_good_at ?? null,
          failingSince: row?.failing_since ?? null,
          failedPolls: row?.failed_polls ?? 0,
          lastFailure: row?.last_failure == null ? null : fromJson(row.last_failure),
          links: await loadLinks(trx, scope.id),
          directory: await loadDirectory(trx, scope.id),
        }
      })
    },

    async openIncidents() {
      const rows = await db
        .selectFrom('incidents')
        .select('incident')
        .where('resolved_at', 'is', null)
        .orderBy('first_bad_at')
        .orderBy('id')
        .execute()
      return rows.map((row) => incidentFrom(row.incident))
    },

    endedIncidents: (since) => incidentsEndedSince(db, since),

    vanishedLinks: (since) => linksVanishedSince(db, since),

    async ownActs(since) {
      const rows = await db
        .selectFrom('own_acts')
        .selectAll()
        .where('at', '>=', since)
        .orderBy('at')
        .orderBy('link_id')
        .orderBy('change')
        .execute()
      const asked = await askersOf(db, rows)
      return rows.map((row) => {
        const by = asked.get(`${row.at} ${row.link_id}`)
        return {
          linkId: row.link_id,
          change: row.change as OwnAct['change'],
          at: row.at,
          ...(by === undefined ? {} : { by }),
        }
      })
    },

    async recordOwnAct(act) {
      await keepOwnActs(db, act.linkId, [act.change], act.at)
    },

    openSilences: () => loadOpenSilences(db),

    subscriptions: () => loadSubscriptions(db),

    stories: (keys) => storyCopies(db, keys),

    async storiesOfIncidents(ids) {
      const keys = new Set((await storiesOfIncidents(db, ids)).values())
      return storyCopies(db, [...keys])
    },

    async record(record) {
      // Always the same order, so that two writers never wait for each other.
      const scopes = [...record.scopes].sort((a, b) => (a.scope.id < b.scope.id ? -1 : 1))
      await db.transaction().execute(async (trx) => {
        for (const change of scopes) await recordScope(trx, change)
        await saveIncidents(trx, record.incidents)
        await enqueue(trx, record.deliveries)
        await saveSilences(trx, record.silences)
        await saveSubscriptions(trx, record.subscriptions)
        await removeSubscriptions(trx, record.removedSubscriptions)
        await keepReasons(trx, record.reasons)
      })
    },
  }
}

async function loadLinks(db: Kysely<Tables>, scopeId: string): Promise<ReadonlyMap<string, WatchedLink>> {
  const rows = await db
    .selectFrom('links')
    .select(['id', 'watched'])
    .where('scope_id', '=', scopeId)
    .orderBy('id')
    .execute()
  return new Map(rows.map((row) => [row.id, watchedLinkFrom(row.watched)]))
}

async function loadDirectory(db: Kysely<Tables>, scopeId: string): Promise<Directory> {
  const rows = await db
    .selectFrom('directory')
    .select(['kind', 'entry'])
    .where('scope_id', '=', scopeId)
    .orderBy('kind')
    .orderBy('id')
    .execute()
  const of = <T>(kind: DirectoryKind): readonly T[] =>
    rows.filter((row) => row.kind === kind).map((row) => fromJson<T>(row.entry))
  return {
    partners: of('partners'),
    pops: of('pops'),
    connections: of('connections'),
    vpcs: of('vpcs'),
    policies: of('policies'),
  }
}
