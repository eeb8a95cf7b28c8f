/**
 * At most this many rows go into one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535, and no insert of ours
 * fills more than 20 columns.
 */
const CHUNK = 1000

/** The items in their order, in portions that fit into one statement each. */
export function chunked<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, n) =>
    items.slice(n * CHUNK, (n + 1) * CHUNK),
  )
}

/** The last of the items with each key. PostgreSQL refuses to upsert one row twice in a statement, SQLite does not. */
export function lastOfEach<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()]
}

/** A value that this store wrote as JSON; its table's schema says of which type. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T
}
