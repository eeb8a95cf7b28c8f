import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import type { Decision } from '../alerting/decision.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import { compareLevels } from '../domain/incident.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { ReadFailure, Scope, SeenSnapshot } from '../domain/snapshot.ts'
import type { Books } from './books.ts'
import { type ConnectionStories, createConnectionStories } from './connection-stories.ts'
import { createLinkStories, type LinkStories } from './link-stories.ts'
import { createPolicyStories, type PolicyStories } from './policy-stories.ts'
import { retell } from './retell.ts'
import { createScopeStories, type ScopeStories } from './scope-stories.ts'

/**
 * Turns the decisions of one poll into incidents and messages: each story keeps one message a channel, edited once a poll
 * at most, with a line in its thread for each thing that happened.
 */
export interface StoryBook
  extends Omit<LinkStories, 'badAtFirstSight' | 'tellOpened'>,
    ScopeStories,
    ConnectionStories,
    PolicyStories {
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
  const baselineKey = newId()
  const baselineScopes: { scope: Scope; links: number; malformed: number }[] = []
  const statuses: Record<string, number> = {}
  const entries: IncidentEntry[] = []

  return {
    ...links,
    ...createScopeStories(books),
    ...createConnectionStories(books),
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
      if (entry !== null) entries.push(entry)
    },

    baseline({ scope, links: seen, malformed }) {
      baselineScopes.push({ scope, links: seen.length, malformed: malformed.length })
      for (const { status } of seen) statuses[status] = (statuses[status] ?? 0) + 1
    },

    close(states, unreadable) {
      for (const state of states) links.tellOpened(state)
      if (baselineScopes.length === 0) return
      entries.sort((a, b) => compareLevels(b.level, a.level) || a.link.name.localeCompare(b.link.name))
      const alert: Alert = { type: 'baseline', at, scopes: baselineScopes, unreadable, statuses, entries }
      bag.post(baselineKey, null, alert, [books.audience.catchAll])
    },
  }
}
