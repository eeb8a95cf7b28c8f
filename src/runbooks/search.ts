import { fold } from '../diagnostics/fold.ts'
import { statusWords } from '../diagnostics/status-words.ts'
import { LINK_STATUSES } from '../domain/status.ts'
import { PLACEHOLDER, placeholderGap, placeholderName } from './placeholders.ts'
import type { Runbook } from './runbook.ts'

/** A runbook in which words were found, with the place that has most of them as plain text on one line. */
export interface RunbookHit {
  readonly runbook: Runbook
  /** The number of the step it is from; null for other text. */
  readonly step: number | null
  readonly excerpt: string
}

const MAX_HITS = 10
const MAX_TERMS = 12
const EXCERPT = 160

/** How much it says of a runbook that a word stands there. Our own judgement. */
const WEIGHTS = { name: 12, served: 9, heading: 3, text: 1 } as const

/** What no runbook is about, in English and French: left out where anything else was asked for. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'a an the is are was not no my our of in on at to for and or what how why do i we it link interlink le la les un une est de du des et ou pas mon notre lien'.split(
    ' ',
  ),
)

interface Place {
  readonly weight: number
  readonly folded: string
}

interface Indexed {
  readonly places: readonly Place[]
  readonly texts: readonly { readonly step: number | null; readonly plain: string; readonly folded: string }[]
}

/** Runbooks are values that never change: each is folded once. */
const INDEX = new WeakMap<Runbook, Indexed>()

/**
 * Finds the runbooks in which all of the words stand, or where there is none those with most of them, if that is more than
 * half; the best first. Looks at title, name, statuses in all their spellings (French too), findings, tags, headings and
 * every text. Parts of words count, case and accents do not.
 */
export function searchRunbooks(runbooks: readonly Runbook[], words: string): readonly RunbookHit[] {
  const terms = termsOf(words)
  if (terms.length === 0) return []
  const scored = runbooks.map((runbook) => ({ runbook, ...score(indexOf(runbook), terms) }))
  const most = Math.max(0, ...scored.map(({ found }) => found))
  if (most <= terms.length / 2) return []
  return scored
    .filter(({ found }) => found === most)
    .sort((a, b) => b.points - a.points || a.runbook.title.localeCompare(b.runbook.title, 'en'))
    .slice(0, MAX_HITS)
    .map(({ runbook }) => ({ runbook, ...excerptOf(runbook, terms) }))
}

function termsOf(words: string): readonly string[] {
  const all = searchable(words.slice(0, 500))
    .split(' ')
    .filter((term) => /[\p{L}\p{N}]/u.test(term))
  const telling = all.filter((term) => !EMPTY_WORDS.has(term))
  return [...new Set(telling.length > 0 ? telling : all)].slice(0, MAX_TERMS)
}

/** Underscores and dashes part words, as people type them. */
function searchable(text: string): string {
  return fold(text.replace(/[_\-–—"'`“”’]+/gu, ' '))
}

function indexOf(runbook: Runbook): Indexed {
  const known = INDEX.get(runbook)
  if (known !== undefined) return known
  const texts = runbook.sections.flatMap(({ blocks }) =>
    blocks.map((block) => {
      const plain = plainText(block.text)
      return { step: block.type === 'step' ? block.number : null, plain, folded: searchable(plain) }
    }),
  )
  const spellings = LINK_STATUSES.filter((status) => runbook.statuses.includes(status)).flatMap(statusWords)
  const made: Indexed = {
    places: [
      { weight: WEIGHTS.name, folded: searchable(`${runbook.name} ${runbook.title}`) },
      {
        weight: WEIGHTS.served,
        folded: searchable([...spellings, ...runbook.findings, ...runbook.tags].join(' ')),
      },
      { weight: WEIGHTS.heading, folded: searchable(runbook.sections.map((part) => part.heading).join(' ')) },
      ...texts.map(({ folded }) => ({ weight: WEIGHTS.text, folded })),
    ],
    texts,
  }
  INDEX.set(runbook, made)
  return made
}

/** How many of the terms stand anywhere, and how much that says: the best place of each, and how often it stands in texts. */
function score(
  { places }: Indexed,
  terms: readonly string[],
): { readonly found: number; readonly points: number } {
  let found = 0
  let points = 0
  for (const term of terms) {
    const having = places.filter(({ folded }) => folded.includes(term))
    if (having.length === 0) continue
    found += 1
    points += Math.max(...having.map(({ weight }) => weight)) + Math.min(having.length, 5) / 10
  }
  return { found, points }
}

function excerptOf(runbook: Runbook, terms: readonly string[]): Omit<RunbookHit, 'runbook'> {
  const counted = indexOf(runbook).texts.map((text) => ({
    ...text,
    having: terms.filter((term) => text.folded.includes(term)),
  }))
  const [best] = counted.toSorted((a, b) => b.having.length - a.having.length)
  if (best === undefined) return { step: null, excerpt: '' }
  // Where only the title or a tag has the words, the first text tells what the runbook is about.
  const [term] = best.having
  if (term === undefined) return { step: null, excerpt: around(best.plain, 0) }
  return { step: best.step, excerpt: around(best.plain, Math.max(0, best.plain.toLowerCase().indexOf(term))) }
}

/** The words around a place, cut between words. */
function around(text: string, at: number): string {
  if (text.length <= EXCERPT) return text
  const from = at < EXCERPT / 2 ? 0 : text.lastIndexOf(' ', at - EXCERPT / 3) + 1
  const cut = text.slice(from, from + EXCERPT)
  const to = from + EXCERPT < text.length ? Math.max(cut.lastIndexOf(' '), EXCERPT / 2) : cut.length
  return `${from > 0 ? '…' : ''}${cut.slice(0, to)}${from + to < text.length ? '…' : ''}`
}

/** Inline Markdown as the words it shows. */
function plainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/\*\*|`/gu, '')
    .replace(PLACEHOLDER, (whole, written: string) => {
      const name = placeholderName(written)
      return name === null ? whole : placeholderGap(name)
    })
}
