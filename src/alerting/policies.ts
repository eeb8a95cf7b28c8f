import type { Level } from '../domain/incident.ts'
import type { RoutingPolicy } from '../domain/link.ts'

/** Prefixes of a routing policy that were put in or taken out, by direction. */
export interface PolicyEdit {
  readonly addedIn: readonly string[]
  readonly removedIn: readonly string[]
  readonly addedOut: readonly string[]
  readonly removedOut: readonly string[]
}

/** What differs between two versions of a policy; null where its prefixes are the same. */
export function policyEdit(before: RoutingPolicy, after: RoutingPolicy): PolicyEdit | null {
  const without = (list: readonly string[], others: readonly string[]) =>
    list.filter((prefix) => !others.includes(prefix))
  const edit: PolicyEdit = {
    addedIn: without(after.prefixesIn, before.prefixesIn),
    removedIn: without(before.prefixesIn, after.prefixesIn),
    addedOut: without(after.prefixesOut, before.prefixesOut),
    removedOut: without(before.prefixesOut, after.prefixesOut),
  }
  return Object.values(edit).every((prefixes) => prefixes.length === 0) ? null : edit
}

/**
 * How loud an edit of a routing policy is, and why. `links` are how many it is attached to: the edit hits all of them at
 * once. An edit has no end of its own, so it is told once. Pure.
 */
export function judgePolicyEdit(
  edit: PolicyEdit,
  links: number,
): { readonly level: Level; readonly rule: string; readonly reason: string } {
  if (links === 0) {
    return { level: 'info', rule: 'policy_edited', reason: 'The policy is not attached to any link.' }
  }
  return edit.removedIn.length + edit.removedOut.length > 0
    ? {
        level: 'error',
        rule: 'prefix_removed',
        reason: 'Prefixes were taken out of an attached policy: their routes are no longer let through.',
      }
    : {
        level: 'error',
        rule: 'policy_edited',
        reason: 'An attached policy was edited, which changes what every link that shares it lets through.',
      }
}
