import type { Clock } from '../domain/clock.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { WatchRecord, WatchStore } from './ports.ts'
import { applyRecord, loadState, type WatchState } from './state.ts'

/** What was decided on a state: what to write, the scopes as they are from then on, and whatever the caller wants back. */
export interface Entry<T> {
  readonly record: WatchRecord
  readonly scopes: readonly ScopeState[]
  readonly result: T
}

/**
 * The only way to change what the watch knows. Decisions are taken one after another, each on the state that the one
 * before has left, so that a poll and what people do meanwhile never overwrite one another.
 */
export interface Ledger {
  /** The state as it is now. */
  read(): Promise<WatchState>
  /** Decides, writes, and resolves with the result once it is written. Throws what the store throws: nothing was written. */
  write<T>(decide: (state: WatchState) => Entry<T> | Promise<Entry<T>>): Promise<T>
}

/** Makes a ledger. What is stored is read at first use, and again after anything broke. */
export function createLedger(parts: {
  readonly store: WatchStore
  readonly scopes: readonly Scope[]
  readonly clock: Clock
  /** Called once something was written. */
  readonly onWritten: (record: WatchRecord) => void
}): Ledger {
  const { store } = parts
  let known: WatchState | null = null
  let last: Promise<unknown> = Promise.resolve()

  const next = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work)
    last = done.catch(() => undefined)
    return done
  }
  const current = async (): Promise<WatchState> => {
    known ??= await loadState(store, parts.scopes, parts.clock.now())
    return known
  }

  return {
    read: () => next(current),
    write: (decide) =>
      next(async () => {
        try {
          const state = await current()
          const { record, scopes, result } = await decide(state)
          if (!isEmpty(record)) await store.record(record)
          known = applyRecord(state, record, scopes, parts.clock.now())
          parts.onWritten(record)
          return result
        } catch (error) {
          // What is in memory may be older than what is stored: the next decision starts from the store.
          known = null
          throw error
        }
      }),
  }
}

function isEmpty(record: WatchRecord): boolean {
  return Object.values(record).every((list: readonly unknown[]) => list.length === 0)
}
