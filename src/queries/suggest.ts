import { STATUS_CATALOG } from '../diagnostics/catalog.ts'
import { matchesFilter, parseFilter } from '../diagnostics/filter.ts'
import { fold } from '../diagnostics/fold.ts'
import type { Link } from '../domain/link.ts'
import type { Scope } from '../domain/snapshot.ts'
import { linkStatus } from '../domain/status.ts'
import { namedLink } from './find-link.ts'
import { nearness } from './find-named.ts'
import type { MemorySource } from './ports.ts'
import { filterFacts, inOrder, type KnownLink, recall } from './recall.ts'

/** A link to choose. */
export interface Suggestion {
  readonly id: string
  /** Its name, cut where it is long, with what tells it from another: status and region. Plain, foreign text. */
  readonly label: string
}

/** As many as a menu of Slack's holds. */
const MAX_SUGGESTIONS = 100

/** The longest text of an option (Block Kit, "Option object"), in UTF-16 units. */
const LABEL_LENGTH = 75

/** Letters are only guessed at where so few links fit as typed. */
const ENOUGH = 10

/** Why a link is suggested, the best first. */
type Rank = 'name' | 'word' | 'part' | 'id' | 'filter' | 'near'

const RANKS: readonly Rank[] = ['name', 'word', 'part', 'id', 'filter', 'near']

/**
 * Makes the type-ahead of menus: links whose name begins with what was typed, then those with a word or a part of it in
 * their name, by a beginning of the id, by a filter (a status as people spell it, a partner, a PoP, a tag), and with a
 * few wrong letters. Equals come in the order of the list; without words, all do.
 */
export function createSuggest(parts: {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource
}): (typed: string) => Promise<readonly Suggestion[]> {
  return async (typed) => {
    const links = inOrder(await recall(parts.memory, parts.scopes))
    const wanted = fold(typed.slice(0, 300))
    if (wanted === '') return links.slice(0, MAX_SUGGESTIONS).map(suggestion)
    const filter = parseFilter(wanted)
    const found = new Map<Rank, KnownLink[]>(RANKS.map((rank) => [rank, []]))
    const others: KnownLink[] = []
    for (const known of links) {
      const rank = rankByName(known, wanted) ?? (matchesFilter(filter, filterFacts(known)) ? 'filter' : null)
      if (rank === null) others.push(known)
      else found.get(rank)?.push(known)
    }
    if (links.length - others.length < ENOUGH) found.set('near', nearest(others, wanted))
    return RANKS.flatMap((rank) => found.get(rank) ?? [])
      .slice(0, MAX_SUGGESTIONS)
      .map(suggestion)
  }
}

function rankByName(known: KnownLink, wanted: string): Rank | null {
  const { id, names } = namedLink(known)
  const name = names[0]?.folded ?? ''
  const at = name.indexOf(wanted)
  if (at === 0) return 'name'
  if (at > 0) return beginsWord(name, wanted, at) ? 'word' : 'part'
  return id.startsWith(wanted) ? 'id' : null
}

function beginsWord(name: string, wanted: string, first: number): boolean {
  for (let at = first; at !== -1; at = name.indexOf(wanted, at + 1))
    if (!/[\p{L}\p{N}]/u.test(name[at - 1] ?? '')) return true
  return false
}

/** Those that differ in at most a third of what was typed, the nearest first. */
function nearest(links: readonly KnownLink[], wanted: string): KnownLink[] {
  const most = Math.ceil(wanted.length / 3)
  return links
    .map((known) => ({ known, score: nearness(wanted, namedLink(known).names[0]?.folded ?? '') }))
    .filter(({ score }) => score <= most)
    .sort((a, b) => a.score - b.score)
    .map(({ known }) => known)
}

function suggestion({ watched }: KnownLink): Suggestion {
  return suggestionOf(watched.link)
}

/** A link as a choice. Its label is at most as long as Slack shows an option's text. */
export function suggestionOf(link: Link): Suggestion {
  const status = linkStatus(link.status)
  // The API's own "unknown" has a name; a word of a newer API has none but itself.
  const isForeign = status === 'unknown_link_status' && link.status !== status
  const word = isForeign ? link.status.slice(0, 20) : STATUS_CATALOG[status].name
  const rest = ` · ${word} · ${link.region.slice(0, 20)}`
  const room = LABEL_LENGTH - rest.length
  const name = link.name.length <= room ? link.name : `${link.name.slice(0, room - 1)}…`
  return { id: link.id, label: `${name}${rest}` }
}
