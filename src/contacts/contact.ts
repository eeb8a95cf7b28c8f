import { fold } from '../diagnostics/fold.ts'
import { matchesGlob } from '../diagnostics/glob.ts'
import type { Connection, Link, Partner, Pop } from '../domain/link.ts'

/** Whom to call about a link, as a team has written it down. Null, or no entry, is "not known". Foreign text, unescaped. */
export interface Contact {
  readonly nocPhone: string | null
  readonly nocEmail: string | null
  readonly circuitId: string | null
  readonly contract: string | null
  readonly accountManager: string | null
  /** Whom to go to in turn. */
  readonly escalation: readonly string[]
  readonly notes: string | null
}

/** What one entry of the contacts file says: what it leaves out, a more general entry may say. */
export type ContactEntry = Partial<Contact>

/** The contacts file as it was understood. Keys are names or ids; those of links may be globs. */
export interface ContactBook {
  readonly partners: ReadonlyMap<string, ContactEntry & { readonly pops: ReadonlyMap<string, ContactEntry> }>
  readonly pops: ReadonlyMap<string, ContactEntry>
  readonly connections: ReadonlyMap<string, ContactEntry>
  readonly links: ReadonlyMap<string, ContactEntry>
}

/** What is looked at: a link with what it refers to, or what several share. Null is "not known", or "none is meant". */
export interface ContactFacts {
  readonly link: Pick<Link, 'id' | 'name' | 'tags' | 'kind' | 'popId'> | null
  readonly partner: Pick<Partner, 'id' | 'name'> | null
  readonly pop: Pick<Pop, 'id' | 'name' | 'displayName'> | null
  readonly connection: Pick<Connection, 'id' | 'name'> | null
}

/** Knows whom to call. */
export interface ContactSource {
  contactOf(facts: ContactFacts): Contact
}

export const NO_CONTACT: Contact = {
  nocPhone: null,
  nocEmail: null,
  circuitId: null,
  contract: null,
  accountManager: null,
  escalation: [],
  notes: null,
}

export const EMPTY_BOOK: ContactBook = {
  partners: new Map(),
  pops: new Map(),
  connections: new Map(),
  links: new Map(),
}

/** A link may carry its circuit's id in a tag of this form instead (this project's own). */
const CIRCUIT_TAG = /^circuit:(.+)$/iu

/** Whether anything is known. */
export function isKnown(contact: Contact): boolean {
  const { escalation, ...texts } = contact
  return escalation.length > 0 || Object.values(texts).some((text) => text !== null)
}

/**
 * Whom to call about a link, field by field: what the link's own entry says comes first, then its connection's, its
 * partner's at this PoP, the PoP's, the partner's. What is asked for without a link has the others of these. Of entries for
 * links, one that names it exactly comes before globs, and those count in the order of the file. Case, accents and white
 * space of names do not matter.
 */
export function contactOf(book: ContactBook, facts: ContactFacts): Contact {
  const { link, partner, pop, connection } = facts
  const kind = link?.kind ?? null
  const own = link === null ? [] : [link.id, link.name]
  const partnerId = kind?.type === 'hosted' ? kind.partnerId : (partner?.id ?? null)
  const connectionId = kind?.type === 'self_hosted' ? kind.connectionId : (connection?.id ?? null)
  const partnerKeys = [partnerId, partner?.name ?? null]
  const connectionKeys = [connectionId, connection?.name ?? null]
  const popKeys = [link?.popId ?? pop?.id ?? null, pop?.name ?? null, pop?.displayName ?? null]
  const ofPartner = named(book.partners, partnerKeys)
  const entries: readonly ContactEntry[] = [
    ...named(book.links, own),
    ...circuitTag(link?.tags ?? []),
    ...byGlob(book.links, own),
    ...named(book.connections, connectionKeys),
    ...ofPartner.flatMap(({ pops }) => named(pops, popKeys)),
    ...named(book.pops, popKeys),
    ...ofPartner,
  ]
  const first = <K extends keyof Contact>(field: K): Contact[K] =>
    entries.find((entry) => entry[field] !== undefined)?.[field] ?? NO_CONTACT[field]
  return {
    nocPhone: first('nocPhone'),
    nocEmail: first('nocEmail'),
    circuitId: first('circuitId'),
    contract: first('contract'),
    accountManager: first('accountManager'),
    escalation: first('escalation'),
    notes: first('notes'),
  }
}

/** The entries whose key is one of these, in the order of `keys`: an id says more than a name. */
function named<T>(entries: ReadonlyMap<string, T>, keys: readonly (string | null)[]): readonly T[] {
  const wanted = [...new Set(keys.flatMap((key) => (key === null || key.trim() === '' ? [] : [fold(key)])))]
  return wanted.flatMap((key) => [...entries].flatMap(([name, entry]) => (fold(name) === key ? [entry] : [])))
}

function byGlob<T>(entries: ReadonlyMap<string, T>, names: readonly string[]): readonly T[] {
  const folded = names.map(fold)
  return [...entries].flatMap(([glob, entry]) =>
    /[*?]/u.test(glob) && folded.some((name) => matchesGlob(fold(glob), name)) ? [entry] : [],
  )
}

function circuitTag(tags: readonly string[]): readonly ContactEntry[] {
  return tags.flatMap((tag) => {
    const circuitId = CIRCUIT_TAG.exec(tag.trim())?.[1]?.trim()
    return circuitId ? [{ circuitId }] : []
  })
}
