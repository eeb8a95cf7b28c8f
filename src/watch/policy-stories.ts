import type { Alert } from '../alerting/alert.ts'
import { judgePolicyEdit, policyEdit } from '../alerting/policies.ts'
import { compareLevels, newIncident } from '../domain/incident.ts'
import type { RoutingPolicy } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { WhoChanged } from '../domain/transition.ts'
import type { Books } from './books.ts'
import type { ScopeView } from './scope-view.ts'

/** The stories of routing policies. */
export interface PolicyStories {
  /** Tells each edit of an attached policy once. `state` is as remembered before, `now` are the policies as they are,
   * `whoChanged` says who edited them, by id, where that is known. */
  policies(
    state: ScopeState,
    now: readonly RoutingPolicy[],
    view: ScopeView,
    whoChanged: ReadonlyMap<string, WhoChanged>,
  ): void
}

/** Writes the stories of policies into the books of one poll. */
export function createPolicyStories({ incidents, bag, audience, newId, at }: Books): PolicyStories {
  return {
    policies({ scope, directory, lastGoodAt }, now, view, whoChanged) {
      const before = new Map(directory.policies.map((policy) => [policy.id, policy]))
      for (const policy of now) {
        const was = before.get(policy.id)
        const edit = was === undefined ? null : policyEdit(was, policy)
        if (edit === null) continue
        const links = view.withPolicy(policy.id)
        const ruling = judgePolicyEdit(edit, links.length)
        if (compareLevels(ruling.level, 'warning') < 0) continue
        const key = newId()
        const incident = incidents.save({
          ...newIncident({
            id: newId(),
            subject: { type: 'policy', policyId: policy.id, scopeId: scope.id },
            ...ruling,
            lastGoodAt,
            firstBadAt: at,
            badStatus: null,
          }),
          resolvedAt: at,
          ending: 'told_once',
          rootKey: key,
        })
        const routes = audience.ofLinks(scope.region, view.factsOf(links), incident.level)
        const changedBy = whoChanged.get(policy.id)
        const alert: Alert = {
          type: 'policy',
          at,
          region: scope.region,
          incident,
          policy,
          edit,
          entries: [],
          links: links.map(({ id, name, region, status }) => ({ id, name, region, status })),
          ...(changedBy === undefined ? {} : { changedBy }),
        }
        bag.post(key, incident.id, alert, routes)
      }
    },
  }
}
