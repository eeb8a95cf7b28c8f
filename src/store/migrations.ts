import { type Kysely, sql, type Transaction } from 'kysely'
import { addStories } from './add-stories.ts'
import { addGaps } from './keep-gap.ts'
import { StoreOpenError } from './open-error.ts'
import { addCutOff, addRemedies } from './remedies.ts'
import { addReorders } from './reorders.ts'
import { addRunbookSteps } from './runbook-steps.ts'
import type { Tables } from './schema.ts'

interface Migration {
  readonly name: string
  up(trx: Transaction<Tables>): Promise<void>
}

/** The schema's history: migration n leads to version n. Only ever append: released ones have run elsewhere. */
const MIGRATIONS: readonly Migration[] = [
  { name: 'initial schema', up: initialSchema },
  { name: 'deliveries that wait alone', up: waitAlone },
  { name: 'stories, silences, subscriptions and reasons', up: addStories },
  { name: 'steps of runbooks', up: addRunbookSteps },
  { name: 'gaps in the watch', up: addGaps },
  { name: 'remedies', up: addRemedies },
  { name: 'reorders', up: addReorders },
  { name: 'acts that were cut off, and rights that the key lacks', up: addCutOff },
]

/**
 * Brings the schema to this program's version, whole or not at all. Throws StoreOpenError `newer_version` for a
 * database that a newer program has written.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.schema
      .createTable('schema_version')
      .ifNotExists()
      .addColumn('version', 'integer', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .execute()
    const found = await trx
      .selectFrom('schema_version')
      .select(({ fn }) => fn.max('version').as('version'))
      .executeTakeFirst()
    const version = found?.version ?? 0
    if (version > MIGRATIONS.length) {
      throw new StoreOpenError(
        'newer_version',
        `DATABASE_URL names a database of version ${version}, and this bot knows only up to ${MIGRATIONS.length}: start a newer bot, or restore a backup that fits this one.`,
      )
    }
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index < version) continue
      await migration.up(trx)
      await trx
        .insertInto('schema_version')
        .values({ version: index + 1, name: migration.name })
        .execute()
    }
  })
}

async function initialSchema(trx: Transaction<Tables>): Promise<void> {
  const { schema } = trx
  await schema
    .createTable('scopes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('baseline_at', 'bigint')
    .addColumn('last_good_at', 'bigint')
    .addColumn('failing_since', 'bigint')
    .addColumn('failed_polls', 'integer', (column) => column.notNull())
    .addColumn('last_failure', 'text')
    .execute()
  await schema
    .createTable('links')
    .addColumn('scope_id', 'text', (column) => column.notNull().references('scopes.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('watched', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('links_key', ['scope_id', 'id'])
    .execute()
  await schema
    .createTable('directory')
    .addColumn('scope_id', 'text', (column) => column.notNull().references('scopes.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('directory_key', ['scope_id', 'kind', 'id'])
    .execute()
  await schema
    .createTable('transitions')
    .addColumn('scope_id', 'text', (column) => column.notNull().references('scopes.id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('link_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('incident_id', 'text')
    .addColumn('transition', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('transitions_key', ['scope_id', 'version', 'position'])
    .execute()
  await schema.createIndex('transitions_of_link').on('transitions').columns(['link_id', 'at']).execute()
  await schema
    .createTable('incidents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('scope_id', 'text', (column) => column.notNull())
    .addColumn('link_id', 'text')
    .addColumn('first_bad_at', 'bigint', (column) => column.notNull())
    .addColumn('resolved_at', 'bigint')
    .addColumn('incident', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createIndex('incidents_open')
    .on('incidents')
    .column('first_bad_at')
    .where(sql.ref('resolved_at'), 'is', null)
    .execute()
  await schema
    .createTable('own_acts')
    .addColumn('link_id', 'text', (column) => column.notNull())
    .addColumn('change', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('own_acts_key', ['at', 'link_id', 'change'])
    .execute()
  await createOutbox(trx)
  await schema
    .createTable('handled')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('handled_expiry').on('handled').column('expires_at').execute()
}

async function createOutbox({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable('channels')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('enqueued', 'integer', (column) => column.notNull())
    .addColumn('held_until', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('deliveries')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('channel', 'text', (column) => column.notNull().references('channels.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('parent_key', 'text', (column) => column.references('deliveries.key'))
    .addColumn('broadcast', 'integer', (column) => column.notNull())
    .addColumn('message_key', 'text', (column) => column.notNull())
    .addColumn('incident_id', 'text')
    .addColumn('alert', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('attempted_at', 'bigint')
    .addColumn('doubt_since', 'bigint')
    .addColumn('searches', 'integer', (column) => column.notNull())
    .addColumn('may_repeat', 'integer', (column) => column.notNull())
    .addColumn('error', 'text')
    .addColumn('ts', 'text')
    .addColumn('settled_at', 'bigint')
    .addUniqueConstraint('deliveries_order', ['channel', 'position'])
    .execute()
  await schema
    .createIndex('deliveries_waiting')
    .on('deliveries')
    .columns(['channel', 'position'])
    .where(sql.ref('settled_at'), 'is', null)
    .execute()
  await schema
    .createIndex('deliveries_of_message')
    .on('deliveries')
    .columns(['message_key', 'position'])
    .execute()
}

async function waitAlone({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .alterTable('deliveries')
    .addColumn('retry_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await schema
    .createIndex('deliveries_of_parent')
    .on('deliveries')
    .columns(['parent_key', 'position'])
    .where(sql.ref('settled_at'), 'is', null)
    .execute()
}
