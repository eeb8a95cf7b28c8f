import { siblingDoubts } from '../alerting/doubts.ts'
import {
  type Evidence,
  type Leaver,
  leaverOf,
  leftVpcOf,
  type SiblingDoubt,
} from '../diagnostics/evidence.ts'
import type { FilterFacts } from '../diagnostics/filter.ts'
import { firstMissingStep, trafficPath } from '../diagnostics/traffic-path.ts'
import { compareLevels, type Incident } from '../domain/incident.ts'
import type { Partner, PerFamily, Pop, RoutingPolicy, Vpc } from '../domain/link.ts'
import { hasLeft, type ScopeState, type WatchedLink } from '../domain/memory.ts'
import type { Silence } from '../domain/silence.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { LinkRow, ScopeAge, Source } from './answers.ts'
import { compareRows } from './order.ts'
import type { MemorySource } from './ports.ts'

/** A remembered link with what it refers to; null is "not known". */
export interface KnownLink {
  readonly watched: WatchedLink
  readonly state: ScopeState
  readonly partner: Partner | null
  readonly pop: Pop | null
  readonly vpc: Vpc | null
  /** The one it carried into and is missed in, where it does not lead there any more. */
  readonly leftVpc?: NonNullable<Evidence['leftVpc']>
  readonly policies: PerFamily<RoutingPolicy | null>
  /** Its worst open incident. */
  readonly incident: Incident | null
}

/** All that is remembered, gathered for one question. */
export interface Recollection {
  readonly states: readonly ScopeState[]
  /** By link id. Of a link that two scopes see, the one that was read last counts. */
  readonly links: ReadonlyMap<string, KnownLink>
  /** Incidents that are not over, of whatever subject. */
  readonly incidents: readonly Incident[]
  /** Silences that are not over. */
  readonly silences: readonly Silence[]
}

/** The latest recollection of each memory: most questions come between two polls, and find what the one before found. */
const latest = new WeakMap<MemorySource, Recollection>()

/**
 * Loads all scopes and open incidents, and joins them. Linear in the number of links; nothing is joined anew while the
 * memory hands out the very same objects as the last time.
 */
export async function recall(memory: MemorySource, scopes: readonly Scope[]): Promise<Recollection> {
  const [states, incidents, silences] = await Promise.all([
    Promise.all(scopes.map((scope) => memory.loadScope(scope))),
    memory.openIncidents(),
    memory.openSilences(),
  ])
  const last = latest.get(memory)
  const isSame =
    last !== undefined &&
    sameItems(last.states, states) &&
    sameItems(last.incidents, incidents) &&
    sameItems(last.silences, silences)
  if (isSame) return last
  const recollection = { states, incidents, silences, links: joinLinks(states, incidents) }
  latest.set(memory, recollection)
  return recollection
}

/** What filters look at of a link. */
export function filterFacts(known: KnownLink): FilterFacts {
  return { ...known, link: known.watched.link }
}

/**
 * Links that cannot be counted on at `at` (ms) when another one fails, by id: the same that alerts are decided by. Those
 * of `readNow`, which were read after the polls, are not unread whatever the polls could do.
 */
