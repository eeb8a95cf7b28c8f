import { groupedBy } from '../domain/grouped.ts'
import type { Link } from '../domain/link.ts'
import type { Timers } from './timers.ts'

/** What links that went bad together have in common: the one cause they are told under. */
export type SharedCause =
  | { readonly type: 'connection'; readonly connectionId: string }
  | { readonly type: 'partner_at_pop'; readonly partnerId: string; readonly popId: string }
  | { readonly type: 'pop'; readonly popId: string }
  | { readonly type: 'partner'; readonly partnerId: string }
  | { readonly type: 'region'; readonly region: string }

/** Links that are told under one cause. */
export interface Attribution {
  readonly cause: SharedCause
  readonly links: readonly Link[]
}

/** From the most specific cause to the broadest. Each names what it is for a link; null where a link has no such thing. */
const CAUSES: readonly ((link: Link) => SharedCause | null)[] = [
  ({ kind }) =>
    kind.type === 'self_hosted' ? { type: 'connection', connectionId: kind.connectionId } : null,
  ({ kind, popId }) =>
    kind.type === 'hosted' ? { type: 'partner_at_pop', partnerId: kind.partnerId, popId } : null,
  ({ popId }) => ({ type: 'pop', popId }),
  ({ kind }) => (kind.type === 'hosted' ? { type: 'partner', partnerId: kind.partnerId } : null),
  ({ region }) => ({ type: 'region', region }),
]

/**
 * Attributes links of one region that went bad together. The most specific cause that explains all of them wins; where
 * none does, the most specific causes that explain some of them, each link counted once. `inService` are all links of the
 * region that were in service, the bad ones included. Links that no cause explains are left out. Pure.
 */
export function attribute(
  bad: readonly Link[],
  inService: readonly Link[],
  timers: Timers,
): readonly Attribution[] {
  for (const causeOf of CAUSES) {
    const [only, ...others] = explained(bad, inService, causeOf, timers)
    if (only !== undefined && others.length === 0 && only.links.length === bad.length) return [only]
  }
  const attributions: Attribution[] = []
  let left = bad
  for (const causeOf of CAUSES) {
    const found = explained(left, inService, causeOf, timers)
    attributions.push(...found)
    const taken = new Set(found.flatMap(({ links }) => links))
    left = left.filter((link) => !taken.has(link))
  }
  return attributions
}

/** The causes of one kind that took enough links down, and enough of those they could have. */
function explained(
  bad: readonly Link[],
  inService: readonly Link[],
  causeOf: (link: Link) => SharedCause | null,
  { rollUpLinks, rollUpShare }: Timers,
): readonly Attribution[] {
  const key = (link: Link) => JSON.stringify(causeOf(link))
  const sizes = new Map<string, number>()
  for (const link of inService) sizes.set(key(link), (sizes.get(key(link)) ?? 0) + 1)
  return [...groupedBy(bad, key)].flatMap(([name, links]) => {
    const [first] = links
    const cause = first === undefined ? null : causeOf(first)
    const enough = links.length >= rollUpLinks && links.length >= rollUpShare * (sizes.get(name) ?? 0)
    return cause !== null && enough ? [{ cause, links }] : []
  })
}
