import type { ScopeState } from '../domain/memory.ts'
import type { NotOne } from './answers.ts'
import type { Match } from './find-named.ts'
import { scopeAge } from './recall.ts'

/** As many as a menu of Slack's holds. */
const MAX_CANDIDATES = 100

/**
 * What `words` may mean that name several things, or none, each shown as its `rowOf`; in `order`, where it is not the one
 * they were looked for in.
 */
export function notOne<T, Row>(
  match: Exclude<Match<T>, { readonly type: 'one' }>,
  { words, states }: { readonly words: string; readonly states: readonly ScopeState[] },
  rowOf: (item: T) => Row,
  order?: (a: T, b: T) => number,
): NotOne<Row> {
  const scopes = states.map(scopeAge)
  if (match.type === 'none') return { type: 'unknown', words, nearest: match.nearest.map(rowOf), scopes }
  const items = order === undefined ? match.items : [...match.items].sort(order)
  return {
    type: 'ambiguous',
    words,
    candidates: items.slice(0, MAX_CANDIDATES).map(rowOf),
    total: items.length,
    scopes,
  }
}
