import { type FilterFacts, filterOf, matchesFilter, matchesRegion } from '../diagnostics/filter.ts'
import { compareLevels, type Level } from '../domain/incident.ts'
import type { Mention, Subscription } from '../domain/subscription.ts'

/** A channel that hears of something, and whom it pings there; null for nobody. */
export interface Route {
  readonly channel: string
  readonly mention: Mention | null
}

/**
 * What is told, as a subscription sees it: the region it happens in, and the links it is about. What happens to the region as a
 * whole is about none; what links share is about all that share it.
 */
export interface RouteSubject {
  readonly region: string
  readonly links: readonly FilterFacts[]
}

/** Who is pinged by each: the more people it reaches, the stronger. */
const REACH = { user: 1, group: 2, here: 3 } as const satisfies Record<Mention['type'], number>

/**
 * Where something of this level is told: always in `catchAll` (ALERT_CHANNEL), which comes first, and in every channel with a
 * subscription to it, the oldest first. Each channel comes once, with the strongest mention of its subscriptions. Pure.
 */
export function routesOf(
  subject: RouteSubject,
  level: Level,
  subscriptions: readonly Subscription[],
  catchAll: string,
): readonly Route[] {
  const mentions = new Map<string, Mention | null>([[catchAll, null]])
  const wanting = subscriptions
    .filter((one) => compareLevels(level, one.minLevel) >= 0 && concerns(one, subject))
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  for (const { channel, mention } of wanting) {
    const pings = mention !== null && compareLevels(level, mention.from) >= 0 ? mention.who : null
    mentions.set(channel, strongerMention(mentions.get(channel) ?? null, pings))
  }
  return [...mentions].map(([channel, mention]) => ({ channel, mention }))
}

/** Whether the subject is among what a subscription is to. */
function concerns(subscription: Subscription, { region, links }: RouteSubject): boolean {
  const wanted = filterOf(subscription)
  return matchesRegion(wanted, region) || links.some((facts) => matchesFilter(wanted, facts))
}

/** The one of two mentions that reaches more people. */
export function strongerMention(one: Mention | null, other: Mention | null): Mention | null {
  if (one === null || other === null) return one ?? other
  return REACH[other.type] > REACH[one.type] ? other : one
}
