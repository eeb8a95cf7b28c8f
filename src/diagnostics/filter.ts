import { type LinkStatus, linkStatus } from '../domain/status.ts'
import type { Evidence } from './evidence.ts'
import { fold, straightQuotes } from './fold.ts'
import { matchesGlob } from './glob.ts'
import { parseStatusWord } from './status-words.ts'

/** What a filter can be told to look at with `key:value`. */
export const FILTER_KEYS = [
  'region',
  'project',
  'status',
  'partner',
  'pop',
  'vpc',
  'tag',
  'name',
  'link',
  'kind',
] as const

type Key = (typeof FILTER_KEYS)[number]

/**
 * One condition. `status` is set where the words spell a status; they then mean that status, or stand in a text.
 * A `key` narrows the words to one kind of fact.
 */
interface Term {
  readonly key: Key | null
  readonly words: string
  readonly status: LinkStatus | null
  /** The words with their key before them, as a tag may say them; the words alone where they have none. */
  readonly tag: string
}

/** What a person asked for. `text` is the same on one line, and parses to the same filter. */
export interface LinkFilter {
  readonly text: string
  readonly terms: readonly Term[]
}

/** What a filter looks at of a link. */
export type FilterFacts = Pick<Evidence, 'link' | 'partner' | 'pop' | 'vpc' | 'leftVpc'>

/** The longest spellings of a status have as many words ("en cours de suppression"). */
const MAX_STATUS_WORDS = 4

/**
 * Understands a filter: words, `key:value` and "quoted words", all of which must match. Never fails: what is no key is
 * a word, so that tags such as `env:lab` can be typed as they are. "all", alone, asks for no condition. Words fit a part of
 * a text; with `*` (any letters) or `?` (one) they are a glob, which fits the whole of it. `link:` is a whole name or id,
 * `project:` an id.
 */
export function parseFilter(text: string): LinkFilter {
  const clean = straightQuotes(text).replace(/\s+/g, ' ').trim()
  if (clean.toLowerCase() === 'all') return { text: '', terms: [] }
  const tokens = clean.match(/(?:"[^"]*"|[^\s"]|"(?![^"]*"))+/g) ?? []
  const terms: Term[] = []
  for (let at = 0; at < tokens.length; ) {
    const spelled = statusAt(tokens, at)
    const { key, value } = splitKey(tokens[at] ?? '')
    if (spelled !== null) {
      terms.push(termOf(key, spelled.words, spelled.status))
      at += spelled.length
    } else {
      if (value !== '') terms.push(termOf(key, fold(value), null))
      at += 1
    }
  }
  return { text: clean, terms: terms.filter((term) => term.words !== '') }
}

function termOf(key: Key | null, words: string, status: LinkStatus | null): Term {
  return { key, words, status, tag: key === null ? words : `${key}:${words}` }
}

const filters = new WeakMap<object, LinkFilter>()

/** The filter of what keeps one as text, such as a silence: it is asked for each link, and understood once. */
export function filterOf(owner: { readonly filter: string }): LinkFilter {
  const known = filters.get(owner) ?? parseFilter(owner.filter)
  filters.set(owner, known)
  return known
}

/** Whether a link meets every term. */
export function matchesFilter(filter: LinkFilter, facts: FilterFacts): boolean {
  return filter.terms.every((term) => matchesTerm(term, facts))
}

/**
 * Whether what happens to a whole region concerns a filter: every term has to be one that a region can meet. What happens to
 * something that links share concerns a filter too where one of them does (`matchesFilter`).
 */
export function matchesRegion(filter: LinkFilter, region: string): boolean {
  const name = fold(region)
  return filter.terms.every(({ key, words }) => (key === null || key === 'region') && fitsText(words, name))
}

/** What a link need not have, so that even `tag:*` leaves some out. */
const OPTIONAL_KEYS: readonly (Key | null)[] = ['partner', 'pop', 'vpc', 'tag']

/** Whether the filter leaves no link out: it has no condition, or only globs that fit anything. */
export function matchesEverything(filter: LinkFilter): boolean {
  return filter.terms.every(({ key, words }) => !OPTIONAL_KEYS.includes(key) && /^\*+$/.test(words))
}

/** Texts remembered as folded, and how many of them: the names and tags of a thousand links. */
const folded = new Map<string, string>()
const MOST_FOLDED = 10_000

/** A text of a link, folded: each silence and each subscription asks for those of every link, and folding is what takes long. */
function foldedOnce(text: string): string {
  const known = folded.get(text)
  if (known !== undefined) return known
  if (folded.size >= MOST_FOLDED) folded.clear()
  const made = fold(text)
  folded.set(text, made)
  return made
}

