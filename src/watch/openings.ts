import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import { alertLevel } from '../alerting/alert-level.ts'
import { attribute, type SharedCause } from '../alerting/roll-up.ts'
import type { Route } from '../alerting/routing.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import { groupedBy } from '../domain/grouped.ts'
import { compareLevels, type Incident, type Level, worseLevel } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import { spanStart } from '../domain/span.ts'
import { mergeRoutes } from './audience.ts'
import type { Books } from './books.ts'
import { entriesOf, entryOf, worstFirst } from './entries.ts'
import type { LinkIncident } from './incident-book.ts'
import { type Maker, madeByOne, makersOf } from './made-by-one.ts'
import type { MailBag } from './mail-bag.ts'
import { moveStories } from './story-moves.ts'
import { stillBad } from './thread-lines.ts'

/** An incident that a poll has opened, before it is known whether it is told alone. */
export interface Opening {
  readonly incident: LinkIncident
  readonly link: Link
  readonly evidence: Evidence
  /** Its message, if it is told alone. */
  readonly alertOf: (incident: Incident) => Alert
}

/**
 * Tells the openings of one scope: those with one cause in one message, the others each in their own. Where links that went
 * bad within the window were told already, the first of their messages becomes the message of all of them.
 */
export function tellOpenings(state: ScopeState, openings: readonly Opening[], books: Books): void {
  if (openings.length === 0) return
  const { incidents, bag, at, settings } = books
  const told = new Set(tellUnderCauses(openings, books))
  const untold = openings.filter((opening) => !told.has(opening))
  if (untold.length === 0) return
  const recent = incidents
    .openOfLinks(state.scope.id)
    .filter(
      ({ rootKey, firstBadAt }) =>
        rootKey !== null &&
        firstBadAt >= spanStart(at, settings.timers.rollUpWindow, settings.hours.zone) &&
        // What has its cause told already says nothing of another one.
        !tellsCause(bag.root(rootKey)),
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
    // One link alone makes no group: the others may be told where they cannot be moved from.
    if (joining.length === 0 || (joining.length === 1 && rootToJoin(before, bag) === null)) continue
    tellTogether(cause, joining, before, state, books)
    for (const opening of joining) told.add(opening)
  }
  for (const opening of untold) if (!told.has(opening)) tellAlone(opening, books)
}

type CauseAlert = Extract<Alert, { type: 'connection' | 'policy' }>

function tellsCause(root: Alert | null): root is CauseAlert {
  return root?.type === 'connection' || root?.type === 'policy'
}

/**
 * A link needs no message of its own where its cause is told: its dedicated connection that failed, or an edit of its
 * routing policy in the same poll that lets nothing through any more. It becomes a line of that message. Returns those.
 */
function tellUnderCauses(openings: readonly Opening[], books: Books): readonly Opening[] {
  const stories = groupedBy(openings, ({ incident, link }) => {
    const rootKey = storyOfCause(incident, link, books)
    return rootKey !== null && tellsCause(books.bag.root(rootKey)) ? rootKey : null
  })
  for (const [rootKey, same] of stories) tellUnderCause(rootKey, same, books)
  return [...stories.values()].flat()
}

function tellUnderCause(rootKey: string, joining: readonly Opening[], books: Books): void {
  const { bag, at } = books
  const told = bag.root(rootKey)
  if (!tellsCause(told)) return
  const before = bag.channelsOf(rootKey)
  const heard = hear(joining, rootKey, books)
  bag.edit(rootKey, (root, channel) => {
    const more = visibleIn(heard, channel)
    return tellsCause(root) && more.length > 0
      ? { ...root, at, entries: worstFirst([...root.entries, ...more]) }
      : root
  })
  // What is worse than all that was told of the cause is said aloud: edits notify nobody.
  const worse = heard.filter(({ entry }) => compareLevels(entry.level, alertLevel(told)) > 0)
  if (worse.length > 0) {
    const alert = joinedLine(worse, bag.root(rootKey), at)
    bag.reply(rootKey, { incidentId: null, alert, broadcast: true }, routesOfAll(worse))
  }
  // Whoever has come to want one of these links since then hears of its cause now, and of these links alone.
  const joins = routesOfAll(heard).filter(({ channel }) => !before.includes(channel))
  bag.post(rootKey, null, (channel) => ({ ...told, at, entries: visibleIn(heard, channel) }), joins)
}

