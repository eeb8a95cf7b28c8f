import type { Kysely } from 'kysely'
import type { OwnAct } from '../watch/ports.ts'
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
