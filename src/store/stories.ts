import type { Kysely } from 'kysely'
import { PAGERS, type StoryCopy } from '../watch/ports.ts'
import { alertFrom } from './older.ts'
import { chunked } from './rows.ts'
import type { Tables } from './schema.ts'

/**
 * The messages of each story, one a channel, each as the newest post or edit enqueued for it tells it. That also names the
 * story it belongs to: a message may have moved from one into another. A story's first message, which has the story's own
 * key, comes first, the others follow by channel. Pagers have no messages that could be edited.
 */
export async function storyCopies(
  db: Kysely<Tables>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly StoryCopy[]>> {
  const found = new Map<string, StoryCopy[]>()
  for (const chunk of chunked(keys)) {
    const rows = await newestOfStories(db, chunk)
      .select(['message.key', 'newest.story', 'message.channel', 'newest.alert'])
      .execute()
    for (const { key, story, channel, alert } of rows) {
      const copy = { key, channel, alert: alertFrom(alert) }
      const copies = found.get(story) ?? []
      found.set(story, key === story ? [copy, ...copies] : [...copies, copy])
    }
  }
  return found
}

/** The key of the story of each of these incidents, over or not; those that are told in none are left out. */
export async function storiesOfIncidents(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const chunk of chunked(ids)) {
    const rows = await db
      .selectFrom('incidents')
      .select(['id', 'root_key'])
      .where('id', 'in', chunk)
      .execute()
    for (const { id, root_key: story } of rows) if (story !== null) found.set(id, story)
  }
  return found
}

/** The messages of these stories, each joined with the `newest` post or edit that was enqueued for it, by channel. */
export function newestOfStories(db: Kysely<Tables>, keys: readonly string[]) {
  return (
    db
      .selectFrom('deliveries as message')
      // A post that took the place of a deleted message is that message still: nothing has its key as message key.
      .innerJoin('deliveries as newest', 'newest.message_key', 'message.key')
      .where('newest.story', 'in', keys)
      .where('message.type', '=', 'post')
      .where('message.channel', 'not in', PAGERS)
      .where('newest.position', '=', ({ selectFrom }) =>
        selectFrom('deliveries as told')
          .select(({ fn }) => fn.max('told.position').as('position'))
          .whereRef('told.message_key', '=', 'message.key'),
      )
      .orderBy('message.channel')
  )
}
