import { type Alert, alertLevel, type IncidentEntry } from '../alerting/alert.ts'
import { attribute, type SharedCause } from '../alerting/roll-up.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import { compareLevels, type Incident, type Level, worseLevel } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import { spanStart } from '../domain/span.ts'
import { mergeRoutes } from './audience.ts'
import type { Books } from './books.ts'
import type { LinkIncident } from './incident-book.ts'
import { type Line, type MailBag, stillBad } from './mail-bag.ts'

/** An incident that a poll has opened, before it is known whether it is told alone. */
export interface Opening {
  readonly incident: LinkIncident
  readonly link: Link
  readonly evidence: Evidence
  /** Its message, if it is told alone. */
  readonly alertOf: (incident: Incident) => Alert
}

/**
 * Tells the openings of one scope: those with one cause in one message, the others each in their own. Where a link that
 * went bad within the window was told already, its message becomes the message of all of them.
 */
export function tellOpenings(state: ScopeState, openings: readonly Opening[], books: Books): void {
  if (openings.length === 0) return
  const { incidents, at, settings } = books
  const told = new Set<Opening>()
  for (const opening of openings) if (tellUnderCause(opening, books)) told.add(opening)
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
      return known === undefined || known.carried.length === 0 ? [] : [{ incident, link: known.link }]
    })
  // Only what is lost may have one cause; what is not delivered yet is each order's own.
  const lossy = untold.filter(({ evidence }) => evidence.carried.length > 0)
  const bad = [...recent, ...lossy]
  const badLinks = bad.map(({ link }) => link)
  const badIds = new Set(badLinks.map(({ id }) => id))
  const others = [...state.links.values()].filter(
    ({ link, carried }) => carried.length > 0 && !badIds.has(link.id),
  )
  const inService = [...badLinks, ...others.map(({ link }) => link)]

  for (const { cause, links } of attribute(badLinks, inService, settings.timers)) {
    const ids = new Set(links.map(({ id }) => id))
    const joining = lossy.filter(({ link }) => ids.has(link.id))
    const before = recent.filter(({ link }) => ids.has(link.id)).map(({ incident }) => incident)
    if (joining.length === 0) continue
    tellTogether(cause, joining, before, state, books)
    for (const opening of joining) told.add(opening)
  }
  for (const opening of untold) if (!told.has(opening)) tellAlone(opening, books)
}

/**
 * A link needs no message of its own where its cause is told: its dedicated connection that failed, or an edit of its
 * routing policy in the same poll that lets nothing through any more. It becomes a line of that message.
 */
function tellUnderCause({ incident, link, evidence }: Opening, books: Books): boolean {
  const { incidents, bag, audience, at } = books
  const rootKey = storyOfCause(incident, link, books)
  const told = rootKey === null ? null : bag.root(rootKey)
  if (rootKey === null || !(told?.type === 'connection' || told?.type === 'policy')) return false
  const entry = entryOf(incidents.save({ ...incidents.now(incident), rootKey }), link)
  const routes = audience.ofLink(evidence, incident.level)
  const heardIn = new Set(routes.map(({ channel }) => channel))
  const before = bag.channelsOf(rootKey)
  bag.edit(rootKey, (root, channel) =>
    (root.type === 'connection' || root.type === 'policy') && heardIn.has(channel)
      ? { ...root, at, entries: worstFirst([...root.entries, entry]) }
      : root,
  )
  // What is worse than all that was told of the cause is said aloud: edits notify nobody.
  if (compareLevels(incident.level, alertLevel(told)) > 0) {
    const changes = [{ event: 'joined', link: entry.link }] as const
    const left = stillBad(entriesOf(bag.root(rootKey)))
    const alert: Alert = { type: 'links_line', at, level: incident.level, changes, left }
    bag.reply(rootKey, { incidentId: incident.id, alert, broadcast: true }, routes)
  }
  // Whoever has come to want this link since then hears of its cause now, and of this link alone.
  const joins = routes.filter(({ channel }) => !before.includes(channel))
  bag.post(rootKey, incident.id, { ...told, at, entries: [entry] }, joins)
  return true
}

