import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

/**
 * The deliveries that wait for no other one, of the channels where nothing is under way, each with its `turn` in its
 * channel: posts first, and broadcast replies with the replies that stand before them in their thread; then all else.
 *
 * A post waits for earlier posts of its channel, but for those that were refused for their own sake: they left the order,
 * and come back at their own time. A reply or edit waits for its message, and for a post that is to take
 * the place of that message; a reply also for earlier replies of the same thread.
 */
export function unblocked(db: Kysely<Tables>) {
  return waiting(db).select(({ eb, exists, fn, or, selectFrom }) => {
    const urgent = or([
      eb('deliveries.type', '=', 'post'),
      eb.and([
        eb('deliveries.type', '=', 'reply'),
        exists(
          selectFrom('deliveries as loud')
            .select('loud.key')
            .whereRef('loud.parent_key', '=', 'deliveries.parent_key')
            .whereRef('loud.position', '>=', 'deliveries.position')
            .where('loud.broadcast', '=', 1)
            .where('loud.settled_at', 'is', null),
        ),
      ]),
    ])
    return [
      'deliveries.key',
      fn
        .agg<number>('row_number')
        .over((over) =>
          over
            .partitionBy('deliveries.channel')
            .orderBy(eb.case().when(urgent).then(eb.lit(0)).else(eb.lit(1)).end())
            .orderBy('deliveries.position'),
        )
        .as('turn'),
    ]
  })
}

/** When the first of them may be claimed (ms); null where there is none. */
export async function dueAt(db: Kysely<Tables>): Promise<number | null> {
  const channels = await waiting(db)
    .select(({ eb, fn }) => [
      'channels.held_until',
      fn
        .min<number>(
          eb
            .case()
            .when('deliveries.retry_at', '>', eb.ref('deliveries.at'))
            .then(eb.ref('deliveries.retry_at'))
            .else(eb.ref('deliveries.at'))
            .end(),
        )
        .as('due'),
    ])
    .groupBy(['channels.id', 'channels.held_until'])
    .execute()
  return channels.reduce<number | null>((next, { due, held_until: heldUntil }) => {
    const first = Math.max(due, heldUntil)
    return next === null || first < next ? first : next
  }, null)
}

function waiting(db: Kysely<Tables>) {
  return db
    .selectFrom('deliveries')
    .innerJoin('channels', 'channels.id', 'deliveries.channel')
    .leftJoin(
      ({ selectFrom }) =>
        selectFrom('deliveries')
          .select(({ fn }) => ['channel', fn.min('position').as('position')])
          .where('settled_at', 'is', null)
          .where('type', '=', 'post')
          .where('retry_at', '=', 0)
          .groupBy('channel')
          .as('first_post'),
      (join) => join.onRef('first_post.channel', '=', 'deliveries.channel'),
    )
    .where('deliveries.settled_at', 'is', null)
    .where(({ eb, selectFrom }) =>
      eb(
        'deliveries.channel',
        'not in',
        selectFrom('deliveries as busy')
          .select('busy.channel')
          .where('busy.settled_at', 'is', null)
          .where('busy.state', '=', 'attempting'),
      ),
    )
    .where(({ eb, exists, not, or, selectFrom }) =>
      or([
        eb('deliveries.position', '=', eb.ref('first_post.position')),
        eb.and([eb('deliveries.type', '=', 'post'), eb('deliveries.retry_at', '>', 0)]),
        eb.and([
          eb('deliveries.type', '!=', 'post'),
          not(
            exists(
              selectFrom('deliveries as message')
                .select('message.key')
                .whereRef('message.message_key', '=', 'deliveries.parent_key')
                .where('message.type', '!=', 'edit')
                .where('message.settled_at', 'is', null),
            ),
          ),
          or([
            eb('deliveries.type', '=', 'edit'),
            not(
              exists(
                selectFrom('deliveries as earlier')
                  .select('earlier.key')
                  .whereRef('earlier.parent_key', '=', 'deliveries.parent_key')
                  .whereRef('earlier.position', '<', 'deliveries.position')
                  .where('earlier.type', '=', 'reply')
                  .where('earlier.settled_at', 'is', null),
              ),
            ),
          ]),
        ]),
      ]),
    )
}
