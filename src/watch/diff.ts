import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import { DIRECTORY_KINDS, type Directory, type DirectoryKind, type SeenSnapshot } from '../domain/snapshot.ts'
import { linkTransition, type Transition } from '../domain/transition.ts'

/** A snapshot of a scope that was read whole, after every link it lacks was looked for by a GET of its own. */
export interface ConfirmedSnapshot {
  readonly snapshot: SeenSnapshot
  /** Links that the list lacked and a GET found. */
  readonly found: readonly Link[]
  /** Ids of remembered links that are gone: not in the list, and 404. */
  readonly gone: ReadonlySet<string>
}

/** Remembered links that the snapshot neither shows nor names as malformed: each asks for a GET. */
export function missingLinks(state: ScopeState, snapshot: SeenSnapshot): readonly string[] {
  const seen = new Set(snapshot.links.map((link) => link.id))
  for (const { id } of snapshot.malformed) if (id !== null) seen.add(id)
  return [...state.links.keys()].filter((id) => !seen.has(id))
}

/** What became of each link since `state`. A link that is neither seen nor gone keeps what is remembered of it. */
export function diffLinks(state: ScopeState, confirmed: ConfirmedSnapshot): readonly Transition[] {
  const { at } = confirmed.snapshot
  const transitions: Transition[] = []
  for (const after of [...confirmed.snapshot.links, ...confirmed.found]) {
    const before = state.links.get(after.id)
    const transition: Transition | null =
      before === undefined ? { type: 'appeared', after, at } : linkTransition(before.link, after, at)
    if (transition !== null) transitions.push(transition)
  }
  for (const id of confirmed.gone) {
    const before = state.links.get(id)
    if (before !== undefined) transitions.push({ type: 'vanished', before: before.link, at })
  }
  return transitions
}

/** Entries to write and to remove, and the directory as it is from now on. */
export interface DirectoryDiff {
  readonly save: Directory
  readonly remove: readonly { readonly kind: DirectoryKind; readonly id: string }[]
  readonly directory: Directory
}

/**
 * What changed in the directory, and how it is from now on. A kind that could not be read stays as it was; one that was
 * read in part may gain entries and loses none.
 */
export function diffDirectory(before: Directory, { directory: seen, unread }: SeenSnapshot): DirectoryDiff {
  const isWhole = (kind: DirectoryKind) => !unread.some((failed) => failed.kind === kind)
  const partners = diffEntries(before.partners, seen.partners, isWhole('partners'))
  const pops = diffEntries(before.pops, seen.pops, isWhole('pops'))
  const connections = diffEntries(before.connections, seen.connections, isWhole('connections'))
  const vpcs = diffEntries(before.vpcs, seen.vpcs, isWhole('vpcs'))
  const policies = diffEntries(before.policies, seen.policies, isWhole('policies'))
  const kinds = { partners, pops, connections, vpcs, policies } satisfies Record<
    DirectoryKind,
    EntriesDiff<unknown>
  >
  return {
    save: {
      partners: partners.save,
      pops: pops.save,
      connections: connections.save,
      vpcs: vpcs.save,
      policies: policies.save,
    },
    remove: DIRECTORY_KINDS.flatMap((kind) => kinds[kind].remove.map((id) => ({ kind, id }))),
    directory: {
      partners: partners.entries,
      pops: pops.entries,
      connections: connections.entries,
      vpcs: vpcs.entries,
      policies: policies.entries,
    },
  }
}

interface EntriesDiff<Entry> {
  readonly save: readonly Entry[]
  readonly remove: readonly string[]
  readonly entries: readonly Entry[]
}

function diffEntries<Entry extends { readonly id: string }>(
  before: readonly Entry[],
  now: readonly Entry[] | null,
  whole: boolean,
): EntriesDiff<Entry> {
  if (now === null) return { save: [], remove: [], entries: before }
  const known = new Map(before.map((entry) => [entry.id, JSON.stringify(entry)]))
  const ids = new Set(now.map((entry) => entry.id))
  const missing = before.filter((entry) => !ids.has(entry.id))
  return {
    save: now.filter((entry) => known.get(entry.id) !== JSON.stringify(entry)),
    remove: whole ? missing.map((entry) => entry.id) : [],
    entries: whole ? now : [...now, ...missing],
  }
}
