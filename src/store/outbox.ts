import type { Kysely } from 'kysely'
import type { ClaimedDelivery, OutboxStore } from '../watch/outbox.ts'
import type { Dispatch } from '../watch/ports.ts'
import { collapse, type DeliveryRow } from './collapse.ts'
import { moveWaiting } from './move-waiting.ts'
import { alertFrom } from './older.ts'
import { recordOutcome } from './outcome.ts'
import { skipOvertaken } from './overtaken.ts'
import { fromJson } from './rows.ts'
import type { Tables } from './schema.ts'
import { dueAt, unblocked } from './unblocked.ts'

/** The deliveries that wait: in order within a channel, each claimed by one process at a time. */
export function outboxStore(db: Kysely<Tables>): OutboxStore {
  return {
    claimDue(now, limit, held, { only, editsOnly } = {}) {
      return db.transaction().execute(async (trx) => {
        await skipSuperseded(trx, now)
        await skipOvertaken(trx, now)
        const due = await trx
          .selectFrom(
            unblocked(trx)
              .where('deliveries.at', '<=', now)
              .where('deliveries.retry_at', '<=', now)
              .where('channels.held_until', '<=', now)
              .$if(held.size > 0, (query) => query.where('deliveries.channel', 'not in', [...held]))
              .$if(only !== undefined, (query) => query.where('deliveries.channel', 'in', only ?? []))
              .$if(editsOnly !== undefined, (query) =>
                query.where(({ eb, or }) =>
                  or([eb('deliveries.type', '!=', 'edit'), eb('deliveries.channel', 'in', editsOnly ?? [])]),
                ),
              )
              .as('turns'),
          )
          .innerJoin('deliveries', 'deliveries.key', 'turns.key')
          .leftJoin('deliveries as parent', 'parent.key', 'deliveries.parent_key')
          .selectAll('deliveries')
          .select('parent.ts as parent_ts')
          .where('turns.turn', '=', 1)
          .orderBy('deliveries.at')
          .orderBy('deliveries.channel')
          .limit(limit)
          .execute()
        const claimed: ClaimedDelivery[] = []
        for (const row of due) {
          // Attempts grow with each claim, so that of two claims at a time only one finds the row as both have read it.
          const attempt = await trx
            .updateTable('deliveries')
            .set({ state: 'attempting', attempts: row.attempts + 1, attempted_at: now })
            .where('key', '=', row.key)
            .where('attempts', '=', row.attempts)
            .where('settled_at', 'is', null)
            .executeTakeFirst()
          if (attempt.numUpdatedRows !== 1n) continue
          claimed.push(claimedDelivery({ ...row, ...(await collapse(trx, row, now)) }))
        }
        return claimed
      })
    },

    recordDelivery: (key, outcome) => db.transaction().execute((trx) => recordOutcome(trx, key, outcome)),

    recoverInterrupted(now) {
      return db.transaction().execute(async (trx) => {
        await trx
          .updateTable('channels')
          .set({ held_until: now })
          .where('id', 'in', ({ selectFrom }) =>
            selectFrom('deliveries')
              .select('channel')
              .where('settled_at', 'is', null)
              .where('state', '=', 'attempting'),
          )
          .execute()
        const cutOff = trx
          .updateTable('deliveries')
          .where('settled_at', 'is', null)
          .where('state', '=', 'attempting')
        const edits = await cutOff.set({ state: 'waiting' }).where('type', '=', 'edit').executeTakeFirst()
        const messages = await cutOff
          .set(({ fn }) => ({ state: 'in_doubt', doubt_since: fn.coalesce('doubt_since', 'attempted_at') }))
          .where('type', '!=', 'edit')
          .executeTakeFirst()
        return Number(edits.numUpdatedRows + messages.numUpdatedRows)
      })
    },

    moveWaiting: (toChannel) => db.transaction().execute((trx) => moveWaiting(trx, toChannel)),

    nextDueAt: () => dueAt(db),

    async backlog() {
      const row = await db
        .selectFrom('deliveries')
        .select(({ fn }) => [fn.countAll<number>().as('waiting'), fn.min('at').as('oldest')])
        .where('settled_at', 'is', null)
        .executeTakeFirstOrThrow()
      return { waiting: row.waiting, oldestAt: row.oldest ?? null }
    },
  }
}

/** Settles the edits that a later edit of the same message makes needless. */
async function skipSuperseded(db: Kysely<Tables>, now: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'skipped', settled_at: now })
    .where('settled_at', 'is', null)
    .where('type', '=', 'edit')
    .where('state', '!=', 'attempting')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('deliveries as later')
          .select('later.key')
          .whereRef('later.message_key', '=', 'deliveries.message_key')
          .whereRef('later.position', '>', 'deliveries.position')
          .where('later.type', '=', 'edit')
          .where('later.settled_at', 'is', null)
          .where('later.at', '<=', now),
      ),
    )
    .execute()
}

type Row = DeliveryRow & { readonly parent_ts: string | null }

function claimedDelivery(row: Row): ClaimedDelivery {
  return {
    dispatch: dispatchOf(row),
    story: row.story,
    mention: row.mention === null ? null : fromJson(row.mention),
    channel: row.channel,
    incidentId: row.incident_id,
    alert: alertFrom(row.alert),
    at: row.at,
    attempt: row.attempts + 1,
    doubtSince: row.doubt_since,
    searches: row.searches,
    mayRepeat: row.may_repeat === 1,
    anew: row.anew === 1,
    parentTs: row.parent_ts,
  }
}

function dispatchOf({ key, type, parent_key: parentKey, broadcast }: Row): Dispatch {
  if (type === 'post') return { type, key }
  if (parentKey === null) throw new Error(`Delivery ${key} has lost the key of its parent.`)
  return type === 'edit' ? { type, key, parentKey } : { type, key, parentKey, broadcast: broadcast === 1 }
}
