import { type Route, routesOf, strongerMention } from '../alerting/routing.ts'
import type { FilterFacts } from '../diagnostics/filter.ts'
import type { Level } from '../domain/incident.ts'
import type { Subscription } from '../domain/subscription.ts'

/** Who is told of what, and whom that pings. The channel that hears of everything comes first. */
export interface Audience {
  readonly catchAll: Route
  ofLink(facts: FilterFacts, level: Level): readonly Route[]
  /** Of what several links share: whoever wants to hear of one of them. */
  ofLinks(region: string, facts: readonly FilterFacts[], level: Level): readonly Route[]
  ofRegion(region: string, level: Level): readonly Route[]
}

/** Makes the audience of these subscriptions; `channel` hears of everything. */
export function createAudience(subscriptions: readonly Subscription[], channel: string): Audience {
  return {
    catchAll: { channel, mention: null },
    ofLink: (facts, level) =>
      routesOf({ region: facts.link.region, links: [facts] }, level, subscriptions, channel),
    ofLinks: (region, links, level) => routesOf({ region, links }, level, subscriptions, channel),
    ofRegion: (region, level) => routesOf({ region, links: [] }, level, subscriptions, channel),
  }
}

/** Each channel once, in order, with the strongest mention that anybody asked for. */
export function mergeRoutes(routes: readonly Route[]): readonly Route[] {
  const merged = new Map<string, Route>()
  for (const route of routes) {
    const known = merged.get(route.channel)?.mention ?? null
    merged.set(route.channel, { ...route, mention: strongerMention(known, route.mention) })
  }
  return [...merged.values()]
}