/** An incident that becomes a line of a message, and who hears of it. */
interface Heard {
  readonly entry: IncidentEntry
  readonly routes: readonly Route[]
}

/** Puts incidents into a story. */
function hear(
  joining: readonly Opening[],
  rootKey: string,
  { incidents, audience }: Books,
): readonly Heard[] {
  return joining.map(({ incident, link, evidence }) => ({
    entry: entryOf(incidents.save({ ...incidents.now(incident), rootKey }), link),
    routes: audience.ofLink(evidence, incident.level),
  }))
}

function visibleIn(heard: readonly Heard[], channel: string): readonly IncidentEntry[] {
  return worstFirst(
    heard.filter((one) => one.routes.some((route) => route.channel === channel)).map(({ entry }) => entry),
  )
}

function routesOfAll(heard: readonly Heard[]): readonly Route[] {
  return mergeRoutes(heard.flatMap(({ routes }) => routes))
}

/** The line of a thread that says which links went bad by the cause of its message. */
function joinedLine(heard: readonly Heard[], root: Alert | null, at: number) {
  return {
    type: 'links_line',
    at,
    level: heard.reduce<Level>((worst, { entry }) => worseLevel(worst, entry.level), 'info'),
    changes: heard.map(({ entry }) => ({ event: 'joined', link: entry.link }) as const),
    left: stillBad(entriesOf(root)),
  } as const satisfies Alert
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
  books: Books,
): void {
  const { bag, newId, at } = books
  const rootKey = rootToJoin(before, bag)
  const key = rootKey ?? newId()
  const causeName = nameOf(cause, state)
  const heard = hear(joining, key, books)
  const routes = routesOfAll(heard)
  const makers = joining.map(({ evidence }) => evidence.changedBy)
  const group = (told: readonly IncidentEntry[], changed: readonly Maker[]): Alert => ({
    type: 'group',
    at,
    cause,
    causeName,
    entries: worstFirst(told),
    ...madeByOne(changed),
  })
  if (rootKey === null) {
    bag.post(key, null, (channel) => group(visibleIn(heard, channel), makers), routes)
    return
  }
  const wasGroup = bag.root(rootKey)?.type === 'group'
  const merged = (told: Alert, moved: Alert) =>
    group([...entriesOf(told), ...entriesOf(moved)], [...makersOf(told), ...makersOf(moved)])
  moveStories(before, { key, cause, causeName, merged }, books)
  const heardBefore = bag.channelsOf(rootKey)
  const loudBefore = alertLevel(bag.root(rootKey) ?? group([], []))
  bag.edit(rootKey, (root, channel) => {
    const more = visibleIn(heard, channel)
    return more.length === 0 && root.type !== 'group'
      ? root
      : group([...entriesOf(root), ...more], [...makersOf(root), ...(more.length === 0 ? [] : makers)])
  })
  const alert = joinedLine(heard, bag.root(rootKey), at)
  // One link has become many, or what joins is worse than all before: edits notify nobody, so this is said aloud.
  const broadcast = !wasGroup || compareLevels(alert.level, loudBefore) > 0
  bag.reply(rootKey, { incidentId: null, alert, broadcast }, routes)
  const joins = routes.filter(({ channel }) => !heardBefore.includes(channel))
  bag.post(rootKey, null, (channel) => group(visibleIn(heard, channel), makers), joins)
}

/** The message that tells the cause already: a group's before a single link's, the oldest first; null where there is none. */
export function rootToJoin(before: readonly Incident[], bag: MailBag): string | null {
  const keys = [...before]
    .sort((a, b) => a.firstBadAt - b.firstBadAt)
    .flatMap(({ rootKey }) => (rootKey === null ? [] : [rootKey]))
  const ofType = (type: Alert['type']) => keys.find((key) => bag.root(key)?.type === type)
  return ofType('group') ?? ofType('link') ?? null
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
