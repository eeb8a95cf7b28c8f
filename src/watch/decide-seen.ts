import type { InferredWindow } from '../alerting/alert.ts'
import { decideLink } from '../alerting/decision.ts'
import { siblingDoubts } from '../alerting/doubts.ts'
import type { LinkChange } from '../alerting/levels.ts'
import { type DeletionAsked, gatherEvidence, type Predecessor } from '../diagnostics/evidence.ts'
import type { ScopeState, WatchedLink } from '../domain/memory.ts'
import type { FailedSnapshot } from '../domain/snapshot.ts'
import type { Transition, WhoChanged } from '../domain/transition.ts'
import type { Books } from './books.ts'
import { decideLinks } from './decide-links.ts'
import { type ConfirmedSnapshot, type DirectoryDiff, diffDirectory } from './diff.ts'
import type { HaltedDeletion, OwnAct, ScopeChange } from './ports.ts'
import { remember } from './remember.ts'
import { viewReplacements } from './replacements.ts'
import { viewScope } from './scope-view.ts'
import type { WatchState } from './state.ts'
import type { StoryBook } from './story-book.ts'

/** What one poll found in one scope, beside what was remembered of it. */
export type ScopeReading =
  | {
      readonly type: 'seen'
      readonly state: ScopeState
      readonly confirmed: ConfirmedSnapshot
      readonly transitions: readonly Transition[]
    }
  | { readonly type: 'failed'; readonly state: ScopeState; readonly snapshot: FailedSnapshot }

/** What one scope's reading came to. */
export interface DecidedScope {
  readonly change: ScopeChange
  readonly state: ScopeState
}

/** Decides the first whole reading of a scope: its baseline. */
export function decideBaseline(
  state: ScopeState,
  confirmed: ConfirmedSnapshot,
  books: Books,
  book: StoryBook,
): DecidedScope {
  const { at, links } = confirmed.snapshot
  const directoryDiff = diffDirectory(state.directory, confirmed.snapshot)
  const { directory } = directoryDiff
  const view = viewScope(state, confirmed, directory)
  const watched = links.map((after): WatchedLink => {
    const evidence = gatherEvidence(after, { links: view.intoVpc(after.vpcId), directory, carried: [] })
    const change: LinkChange = { before: null, after, evidence, ours: false, baseline: true, marks: [] }
    const decision = decideLink(change, null, books)
    if (decision.act === 'open') book.badAtFirstSight(state.scope, evidence, decision)
    return remember(change, after, decision, at, { healthChanges: [], marks: [], transition: null })
  })
  book.baseline(confirmed.snapshot)
  const carried = new Map(watched.map((known) => [known.link.id, known.carried]))
  const seen = { ...view, carriedBy: (linkId: string) => carried.get(linkId) ?? [] }
  book.connections(
    { state, now: directory.connections, read: true, view: seen, ended: new Map(), whoChanged: new Map() },
    true,
  )
  return conclude(state, confirmed, { watched, directoryDiff, transitions: [], baseline: true })
}

