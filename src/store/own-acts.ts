import type { Kysely } from 'kysely'
import type { AuditRow } from '../remedies/ports.ts'
import type { OwnAct } from '../watch/ports.ts'
import { chunked, fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

/** Keeps that the bot itself changes this, as of `at`. Keeping it twice is keeping it once. */
export async function keepOwnActs(
  db: Kysely<Tables>,
  linkId: string,
  changes: readonly OwnAct['change'][],
  at: number,
): Promise<void> {
  if (changes.length === 0) return
  await db
    .insertInto('own_acts')
    .values([...new Set(changes)].map((change) => ({ link_id: linkId, change, at })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The bot did not do this after all. */
export async function withdrawOwnActs(
  db: Kysely<Tables>,
  linkId: string,
  changes: readonly OwnAct['change'][],
  at: number,
): Promise<void> {
  if (changes.length === 0) return
  await db
    .deleteFrom('own_acts')
    .where('link_id', '=', linkId)
    .where('at', '=', at)
    .where('change', 'in', changes)
    .execute()
}

/**
 * Who had asked for acts (Slack's id), by `<at> <link id>`: as the audit's row that ended an act says, at whose very moment it
 * was kept. Nobody's, where it has not ended.
 */
export async function askersOf(
  db: Kysely<Tables>,
  acts: readonly { readonly link_id: string; readonly at: number }[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const moments of chunked([...new Set(acts.map(({ at }) => at))])) {
    const rows = await db.selectFrom('audit').select('entry').where('at', 'in', moments).execute()
    for (const { entry } of rows) {
      const { at, by, link, outcome } = fromJson<AuditRow>(entry)
      if (outcome === 'done' || outcome === 'unknown') found.set(`${at} ${link.id}`, by)
    }
  }
  return found
}