/** The texts of a link that a key looks at. */
const TEXTS: Readonly<Record<Exclude<Key, 'status'>, (facts: FilterFacts) => readonly string[]>> = {
  region: ({ link }) => [link.region],
  project: ({ link }) => [link.projectId],
  partner: ({ partner }) => (partner === null ? [] : [partner.name]),
  pop: ({ pop }) => (pop === null ? [] : [pop.name, pop.displayName, pop.city]),
  // A link that was taken out of its VPC is missed there: whoever asks for the VPC, or silences it, means it too.
  vpc: ({ vpc, leftVpc }) => {
    const left = leftVpc?.vpc == null ? [] : [leftVpc.vpc.name]
    return vpc === null ? left : [vpc.name, ...left]
  },
  tag: ({ link }) => link.tags,
  name: ({ link }) => [link.name],
  link: ({ link }) => [link.name, link.id],
  kind: ({ link: { kind } }) =>
    kind.type === 'hosted' && kind.layer !== null ? [kind.type, `${kind.layer}_hosted`] : [kind.type],
}

/** Where a word without a key is looked for. */
const PLAIN_KEYS = ['name', 'region', 'tag', 'partner', 'pop', 'vpc'] as const satisfies readonly Key[]

function matchesTerm(term: Term, facts: FilterFacts): boolean {
  const { key, words } = term
  const some = (of: Exclude<Key, 'status'>, fits: (text: string) => boolean) =>
    TEXTS[of](facts).some((text) => fits(foldedOnce(text)))
  const has = (of: Exclude<Key, 'status'>) => some(of, (text) => fitsText(words, text))
  switch (key) {
    case null:
      return hasId(words, facts) || matchesStatus(term, facts.link) || PLAIN_KEYS.some(has)
    case 'status':
      return hasId(words, facts) || matchesStatus(term, facts.link)
    case 'kind': {
      const wanted = withoutSeparators(words)
      const fits = (kind: string) => kind.startsWith(wanted) || matchesGlob(wanted, kind)
      return hasId(words, facts) || some(key, (kind) => fits(withoutSeparators(kind)))
    }
    case 'link':
    case 'project':
      // A part of a name or id would mean other links than the one that was named.
      return some(key, (text) => matchesGlob(words, text)) || some('tag', (tag) => fitsText(term.tag, tag))
    default:
      // A tag may look like a key: `partner:acme` is then found both ways.
      return hasId(words, facts) || has(key) || some('tag', (tag) => matchesGlob(term.tag, tag))
  }
}

/** Ids are compared as a whole: parts of them say nothing. */
function hasId(words: string, { link, leftVpc }: FilterFacts): boolean {
  const partnerId = link.kind.type === 'hosted' ? link.kind.partnerId : null
  return (
    words === link.id ||
    words === link.popId ||
    words === link.vpcId ||
    words === leftVpc?.id ||
    words === partnerId
  )
}

/** Words stand anywhere in a text; as a glob they are the whole of it. */
function fitsText(words: string, text: string): boolean {
  return text.includes(words) || matchesGlob(words, text)
}

/** A spelled status is that status; other words may begin a word of it, so that "prov" finds what is provisioning. */
function matchesStatus({ words, status }: Term, link: FilterFacts['link']): boolean {
  if (status !== null) return linkStatus(link.status) === status
  const raw = foldedOnce(link.status.replaceAll('_', ' '))
  const plain = words.replace(/[_-]/g, ' ')
  if (matchesGlob(plain, raw)) return true
  return raw.startsWith(plain) || raw.includes(` ${plain}`)
}

/** The longest run of tokens from `at` that spells a status, alone or after `status:`. */
function statusAt(
  tokens: readonly string[],
  at: number,
): { readonly status: LinkStatus; readonly words: string; readonly length: number } | null {
  const { key, value } = splitKey(tokens[at] ?? '')
  if (key !== null && key !== 'status') return null
  for (let length = Math.min(MAX_STATUS_WORDS, tokens.length - at); length > 0; length--) {
    const words = [value, ...tokens.slice(at + 1, at + length)].join(' ')
    const status = parseStatusWord(words)
    if (status !== null) return { status, words: fold(words.replaceAll('"', '')), length }
  }
  return null
}

/** "Self-hosted", "self_hosted" and "selfhosted" are one word. */
function withoutSeparators(text: string): string {
  return text.replace(/[\s_-]+/g, '')
}

function splitKey(token: string): { readonly key: Key | null; readonly value: string } {
  const colon = token.indexOf(':')
  const key =
    FILTER_KEYS.find((candidate) => candidate === token.slice(0, Math.max(0, colon)).toLowerCase()) ?? null
  return { key, value: (key === null ? token : token.slice(colon + 1)).replaceAll('"', '') }
}