/** Decides a whole reading of a scope that is remembered. */
export function decideSeen(
  reading: Extract<ScopeReading, { type: 'seen' }>,
  {
    state: lately,
    ownActs,
    contacted,
    ordered,
    halted,
    deletions,
    whoChanged,
    readBefore,
  }: {
    readonly state: Pick<WatchState, 'ended' | 'vanished'>
    readonly ownActs: readonly OwnAct[]
    readonly contacted: ReadonlyMap<string, { readonly at: number }>
    readonly ordered: ReadonlyMap<string, Predecessor>
    readonly halted: ReadonlyMap<string, HaltedDeletion>
    readonly deletions: ReadonlyMap<string, DeletionAsked>
    readonly whoChanged: ReadonlyMap<string, WhoChanged>
    readonly readBefore: ReadonlySet<string>
  },
  books: Books,
  book: StoryBook,
): DecidedScope {
  const { state, confirmed, transitions } = reading
  const directoryDiff = diffDirectory(state.directory, confirmed.snapshot)
  const { directory, save } = directoryDiff
  const view = viewScope(state, confirmed, directory)
  const read = !confirmed.snapshot.unread.some(({ kind }) => kind === 'connections')
  book.connections({ state, now: directory.connections, read, view, ended: lately.ended, whoChanged }, false)
  book.policies(state, directory.policies, view, whoChanged)
  const firstPoll = !readBefore.has(state.scope.id)
  const inferred = unseenWindow(state, confirmed.snapshot.at, firstPoll)
  const changedEntries = new Set([...save.policies, ...save.vpcs].map(({ id }) => id))
  const doubts = siblingDoubts(
    {
      incidents: books.incidents.open(),
      unread: [...state.links.values()].flatMap(({ link, unreadSince }) =>
        unreadSince === null ? [] : link.id,
      ),
      silences: books.hush.all(),
      facts: () => view.factsOf([...view.links.values()]),
    },
    books.at,
  )
  const replacements = viewReplacements(reading, lately.vanished.values(), ordered, books)
  const seen = {
    state,
    confirmed,
    transitions,
    view,
    directory,
    changedEntries,
    doubts,
    inferred,
    ownActs,
    contacted,
    ordered,
    halted,
    deletions,
    whoChanged,
    replacements,
    firstPoll,
  }
  const decided = decideLinks(seen, books, book)
  replacements.tellLater(lately.ended)
  const concluded = conclude(state, confirmed, { ...decided, directoryDiff, baseline: false })
  book.confirmRecoveries(state.scope.id, (linkId) => {
    const now = concluded.state.links.get(linkId)
    if (now === undefined || now.unreadSince !== null) return null
    const { link, carried } = now
    return gatherEvidence(link, { links: view.intoVpc(link.vpcId), directory, carried })
  })
  book.scopeReadable(state)
  return concluded
}

function conclude(
  state: ScopeState,
  confirmed: ConfirmedSnapshot,
  decided: {
    readonly watched: readonly WatchedLink[]
    readonly directoryDiff: DirectoryDiff
    readonly transitions: ScopeChange['transitions']
    readonly baseline: boolean
  },
): DecidedScope {
  const { at } = confirmed.snapshot
  const saved = [...unreadChanges(state, confirmed), ...decided.watched]
  const links = linksAfter(state.links, confirmed.gone, saved)
  return {
    change: {
      scope: state.scope,
      expectedVersion: state.version,
      at,
      outcome: { type: 'seen', baseline: decided.baseline },
      saveLinks: saved,
      removeLinks: [...confirmed.gone],
      saveDirectory: decided.directoryDiff.save,
      removeDirectory: decided.directoryDiff.remove,
      transitions: decided.transitions,
    },
    state: {
      scope: state.scope,
      version: state.version + 1,
      baselineAt: state.baselineAt ?? at,
      lastGoodAt: at,
      failingSince: null,
      failedPolls: 0,
      lastFailure: null,
      links,
      directory: decided.directoryDiff.directory,
    },
  }
}

/** The links that are known from now on, by their ids: in the order in which the store gives them back after a restart. */
function linksAfter(
  before: ScopeState['links'],
  gone: ConfirmedSnapshot['gone'],
  saved: readonly WatchedLink[],
): ScopeState['links'] {
  const links = new Map(before)
  for (const id of gone) links.delete(id)
  for (const link of saved) links.set(link.link.id, link)
  return saved.every(({ link }) => before.has(link.id))
    ? links
    : new Map([...links].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Links that this poll could not read for the first time, and those that it can read again. */
function unreadChanges(state: ScopeState, confirmed: ConfirmedSnapshot): readonly WatchedLink[] {
  const read = new Set([...confirmed.snapshot.links, ...confirmed.found].map((link) => link.id))
  const changes: WatchedLink[] = []
  for (const [id, watched] of state.links) {
    if (confirmed.gone.has(id) || read.has(id) === (watched.unreadSince === null)) continue
    changes.push({
      ...watched,
      unreadSince: read.has(id) ? null : (state.lastGoodAt ?? confirmed.snapshot.at),
    })
  }
  return changes
}

/** A longer gap than this between two good polls is told along with what changed in it (ms). */
const GAP_TOLD_MS = 3 * 60_000

/** The window in which nobody watched the scope: the bot was off, or the region could not be read for long. */
function unseenWindow({ lastGoodAt }: ScopeState, at: number, firstPoll: boolean): InferredWindow | null {
  if (lastGoodAt === null || !(firstPoll || at - lastGoodAt > GAP_TOLD_MS)) return null
  return { after: lastGoodAt, before: at }
}
