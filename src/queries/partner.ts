import type { Contact, ContactSource } from '../contacts/contact.ts'
import { groupedBy } from '../domain/grouped.ts'
import type { Partner, Pop } from '../domain/link.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { LinkRow, NotOne, ScopeAge } from './answers.ts'
import { findNamed, named } from './find-named.ts'
import { type IncidentRow, incidentRows } from './incidents.ts'
import { notOne } from './not-one.ts'
import { compareRows } from './order.ts'
import type { ChannelSource, MemorySource } from './ports.ts'
import { linkRow, recall, scopeAge } from './recall.ts'

/** A partner, short enough for a line. */
export interface PartnerRow {
  readonly partner: Partner
  readonly links: number
}

/** A partner with all that runs over it. */
export interface PartnerCard extends PartnerRow {
  /** Whom to call there, wherever its links enter, as the team has written it down. */
  readonly contact: Contact
  /** Those that need attention first. */
  readonly rows: readonly LinkRow[]
  /**
   * Where its links enter Scaleway, with how many do: the most first. `pop` is null where it could not be read. `contact` is
   * whom to call about this PoP.
   */
  readonly pops: readonly {
    readonly id: string
    readonly pop: Pop | null
    readonly links: number
    readonly contact: Contact
  }[]
  /** Open incidents of its links, the worst first. */
  readonly incidents: readonly IncidentRow[]
  readonly scopes: readonly ScopeAge[]
}

/** The answer to "who is this partner, and what runs over it". */
export type PartnerAnswer = { readonly type: 'found'; readonly card: PartnerCard } | NotOne<PartnerRow>

/** Makes the answer about a partner, from the snapshot. */
export function createPartnerQuestion(parts: {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource & ChannelSource
  readonly contacts: ContactSource
}): (words: string) => Promise<PartnerAnswer> {
  return async (words) => {
    const recalled = await recall(parts.memory, parts.scopes)
    const over = groupedBy(recalled.links.values(), ({ watched: { link } }) =>
      link.kind.type === 'hosted' ? link.kind.partnerId : null,
    )
    const partners = new Map<string, Partner>()
    for (const { directory } of recalled.states)
      for (const partner of directory.partners) partners.set(partner.id, partner)
    for (const id of over.keys())
      if (!partners.has(id)) partners.set(id, { id, name: id, contactEmail: null, portalUrl: null })
    const rows = [...partners.values()].map((partner) => ({
      partner,
      links: over.get(partner.id)?.length ?? 0,
    }))
    const match = findNamed(
      words,
      rows.map((row) => named(row, row.partner.id, [row.partner.name])),
    )
    if (match.type !== 'one')
      return notOne(match, { words: words.trim(), states: recalled.states }, (row) => row, comparePartners)
    const links = (over.get(match.item.partner.id) ?? []).map(linkRow).sort(compareRows)
    const ids = new Set(links.map(({ link }) => link.id))
    const incidents = await incidentRows(recalled, parts.memory, ({ subject }) =>
      subject.type === 'link' ? ids.has(subject.linkId) : false,
    )
    const { partner } = match.item
    const contactAt = (pop: Pick<Pop, 'id' | 'name' | 'displayName'> | null) =>
      parts.contacts.contactOf({ link: null, partner, pop, connection: null })
    const known = recalled.states.flatMap(({ directory }) => directory.pops)
    const pops = popsOf(links, known).map((at) => ({
      ...at,
      contact: contactAt(at.pop ?? { id: at.id, name: '', displayName: '' }),
    }))
    const contact = contactAt(null)
    const scopes = recalled.states.map(scopeAge)
    return { type: 'found', card: { ...match.item, contact, rows: links, pops, incidents, scopes } }
  }
}

/** Those with links first, then by name. */
function comparePartners(a: PartnerRow, b: PartnerRow): number {
  return Number(a.links === 0) - Number(b.links === 0) || a.partner.name.localeCompare(b.partner.name, 'en')
}

function popsOf(rows: readonly LinkRow[], pops: readonly Pop[]) {
  const counts = new Map<string, number>()
  for (const { link } of rows) counts.set(link.popId, (counts.get(link.popId) ?? 0) + 1)
  return [...counts]
    .map(([id, links]) => ({ id, pop: pops.find((pop) => pop.id === id) ?? null, links }))
    .sort((a, b) => b.links - a.links)
}
