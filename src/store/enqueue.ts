import type { Transaction } from 'kysely'
import type { Dispatch, NewDelivery } from '../watch/ports.ts'
import { chunked } from './rows.ts'
import type { Tables } from './schema.ts'

/**
 * Appends deliveries to their channels' queues. Throws where a reply or edit names a parent that is no earlier post or
 * reply of the same channel: it could never be sent, and would hold up its channel for good.
 */
export async function enqueue(trx: Transaction<Tables>, deliveries: readonly NewDelivery[]): Promise<void> {
  await checkParents(trx, deliveries)
  // Always the same order of channels, so that two writers never wait for each other.
  const channels = [...new Set(deliveries.map((delivery) => delivery.channel))].sort()
  for (const channel of channels) {
    const own = deliveries.filter((delivery) => delivery.channel === channel)
    const first = await reservePositions(trx, channel, own.length)
    const rows = own.map((delivery, n) => newRow(delivery, first + n))
    for (const chunk of chunked(rows)) await trx.insertInto('deliveries').values(chunk).execute()
  }
}

/**
 * The first of `count` new positions in a channel. The channel's row stays locked until the end of the transaction, so
 * that deliveries become visible in the order of their positions.
 */
export async function reservePositions(
  trx: Transaction<Tables>,
  channel: string,
  count: number,
): Promise<number> {
  const { enqueued } = await trx
    .insertInto('channels')
    .values({ id: channel, enqueued: count, held_until: 0 })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(({ eb }) => ({ enqueued: eb('channels.enqueued', '+', count) })),
    )
    .returning('enqueued')
    .executeTakeFirstOrThrow()
  return enqueued - count + 1
}

function newRow(delivery: NewDelivery, position: number) {
  const { dispatch } = delivery
  return {
    key: dispatch.key,
    channel: delivery.channel,
    position,
    type: dispatch.type,
    parent_key: parentOf(dispatch),
    broadcast: dispatch.type === 'reply' && dispatch.broadcast ? 1 : 0,
    message_key: dispatch.type === 'edit' ? dispatch.parentKey : dispatch.key,
    story: delivery.story,
    mention: delivery.mention === null ? null : JSON.stringify(delivery.mention),
    anew: 0,
    incident_id: delivery.incidentId,
    alert: JSON.stringify(delivery.alert),
    at: delivery.at,
    state: 'waiting',
    attempts: 0,
    retry_at: 0,
    searches: 0,
    may_repeat: 0,
  } as const
}

function parentOf(dispatch: Dispatch): string | null {
  return dispatch.type === 'post' ? null : dispatch.parentKey
}

async function checkParents(trx: Transaction<Tables>, deliveries: readonly NewDelivery[]): Promise<void> {
  const messages = new Map<string, string>()
  const named = deliveries.flatMap(({ dispatch }) => parentOf(dispatch) ?? [])
  for (const keys of chunked([...new Set(named)])) {
    const rows = await trx
      .selectFrom('deliveries')
      .select(['key', 'channel'])
      .where('key', 'in', keys)
      .where('type', '!=', 'edit')
      .execute()
    for (const row of rows) messages.set(row.key, row.channel)
  }
  for (const { dispatch, channel } of deliveries) {
    const parent = parentOf(dispatch)
    if (parent !== null && messages.get(parent) !== channel) {
      throw new Error(`Delivery ${dispatch.key} names ${parent}, which is no earlier message of its channel.`)
    }
    if (dispatch.type !== 'edit') messages.set(dispatch.key, channel)
  }
}
