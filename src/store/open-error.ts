/** What keeps the store from opening. */
export type StoreProblem =
  | 'in_use'
  | 'not_writable'
  | 'corrupt'
  | 'newer_version'
  | 'unreachable'
  | 'denied'
  | 'bad_url'
  | 'no_engine'

/**
 * The store could not be opened. `message` is one sentence for a person, which names DATABASE_URL and what to do, and
 * holds no password; `cause` is what the engine said, where it said something.
 */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError'
  readonly problem: StoreProblem

  constructor(problem: StoreProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.problem = problem
  }
}

/** The engine's own code of an error: `SQLITE_…`, a PostgreSQL SQLSTATE, or Node's (`ECONNREFUSED`); '' for none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What an error says, on one line. A failed connection to several addresses says it in its parts. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorText).join(', ')
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ')
}
