import type { Decision } from '../alerting/decision.ts'
import { PROVISIONED } from '../alerting/level-facts.ts'
import type { Halted } from '../diagnostics/evidence.ts'
import { carryingFamilies, type Link, pathConfigured } from '../domain/link.ts'
import type { ScopeState, WatchedLink } from '../domain/memory.ts'
import { linkStatus } from '../domain/status.ts'
import type { HaltedDeletion } from './ports.ts'

/** A link as it is judged where a deletion of the bot's was halted: what it carried before that is missed. */
interface Missed {
  readonly before: WatchedLink
  readonly halted: Halted
}

/**
 * What is missed of a link without a path whose deletion by the bot has stopped, or was given up, since the last poll: what
 * the bot did on the way there was asked for, and what it leaves behind was not. Null where nothing is missed, or where that
 * was told by an earlier poll. Pure.
 */
export function missedOf(
  { state, halted }: { readonly state: ScopeState; readonly halted: ReadonlyMap<string, HaltedDeletion> },
  before: WatchedLink | null,
  link: Link,
): Missed | null {
  const deletion = halted.get(link.id)
  if (deletion === undefined || before === null || before.meantSince !== null) return null
  const { old, how, by, at } = deletion
  const since = before.unreadSince ?? state.lastGoodAt
  if (since !== null && at < since) return null
  if (pathConfigured(link) || !PROVISIONED.includes(linkStatus(link.status))) return null
  const carried = carryingFamilies(old)
  if (carried.length === 0) return null
  const known = before.carried.length > 0 ? before : { ...before, carried, carriedInto: old.vpcId }
  return { before: known, halted: { how, by, at } }
}

/** The decision on such a link: its message says anew where an incident that is open already stands. Pure. */
export function refreshed(decision: Decision, missed: Missed | null): Decision {
  return missed !== null && decision.bad && decision.act === 'quiet'
    ? { ...decision, act: 'refresh' }
    : decision
}
