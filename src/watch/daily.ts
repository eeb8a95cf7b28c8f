import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import { type SharedEntry, selectForDigest } from '../alerting/digest.ts'
import { concerns } from '../alerting/silences.ts'
import { digestDue } from '../alerting/subscriptions.ts'
import { gatherEvidence } from '../diagnostics/evidence.ts'
import {
  type FilterFacts,
  type LinkFilter,
  matchesFilter,
  matchesRegion,
  parseFilter,
} from '../diagnostics/filter.ts'
import type { Incident, IncidentSubject } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { OpenReorder } from '../domain/open-reorder.ts'
import type { Silence } from '../domain/silence.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { Books } from './books.ts'
import { entryOf } from './entries.ts'
import type { WatchState } from './state.ts'
import type { KnownWorld } from './world.ts'

/** The scopes as they are after a poll, and what was over or gone in the day before it. */
interface Day extends Pick<WatchState, 'ended'> {
  readonly states: readonly ScopeState[]
  /** Links that are gone, as they last were, those of this poll included. */
  readonly gone: ReadonlyMap<string, Link>
  /** Deletions and orders that have not ended. */
  readonly reorders: readonly OpenReorder[]
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
  day: Day,
): Alert {
  const { states, ended } = day
  const filter = parseFilter(subscription.filter)
  const statuses: Record<string, number> = {}
  const fitting: FilterFacts[] = []
  for (const { links } of states) {
    for (const { link } of links.values()) {
      const facts = world.factsOf(link)
      if (facts === null || !matchesFilter(filter, facts)) continue
      statuses[link.status] = (statuses[link.status] ?? 0) + 1
      fitting.push(facts)
    }
  }
  const silenceFits = (silence: Silence) => fitting.some((facts) => concerns(silence, facts))
  // In the very poll of a digest incidents may end as well.
  const since = subscription.digestedAt ?? at - DAY_MS
  const over = new Map([...ended.values(), ...incidents.ended()].map((incident) => [incident.id, incident]))
  const lately = [...over.values()].filter(
    ({ resolvedAt, ending }) => (resolvedAt ?? 0) > since && ending !== 'unwatched',
  )
  const all = [...incidents.open(), ...lately]
  const concerned = concernedBy(filter, fitting, states)
  const links = selectForDigest(
    all.flatMap((incident) => linkEntry(incident, filter, world, day)),
    subscription,
  )
  const shared = selectForDigest(
    all.flatMap((incident) => sharedEntry(incident, concerned, world, states)),
    subscription,
  )
  return {
    type: 'digest',
    at,
    subscription,
    statuses,
    open: links.open,
    over: links.over,
    shared: [...shared.open, ...shared.over],
    milder: links.milder + shared.milder,
    reorders: day.reorders.filter(({ link, scopeId }) => {
      const facts = factsOf(link, scopeId, world, states)
      return facts !== null && matchesFilter(filter, facts)
    }),
    silences: hush.all().filter((silence) => silence.endedAt === null && silenceFits(silence)),
    blind: states
      .filter(({ failingSince }) => failingSince !== null)
      .filter(({ scope }) => concerned({ type: 'scope', scopeId: scope.id }))
      .map(({ scope }) => scope),
  }
}

function linkEntry(
  incident: Incident,
  filter: LinkFilter,
  world: KnownWorld,
  { states, gone }: Day,
): readonly IncidentEntry[] {
  if (incident.subject.type !== 'link') return []
  const { scopeId, linkId } = incident.subject
  const link = linkOf(linkId, world, gone)
  const facts = link === null ? null : factsOf(link, scopeId, world, states)
  return link !== null && facts !== null && matchesFilter(filter, facts) ? [entryOf(incident, link)] : []
}

/** A link that an incident is or was about: as it is now, or where it is gone, as it last was but for its status. */
function linkOf(linkId: string, world: KnownWorld, gone: Day['gone']): Link | null {
  const last = gone.get(linkId)
  return world.link(linkId) ?? (last === undefined ? null : { ...last, status: 'deleted' })
}

function factsOf(
  link: Link,
  scopeId: string,
  world: KnownWorld,
  states: readonly ScopeState[],
): FilterFacts | null {
  const known = world.factsOf(link)
  if (known !== null) return known
  const directory = states.find(({ scope }) => scope.id === scopeId)?.directory
  return directory === undefined ? null : gatherEvidence(link, { links: [], directory, carried: [] })
}

type SharedSubject = Exclude<IncidentSubject, { readonly type: 'link' }>

/** Whether something that links share concerns a filter: where the region as a whole does, or one of those links. */
function concernedBy(
  filter: LinkFilter,
  fitting: readonly FilterFacts[],
  states: readonly ScopeState[],
): (subject: SharedSubject) => boolean {
  return (subject) => {
    const state = states.find(({ scope }) => scope.id === subject.scopeId)
    if (state === undefined) return false
    return (
      matchesRegion(filter, state.scope.region) ||
      fitting.some(({ link }) => state.links.has(link.id) && shares(link, subject))
    )
  }
}

function shares({ kind, policies }: Link, subject: SharedSubject): boolean {
  switch (subject.type) {
    case 'connection':
      return kind.type === 'self_hosted' && kind.connectionId === subject.connectionId
    case 'policy':
      return policies.ipv4 === subject.policyId || policies.ipv6 === subject.policyId
    case 'scope':
      return true
  }
}

function sharedEntry(
  incident: Incident,
  concerned: (subject: SharedSubject) => boolean,
  world: KnownWorld,
  states: readonly ScopeState[],
): readonly SharedEntry[] {
  const { subject } = incident
  if (subject.type === 'link' || !concerned(subject)) return []
  const { id, level, reason, lastGoodAt, firstBadAt, resolvedAt, ending, acknowledgement } = incident
  return [
    {
      incidentId: id,
      subject: subject.type,
      name: world.nameOf(incident),
      region: states.find(({ scope }) => scope.id === subject.scopeId)?.scope.region ?? '',
      level,
      reason,
      lastGoodAt,
      firstBadAt,
      resolvedAt,
      ending,
      acknowledgement,
    },
  ]
}
