import type { Kysely, Transaction } from 'kysely'
import type { Incident } from '../domain/incident.ts'
import type { StepMark } from '../domain/step-mark.ts'
import type { RunbookStepStore } from '../queries/ports.ts'
import { fromJson } from './rows.ts'
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

/**
 * Marks of runbook steps; each method is one statement or one transaction. Those of a story that moved into another belong
 * to that one: whichever message they are made in, both show them.
 */
export function runbookStepStore(db: Kysely<Tables>): RunbookStepStore {
  return {
    markStep: (mark) =>
      db.transaction().execute(async (trx) => {
        const told = await toldAs(trx, mark.story)
        const [earlier] = await ofStep(trx, told, mark)
        if (earlier !== undefined) return { isFirst: false, mark: earlier }
        const here = { ...mark, story: told.story }
        const written = await trx
          .insertInto('runbook_steps')
          .values(here)
          .onConflict((conflict) => conflict.columns(['story', 'runbook', 'step']).doNothing())
          .executeTakeFirst()
        if (written.numInsertedOrUpdatedRows === 1n) return { isFirst: true, mark: here }
        const [standing] = await ofStep(trx, told, mark)
        // Between the two, another may have undone it: then nobody's mark stands, and the answer is as good as late.
        return { isFirst: false, mark: standing ?? here }
      }),

    unmarkStep: (step) =>
      db.transaction().execute(async (trx) => {
        const { story, all } = await toldAs(trx, step.story)
        const removed = await trx
          .deleteFrom('runbook_steps')
          .where('story', 'in', all)
          .where('runbook', '=', step.runbook)
          .where('step', '=', step.step)
          .returningAll()
          .execute()
        return firstOfEach(removed, story)[0] ?? null
      }),

    stepsOf: (story, runbook) =>
      db.transaction().execute(async (trx) => {
        const told = await toldAs(trx, story)
        const marks = await trx
          .selectFrom('runbook_steps')
          .selectAll()
          .where('story', 'in', told.all)
          .where('runbook', '=', runbook)
          .orderBy('number')
          .orderBy('step')
          .execute()
        return firstOfEach(marks, told.story)
      }),
  }
}

/** The story that tells what another one told, and all that moved into it, itself included. */
interface ToldAs {
  readonly story: string
  readonly all: readonly string[]
}

async function toldAs(trx: Transaction<Tables>, story: string): Promise<ToldAs> {
  const rows = await trx
    .selectFrom('incidents')
    .select('incident')
    // Few incidents ever moved: what is not looked for here need not be read.
    .where('incident', 'like', '%"formerly":%')
    .execute()
  const moves = rows.map(({ incident }) => fromJson<Pick<Incident, 'rootKey' | 'formerly'>>(incident))
  const now = moves.find(({ formerly }) => formerly?.includes(story) === true)?.rootKey ?? story
  const before = moves.filter(({ rootKey }) => rootKey === now).flatMap(({ formerly }) => formerly ?? [])
  return { story: now, all: [...new Set([now, ...before])] }
}

async function ofStep(trx: Transaction<Tables>, { story, all }: ToldAs, { runbook, step }: StepMark) {
  const marks = await trx
    .selectFrom('runbook_steps')
    .selectAll()
    .where('story', 'in', all)
    .where('runbook', '=', runbook)
    .where('step', '=', step)
    .execute()
  return firstOfEach(marks, story)
}

/** The mark of each step that was made first, in the order they come, as marks of `story`. */
function firstOfEach(marks: readonly StepMark[], story: string): readonly StepMark[] {
  const isFirst = (mark: StepMark) => !marks.some((other) => other.step === mark.step && other.at < mark.at)
  const first = new Map(marks.filter(isFirst).map((mark) => [mark.step, { ...mark, story }]))
  return [...first.values()]
}
