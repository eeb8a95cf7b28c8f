import type { IncidentEntry } from '../alerting/alert.ts'
import type { Decision } from '../alerting/decision.ts'
import type { Route } from '../alerting/routing.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { ReadFailure, Scope, SeenSnapshot } from '../domain/snapshot.ts'
import { mergeRoutes } from './audience.ts'
import type { Books } from './books.ts'
import { createConnectionStories, type SeenConnections } from './connection-stories.ts'
import { worstFirst } from './entries.ts'
import { createLinkStories, type LinkStories } from './link-stories.ts'
import { partOfBaseline } from './mail-bag.ts'
import { createPolicyStories, type PolicyStories } from './policy-stories.ts'
import { retell } from './retell.ts'
import { createScopeStories, type ScopeStories } from './scope-stories.ts'

/**
 * Turns the decisions of one poll into incidents and messages: each story keeps one message a channel, edited once a poll
 * at most, with a line in its thread for each thing that happened.
 */
export interface StoryBook
  extends Omit<LinkStories, 'badAtFirstSight' | 'tellOpened'>,
    Omit<ScopeStories, 'tellScopes'>,
    PolicyStories {
  /** Goes through the connections of a scope. `baseline`: those that are bad already are told in the baseline's summary. */
  connections(seen: Omit<SeenConnections, 'baseline'>, baseline: boolean): void
  /** Ends the incidents of scopes that are not configured any more: nobody will see how they go on. */
  closeUnwatched(watched: ReadonlySet<string>): void
  badAtFirstSight(scope: Scope, evidence: Evidence, decision: Decision): void
  baseline(snapshot: SeenSnapshot): void
  /**
   * Tells what was opened. `states` are all scopes as they are now; `unreadable` are those that were never read: they are
   * named in the baseline's summary, where there is one.
   */
  close(
    states: readonly ScopeState[],
    unreadable: readonly { readonly scope: Scope; readonly failure: ReadFailure }[],
  ): void
}

/** Opens a story book for one poll. */
export function openStoryBook(books: Books): StoryBook {
  const { at, bag, incidents, newId } = books
  const links = createLinkStories(books)
  const connections = createConnectionStories(books)
  const baselineKey = newId()
  const baselineScopes: { scope: Scope; links: number; malformed: number }[] = []
  const statuses: Record<string, number> = {}
  const entries: IncidentEntry[] = []
  /** Who else wants to hear of an entry, by its incident. */
  const wantedBy = new Map<string, readonly Route[]>()
  const { tellScopes, ...scopes } = createScopeStories(books)

  return {
    ...links,
    ...scopes,
    ...createPolicyStories(books),

    closeUnwatched(watched) {
      for (const incident of incidents.open()) {
        if (watched.has(incident.subject.scopeId)) continue
        const ended = incidents.save({ ...incident, resolvedAt: at, ending: 'unwatched' })
        if (ended.rootKey !== null) bag.edit(ended.rootKey, (root) => retell(root, ended, at, null))
      }
    },

    badAtFirstSight(scope, evidence, decision) {
      const entry = links.badAtFirstSight(scope, evidence, decision, baselineKey)
      if (entry === null) return
      entries.push(entry)
      wantedBy.set(entry.incidentId, books.audience.ofLink(evidence, entry.level))
    },

    connections(seen, baseline) {
      const told = connections.connections({ ...seen, baseline: baseline ? baselineKey : null })
      for (const { entry, routes } of told) {
        entries.push(entry)
        wantedBy.set(entry.incidentId, routes)
      }
    },

    baseline({ scope, links: seen, malformed }) {
      baselineScopes.push({ scope, links: seen.length, malformed: malformed.length })
      for (const { status } of seen) statuses[status] = (statuses[status] ?? 0) + 1
    },

    close(states, unreadable) {
      tellScopes()
      for (const state of states) links.tellOpened(state)
      if (baselineScopes.length === 0) return
      const sorted = worstFirst(entries)
      const told = { scopes: baselineScopes, unreadable, statuses, entries: sorted }
      const whole = { type: 'baseline', at, ...told } as const
      const { catchAll } = books.audience
      const part = (channel: string) =>
        sorted.filter(({ incidentId }) =>
          wantedBy.get(incidentId)?.some((route) => route.channel === channel),
        )
      const routes = mergeRoutes([catchAll, ...[...wantedBy.values()].flat()])
      bag.post(
        baselineKey,
        null,
        (channel) => (channel === catchAll.channel ? whole : partOfBaseline(whole, part(channel))),
        // Nobody is pinged for what was bad before anybody looked.
        routes.map(({ channel }) => ({ channel, mention: null })),
      )
    },
  }
}
