import type { Evidence } from '../diagnostics/evidence.ts'
import { firstMissingStep, trafficPath } from '../diagnostics/traffic-path.ts'
import { compareLevels, type Incident } from '../domain/incident.ts'
import type { Partner, PerFamily, Pop, RoutingPolicy, Vpc } from '../domain/link.ts'
import type { ScopeState, WatchedLink } from '../domain/memory.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { LinkRow, ScopeAge, Source } from './answers.ts'
import type { MemorySource } from './ports.ts'

/** A remembered link with what it refers to; null is "not known". */
export interface KnownLink {
  readonly watched: WatchedLink
  readonly state: ScopeState
  readonly partner: Partner | null
  readonly pop: Pop | null
  readonly vpc: Vpc | null
  readonly policies: PerFamily<RoutingPolicy | null>
  /** Its worst open incident. */
  readonly incident: Incident | null
}

/** All that is remembered, gathered for one question. */
export interface Recollection {
  readonly states: readonly ScopeState[]
  /** By link id. Of a link that two scopes see, the one that was read last counts. */
  readonly links: ReadonlyMap<string, KnownLink>
}

/** Loads all scopes and open incidents, and joins them. Linear in the number of links. */
export async function recall(memory: MemorySource, scopes: readonly Scope[]): Promise<Recollection> {
  const [states, incidents] = await Promise.all([
    Promise.all(scopes.map((scope) => memory.loadScope(scope))),
    memory.openIncidents(),
  ])
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
        policies: {
          ipv4: policyOf.get(watched.link.policies.ipv4 ?? '') ?? null,
          ipv6: policyOf.get(watched.link.policies.ipv6 ?? '') ?? null,
        },
        incident: incidentOf.get(id) ?? null,
      })
    }
  }
  return { states, links }
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

/** What a list shows of a link. */
export function linkRow(known: KnownLink): LinkRow {
  const { watched, partner, pop } = known
  return {
    link: watched.link,
    popName: pop === null ? null : pop.displayName || pop.name,
    partnerName: partner?.name ?? null,
    level: known.incident?.level ?? null,
    missing: firstMissingStep(trafficPath(evidenceOf(known))),
    unreadSince: watched.unreadSince,
  }
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
