import type { Transaction } from 'kysely'
import type { Alert } from '../alerting/alert.ts'
import { alertFrom } from './older.ts'
import { chunked, fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

/**
 * Settles the reminders, told aloud, that waited for so long that their thread has gone on without them: behind them waits
 * something that is told aloud too, such as the next reminder, or the end of the story. Chasing people for what is over, or
 * three times at once, is of no use; what was reminded of stands in the incident's history.
 */
export async function skipOvertaken(trx: Transaction<Tables>, now: number): Promise<void> {
  const reminders = await trx
    .selectFrom('deliveries')
    .select(['key', 'parent_key', 'position', 'alert'])
    .where('type', '=', 'reply')
    .where('broadcast', '=', 1)
    .where('state', '=', 'waiting')
    .where('settled_at', 'is', null)
    .where('may_repeat', '=', 0)
    // Notes alone, so that few are read where many lines wait.
    .where('alert', 'like', '{"type":"note"%')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('deliveries as later')
          .select('later.key')
          .whereRef('later.parent_key', '=', 'deliveries.parent_key')
          .whereRef('later.position', '>', 'deliveries.position')
          .where('later.type', '=', 'reply')
          .where('later.settled_at', 'is', null)
          .where('later.at', '<=', now),
      ),
    )
    .execute()
    .then((rows) => rows.filter(({ alert }) => isReminder(fromJson<Alert>(alert))))
  for (const chunk of chunked([...new Set(reminders.flatMap(({ parent_key: key }) => key ?? []))])) {
    const lines = await trx
      .selectFrom('deliveries')
      .select(['parent_key', 'position', 'broadcast', 'alert'])
      .where('parent_key', 'in', chunk)
      .where('type', '=', 'reply')
      .where('settled_at', 'is', null)
      .where('at', '<=', now)
      .execute()
    const goesOn = lines.filter(({ broadcast, alert }) => broadcast === 1 || isEnd(alertFrom(alert)))
    const overtaken = reminders.filter((reminder) =>
      goesOn.some(
        ({ parent_key: key, position }) => key === reminder.parent_key && position > reminder.position,
      ),
    )
    for (const keys of chunked(overtaken.map(({ key }) => key)))
      await trx
        .updateTable('deliveries')
        .set({ state: 'skipped', settled_at: now })
        .where('key', 'in', keys)
        .execute()
  }
}

function isReminder(alert: Alert): boolean {
  return alert.type === 'note' && alert.note.type === 'reminder'
}

/** Whether a line tells the end of all that its story tells. */
function isEnd(alert: Alert): boolean {
  switch (alert.type) {
    case 'link_line':
    case 'connection_line':
      return alert.incident.resolvedAt !== null
    case 'scope_line':
      return alert.left.length === 0
    case 'links_line':
      return alert.left === 0
    default:
      return false
  }
}
