import type { Kysely, Selectable } from 'kysely'
import type { ClaimedDelivery, Dispatch, OutboxStore } from '../watch/ports.ts'
import { recordOutcome } from './outcome.ts'
import { fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

export function outboxStore(db: Kysely<Tables>): OutboxStore {
  return {
    claimDue(now, limit, held) {
      return db.transaction().execute(async (trx) => {
        await skipSuperseded(trx, now)
        const due = await heads(trx)
          .selectAll('deliveries')
          .leftJoin('deliveries as parent', 'parent.key', 'deliveries.parent_key')
          .select('parent.ts as parent_ts')
          .where('deliveries.at', '<=', now)
          .where('channels.held_until', '<=', now)
          .$if(held.size > 0, (query) => query.where('deliveries.channel', 'not in', [...held]))
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
          if (attempt.numUpdatedRows === 1n) claimed.push(claimedDelivery(row))
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

    async nextDueAt() {
      const rows = await heads(db).select(['deliveries.at', 'channels.held_until']).execute()
      return rows.reduce<number | null>((next, row) => {
        const due = Math.max(row.at, row.held_until)
        return next === null || due < next ? due : next
      }, null)
    },

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

/** The first unsettled delivery of each channel, but for those under way. */
function heads(db: Kysely<Tables>) {
  return db
    .selectFrom('deliveries')
    .innerJoin(
      ({ selectFrom }) =>
        selectFrom('deliveries')
          .select(({ fn }) => ['channel', fn.min('position').as('position')])
          .where('settled_at', 'is', null)
          .groupBy('channel')
          .as('head'),
      (join) =>
        join
          .onRef('head.channel', '=', 'deliveries.channel')
          .onRef('head.position', '=', 'deliveries.position'),
    )
    .innerJoin('channels', 'channels.id', 'deliveries.channel')
    .where('deliveries.state', '!=', 'attempting')
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

type Row = Selectable<Tables['deliveries']> & { readonly parent_ts: string | null }

function claimedDelivery(row: Row): ClaimedDelivery {
  return {
    dispatch: dispatchOf(row),
    channel: row.channel,
    incidentId: row.incident_id,
    alert: fromJson(row.alert),
    at: row.at,
    attempt: row.attempts + 1,
    doubtSince: row.doubt_since,
    searches: row.searches,
    mayRepeat: row.may_repeat === 1,
    parentTs: row.parent_ts,
  }
}

function dispatchOf({ key, type, parent_key: parentKey, broadcast }: Row): Dispatch {
  if (type === 'post') return { type, key }
  if (parentKey === null) throw new Error(`Delivery ${key} has lost the key of its parent.`)
  return type === 'edit' ? { type, key, parentKey } : { type, key, parentKey, broadcast: broadcast === 1 }
}
