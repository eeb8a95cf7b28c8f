import { sql, type Transaction } from 'kysely'
import type { Incident } from '../domain/incident.ts'
import { fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

/** Migration 3: messages of one story in several channels, what people asked for, and what history is read by. */
export async function addStories(trx: Transaction<Tables>): Promise<void> {
  await nameStories(trx)
  await nameRootsOfIncidents(trx)
  await addWishes(trx)
  await addHistory(trx)
}

/** Until now each story had one message, whose key named it. */
async function nameStories(trx: Transaction<Tables>): Promise<void> {
  const { schema } = trx
  await schema
    .alterTable('deliveries')
    .addColumn('story', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  await schema.alterTable('deliveries').addColumn('mention', 'text').execute()
  await schema
    .alterTable('deliveries')
    .addColumn('anew', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await trx
    .updateTable('deliveries')
    .set(({ fn, ref, selectFrom }) => ({
      story: fn.coalesce(
        selectFrom('deliveries as parent')
          .select('parent.message_key')
          .whereRef('parent.key', '=', 'deliveries.parent_key'),
        ref('deliveries.message_key'),
      ),
    }))
    .execute()
  await schema.createIndex('deliveries_of_story').on('deliveries').columns(['story', 'settled_at']).execute()
  // Pruning asks for these two; so does each check of the reference to a parent.
  await schema.createIndex('deliveries_children').on('deliveries').column('parent_key').execute()
  await schema
    .createIndex('deliveries_settled')
    .on('deliveries')
    .column('settled_at')
    .where(sql.ref('settled_at'), 'is not', null)
    .execute()
}

async function nameRootsOfIncidents(trx: Transaction<Tables>): Promise<void> {
  await trx.schema.alterTable('incidents').addColumn('root_key', 'text').execute()
  const open = await trx
    .selectFrom('incidents')
    .select(['id', 'incident'])
    .where('resolved_at', 'is', null)
    .execute()
  for (const { id, incident } of open) {
    const { rootKey } = fromJson<Pick<Incident, 'rootKey'>>(incident)
    await trx.updateTable('incidents').set({ root_key: rootKey }).where('id', '=', id).execute()
  }
  await trx.schema
    .createIndex('incidents_of_story')
    .on('incidents')
    .column('root_key')
    .where(sql.ref('resolved_at'), 'is', null)
    .execute()
}

async function addWishes({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable('silences')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ended_at', 'bigint')
    .addColumn('silence', 'text', (column) => column.notNull())
    .execute()
  await schema.createIndex('silences_ended').on('silences').column('ended_at').execute()
  await schema
    .createTable('subscriptions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('subscription', 'text', (column) => column.notNull())
    .execute()
}

async function addHistory({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable('reasons')
    .addColumn('link_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('incident_id', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .execute()
  await schema.createIndex('reasons_of_link').on('reasons').columns(['link_id', 'at', 'position']).execute()
  await schema.createIndex('reasons_age').on('reasons').column('at').execute()
  await schema.createIndex('transitions_age').on('transitions').column('at').execute()
  await schema.createIndex('incidents_of_link').on('incidents').columns(['link_id', 'first_bad_at']).execute()
  await schema
    .createIndex('incidents_resolved')
    .on('incidents')
    .column('resolved_at')
    .where(sql.ref('resolved_at'), 'is not', null)
    .execute()
}
