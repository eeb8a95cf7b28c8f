import type { Kysely, Transaction } from 'kysely'
import type { StepMark } from '../domain/step-mark.ts'
import type { RunbookStepStore } from '../queries/ports.ts'
import type { Tables } from './schema.ts'

/** Migration 4: which steps of runbooks were done for a story, and by whom. */
export async function addRunbookSteps({ schema }: Transaction<Tables>): Promise<void> {
  await schema
    .createTable('runbook_steps')
    .addColumn('story', 'text', (column) => column.notNull())
    .addColumn('runbook', 'text', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('runbook_steps_key', ['story', 'runbook', 'step'])
    .execute()
  await schema.createIndex('runbook_steps_age').on('runbook_steps').column('at').execute()
}

/** Marks of runbook steps; each method is one statement or one transaction. */
export function runbookStepStore(db: Kysely<Tables>): RunbookStepStore {
  return {
    markStep: (mark) =>
      db.transaction().execute(async (trx) => {
        const written = await trx
          .insertInto('runbook_steps')
          .values(mark)
          .onConflict((conflict) => conflict.columns(['story', 'runbook', 'step']).doNothing())
          .executeTakeFirst()
        if (written.numInsertedOrUpdatedRows === 1n) return { isFirst: true, mark }
        const standing = await ofStep(trx, mark).executeTakeFirst()
        // Between the two, another may have undone it: then nobody's mark stands, and the answer is as good as late.
        return { isFirst: false, mark: standing ?? mark }
      }),

    async unmarkStep(step) {
      const removed = await db
        .deleteFrom('runbook_steps')
        .where('story', '=', step.story)
        .where('runbook', '=', step.runbook)
        .where('step', '=', step.step)
        .returningAll()
        .executeTakeFirst()
      return removed ?? null
    },

    stepsOf: (story, runbook) =>
      db
        .selectFrom('runbook_steps')
        .selectAll()
        .where('story', '=', story)
        .where('runbook', '=', runbook)
        .orderBy('number')
        .orderBy('step')
        .execute(),
  }
}

function ofStep(trx: Transaction<Tables>, { story, runbook, step }: StepMark) {
  return trx
    .selectFrom('runbook_steps')
    .selectAll()
    .where('story', '=', story)
    .where('runbook', '=', runbook)
    .where('step', '=', step)
}
