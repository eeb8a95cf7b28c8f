import type { Decision } from '../alerting/decision.ts'
import { carriedFamilies, carriedInto, type LinkChange, statusSince } from '../alerting/levels.ts'
import { type Evidence, gatherEvidence } from '../diagnostics/evidence.ts'
import type { Link } from '../domain/link.ts'
import type { WatchedLink } from '../domain/memory.ts'
import type { Transition } from '../domain/transition.ts'
import type { ScopeView } from './scope-view.ts'

/** What is remembered of a link after a decision. */
export function remember(
  change: LinkChange,
  link: Link,
  decision: Decision,
  at: number,
  lately: Pick<WatchedLink, 'healthChanges' | 'marks'> & { readonly transition: Transition | null },
): WatchedLink {
  const { before } = change
  const { healthChanges, marks, transition } = lately
  const configuration = transition?.type === 'changed' ? transition.configuration : []
  const carried = carriedFamilies(change, decision)
  return {
    link,
    firstSeenAt: before?.firstSeenAt ?? at,
    statusSince: statusSince(change, at),
    rule: decision.rule,
    ruleSince: decision.ruleSince,
    carried,
    carriedInto: carriedInto(change, decision, carried),
    unreadSince: null,
    healthChanges,
    marks,
    configured: configuration.length > 0 ? { at, changes: configuration } : (before?.configured ?? null),
    meantSince: configuration.length > 0 ? null : (before?.meantSince ?? null),
  }
}

/** The VPC that a link carried into when it last did; null where it did not, or where that is not known. */
export function into(before: WatchedLink | null): string | null {
  if (before === null || before.carried.length === 0) return null
  return before.carriedInto ?? before.link.vpcId
}

/**
 * What is left of a VPC that a link was moved out of is judged by the links into that VPC, for as long as it is missed
 * there. Of any other link, the evidence as it is.
 */
export function ofLeftVpc(
  evidence: Evidence,
  carried: string | null,
  { view, ...known }: Omit<Parameters<typeof gatherEvidence>[1], 'links'> & { readonly view: ScopeView },
): Evidence {
  const { link } = evidence
  if (carried === null || link.vpcId === null || link.vpcId === carried) return evidence
  const left = gatherEvidence({ ...link, vpcId: carried }, { ...known, links: view.intoVpc(carried) })
  const { doubts: _ofThis, ...rest } = evidence
  return { ...rest, siblings: left.siblings, ...(left.doubts === undefined ? {} : { doubts: left.doubts }) }
}
