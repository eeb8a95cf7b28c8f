import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import { digestDue } from '../alerting/subscriptions.ts'
import { matchesFilter, parseFilter } from '../diagnostics/filter.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { Books } from './books.ts'
import { entryOf } from './openings.ts'
import type { KnownWorld } from './world.ts'

/** Posts the digests that are due: how the links of each subscription are. */
export function tellDaily(books: Books, world: KnownWorld, states: readonly ScopeState[]): void {
  for (const subscription of books.subscriptions.values()) {
    if (!digestDue(subscription, books.at)) continue
    const { channel } = subscription
    books.saveSubscription({ ...subscription, digestedAt: books.at })
    const key = books.newId()
    books.bag.post(key, null, digestOf(subscription, books, world, states), [{ channel, mention: null }])
  }
}

function digestOf(
  subscription: Subscription,
  { incidents, hush, at }: Books,
  world: KnownWorld,
  states: readonly ScopeState[],
): Alert {
  const filter = parseFilter(subscription.filter)
  const statuses: Record<string, number> = {}
  for (const { links } of states) {
    for (const { link } of links.values()) {
      const facts = world.factsOf(link)
      if (facts === null || !matchesFilter(filter, facts)) continue
      statuses[link.status] = (statuses[link.status] ?? 0) + 1
    }
  }
  const open = incidents.open().flatMap((incident): IncidentEntry[] => {
    const { subject } = incident
    const evidence = subject.type === 'link' ? world.evidenceOf(subject.scopeId, subject.linkId) : null
    return evidence !== null && matchesFilter(filter, evidence) ? [entryOf(incident, evidence.link)] : []
  })
  return {
    type: 'digest',
    at,
    subscription,
    statuses,
    open,
    over: [],
    silences: hush.all().filter(({ endedAt }) => endedAt === null),
    blind: states.filter(({ failingSince }) => failingSince !== null).map(({ scope }) => scope),
  }
}
