import type { Kysely } from 'kysely'
import type { MessagePlace, StoryMessages } from '../slack/ports.ts'
import { chunked } from './rows.ts'
import type { Tables } from './schema.ts'
import { newestOfStories, storiesOfIncidents } from './stories.ts'

/** Where the messages of stories stand in Slack. */
export function storyMessages(db: Kysely<Tables>): StoryMessages {
  return {
    async messagesOf(story) {
      return (await placesOf(db, [story])).get(story) ?? []
    },

    async messagesOfIncidents(ids) {
      const stories = await storiesOfIncidents(db, ids)
      const places = await placesOf(db, [...new Set(stories.values())])
      return new Map(
        [...stories].flatMap(([id, story]) => {
          const messages = places.get(story)
          return messages === undefined ? [] : [[id, messages] as const]
        }),
      )
    },
  }
}

/** The messages of each story that Slack has taken, its first one first. */
async function placesOf(
  db: Kysely<Tables>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly MessagePlace[]>> {
  const found = new Map<string, MessagePlace[]>()
  for (const chunk of chunked(keys)) {
    const rows = await newestOfStories(db, chunk)
      .select(['message.key', 'newest.story', 'message.channel', 'message.ts'])
      .execute()
    for (const { key, story, channel, ts } of rows) {
      if (ts === null) continue
      const places = found.get(story) ?? []
      found.set(story, key === story ? [{ channel, ts }, ...places] : [...places, { channel, ts }])
    }
  }
  return found
}
