import { worsenedAcknowledgement } from '../alerting/acknowledgements.ts'
import type { Alert } from '../alerting/alert.ts'
import { restartReminders } from '../alerting/reminders.ts'
import { compareLevels, type Incident, type Level, newIncident, withHistory } from '../domain/incident.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { ReadFailure } from '../domain/snapshot.ts'
import type { Books } from './books.ts'
import { retell } from './retell.ts'

/** The stories of scopes that cannot be read. */
export interface ScopeStories {
  scopeFailing(
    state: ScopeState,
    failingSince: number,
    failure: ReadFailure,
    ruling: { readonly level: Level | null; readonly reason: string },
  ): void
  scopeReadable(state: ScopeState): void
}

/** Writes the stories of scopes into the books of one poll. */
export function createScopeStories({ incidents, bag, audience, newId, at }: Books): ScopeStories {
  const { save } = incidents
  return {
    scopeFailing(state, failingSince, failure, ruling) {
      const { scope } = state
      const incident = incidents.ofScope(scope.id)
      if (ruling.level === null) return
      if (incident === null) {
        const key = newId()
        const opened = save({
          ...newIncident({
            id: newId(),
            subject: { type: 'scope', scopeId: scope.id },
            level: ruling.level,
            rule: 'blind',
            reason: ruling.reason,
            lastGoodAt: state.lastGoodAt,
            firstBadAt: failingSince,
            badStatus: null,
          }),
          // It is told now, though it began when the polls did not succeed any more.
          reminders: { from: at, count: 0 },
          rootKey: key,
        })
        const alert: Alert = { type: 'scope', at, incident: opened, scope, failure }
        bag.post(key, opened.id, alert, audience.ofRegion(scope.region, opened.level))
        return
      }
      if (compareLevels(ruling.level, incident.level) <= 0) {
        const root = bag.root(incident.rootKey)
        if (incident.rootKey === null || root?.type !== 'scope' || root.failure.reason === failure.reason)
          return
        bag.edit(incident.rootKey, () => ({ ...root, at, failure }))
        return
      }
      const ended = worsenedAcknowledgement(incident, ruling.level, at)
      const worse = { ...(ended?.incident ?? incident), level: ruling.level, reason: ruling.reason }
      const event = { at, event: 'worsened', status: null, by: null } as const
      const next: Incident = withHistory(restartReminders(worse, at), event)
      bag.follow(
        save(next),
        { type: 'scope_line', at, incident: next, event: 'worsened', scope, failure },
        () => ({ type: 'scope', at, incident: next, scope, failure }),
        { broadcast: true, routes: audience.ofRegion(scope.region, next.level) },
      )
    },

    scopeReadable(state) {
      const { scope } = state
      const incident = incidents.ofScope(scope.id)
      if (incident === null) return
      const next: Incident = { ...incident, resolvedAt: at, ending: 'recovered' }
      const root = bag.root(incident.rootKey)
      if (root?.type !== 'scope') {
        save(next)
        return
      }
      bag.follow(
        save(next),
        { type: 'scope_line', at, incident: next, event: 'recovered', scope, failure: root.failure },
        (before) => retell(before, next, at, null),
        { broadcast: false, routes: [] },
      )
    },
  }
}