function storyOfCause({ rule }: Incident, { kind, policies }: Link, { incidents }: Books): string | null {
  if (rule === 'path_broken') {
    const attached = [policies.ipv4, policies.ipv6]
    const edit = incidents
      .ended()
      .find(({ subject }) => subject.type === 'policy' && attached.includes(subject.policyId))
    if (edit !== undefined) return edit.rootKey
  }
  return kind.type === 'self_hosted' ? (incidents.ofConnection(kind.connectionId)?.rootKey ?? null) : null
}

function worstFirst(entries: readonly IncidentEntry[]): readonly IncidentEntry[] {
  return [...entries].sort(
    (a, b) => compareLevels(b.level, a.level) || a.link.name.localeCompare(b.link.name),
  )
}

function tellAlone(
  { incident: opened, evidence, alertOf }: Opening,
  { incidents, bag, audience, newId }: Books,
): void {
  const key = newId()
  const saved = incidents.save({ ...incidents.now(opened), rootKey: key })
  bag.post(key, saved.id, alertOf(saved), audience.ofLink(evidence, saved.level))
}

/** `before` are incidents of the same cause that were told already, in messages that may stand for one link or for many. */
function tellTogether(
  cause: SharedCause,
  joining: readonly Opening[],
  before: readonly Incident[],
  state: ScopeState,
  { incidents, bag, audience, newId, at }: Books,
): void {
  const rootKey = rootToJoin(before, bag)
  const key = rootKey ?? newId()
  const heard = joining.map(({ incident, link, evidence }) => ({
    entry: entryOf(incidents.save({ ...incidents.now(incident), rootKey: key }), link),
    routes: audience.ofLink(evidence, incident.level),
  }))
  const entries = heard.map(({ entry }) => entry)
  const routes = mergeRoutes(heard.flatMap((one) => one.routes))
  const visible = (channel: string): readonly IncidentEntry[] =>
    heard.filter((one) => one.routes.some((route) => route.channel === channel)).map(({ entry }) => entry)
  const group = (told: readonly IncidentEntry[]): Alert => ({
    type: 'group',
    at,
    cause,
    causeName: nameOf(cause, state),
    entries: worstFirst(told),
  })
  if (rootKey === null) {
    bag.post(key, null, (channel) => group(visible(channel)), routes)
    return
  }
  const wasGroup = bag.root(rootKey)?.type === 'group'
  const heardBefore = bag.channelsOf(rootKey)
  const loudBefore = alertLevel(bag.root(rootKey) ?? group([]))
  bag.edit(rootKey, (root, channel) => {
    const more = visible(channel)
    return more.length === 0 ? root : group([...entriesOf(root), ...more])
  })
  const level = entries.reduce<Level>((worst, entry) => worseLevel(worst, entry.level), 'info')
  const line: Line = {
    incidentId: null,
    alert: {
      type: 'links_line',
      at,
      level,
      changes: entries.map(({ link }) => ({ event: 'joined', link })),
      left: stillBad(entriesOf(bag.root(rootKey))),
    },
    // One link has become many, or what joins is worse than all before: edits notify nobody, so this is said aloud.
    broadcast: !wasGroup || compareLevels(level, loudBefore) > 0,
  }
  bag.reply(rootKey, line, routes)
  const joins = routes.filter(({ channel }) => !heardBefore.includes(channel))
  bag.post(rootKey, null, (channel) => group(visible(channel)), joins)
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
  if (root !== null && 'entries' in root) return root.entries
  return root?.type === 'link' ? [entryOf(root.incident, root.evidence.link)] : []
}

/** An incident as a line of a message that tells several. */
export function entryOf(incident: Incident, link: Link): IncidentEntry {
  const { level, reason, upSince, resolvedAt, ending, acknowledgement } = incident
  const { id, name, region, status } = link
  return {
    incidentId: incident.id,
    link: { id, name, region, status },
    level,
    reason,
    upSince,
    resolvedAt,
    ending,
    acknowledgement,
    flapping: incident.flapping !== null,
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
