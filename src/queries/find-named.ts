import { distance } from 'fastest-levenshtein'
import { fold, straightQuotes } from '../diagnostics/fold.ts'

/** What words may mean: one thing is meant, several are to choose from, none leaves the nearest by name, at most five. */
export type Match<T> =
  | { readonly type: 'one'; readonly item: T }
  | { readonly type: 'several'; readonly items: readonly T[] }
  | { readonly type: 'none'; readonly nearest: readonly T[] }

/** Something that people name, by its id or by any of its names. Make it with `named`. */
export interface Named<T> {
  readonly item: T
  /** In lower case. */
  readonly id: string
  readonly names: readonly { readonly text: string; readonly folded: string }[]
}

/** Shorter beginnings of an id say nothing. */
const MIN_ID_PREFIX = 4

const NEAREST = 5

/** InterLink's own limit for the name of a link (`name` of POST links, v1beta1). What is longer cannot be nearer. */
const MAX_NAME_LENGTH = 255

interface Spelling {
  readonly text: string
  readonly folded: string
}

/** What may be meant, the strictest first: the first rule that fits anything decides. */
const RULES: readonly ((candidate: Named<unknown>, words: Spelling) => boolean)[] = [
  ({ id }, words) => id === words.folded,
  ({ names }, words) => names.some(({ text }) => text === words.text),
  ({ names }, words) => names.some(({ folded }) => folded === words.folded),
  ({ id, names }, words) =>
    names.some(({ folded }) => folded.startsWith(words.folded)) ||
    (words.folded.length >= MIN_ID_PREFIX && id.startsWith(words.folded)),
]

/** Something to be found by `id` or one of `names`; names that are empty count for nothing, unless all are. */
export function named<T>(item: T, id: string, names: readonly string[]): Named<T> {
  const trimmed = [...new Set(names.map((name) => name.trim()))]
  const some = trimmed.filter((name) => name !== '')
  return {
    item,
    id: id.toLowerCase(),
    names: (some.length === 0 ? [''] : some).map((text) => ({ text, folded: fold(text) })),
  }
}

/**
 * Finds what `text` means: by id, by name, by name in any case, by a beginning of name or id. White space around it does
 * not matter, nor do quotes. Text without any words fits everything.
 */
export function findNamed<T>(text: string, candidates: readonly Named<T>[]): Match<T> {
  const spellings = spellingsOf(text)
  for (const rule of RULES) {
    const fitting = candidates.filter((candidate) => spellings.some((words) => rule(candidate, words)))
    const [only] = fitting
    if (only !== undefined && fitting.length === 1) return { type: 'one', item: only.item }
    if (fitting.length > 1) return { type: 'several', items: fitting.map(({ item }) => item) }
  }
  return { type: 'none', nearest: nearest(spellings.at(-1)?.folded ?? '', candidates) }
}

/** The text without the quotes that people put around names with spaces; typographic and code quotes too. */
export function withoutQuotes(text: string): string {
  const trimmed = text.trim()
  const quoted = /^(["'`])([\s\S]*)\1$/.exec(straightQuotes(trimmed))
  return quoted?.[2] === undefined ? trimmed : quoted[2].trim()
}

/** As typed first, because a name may have quotes of its own. */
function spellingsOf(text: string): readonly Spelling[] {
  const typed = text.trim()
  const spellings = [...new Set([typed, withoutQuotes(typed)])]
  return spellings.map((spelling) => ({ text: spelling, folded: fold(spelling) }))
}

/** Only worth its cost once nothing fits: a distance for each name. */
function nearest<T>(words: string, candidates: readonly Named<T>[]): readonly T[] {
  const wanted = words.slice(0, MAX_NAME_LENGTH)
  return candidates
    .map((candidate) => {
      const scores = candidate.names.map(({ folded }) => ({
        score: nearness(wanted, folded),
        length: folded.length,
      }))
      return { candidate, best: scores.reduce((a, b) => (b.score < a.score ? b : a)) }
    })
    .sort((a, b) => a.best.score - b.best.score || a.best.length - b.best.length)
    .slice(0, NEAREST)
    .map(({ candidate }) => candidate.item)
}

/** 0 for a part of the name; else letters to change, in the name or in as much of it as was typed. */
export function nearness(wanted: string, name: string): number {
  if (name.includes(wanted)) return 0
  return Math.min(distance(wanted, name), distance(wanted, name.slice(0, wanted.length)) + 1)
}
