import type { Kysely } from 'kysely'
import type { RightsStore } from '../remedies/ports.ts'
import { fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

/** What a key lacks; each method is one statement or one transaction. */
export function rightsStore(db: Kysely<Tables>): RightsStore {
  return {
    missingRights: (key) =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('missing_rights').where('key', '!=', key).execute()
        const rows = await trx
          .selectFrom('missing_rights')
          .select(['needs', 'project', 'sentence'])
          .orderBy('needs')
          .orderBy('project')
          .execute()
        return rows.map(({ needs, project, sentence }) => ({
          needs,
          projectId: project,
          sentence: fromJson<string>(sentence),
        }))
      }),

    async keepMissingRight(key, { needs, projectId: project, sentence }) {
      const said = { sentence: JSON.stringify(sentence) }
      await db
        .insertInto('missing_rights')
        .values({ key, needs, project, ...said })
        .onConflict((conflict) => conflict.columns(['key', 'needs', 'project']).doUpdateSet(said))
        .execute()
    },

    async dropMissingRight(key, { needs, projectId }) {
      await db
        .deleteFrom('missing_rights')
        .where('key', '=', key)
        .where('needs', '=', needs)
        .where('project', '=', projectId)
        .execute()
    },
  }
}
