import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import { siblingDoubts } from '../alerting/doubts.ts'
import { judgeImpact, type Loss } from '../alerting/vpc-impact.ts'
import { gatherEvidence } from '../diagnostics/evidence.ts'
import { outOfService } from '../diagnostics/redundancy.ts'
import { missingStepOf, trafficPath } from '../diagnostics/traffic-path.ts'
import { groupedBy } from '../domain/grouped.ts'
import { carryingFamilies, type Family, familyState, pathConfigured } from '../domain/link.ts'
import { type ScopeState, servedVpc, type WatchedLink } from '../domain/memory.ts'
import type { Books } from './books.ts'

/** Messages that tell what their links have taken from VPCs together. A single link's tells it by its own evidence. */
type Telling = Extract<Alert, { readonly type: 'group' | 'connection' | 'policy' }>

/**
 * Tells in the messages of several links what these have taken from their VPCs, and what is left there: as things are after a
 * poll, whichever link it was that changed it. `before` are the scopes as the poll found them remembered, `after` as they are
 * now. After all else that the poll tells of links.
 */
export function tellImpact(books: Books, before: readonly ScopeState[], after: readonly ScopeState[]): void {
  const { incidents, bag, at } = books
  const concerned = [...incidents.open(), ...incidents.changed()]
  const stories = new Set(concerned.flatMap(({ rootKey }) => rootKey ?? []))
  const sight = seeWorld(books, before, after)
  for (const story of stories) {
    bag.amend(story, (root) => {
      if (!tellsImpact(root)) return root
      const { impact: told, ...rest } = root
      const entries = withLosses(root.entries, sight)
      const impact = impactOf(entries, sight)
      if (entries === root.entries && JSON.stringify(impact) === JSON.stringify(told ?? null)) return root
      return { ...rest, at, entries, ...(impact === null ? {} : { impact }) }
    })
  }
}

function tellsImpact(root: Alert): root is Telling {
  return root.type === 'group' || root.type === 'connection' || root.type === 'policy'
}

/** The scopes of a poll, looked at for what is lost. */
interface World {
  /** A link with the scope it is in, as it is now; null where it is gone, or its region is not watched. */
  now(linkId: string): { readonly state: ScopeState; readonly watched: WatchedLink } | null
  /** A link as it was remembered before the poll that finds it gone. */
  gone(linkId: string): WatchedLink | null
  into(vpcId: string): readonly WatchedLink[]
  nameOf(vpcId: string): string | null
  carriedBy(watched: WatchedLink): readonly Family[]
  doubtsOf(vpcIds: readonly string[]): ReturnType<typeof siblingDoubts>
  readonly at: number
}

/** Looks things up only once they are asked for: most polls tell nothing of several links. */
function seeWorld(books: Books, before: readonly ScopeState[], after: readonly ScopeState[]): World {
  const { at } = books
  let byVpc: ReadonlyMap<string, readonly WatchedLink[]> | null = null
  const now: World['now'] = (linkId) => {
    const state = after.find(({ links }) => links.has(linkId))
    const watched = state?.links.get(linkId)
    return state === undefined || watched === undefined ? null : { state, watched }
  }
  const evidenceOf = (watched: WatchedLink) => {
    const directory = now(watched.link.id)?.state.directory
    const { carried, carriedInto } = watched
    return directory === undefined
      ? null
      : gatherEvidence(watched.link, { links: [], directory, carried, carriedInto })
  }
  const into = (vpcId: string) => {
    byVpc ??= groupedBy(
      after.flatMap(({ links }) => [...links.values()]),
      ({ link }) => link.vpcId,
    )
    return byVpc.get(vpcId) ?? []
  }
  return {
    at,
    now,
    into,
    gone: (linkId) => before.map(({ links }) => links.get(linkId)).find(Boolean) ?? null,
    nameOf: (vpcId) =>
      after.flatMap(({ directory }) => directory.vpcs).find(({ id }) => id === vpcId)?.name ?? null,
    carriedBy(watched) {
      const up = carryingFamilies(watched.link)
      const evidence = watched.rule === 'path_broken' ? evidenceOf(watched) : null
      if (evidence === null) return up
      const steps = trafficPath(evidence)
      return up.filter((family) => missingStepOf(steps, family) === null)
    },
    doubtsOf: (vpcIds) =>
      siblingDoubts(
        {
          incidents: books.incidents.open(),
          unread: vpcIds
            .flatMap(into)
            .flatMap(({ link, unreadSince }) => (unreadSince === null ? [] : link.id)),
          silences: books.hush.all(),
          facts: () => vpcIds.flatMap(into).flatMap((watched) => evidenceOf(watched) ?? []),
        },
        at,
      ),
  }
}

function impactOf(entries: readonly IncidentEntry[], world: World) {
  const losses = entries.flatMap((entry) => lossOf(entry, world) ?? [])
  const doubts = world.doubtsOf([...new Set(losses.map(({ vpcId }) => vpcId))])
  return judgeImpact(losses, {
    carriersInto: (vpcId) =>
      world.into(vpcId).map((watched) => ({ link: watched.link, families: world.carriedBy(watched) })),
    nameOf: world.nameOf,
    doubts: Object.fromEntries(doubts),
  })
}

/** Entries of links that this poll finds gone keep what those carried: nobody else remembers it. The same list where none is. */
function withLosses(entries: readonly IncidentEntry[], world: World): readonly IncidentEntry[] {
  const isNews = (entry: IncidentEntry) => isGone(entry) && entry.loss === undefined
  if (!entries.some(isNews)) return entries
  const kept = entries.map((entry) => {
    const last = isNews(entry) && world.now(entry.link.id) === null ? world.gone(entry.link.id) : null
    const vpcId = last === null ? null : servedVpc(last, last.link, world.at)
    if (last === null || vpcId === null) return entry
    return { ...entry, loss: { link: last.link, vpcId, families: last.carried } }
  })
  return kept.every((entry, n) => entry === entries[n]) ? entries : kept
}

function isGone({ ending }: IncidentEntry): boolean {
  return ending === 'gone' || ending === 'told_once'
}

/**
 * What a link has taken from the VPC that it carried into. What it still carries counts where its status takes it out of
 * service soon; what ended otherwise than by the link being gone is not missed.
 */
function lossOf(entry: IncidentEntry, world: World): Loss | null {
  if (entry.resolvedAt !== null && !isGone(entry)) return null
  const known = world.now(entry.link.id)
  if (known === null) return entry.loss ?? null
  const { link, carried } = known.watched
  const vpcId = servedVpc(known.watched, link, world.at)
  if (vpcId === null) return null
  if (vpcId !== link.vpcId || (outOfService(link) !== null && entry.upSince === null))
    return { link, vpcId, families: carried }
  const up = world.carriedBy(known.watched)
  const isUnknown = (family: Family) => pathConfigured(link) && familyState(link, family) === 'unknown'
  return { link, vpcId, families: carried.filter((family) => !up.includes(family) && !isUnknown(family)) }
}
