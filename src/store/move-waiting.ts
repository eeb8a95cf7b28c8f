import type { Transaction } from 'kysely'
import { PAGERS } from '../watch/ports.ts'
import { reservePositions } from './enqueue.ts'
import { chunked } from './rows.ts'
import type { Tables } from './schema.ts'

/**
 * Moves the posts that wait in other channels, with all that belongs to them, to the end of a channel. What waits for
 * pagers, or for a channel that has subscribed, stays there; and nothing moves where its story is told already.
 */
export async function moveWaiting(trx: Transaction<Tables>, toChannel: string): Promise<number> {
  const stories = await storiesElsewhere(trx, toChannel)
  if (stories.length === 0) return 0
  const first = await reservePositions(trx, toChannel, stories.length)
  for (const [n, { key }] of stories.entries()) {
    await trx
      .updateTable('deliveries')
      .set({ channel: toChannel, position: first + n, retry_at: 0 })
      .where('key', '=', key)
      .execute()
  }
  return stories.filter((row) => row.settled_at === null).length
}

/**
 * The posts and what hangs on them, in their order. Edits that were skipped move too: which edit of a message is the
 * newest is told by their positions, which can only be compared within one channel.
 */
async function storiesElsewhere(trx: Transaction<Tables>, toChannel: string) {
  const rows = () =>
    trx.selectFrom('deliveries').select(['key', 'story', 'channel', 'position', 'settled_at'])
  const waiting = await rows()
    .where('channel', '!=', toChannel)
    .where('channel', 'not in', PAGERS)
    .where('channel', 'not in', ({ selectFrom }) => selectFrom('subscriptions').select('channel'))
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as told')
            .select('told.key')
            .whereRef('told.story', '=', 'deliveries.story')
            .where('told.channel', '=', toChannel),
        ),
      ),
    )
    .where('settled_at', 'is', null)
    .where('state', '=', 'waiting')
    .where('type', '=', 'post')
    // A post that takes the place of a deleted message belongs to that message's channel.
    .whereRef('message_key', '=', 'key')
    .orderBy('channel')
    .orderBy('position')
    .execute()
  const posts = oneOfEachStory(waiting)
  const found = [...posts]
  for (let parents = posts.map(({ key }) => key); parents.length > 0; ) {
    const next: string[] = []
    for (const keys of chunked(parents)) {
      const children = await rows().where('parent_key', 'in', keys).execute()
      found.push(...children)
      next.push(...children.map(({ key }) => key))
    }
    parents = next
  }
  return found.sort((a, b) =>
    a.channel === b.channel ? a.position - b.position : a.channel < b.channel ? -1 : 1,
  )
}

/** A channel has one message of a story. The first of a story, which has the story's own key, goes before others. */
function oneOfEachStory<T extends { readonly key: string; readonly story: string }>(
  posts: readonly T[],
): readonly T[] {
  const chosen = new Map<string, T>()
  for (const post of posts) {
    if (!chosen.has(post.story) || post.key === post.story) chosen.set(post.story, post)
  }
  return [...chosen.values()]
}
