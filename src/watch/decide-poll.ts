import { judgeBlindness } from '../alerting/blindness.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { FailedSnapshot } from '../domain/snapshot.ts'
import { type DecidedScope, decideBaseline, decideSeen, type PollInput } from './decide-seen.ts'
import type { PollRecord } from './ports.ts'
import { openStoryBook, type StoryBook } from './story-book.ts'

/** What is to be recorded, and what is remembered once it is. */
export interface PollOutcome {
  readonly record: PollRecord
  readonly states: readonly ScopeState[]
}

/** Decides a whole poll: what changed, what is told, and why. Writes nothing. */
export function decidePoll(input: PollInput): PollOutcome {
  const book = openStoryBook(input)
  book.closeUnwatched(new Set(input.readings.map(({ state }) => state.scope.id)))
  const decided = input.readings.map((reading) =>
    reading.type === 'failed'
      ? decideFailed(reading.state, reading.snapshot, input, book)
      : reading.state.baselineAt === null
        ? decideBaseline(reading.state, reading.confirmed, input, book)
        : decideSeen(reading, input, book),
  )
  const unreadable = decided.flatMap(({ state }) =>
    state.baselineAt === null && state.lastFailure !== null
      ? [{ scope: state.scope, failure: state.lastFailure }]
      : [],
  )
  const states = decided.map(({ state }) => state)
  const { incidents, deliveries } = book.close(states, unreadable)
  return {
    record: { scopes: decided.map(({ change }) => change), incidents, deliveries },
    states,
  }
}

function decideFailed(
  state: ScopeState,
  { at, failure }: FailedSnapshot,
  input: PollInput,
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
      everRead: state.baselineAt !== null,
      outageOpen: book.hasOpenOutage(state.scope.id),
    },
    at,
    input.settings,
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