export function doubtsIn(
  { links, incidents, silences }: Recollection,
  at: number,
  readNow: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, SiblingDoubt> {
  const known = [...links.values()]
  const unread = known.flatMap(({ watched: { link, unreadSince } }) =>
    unreadSince === null || readNow.has(link.id) ? [] : link.id,
  )
  const facts = () => known.map(filterFacts)
  return siblingDoubts({ incidents, unread, silences, facts }, at)
}

/** Links that left a VPC, and are news at `now` (ms) still, or missed there; the latest first. */
export function leaversOf(
  { links, states }: Recollection,
  vpcId: string | null,
  now: number,
): readonly Leaver[] {
  if (vpcId === null) return []
  const vpcOf = (id: string) =>
    states.flatMap(({ directory }) => directory.vpcs).find((vpc) => vpc.id === id) ?? null
  return [...links.values()]
    .flatMap(({ watched }) => (hasLeft(watched, vpcId, now) ? leaverOf(watched, vpcOf) : []))
    .sort((a, b) => b.left.at - a.left.at)
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}

function joinLinks(
  states: readonly ScopeState[],
  incidents: readonly Incident[],
): ReadonlyMap<string, KnownLink> {
  const incidentOf = worstByLink(incidents)
  const links = new Map<string, KnownLink>()
  for (const state of states) {
    const { partners, pops, vpcs, policies } = state.directory
    const [partnerOf, popOf, vpcOf, policyOf] = [byId(partners), byId(pops), byId(vpcs), byId(policies)]
    for (const [id, watched] of state.links) {
      const other = links.get(id)
      if (other !== undefined && (other.state.lastGoodAt ?? 0) >= (state.lastGoodAt ?? 0)) continue
      const { kind, popId, vpcId } = watched.link
      links.set(id, {
        watched,
        state,
        partner: (kind.type === 'hosted' ? partnerOf.get(kind.partnerId) : undefined) ?? null,
        pop: popOf.get(popId) ?? null,
        vpc: (vpcId === null ? undefined : vpcOf.get(vpcId)) ?? null,
        ...leftVpcOf(watched.link, watched.carriedInto, (left) => vpcOf.get(left) ?? null),
        policies: {
          ipv4: policyOf.get(watched.link.policies.ipv4 ?? '') ?? null,
          ipv6: policyOf.get(watched.link.policies.ipv6 ?? '') ?? null,
        },
        incident: incidentOf.get(id) ?? null,
      })
    }
  }
  return links
}

/** Where an answer about a scope comes from while nobody reads it live. */
export function snapshotSource(state: ScopeState): Source {
  const failure = state.failingSince === null ? null : state.lastFailure
  return { type: 'snapshot', at: state.lastGoodAt, failure }
}

/** How old what is known of a scope is, and why it is not newer. */
export function scopeAge(state: ScopeState): ScopeAge {
  const unread = [...state.links.values()].filter(({ unreadSince }) => unreadSince !== null).length
  return { scope: state.scope, source: snapshotSource(state), links: state.links.size, unread }
}

const rows = new WeakMap<KnownLink, LinkRow>()

/** What a list shows of a link: worked out once for as long as it is known as it is. */
export function linkRow(known: KnownLink): LinkRow {
  const made = rows.get(known)
  if (made !== undefined) return made
  const { watched, partner, pop } = known
  const row: LinkRow = {
    link: watched.link,
    popName: pop === null ? null : pop.displayName || pop.name,
    partnerName: partner?.name ?? null,
    level: known.incident?.level ?? null,
    ...handledOf(known.incident),
    missing: firstMissingStep(trafficPath(evidenceOf(known))),
    unreadSince: watched.unreadSince,
  }
  rows.set(known, row)
  return row
}

function handledOf(incident: Incident | null): Pick<LinkRow, 'handled'> {
  const handled = [
    ...(incident?.heldBack == null ? [] : ['held_back' as const]),
    ...(incident?.acknowledgement == null ? [] : ['acknowledged' as const]),
  ]
  return handled.length === 0 ? {} : { handled }
}

const ordered = new WeakMap<Recollection, readonly KnownLink[]>()

/** All links, those that need attention first, then by name: sorted once for a recollection. */
export function inOrder(recollection: Recollection): readonly KnownLink[] {
  const sorted =
    ordered.get(recollection) ??
    [...recollection.links.values()].sort((a, b) => compareRows(linkRow(a), linkRow(b)))
  ordered.set(recollection, sorted)
  return sorted
}

/** What the traffic path looks at. It does not look at other links, which are left out: a list would look at all for each. */
function evidenceOf({ watched, partner, pop, vpc, policies }: KnownLink): Evidence {
  const { link, carried } = watched
  return { link, partner, pop, connection: null, vpc, policies, siblings: [], before: null, carried }
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]))
}

function worstByLink(incidents: readonly Incident[]): ReadonlyMap<string, Incident> {
  const worst = new Map<string, Incident>()
  for (const incident of incidents) {
    if (incident.subject.type !== 'link') continue
    const { linkId } = incident.subject
    const other = worst.get(linkId)
    if (other === undefined || compareLevels(incident.level, other.level) > 0) worst.set(linkId, incident)
  }
  return worst
}
