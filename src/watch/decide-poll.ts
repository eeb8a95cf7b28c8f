import { judgeBlindness } from '../alerting/blindness.ts'
import type { DeletionAsked, Predecessor } from '../diagnostics/evidence.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { OpenReorder } from '../domain/open-reorder.ts'
import type { FailedSnapshot } from '../domain/snapshot.ts'
import type { WhoChanged } from '../domain/transition.ts'
import { type BooksInput, openBooks } from './books.ts'
import { tellDaily } from './daily.ts'
import { type DecidedScope, decideBaseline, decideSeen, type ScopeReading } from './decide-seen.ts'
import { tellImpact } from './impact.ts'
import { page } from './pages.ts'
import type { HaltedDeletion, OwnAct, Pager, WatchRecord } from './ports.ts'
import type { WatchState } from './state.ts'
import { openStoryBook, type StoryBook } from './story-book.ts'
import { keepTime } from './timekeeping.ts'
import { knowWorld } from './world.ts'

/** Everything a poll is decided on. Pure data, but for `newId`, which names new incidents and messages. */
export interface PollInput extends BooksInput {
  readonly state: BooksInput['state'] & Pick<WatchState, 'ended' | 'vanished'>
  readonly readings: readonly ScopeReading[]
  readonly ownActs: readonly OwnAct[]
  /** When the partners of orders that wait were last contacted (ms), by link id. */
  readonly contacted: ReadonlyMap<string, { readonly at: number }>
  /** In whose place the bot ordered links, by the id of the new one. */
  readonly ordered: ReadonlyMap<string, Predecessor>
  /** Deletions of the bot's that do not go on by themselves, by the id of the link. */
  readonly halted: ReadonlyMap<string, HaltedDeletion>
  /** Deletions that the bot made, however long ago, of links that are being deleted or gone, by id; `ownActs` has them too. */
  readonly deletions: ReadonlyMap<string, DeletionAsked>
  /** Deletions and orders that have not ended, those that wait for a person first. */
  readonly reorders: readonly OpenReorder[]
  /** Who made the changes that this poll shows, by link id, as far as it is known. */
  readonly whoChanged: ReadonlyMap<string, WhoChanged>
  /** Scopes that were read since the bot started; of any other, a change lies somewhere since the last good poll. */
  readonly readBefore: ReadonlySet<string>
  /** How many polls the schedule held since a moment (ms), this one included. */
  readonly slotsSince: (at: number) => number
  /** Where pages go, beyond chat. */
  readonly pagers: readonly Pager[]
}

/** What is to be recorded, and what is remembered once it is. */
export interface PollOutcome {
  readonly record: WatchRecord
  readonly states: readonly ScopeState[]
}

/** Decides a whole poll: what changed, what is told, and why. Writes nothing. */
export function decidePoll(input: PollInput): PollOutcome {
  const books = openBooks(input)
  const book = openStoryBook(books)
  book.closeUnwatched(new Set(input.readings.map(({ state }) => state.scope.id)))
  const decided = input.readings.map((reading) =>
    reading.type === 'failed'
      ? decideFailed(reading.state, reading.snapshot, input, book)
      : reading.state.baselineAt === null
        ? decideBaseline(reading.state, reading.confirmed, books, book)
        : decideSeen(reading, input, books, book),
  )
  const unreadable = decided.flatMap(({ state }) =>
    state.baselineAt === null && state.lastFailure !== null
      ? [{ scope: state.scope, failure: state.lastFailure }]
      : [],
  )
  const states = decided.map(({ state }) => state)
  const world = knowWorld(states, input.settings)
  keepTime(books, book, world)
  book.close(states, unreadable)
  tellImpact(
    books,
    input.readings.map(({ state }) => state),
    states,
  )
  page(books, world, input.pagers)
  const { ended } = input.state
  tellDaily(books, world, { states, ended, gone: goneLately(input), reorders: input.reorders })
  return { record: { scopes: decided.map(({ change }) => change), ...books.closed() }, states }
}

/** Links that this poll found gone, or one of the last day, as they last were. */
function goneLately({ state, readings }: PollInput): ReadonlyMap<string, Link> {
  const gone = new Map([...state.vanished].map(([id, { link }]) => [id, link]))
  for (const reading of readings)
    for (const transition of reading.type === 'seen' ? reading.transitions : [])
      if (transition.type === 'vanished') gone.set(transition.before.id, transition.before)
  return gone
}

function decideFailed(
  state: ScopeState,
  { at, failure }: FailedSnapshot,
  { settings, slotsSince }: Pick<PollInput, 'settings' | 'slotsSince'>,
  book: StoryBook,
): DecidedScope {
  const failing = {
    failingSince: state.failingSince ?? at,
    failedPolls: state.failedPolls + 1,
    lastFailure: failure,
  }
  const ruling = judgeBlindness(
    {
      failure,
      failingSince: failing.failingSince,
      failedPolls: failing.failedPolls,
      slotsMissed: state.lastGoodAt === null ? 0 : slotsSince(state.lastGoodAt),
      everRead: state.baselineAt !== null,
      outageOpen: book.hasOpenOutage(state.scope.id),
    },
    at,
    settings,
  )
  book.scopeFailing(state, failing.failingSince, failure, ruling)
  return {
    change: {
      scope: state.scope,
      expectedVersion: state.version,
      at,
      outcome: { type: 'failed', failure },
      saveLinks: [],
      removeLinks: [],
      saveDirectory: {},
      removeDirectory: [],
      transitions: [],
    },
    state: { ...state, ...failing, version: state.version + 1 },
  }
}
