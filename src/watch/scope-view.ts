import { gatherEvidence, type Leaver, leaverOf } from '../diagnostics/evidence.ts'
import type { FilterFacts } from '../diagnostics/filter.ts'
import { groupByVpc, type Link } from '../domain/link.ts'
import { hasLeft, type ScopeState, type WatchedLink } from '../domain/memory.ts'
import type { Directory } from '../domain/snapshot.ts'
import type { ConfirmedSnapshot } from './diff.ts'

/** A scope as one poll sees it: what it read, and of what it could not read what is remembered. */
export interface ScopeView {
  readonly links: ReadonlyMap<string, Link>
  /** All links into a VPC. */
  intoVpc(vpcId: string | null): readonly Link[]
  /** Links that left a VPC before this poll, and are news at `now` (ms) still, or missed there. */
  leaversOf(vpcId: string | null, now: number): readonly Leaver[]
  /** All links over a dedicated connection. */
  overConnection(connectionId: string): readonly Link[]
  /** All links that a routing policy is attached to. */
  withPolicy(policyId: string): readonly Link[]
  /** What filters look at, of each of these links. */
  factsOf(links: readonly Link[]): readonly FilterFacts[]
  /** The families that a link carried in its last good state, as remembered. */
  carriedBy(linkId: string): WatchedLink['carried']
}

/** Looks at a scope. What is asked for is looked up once, and only where it is asked for. */
export function viewScope(state: ScopeState, confirmed: ConfirmedSnapshot, directory: Directory): ScopeView {
  const links = new Map<string, Link>()
  for (const [id, { link }] of state.links) if (!confirmed.gone.has(id)) links.set(id, link)
  for (const link of [...confirmed.snapshot.links, ...confirmed.found]) links.set(link.id, link)
  let byVpc: ReadonlyMap<string, readonly Link[]> | null = null
  let left: readonly WatchedLink[] | null = null
  const vpcOf = (id: string) => directory.vpcs.find((vpc) => vpc.id === id) ?? null
  return {
    links,
    intoVpc(vpcId) {
      if (vpcId === null) return []
      byVpc ??= groupByVpc(links.values())
      return byVpc.get(vpcId) ?? []
    },
    leaversOf(vpcId, now) {
      left ??= [...state.links.values()].filter((watched) => watched.left !== undefined)
      return left.flatMap((watched) => {
        const link = links.get(watched.link.id)
        return vpcId === null || link === undefined || !hasLeft({ ...watched, link }, vpcId, now)
          ? []
          : leaverOf({ ...watched, link }, vpcOf)
      })
    },
    overConnection: (connectionId) =>
      [...links.values()].filter(
        ({ kind }) => kind.type === 'self_hosted' && kind.connectionId === connectionId,
      ),
    withPolicy: (policyId) =>
      [...links.values()].filter(({ policies }) => policies.ipv4 === policyId || policies.ipv6 === policyId),
    factsOf: (some) =>
      some.map((link) => {
        const carriedInto = state.links.get(link.id)?.carriedInto ?? null
        return gatherEvidence(link, { links: [], directory, carried: [], carriedInto })
      }),
    carriedBy: (linkId) => state.links.get(linkId)?.carried ?? [],
  }
}
