import type { Transaction } from 'kysely'
import type { ScopeChange } from '../watch/ports.ts'
import type { Tables } from './schema.ts'

/** Shorter times without a good poll are not kept (ms): what is known is not much older than it always may be. */
const GAP_KEPT_MS = 5 * 60_000

/** Migration 5: when nobody watched. Histories must not tell a link was up while nobody looked. */
export async function addGaps({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable('gaps')
    .addColumn('scope_id', 'text', (column) => column.notNull())
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('until_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('gaps_key', ['until_at', 'scope_id'])
    .execute()
}

/** Keeps for how long a scope was not read, where this poll is the first good one after a long time. */
export async function keepGap(
  trx: Transaction<Tables>,
  { scope, at, expectedVersion, outcome }: ScopeChange,
): Promise<void> {
  if (outcome.type !== 'seen') return
  const before = await trx
    .selectFrom('scopes')
    .select('last_good_at')
    .where('id', '=', scope.id)
    .where('version', '=', expectedVersion)
    .where('last_good_at', '<', at - GAP_KEPT_MS)
    .executeTakeFirst()
  if (before === undefined || before.last_good_at === null) return
  await trx
    .insertInto('gaps')
    .values({ scope_id: scope.id, from_at: before.last_good_at, until_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
