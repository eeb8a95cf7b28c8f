import type { Kysely } from 'kysely'
import type { HandledStore } from '../slack/ports.ts'
import type { Tables } from './schema.ts'

/** Keys that were handled, each claimed once within its window; what has expired is deleted on the way. */
export function handledStore(db: Kysely<Tables>): HandledStore {
  return {
    async claimOnce(key, now, windowMs) {
      await db.deleteFrom('handled').where('expires_at', '<=', now).execute()
      const claim = await db
        .insertInto('handled')
        .values({ key, expires_at: now + windowMs })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst()
      return claim.numInsertedOrUpdatedRows === 1n
    },
  }
}
