import type { AlertSettings } from '../alerting/settings.ts'
import { type Evidence, gatherEvidence } from '../diagnostics/evidence.ts'
import type { FilterFacts } from '../diagnostics/filter.ts'
import type { Incident } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import { groupByVpc } from './scope-view.ts'

/** What is looked up while time is kept. */
export interface KnownWorld {
  /** Whether the scope could not be read for some polls (`blindSlots`): nobody is chased for what nobody can see. */
  blind(scopeId: string): boolean
  /** All that is known of a link; null where it is not known, or was not read just now. */
  evidenceOf(scopeId: string, linkId: string): Evidence | null
  /** A link as it was last seen; null where it is not known. */
  link(linkId: string): Link | null
  /** What filters look at, of a link that is known. */
  factsOf(link: Link): FilterFacts | null
  /** What an incident is about, by name. */
  nameOf(incident: Incident): string
}

/** Looks things up in the scopes as they are after a poll. */
export function knowWorld(states: readonly ScopeState[], { timers }: AlertSettings): KnownWorld {
  const scopes = new Map(states.map((state) => [state.scope.id, state]))
  const intoVpc = new Map<string, ReadonlyMap<string, readonly Link[]>>()
  const siblingsOf = (state: ScopeState, link: Link): readonly Link[] => {
    const known = intoVpc.get(state.scope.id) ?? groupByVpc([...state.links.values()].map((one) => one.link))
    intoVpc.set(state.scope.id, known)
    return known.get(link.vpcId ?? '') ?? []
  }
  return {
    blind: (scopeId) => (scopes.get(scopeId)?.failedPolls ?? 0) >= timers.blindSlots,
    evidenceOf(scopeId, linkId) {
      const state = scopes.get(scopeId)
      const watched = state?.links.get(linkId)
      if (state === undefined || watched === undefined || watched.unreadSince !== null) return null
      const { link, carried } = watched
      return gatherEvidence(link, { links: siblingsOf(state, link), directory: state.directory, carried })
    },
    link: (linkId) =>
      [...scopes.values()].map((state) => state.links.get(linkId)?.link).find(Boolean) ?? null,
    factsOf(link) {
      const state = [...scopes.values()].find(({ links: known }) => known.has(link.id))
      return state === undefined
        ? null
        : gatherEvidence(link, { links: [], directory: state.directory, carried: [] })
    },
    nameOf({ subject }) {
      const state = scopes.get(subject.scopeId)
      switch (subject.type) {
        case 'link':
          return state?.links.get(subject.linkId)?.link.name ?? subject.linkId
        case 'connection':
          return (
            state?.directory.connections.find(({ id }) => id === subject.connectionId)?.name ??
            subject.connectionId
          )
        case 'policy':
          return state?.directory.policies.find(({ id }) => id === subject.policyId)?.name ?? subject.policyId
        case 'scope':
          return state?.scope.region ?? subject.scopeId
      }
    },
  }
}
