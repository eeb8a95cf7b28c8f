import type { Transaction, Updateable } from 'kysely'
import type { DeliveryOutcome } from '../watch/outbox.ts'
import type { Tables } from './schema.ts'

type Delivery = Tables['deliveries']

/** Writes what became of an attempt. Throws where none is under way. */
export async function recordOutcome(
  trx: Transaction<Tables>,
  key: string,
  outcome: DeliveryOutcome,
): Promise<void> {
  const row = await trx
    .selectFrom('deliveries')
    .select(['channel', 'type', 'message_key', 'state', 'attempted_at', 'doubt_since', 'searches'])
    .where('key', '=', key)
    .executeTakeFirst()
  if (row?.state === 'delivered' && outcome.type === 'delivered') return
  if (row?.state !== 'attempting') throw new Error(`No attempt of delivery ${key} is under way.`)
  await trx
    .updateTable('deliveries')
    .set(changeOf(key, row, outcome))
    .where('key', '=', key)
    .execute()
  if (outcome.type === 'delivered') {
    // A post that took the place of a deleted message is what later replies and edits of that message now mean.
    if (row.type === 'post' && row.message_key !== key) {
      await trx.updateTable('deliveries').set({ ts: outcome.ts }).where('key', '=', row.message_key).execute()
    }
    return
  }
  if (outcome.type === 'retry' && outcome.holds === 'delivery') return
  await trx
    .updateTable('channels')
    .set({ held_until: outcome.retryAt })
    .where('id', '=', row.channel)
    .execute()
}

/** What an outcome makes of the row of its delivery. */
function changeOf(
  key: string,
  row: Pick<Delivery, 'type' | 'attempted_at' | 'doubt_since' | 'searches'>,
  outcome: DeliveryOutcome,
): Updateable<Delivery> {
  switch (outcome.type) {
    case 'delivered':
      return { state: 'delivered', ts: outcome.ts, settled_at: outcome.at, doubt_since: null, error: null }
    case 'retry':
      return {
        state: row.doubt_since === null ? 'waiting' : 'in_doubt',
        ...(outcome.holds === 'delivery' ? { retry_at: outcome.retryAt } : {}),
        error: JSON.stringify(outcome.error),
      }
    case 'in_doubt':
      return {
        ...(row.type === 'edit'
          ? { state: 'waiting' }
          : { state: 'in_doubt', doubt_since: row.doubt_since ?? row.attempted_at }),
        error: JSON.stringify(outcome.error),
      }
    case 'not_found':
      return {
        state: 'in_doubt',
        doubt_since: row.doubt_since ?? row.attempted_at,
        searches: row.searches + 1,
      }
    case 'send_again':
      return {
        state: 'waiting',
        doubt_since: null,
        searches: 0,
        may_repeat: outcome.mayRepeat ? 1 : 0,
      }
    case 'parent_gone':
      if (row.type === 'post') throw new Error(`Delivery ${key} is a post and has no parent.`)
      return {
        state: 'waiting',
        type: 'post',
        parent_key: null,
        broadcast: 0,
        retry_at: 0,
        // An edit tells the whole story in place of its message. A line of a thread stands for itself alone from now on,
        // and must not be taken for the message of the story.
        ...(row.type === 'edit' ? { anew: 1 } : { story: key }),
      }
  }
}
