import type { Kysely, Transaction } from 'kysely'
import type { Silence } from '../domain/silence.ts'
import type { Subscription } from '../domain/subscription.ts'
import { chunked, fromJson, lastOfEach } from './rows.ts'
import type { Tables } from './schema.ts'

/*
 * What people asked for: to hear of something, or not to hear of it.
 */

/** Silences that are not over, oldest first. */
export async function loadOpenSilences(db: Kysely<Tables>): Promise<readonly Silence[]> {
  const rows = await db.selectFrom('silences').select('silence').where('ended_at', 'is', null).execute()
  return rows.map((row) => fromJson<Silence>(row.silence)).sort(byAge)
}

/** Writes silences, each over its earlier state; of several with one id the last counts. */
export async function saveSilences(trx: Transaction<Tables>, silences: readonly Silence[]): Promise<void> {
  for (const chunk of chunked(lastOfEach(silences, ({ id }) => id))) {
    await trx
      .insertInto('silences')
      .values(
        chunk.map((silence) => ({
          id: silence.id,
          ended_at: silence.endedAt,
          silence: JSON.stringify(silence),
        })),
      )
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          ended_at: ref('excluded.ended_at'),
          silence: ref('excluded.silence'),
        })),
      )
      .execute()
  }
}

/** All subscriptions, oldest first. */
export async function loadSubscriptions(db: Kysely<Tables>): Promise<readonly Subscription[]> {
  const rows = await db.selectFrom('subscriptions').select('subscription').execute()
  return rows.map((row) => fromJson<Subscription>(row.subscription)).sort(byAge)
}

/** Writes subscriptions, each over its earlier state; of several with one id the last counts. */
export async function saveSubscriptions(
  trx: Transaction<Tables>,
  subscriptions: readonly Subscription[],
): Promise<void> {
  for (const chunk of chunked(lastOfEach(subscriptions, ({ id }) => id))) {
    await trx
      .insertInto('subscriptions')
      .values(
        chunk.map((subscription) => ({
          id: subscription.id,
          channel: subscription.channel,
          subscription: JSON.stringify(subscription),
        })),
      )
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          channel: ref('excluded.channel'),
          subscription: ref('excluded.subscription'),
        })),
      )
      .execute()
  }
}

/** Removes subscriptions by their ids; one that is not there is no error. */
export async function removeSubscriptions(
  trx: Transaction<Tables>,
  subscriptionIds: readonly string[],
): Promise<void> {
  for (const ids of chunked(subscriptionIds)) {
    await trx.deleteFrom('subscriptions').where('id', 'in', ids).execute()
  }
}

function byAge(a: Silence | Subscription, b: Silence | Subscription): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
}
