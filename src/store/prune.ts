import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from './schema.ts'

/** Forgets what is long over. */
export interface PruneStore {
  /**
   * Deletes one batch of what ended before `before` (ms): deliveries of stories that have no open incident, nothing that
   * waits and nothing newer; transitions, reasons, acts of the bot itself, reorders, the audit and marks of runbook steps;
   * ended silences and resolved incidents; contacts and tickets of links that are not watched any more. How many rows it
   * deleted; 0 once nothing is left. The work grows with the batch, not with the tables.
   */
  prune(before: number): Promise<number>
}

/** So many rows of one kind go at a time: SQLite stands still meanwhile. */
export const PRUNE_BATCH = 500

const AGED = [
  ['transitions', 'at'],
  ['reasons', 'at'],
  ['own_acts', 'at'],
  ['gaps', 'until_at'],
  ['runbook_steps', 'at'],
  ['silences', 'ended_at'],
  ['incidents', 'resolved_at'],
  ['audit', 'at'],
  ['reorders', 'ended_at'],
  ['acts_under_way', 'until_at'],
] as const satisfies readonly (readonly [keyof Tables, string])[]

/** What stays for as long as its link is watched. */
const OF_LINKS = ['partner_contacts', 'tickets'] as const

/** Deletes over a database what is older than it is to be kept. */
export function pruneStore(db: Kysely<Tables>): PruneStore {
  return {
    prune(before) {
      return db.transaction().execute(async (trx) => {
        let pruned = await pruneDeliveries(trx, before)
        for (const [table, column] of AGED) pruned += await pruneAged(trx, table, column, before)
        for (const table of OF_LINKS) pruned += await pruneUnwatched(trx, table, before)
        return pruned
      })
    },
  }
}

/** Whole stories, from their leaves on, since a reply or edit refers to its message. */
async function pruneDeliveries(trx: Transaction<Tables>, before: number): Promise<number> {
  const over = trx
    .selectFrom('deliveries as old')
    .select('old.key')
    .where('old.settled_at', '<', before)
    .where(({ exists, not, or, selectFrom }) =>
      not(
        or([
          exists(
            selectFrom('deliveries as other')
              .select('other.key')
              .whereRef('other.story', '=', 'old.story')
              .where((newer) =>
                newer.or([newer('other.settled_at', 'is', null), newer('other.settled_at', '>=', before)]),
              ),
          ),
          exists(
            selectFrom('deliveries as child')
              .select('child.key')
              .whereRef('child.parent_key', '=', 'old.key'),
          ),
          exists(
            selectFrom('incidents')
              .select('incidents.id')
              .whereRef('incidents.root_key', '=', 'old.story')
              .where('incidents.resolved_at', 'is', null),
          ),
        ]),
      ),
    )
    .orderBy('old.settled_at')
    .limit(PRUNE_BATCH)
  const { numDeletedRows } = await trx.deleteFrom('deliveries').where('key', 'in', over).executeTakeFirst()
  return Number(numDeletedRows)
}

/** The oldest rows, and those of the very same time as the last of them. */
async function pruneAged(
  trx: Transaction<Tables>,
  table: string,
  column: string,
  before: number,
): Promise<number> {
  const [from, at] = [sql.table(table), sql.ref(column)]
  const { numAffectedRows } = await sql`
    delete from ${from} where ${at} <= (
      select max(${at}) from (
        select ${at} from ${from} where ${at} < ${before} order by ${at} limit ${PRUNE_BATCH}
      ) as oldest
    )`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}

/** What is old, of links that are gone. */
async function pruneUnwatched(
  trx: Transaction<Tables>,
  table: (typeof OF_LINKS)[number],
  before: number,
): Promise<number> {
  const gone = trx
    .selectFrom(table)
    .select('link_id')
    .where('at', '<', before)
    .where('link_id', 'not in', trx.selectFrom('links').select('id'))
    .orderBy('at')
    .limit(PRUNE_BATCH)
  const { numDeletedRows } = await trx
    .deleteFrom(table)
    .where('at', '<', before)
    .where('link_id', 'in', gone)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
