import { distance } from 'fastest-levenshtein'
import { fold, straightQuotes } from '../diagnostics/fold.ts'
import type { KnownLink } from './recall.ts'

/** Which links words may mean: one is the link, several are to choose from, none leaves the nearest by name. */
export type LinkMatch =
  | { readonly type: 'one'; readonly link: KnownLink }
  | { readonly type: 'several'; readonly links: readonly KnownLink[] }
  | { readonly type: 'none'; readonly nearest: readonly KnownLink[] }

/** Shorter beginnings of an id say nothing. */
const MIN_ID_PREFIX = 4

const NEAREST = 5

/** InterLink's own limit for the name of a link (`name` of POST links, v1beta1). What is longer cannot be nearer. */
const MAX_NAME_LENGTH = 255

interface Candidate {
  readonly link: KnownLink
  readonly name: string
  readonly folded: string
  readonly id: string
}

interface Spelling {
  readonly text: string
  readonly folded: string
}

/** What may be meant, the strictest first: the first rule that fits any link decides. */
const RULES: readonly ((candidate: Candidate, words: Spelling) => boolean)[] = [
  (candidate, words) => candidate.id === words.folded,
  (candidate, words) => candidate.name === words.text,
  (candidate, words) => candidate.folded === words.folded,
  (candidate, words) =>
    candidate.folded.startsWith(words.folded) ||
    (words.folded.length >= MIN_ID_PREFIX && candidate.id.startsWith(words.folded)),
]

/**
 * Finds the link that `text` means: by id, by name, by name in any case, by a beginning of name or id. White space
 * around it does not matter, nor do quotes. Text without any words fits every link.
 */
export function findLink(text: string, links: Iterable<KnownLink>): LinkMatch {
  const spellings = spellingsOf(text)
  const candidates = [...links].map((link): Candidate => {
    const { id, name } = link.watched.link
    return { link, name: name.trim(), folded: fold(name), id: id.toLowerCase() }
  })
  for (const rule of RULES) {
    const fitting = candidates.filter((candidate) => spellings.some((words) => rule(candidate, words)))
    const [only] = fitting
    if (only !== undefined && fitting.length === 1) return { type: 'one', link: only.link }
    if (fitting.length > 1) return { type: 'several', links: fitting.map(({ link }) => link) }
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

/** Only worth its cost once nothing fits: a distance for each link. */
function nearest(words: string, candidates: readonly Candidate[]): readonly KnownLink[] {
  const wanted = words.slice(0, MAX_NAME_LENGTH)
  return candidates
    .map((candidate) => ({ candidate, score: nearness(wanted, candidate.folded) }))
    .sort((a, b) => a.score - b.score || a.candidate.folded.length - b.candidate.folded.length)
    .slice(0, NEAREST)
    .map(({ candidate }) => candidate.link)
}

/** 0 for a part of the name; else letters to change, in the name or in as much of it as was typed. */
function nearness(wanted: string, name: string): number {
  if (name.includes(wanted)) return 0
  return Math.min(distance(wanted, name), distance(wanted, name.slice(0, wanted.length)) + 1)
}
