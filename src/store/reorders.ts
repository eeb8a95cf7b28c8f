import { type Kysely, sql, type Transaction } from 'kysely'
import { compareReorders } from '../domain/open-reorder.ts'
import type { ReorderStore } from '../remedies/ports.ts'
import type { OrderedLinks } from '../watch/ports.ts'
import { deletionOf, haltedDeletion, openReorder, type Reorder } from './reorder-facts.ts'
import { chunked, fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

/** Migration 7: links that are being deleted, and ordered again. */
export async function addReorders({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable('reorders')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('link_id', 'text', (column) => column.notNull())
    .addColumn('new_link_id', 'text')
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('reorder', 'text', (column) => column.notNull())
    .addColumn('channel', 'text')
    .addColumn('ts', 'text')
    .addColumn('shown_version', 'integer')
    .execute()
  // Two that were asked for at once must not both delete, and order again, the same link.
  await schema
    .createIndex('reorders_open')
    .unique()
    .on('reorders')
    .column('link_id')
    .where(sql.ref('ended_at'), 'is', null)
    .execute()
  await schema.createIndex('reorders_of_link').on('reorders').columns(['link_id', 'started_at']).execute()
  await schema
    .createIndex('reorders_of_new_link')
    .on('reorders')
    .columns(['new_link_id', 'started_at'])
    .execute()
}

/** Deletions and orders under way; each method is one statement. */
export function reorderStore(db: Kysely<Tables>): ReorderStore & OrderedLinks {
  return {
    async beginReorder(reorder) {
      const written = await db
        .insertInto('reorders')
        .values({
          id: reorder.id,
          link_id: reorder.old.id,
          started_at: reorder.startedAt,
          ...columnsOf(reorder),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return written.numInsertedOrUpdatedRows === 1n
    },

    async saveReorder(reorder) {
      const written = await db
        .updateTable('reorders')
        .set(columnsOf(reorder))
        .where('id', '=', reorder.id)
        .where('version', '=', reorder.version - 1)
        .executeTakeFirst()
      if (written.numUpdatedRows !== 1n) {
        throw new Error(`Reorder ${reorder.id} is not stored in the version before ${reorder.version}.`)
      }
    },

    async showReorder(id, { channel, ts, version }) {
      await db
        .updateTable('reorders')
        .set({ channel, ts, shown_version: version })
        .where('id', '=', id)
        // Edits that end out of order must not make an old one look like the latest.
        .where(({ eb, or }) =>
          or([eb('shown_version', 'is', null), eb('shown_version', '<=', version), eb('ts', '!=', ts)]),
        )
        .execute()
    },

    async reorder(id) {
      const row = await db.selectFrom('reorders').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : reorderFrom(row)
    },

    async unfinishedReorders() {
      const rows = await db
        .selectFrom('reorders')
        .selectAll()
        .where(({ eb, or, ref }) =>
          or([eb('ended_at', 'is', null), eb('shown_version', '<', ref('version'))]),
        )
        .orderBy('started_at')
        .orderBy('id')
        .execute()
      return rows.map(reorderFrom)
    },

    async reordersOf(linkId) {
      const rows = await db
        .selectFrom('reorders')
        .selectAll()
        .where(({ eb, or }) => or([eb('link_id', '=', linkId), eb('new_link_id', '=', linkId)]))
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(reorderFrom)
    },

    async orderedSince(since) {
      const rows = await db
        .selectFrom('reorders')
        .selectAll()
        .where('new_link_id', 'is not', null)
        .where('started_at', '>=', since)
        .orderBy('started_at')
        .execute()
      const links = rows.map(reorderFrom)
      return new Map(
        links.flatMap(({ newLinkId, old }) =>
          newLinkId === null ? [] : [[newLinkId, { id: old.id, name: old.name }] as const],
        ),
      )
    },

    async haltedSince(since) {
      const rows = await db
        .selectFrom('reorders')
        .selectAll()
        .where('new_link_id', 'is', null)
        .where(({ eb, or }) => or([eb('ended_at', 'is', null), eb('ended_at', '>=', since)]))
        .orderBy('started_at')
        .execute()
      return new Map(rows.map(reorderFrom).flatMap((reorder) => haltedDeletion(reorder, since)))
    },

    async deletionsOf(linkIds) {
      const made = new Map<string, NonNullable<ReturnType<typeof deletionOf>>>()
      for (const ids of chunked([...new Set(linkIds)])) {
        const rows = await db
          .selectFrom('reorders')
          .selectAll()
          .where('link_id', 'in', ids)
          .orderBy('started_at')
          .execute()
        for (const reorder of rows.map(reorderFrom)) {
          const deletion = deletionOf(reorder)
          if (deletion !== null) made.set(reorder.old.id, deletion)
        }
      }
      return made
    },

    async openReorders() {
      const rows = await db.selectFrom('reorders').selectAll().where('ended_at', 'is', null).execute()
      return rows.map(reorderFrom).flatMap(openReorder).sort(compareReorders)
    },
  }
}

function columnsOf({ shownIn: _, ...reorder }: Reorder) {
  return {
    new_link_id: reorder.newLinkId,
    ended_at: reorder.standing.type === 'ended' ? reorder.standing.at : null,
    version: reorder.version,
    reorder: JSON.stringify(reorder),
  }
}

function reorderFrom(row: Tables['reorders']): Reorder {
  const { channel, ts, shown_version: version } = row
  const shownIn = channel === null || ts === null || version === null ? null : { channel, ts, version }
  return { ...fromJson<Omit<Reorder, 'shownIn'>>(row.reorder), shownIn }
}
