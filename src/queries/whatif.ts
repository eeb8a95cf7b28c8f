import { decideConnection } from '../alerting/connections.ts'
import type { AlertSettings } from '../alerting/settings.ts'
import { pointsUnder, type SharedPoint } from '../diagnostics/vpc-redundancy.ts'
import type { Level } from '../domain/incident.ts'
import { type Connection, carryingFamilies } from '../domain/link.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { NotOne, ScopeAge, StatusAnswer } from './answers.ts'
import { namedLink } from './find-link.ts'
import { findNamed, type Named, named } from './find-named.ts'
import { findGone, type GoneLink, type GoneParts } from './gone-link.ts'
import { type Consequences, ifDown } from './if-down.ts'
import { notOne } from './not-one.ts'
import type { MemorySource } from './ports.ts'
import { inOrder, type KnownLink, type Recollection, recall, scopeAge } from './recall.ts'

/** What may fail. */
export interface Subject {
  readonly type: 'link' | SharedPoint['type']
  readonly id: string
  /** By its id where no name is known. */
  readonly name: string
  readonly region: string | null
  /** Links that would fail with it; 1 for a link. */
  readonly links: number
}

/** What would follow if something failed. */
export interface Prospect extends Consequences {
  readonly subject: Subject
  /** How loud the incident of a dedicated connection itself would be, of which its links are lines; null for anything else. */
  readonly connectionLevel: Level | null
  readonly scopes: readonly ScopeAge[]
}

/** The answer to "what if this went down". */
export type WhatIfAnswer =
  | { readonly type: 'found'; readonly prospect: Prospect }
  | NotOne<Subject>
  | Extract<StatusAnswer, { readonly type: 'vanished' }>

interface Candidate {
  readonly subject: Subject
  readonly failing: readonly KnownLink[]
  readonly connection: Connection | null
}

/** "paris-a down", "if paris-a goes down?" */
const DOWN_AFTER = /\s+(?:(?:goes|went|is|were|was)\s+)?down\s*\?*$/i

const WANTED = /^(link|pop|partner|connection)\s*:\s*/i

/**
 * Makes the answer to "what if this link went down?", from the snapshot and by the rules that alerts are decided by.
 * Words are `down <link>`; a PoP, a partner or a dedicated connection may be named too, with `pop:`, `partner:` or
 * `connection:` before it where a link has the same name.
 */
export function createWhatIf(
  parts: GoneParts & {
    readonly scopes: readonly Scope[]
    readonly memory: MemorySource
    readonly settings: AlertSettings
  },
): (words: string) => Promise<WhatIfAnswer> {
  /** A link of that name, or of that id, that is there no more. */
  async function goneLink(typed: string): Promise<GoneLink | null> {
    const isLink = [undefined, 'link'].includes(wantedIn(typed))
    return isLink ? findGone(parts, typed.replace(WANTED, '')) : null
  }

  return async (words) => {
    const recalled = await recall(parts.memory, parts.scopes)
    const all = candidatesIn(recalled)
    const asked = words.trim().replace(/^(?:if\s+)?(?:down(?:\s+|$))?/i, '')
    const before = asked.replace(DOWN_AFTER, '')
    const first = find(asked, all)
    // A name may end in "down" itself: only what is not one is read as a sentence.
    const typed = first.type === 'none' ? before : asked
    const match = typed === asked ? first : find(typed, all)
    const gone = match.type === 'none' ? await goneLink(typed) : null
    if (gone !== null) return { type: 'vanished', link: gone.link, at: gone.at }
    if (match.type !== 'one')
      return notOne(match, { words: typed, states: recalled.states }, ({ subject }) => subject)
    const scopes = recalled.states.map(scopeAge)
    const moment = { at: parts.clock.now(), settings: parts.settings }
    const { subject, failing, connection } = match.item
    const consequences = ifDown(failing, recalled, moment)
    const connectionLevel =
      connection === null ? null : decideConnection(failed(connection, failing), null, moment).level
    return { type: 'found', prospect: { subject, connectionLevel, scopes, ...consequences } }
  }
}

function wantedIn(typed: string): string | undefined {
  return WANTED.exec(typed)?.[1]?.toLowerCase()
}

function find(typed: string, all: readonly Named<Candidate>[]) {
  const wanted = wantedIn(typed)
  const candidates = all.filter(({ item }) => wanted === undefined || item.subject.type === wanted)
  return findNamed(typed.replace(WANTED, ''), candidates)
}

function failed(connection: Connection, over: readonly KnownLink[]) {
  return {
    before: connection,
    after: { ...connection, status: 'failed' },
    links: over.length,
    carrying: over.filter(({ watched }) => carryingFamilies(watched.link).length > 0).length,
    read: true,
  }
}

/** Links first, in the order of the list; then what they depend on, what most of them do first. */
function candidatesIn(recalled: Recollection): readonly Named<Candidate>[] {
  const links = inOrder(recalled)
  const points = new Map<string, { readonly point: SharedPoint; readonly over: KnownLink[] }>()
  for (const known of links)
    for (const point of pointsUnder(known.watched.link)) {
      const key = `${point.type} ${point.id}`
      const others = points.get(key)
      if (others === undefined) points.set(key, { point, over: [known] })
      else others.over.push(known)
    }
  const shared = [...points.values()].sort((a, b) => b.over.length - a.over.length)
  return [
    ...links.map((known): Named<Candidate> => {
      const { id, name, region } = known.watched.link
      const subject: Subject = { type: 'link', id, name, region, links: 1 }
      return { ...namedLink(known), item: { subject, failing: [known], connection: null } }
    }),
    ...shared.map(({ point, over }) => sharedCandidate(point, over)),
  ]
}

function sharedCandidate({ type, id }: SharedPoint, failing: readonly KnownLink[]): Named<Candidate> {
  const [first] = failing
  const connection =
    type === 'connection' ? first?.state.directory.connections.find((one) => one.id === id) : undefined
  const called = {
    pop: first?.pop == null ? [] : [first.pop.displayName, first.pop.name],
    partner: first?.partner == null ? [] : [first.partner.name],
    connection: connection === undefined ? [] : [connection.name],
  }[type].filter((name) => name !== '')
  const subject: Subject = { type, id, name: called[0] ?? id, region: null, links: failing.length }
  return named({ subject, failing, connection: connection ?? null }, id, called)
}
