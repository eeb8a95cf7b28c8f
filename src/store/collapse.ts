import type { Selectable, Transaction } from 'kysely'
import type { Alert } from '../alerting/alert.ts'
import { chunked, fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

export type DeliveryRow = Selectable<Tables['deliveries']>

/** What a post says, and to whom, once it stands for what waited behind it. */
type Told = Pick<DeliveryRow, 'alert' | 'mention' | 'anew'>

/**
 * A post that is about to be sent for the first time, as far as the chat can know, tells its story as the newest edit
 * that waits behind it does: after an outage of the chat there is one message that is up to date. The edits are skipped,
 * and with them the lines of the thread up to the newest of them, whose content the story's history holds. A post that
 * is in doubt, or may have arrived, stays as it was. `row` is as it was before this attempt.
 */
export async function collapse(
  trx: Transaction<Tables>,
  row: DeliveryRow,
  now: number,
): Promise<Told | null> {
  if (row.type !== 'post' || row.state !== 'waiting' || row.may_repeat === 1) return null
  const newest = await trx
    .selectFrom('deliveries')
    .select(['position', 'at', 'alert'])
    .where('message_key', '=', row.message_key)
    .where('type', '=', 'edit')
    .where('settled_at', 'is', null)
    .where('position', '>', row.position)
    .where('at', '<=', now)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest === undefined) return null

  await skipEdits(trx, row.message_key, newest.position, now)
  const lines = await linesUpTo(trx, row.message_key, newest)
  await skip(trx, lines, now)
  const told: Told = {
    alert: newest.alert,
    // Whoever a skipped line was to ping is pinged by what stands for it; the newest line knows best how loud it is.
    mention: lines.findLast(({ mention }) => mention !== null)?.mention ?? row.mention,
    anew: lines.length > 0 ? 1 : row.anew,
  }
  await trx.updateTable('deliveries').set(told).where('key', '=', row.key).execute()
  return told
}

async function skipEdits(
  trx: Transaction<Tables>,
  messageKey: string,
  upTo: number,
  now: number,
): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ state: 'skipped', settled_at: now })
    .where('message_key', '=', messageKey)
    .where('type', '=', 'edit')
    .where('settled_at', 'is', null)
    .where('position', '<=', upTo)
    .execute()
}

/**
 * The lines of a thread that say no more than its message does by now. Lines of the decision that made the edit stand
 * behind it, and are told by it all the same.
 */
async function linesUpTo(
  trx: Transaction<Tables>,
  messageKey: string,
  newest: Pick<DeliveryRow, 'position' | 'at'>,
) {
  const replies = await trx
    .selectFrom('deliveries')
    .select(['key', 'alert', 'mention'])
    .where('parent_key', '=', messageKey)
    .where('type', '=', 'reply')
    .where('settled_at', 'is', null)
    .where('state', '=', 'waiting')
    .where('may_repeat', '=', 0)
    .where(({ eb, or }) => or([eb('position', '<', newest.position), eb('at', '=', newest.at)]))
    .orderBy('position')
    .execute()
  return replies.filter(({ alert }) => isHistory(fromJson<Alert>(alert)))
}

async function skip(
  trx: Transaction<Tables>,
  rows: readonly Pick<DeliveryRow, 'key'>[],
  now: number,
): Promise<void> {
  for (const chunk of chunked(rows.map(({ key }) => key))) {
    await trx
      .updateTable('deliveries')
      .set({ state: 'skipped', settled_at: now })
      .where('key', 'in', chunk)
      .execute()
  }
}

/**
 * Whether a line tells what its incident keeps in its history. A deadline, or what replaces a link that is gone, is told
 * once, and by its line only.
 */
function isHistory(alert: Alert): boolean {
  switch (alert.type) {
    case 'link_line':
    case 'links_line':
    case 'connection_line':
    case 'scope_line':
      return true
    case 'note':
      return alert.note.type !== 'deadline' && alert.note.type !== 'replaced'
    default:
      return false
  }
}
