import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import { digestDue } from '../alerting/subscriptions.ts'
import { gatherEvidence } from '../diagnostics/evidence.ts'
import {
  type FilterFacts,
  filterOf,
  matchesFilter,
  matchesRegion,
  parseFilter,
} from '../diagnostics/filter.ts'
import type { Incident } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Silence } from '../domain/silence.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { Books } from './books.ts'
import { entryOf } from './openings.ts'
import type { WatchState } from './state.ts'
import type { KnownWorld } from './world.ts'

/** The scopes as they are after a poll, and what was over or gone in the day before it. */
interface Day extends Pick<WatchState, 'ended'> {
  readonly states: readonly ScopeState[]
  /** Links that are gone, as they last were, those of this poll included. */
  readonly gone: ReadonlyMap<string, Link>
}

const DAY_MS = 24 * 3_600_000

/** Posts the digests that are due: how the links of each subscription are. */
export function tellDaily(books: Books, world: KnownWorld, day: Day): void {
  for (const subscription of books.subscriptions.values()) {
    if (!digestDue(subscription, books.at)) continue
    const { channel } = subscription
    books.saveSubscription({ ...subscription, digestedAt: books.at })
    const key = books.newId()
    books.bag.post(key, null, digestOf(subscription, books, world, day), [{ channel, mention: null }])
  }
}

function digestOf(
  subscription: Subscription,
  { incidents, hush, at }: Books,
  world: KnownWorld,
  { states, ended, gone }: Day,
): Alert {
  const filter = parseFilter(subscription.filter)
  const statuses: Record<string, number> = {}
  const fitting: FilterFacts[] = []
  const regions = new Set<string>()
  for (const { scope, links } of states) {
    for (const { link } of links.values()) {
      const facts = world.factsOf(link)
      if (facts === null || !matchesFilter(filter, facts)) continue
      statuses[link.status] = (statuses[link.status] ?? 0) + 1
      fitting.push(facts)
      regions.add(scope.id)
    }
  }
  const fits = (silence: Silence) =>
    fitting.some(
      (facts) => Object.hasOwn(silence.heldLevels, facts.link.id) || matchesFilter(filterOf(silence), facts),
    )
  const open = incidents.open().flatMap((incident): IncidentEntry[] => {
    const { subject } = incident
    const evidence = subject.type === 'link' ? world.evidenceOf(subject.scopeId, subject.linkId) : null
    return evidence !== null && matchesFilter(filter, evidence) ? [entryOf(incident, evidence.link)] : []
  })
  // In the very poll of a digest incidents may end as well.
  const since = subscription.digestedAt ?? at - DAY_MS
  const endedNow = new Map(
    [...ended.values(), ...incidents.ended()].map((incident) => [incident.id, incident]),
  )
  const over = [...endedNow.values()].flatMap((incident): IncidentEntry[] => {
    if ((incident.resolvedAt ?? 0) <= since || incident.ending === 'unwatched') return []
    const link = linkOf(incident, world, gone)
    const facts = link === null ? null : factsOf(link, incident, world, states)
    return link !== null && facts !== null && matchesFilter(filter, facts) ? [entryOf(incident, link)] : []
  })
  return {
    type: 'digest',
    at,
    subscription,
    statuses,
    open,
    over,
    silences: hush.all().filter((silence) => silence.endedAt === null && fits(silence)),
    blind: states
      .filter(({ failingSince }) => failingSince !== null)
      .filter(({ scope }) => regions.has(scope.id) || matchesRegion(filter, scope.region))
      .map(({ scope }) => scope),
  }
}

/** The link of an incident: as it is now, or where it is gone, as it last was but for its status. */
function linkOf({ subject }: Incident, world: KnownWorld, gone: Day['gone']): Link | null {
  if (subject.type !== 'link') return null
  const last = gone.get(subject.linkId)
  return world.link(subject.linkId) ?? (last === undefined ? null : { ...last, status: 'deleted' })
}

function factsOf(
  link: Link,
  { subject }: Incident,
  world: KnownWorld,
  states: readonly ScopeState[],
): FilterFacts | null {
  const known = world.factsOf(link)
  if (known !== null) return known
  const directory = states.find(({ scope }) => scope.id === subject.scopeId)?.directory
  return directory === undefined ? null : gatherEvidence(link, { links: [], directory, carried: [] })
}
