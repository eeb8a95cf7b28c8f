import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import { attribute, type SharedCause } from '../alerting/roll-up.ts'
import type { AlertSettings } from '../alerting/settings.ts'
import { compareLevels, type Incident, type Level, worseLevel } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import { spanStart } from '../domain/span.ts'
import type { IncidentBook, LinkIncident } from './incident-book.ts'
import type { MailBag } from './mail-bag.ts'

/** An incident that a poll has opened, before it is known whether it is told alone. */
export interface Opening {
  readonly incident: LinkIncident
  readonly link: Link
  /** Its message, if it is told alone. */
  readonly alertOf: (incident: Incident) => Alert
}

/** Where openings are told: what is known, and what they are written into. */
export interface TellingPlace {
  readonly incidents: IncidentBook
  readonly bag: MailBag
  readonly newId: () => string
  readonly at: number
  readonly settings: AlertSettings
}

/**
 * Tells the openings of one scope: those with one cause in one message, the others each in their own. Where a link that
 * went bad within the window was told already, its message becomes the message of all of them.
 */
export function tellOpenings(state: ScopeState, openings: readonly Opening[], place: TellingPlace): void {
  if (openings.length === 0) return
  const { incidents, at, settings } = place
  const told = new Set<Opening>()
  for (const opening of openings) if (tellUnderConnection(opening, place)) told.add(opening)
  const untold = openings.filter((opening) => !told.has(opening))
  if (untold.length === 0) return
  const recent = incidents
    .openOfLinks(state.scope.id)
    .filter(
      ({ rootKey, firstBadAt }) =>
        rootKey !== null && firstBadAt >= spanStart(at, settings.timers.rollUpWindow, settings.hours.zone),
    )
    .flatMap((incident) => {
      const known = state.links.get(incident.subject.linkId)
      return known === undefined ? [] : [{ incident, link: known.link }]
    })
  const bad = [...recent, ...untold]
  const badLinks = bad.map(({ link }) => link)
  const badIds = new Set(badLinks.map(({ id }) => id))
  const others = [...state.links.values()].filter(
    ({ link, carried }) => carried.length > 0 && !badIds.has(link.id),
  )
  const inService = [...badLinks, ...others.map(({ link }) => link)]

  for (const { cause, links } of attribute(badLinks, inService, settings.timers)) {
    const ids = new Set(links.map(({ id }) => id))
    const joining = untold.filter(({ link }) => ids.has(link.id))
    const before = recent.filter(({ link }) => ids.has(link.id)).map(({ incident }) => incident)
    if (joining.length === 0) continue
    tellTogether(cause, joining, before, state, place)
    for (const opening of joining) told.add(opening)
  }
  for (const opening of untold) if (!told.has(opening)) tellAlone(opening, place)
}

/** A link over a dedicated connection whose failure is told needs no message of its own: it becomes a line of that one. */
function tellUnderConnection({ incident, link }: Opening, { incidents, bag, at }: TellingPlace): boolean {
  if (link.kind.type !== 'self_hosted') return false
  const rootKey = incidents.ofConnection(link.kind.connectionId)?.rootKey ?? null
  if (rootKey === null || bag.root(rootKey)?.type !== 'connection') return false
  const entry = entryOf(incidents.save({ ...incident, rootKey }), link)
  bag.edit(rootKey, (root) =>
    root.type === 'connection' ? { ...root, at, entries: worstFirst([...root.entries, entry]) } : root,
  )
  return true
}

function worstFirst(entries: readonly IncidentEntry[]): readonly IncidentEntry[] {
  return [...entries].sort(
    (a, b) => compareLevels(b.level, a.level) || a.link.name.localeCompare(b.link.name),
  )
}

function tellAlone({ incident, alertOf }: Opening, { incidents, bag, newId }: TellingPlace): void {
  const key = newId()
  const saved = incidents.save({ ...incident, rootKey: key })
  bag.post(key, saved.id, alertOf(saved))
}

/** `before` are incidents of the same cause that were told already, in messages that may stand for one link or for many. */
function tellTogether(
  cause: SharedCause,
  joining: readonly Opening[],
  before: readonly Incident[],
  state: ScopeState,
  { incidents, bag, newId, at }: TellingPlace,
): void {
  const rootKey = rootToJoin(before, bag)
  const key = rootKey ?? newId()
  const entries = joining.map(({ incident, link }) =>
    entryOf(incidents.save({ ...incident, rootKey: key }), link),
  )
  const group = (earlier: readonly IncidentEntry[]): Alert => ({
    type: 'group',
    at,
    cause,
    causeName: nameOf(cause, state),
    entries: worstFirst([...earlier, ...entries]),
  })
  if (rootKey === null) {
    bag.post(key, null, group([]))
    return
  }
  const wasGroup = bag.root(rootKey)?.type === 'group'
  bag.edit(rootKey, (root) => group(entriesOf(root)))
  const level = entries.reduce<Level>((worst, entry) => worseLevel(worst, entry.level), 'info')
  bag.reply(rootKey, {
    incidentId: null,
    alert: {
      type: 'links_line',
      at,
      level,
      changes: entries.map(({ link }) => ({ event: 'joined', link })),
      left: entriesOf(bag.root(rootKey)).filter(({ resolvedAt }) => resolvedAt === null).length,
    },
    // One link has become many: edits notify nobody, so this is said aloud, once.
    broadcast: !wasGroup,
  })
}

/** The message that tells the cause already: a group's before a single link's, the oldest first; null where there is none. */
export function rootToJoin(before: readonly Incident[], bag: MailBag): string | null {
  const keys = [...before]
    .sort((a, b) => a.firstBadAt - b.firstBadAt)
    .flatMap(({ rootKey }) => (rootKey === null ? [] : [rootKey]))
  const ofType = (type: Alert['type']) => keys.find((key) => bag.root(key)?.type === type)
  return ofType('group') ?? ofType('link') ?? null
}

/** The links that a message tells, as lines of one that tells several. */
export function entriesOf(root: Alert | null): readonly IncidentEntry[] {
  if (root?.type === 'group' || root?.type === 'connection') return root.entries
  return root?.type === 'link' ? [entryOf(root.incident, root.evidence.link)] : []
}

/** An incident as a line of a message that tells several. */
export function entryOf(incident: Incident, link: Link): IncidentEntry {
  const { level, reason, upSince, resolvedAt, ending } = incident
  const { id, name, region, status } = link
  return {
    incidentId: incident.id,
    link: { id, name, region, status },
    level,
    reason,
    upSince,
    resolvedAt,
    ending,
  }
}

function nameOf(cause: SharedCause, { directory }: ScopeState): string | null {
  const popName = (id: string) => directory.pops.find((pop) => pop.id === id)?.displayName ?? null
  const partnerName = (id: string) => directory.partners.find((partner) => partner.id === id)?.name ?? null
  switch (cause.type) {
    case 'connection':
      return directory.connections.find(({ id }) => id === cause.connectionId)?.name ?? null
    case 'partner_at_pop': {
      const [partner, pop] = [partnerName(cause.partnerId), popName(cause.popId)]
      return partner === null || pop === null ? (partner ?? pop) : `${partner} at ${pop}`
    }
    case 'pop':
      return popName(cause.popId)
    case 'partner':
      return partnerName(cause.partnerId)
    case 'region':
      return cause.region
  }
}
