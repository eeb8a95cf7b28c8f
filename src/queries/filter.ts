import { parseStatusWord } from '../diagnostics/status-words.ts'
import { type LinkStatus, linkStatus } from '../domain/status.ts'
import { fold, straightQuotes } from './fold.ts'
import type { KnownLink } from './recall.ts'

/** What a filter can be told to look at with `key:value`. */
export const FILTER_KEYS = ['region', 'status', 'partner', 'pop', 'vpc', 'tag', 'name', 'kind'] as const

type Key = (typeof FILTER_KEYS)[number]

/**
 * One condition. `status` is set where the words spell a status; they then mean that status, or stand in a text.
 * A `key` narrows the words to one kind of fact.
 */
interface Term {
  readonly key: Key | null
  readonly words: string
  readonly status: LinkStatus | null
}

/** What a person asked for. `text` is the same on one line, and parses to the same filter. */
export interface LinkFilter {
  readonly text: string
  readonly terms: readonly Term[]
}

/** The longest spellings of a status have as many words ("en cours de suppression"). */
const MAX_STATUS_WORDS = 4

/**
 * Understands a filter: words, `key:value` and "quoted words", all of which must match. Never fails: what is no key is
 * a word, so that tags such as `env:lab` can be typed as they are. "all", alone, asks for no condition.
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
      terms.push({ key, words: spelled.words, status: spelled.status })
      at += spelled.length
    } else {
      if (value !== '') terms.push({ key, words: fold(value), status: null })
      at += 1
    }
  }
  return { text: clean, terms: terms.filter((term) => term.words !== '') }
}

/** Whether a link meets every term. */
export function matchesFilter(filter: LinkFilter, known: KnownLink): boolean {
  if (filter.terms.length === 0) return true
  const facts = factsOf(known)
  return filter.terms.every((term) => matchesTerm(term, facts))
}

/** What is known of a link, folded for comparison. `ids` are compared as a whole: parts of them say nothing. */
type Facts = Readonly<Record<Exclude<Key, 'status'>, readonly string[]>> & {
  readonly status: LinkStatus
  readonly rawStatus: string
  readonly ids: readonly (string | null)[]
}

function factsOf({ watched: { link }, partner, pop, vpc }: KnownLink): Facts {
  const { kind } = link
  return {
    region: [fold(link.region)],
    status: linkStatus(link.status),
    rawStatus: fold(link.status.replaceAll('_', ' ')),
    partner: partner === null ? [] : [fold(partner.name)],
    pop: pop === null ? [] : [pop.name, pop.displayName, pop.city].map(fold),
    vpc: vpc === null ? [] : [fold(vpc.name)],
    tag: link.tags.map(fold),
    name: [fold(link.name)],
    kind: [kind.type, ...(kind.type === 'hosted' && kind.layer !== null ? [`${kind.layer}_hosted`] : [])].map(
      withoutSeparators,
    ),
    ids: [link.id, link.popId, link.vpcId, kind.type === 'hosted' ? kind.partnerId : null],
  }
}

function matchesTerm(term: Term, facts: Facts): boolean {
  const { key, words } = term
  const has = (texts: readonly string[]) => texts.some((text) => text.includes(words))
  if (facts.ids.includes(words)) return true
  switch (key) {
    case null:
      return (
        matchesStatus(term, facts) ||
        [facts.name, facts.region, facts.tag, facts.partner, facts.pop, facts.vpc].some(has)
      )
    case 'status':
      return matchesStatus(term, facts)
    case 'kind':
      return facts.kind.some((kind) => kind.startsWith(withoutSeparators(words)))
    default:
      // A tag may look like a key: `partner:acme` is then found both ways.
      return has(facts[key]) || facts.tag.includes(`${key}:${words}`)
  }
}

/** A spelled status is that status; other words may begin a word of it, so that "prov" finds what is provisioning. */
function matchesStatus({ words, status }: Term, facts: Facts): boolean {
  if (status !== null) return facts.status === status
  const plain = words.replace(/[_-]/g, ' ')
  return facts.rawStatus.startsWith(plain) || facts.rawStatus.includes(` ${plain}`)
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
