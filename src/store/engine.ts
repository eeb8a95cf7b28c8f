import type { Dialect } from 'kysely'
import type { StoreOpenError } from './open-error.ts'

/** What SQLite and PostgreSQL do differently. All else is one schema and one set of queries. */
export interface Engine {
  readonly dialect: Dialect
  /** How to say that opening failed with `error`. */
  explain(error: unknown): StoreOpenError
  /** Rejects when the store, or the lock that keeps others out, is gone. */
  ping(): Promise<void>
  /** Gives the lock back. After the database itself was closed. */
  release(): Promise<void>
}
