import type { AlertSettings } from '../alerting/settings.ts'
import { type Evidence, gatherEvidence, vpcAtStake } from '../diagnostics/evidence.ts'
import { type FilterFacts, matchesFilter, parseFilter } from '../diagnostics/filter.ts'
import type { Incident } from '../domain/incident.ts'
import { groupByVpc, type Link } from '../domain/link.ts'
import type { ScopeState, WatchedLink } from '../domain/memory.ts'
import { subjectName } from '../domain/subject-name.ts'

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
  /** The ids of the links that fit a filter, as they were last seen. */
  fitting(filter: string): ReadonlySet<string>
  /** What an incident is about, by name. */
  nameOf(incident: Incident): string
}

/** Looks things up in the scopes as they are after a poll. */
export function knowWorld(states: readonly ScopeState[], { timers }: AlertSettings): KnownWorld {
  const scopes = new Map(states.map((state) => [state.scope.id, state]))
  const intoVpc = new Map<string, ReadonlyMap<string, readonly Link[]>>()
  const linksInto = (state: ScopeState, vpcId: string | null): readonly Link[] => {
    const known = intoVpc.get(state.scope.id) ?? groupByVpc([...state.links.values()].map((one) => one.link))
    intoVpc.set(state.scope.id, known)
    return known.get(vpcId ?? '') ?? []
  }
  return {
    blind: (scopeId) => (scopes.get(scopeId)?.failedPolls ?? 0) >= timers.blindSlots,
    evidenceOf(scopeId, linkId) {
      const state = scopes.get(scopeId)
      const watched = state?.links.get(linkId)
      if (state === undefined || watched === undefined || watched.unreadSince !== null) return null
      const { link, carried, carriedInto } = watched
      const links = linksInto(state, vpcAtStake(link, carriedInto))
      return gatherEvidence(link, { links, directory: state.directory, carried, carriedInto })
    },
    link: (linkId) =>
      [...scopes.values()].map((state) => state.links.get(linkId)?.link).find(Boolean) ?? null,
    factsOf(link) {
      const state = [...scopes.values()].find(({ links: known }) => known.has(link.id))
      if (state === undefined) return null
      const carriedInto = state.links.get(link.id)?.carriedInto ?? null
      return gatherEvidence(link, { links: [], directory: state.directory, carried: [], carriedInto })
    },
    fitting(filter) {
      const parsed = parseFilter(filter)
      const fits = ({ directory }: ScopeState, { link, carriedInto }: WatchedLink) =>
        matchesFilter(parsed, gatherEvidence(link, { links: [], directory, carried: [], carriedInto }))
      return new Set(
        states.flatMap((state) =>
          [...state.links.values()].filter((one) => fits(state, one)).map(({ link }) => link.id),
        ),
      )
    },
    nameOf: ({ subject }) => subjectName(subject, scopes.get(subject.scopeId) ?? null),
  }
}
