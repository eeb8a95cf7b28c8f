import type { Kysely } from 'kysely'
import type { StoryMessages } from '../slack/ports.ts'
import type { Tables } from './schema.ts'
import { storyCopies } from './stories.ts'

/** Where the messages of a story stand in Slack. */
export function storyMessages(db: Kysely<Tables>): StoryMessages {
  return {
    async messagesOf(story) {
      const copies = (await storyCopies(db, [story])).get(story) ?? []
      if (copies.length === 0) return []
      const rows = await db
        .selectFrom('deliveries')
        .select(['key', 'channel', 'ts'])
        .where(
          'key',
          'in',
          copies.map(({ key }) => key),
        )
        .execute()
      const byKey = new Map(rows.map((row) => [row.key, row]))
      return copies.flatMap(({ key }) => {
        const row = byKey.get(key)
        return row === undefined || row.ts === null ? [] : [{ channel: row.channel, ts: row.ts }]
      })
    },
  }
}
