import { expireAcknowledgement } from '../alerting/acknowledgements.ts'
import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import { reminderDue } from '../alerting/reminders.ts'
import { type Incident, type Level, withHistory, worseLevel } from '../domain/incident.ts'
import type { Silence } from '../domain/silence.ts'
import { mergeRoutes } from './audience.ts'
import type { Books } from './books.ts'
import { entryOf } from './openings.ts'
import { retell } from './retell.ts'
import type { StoryBook } from './story-book.ts'
import type { KnownWorld } from './world.ts'

/** Names in one line; the others are counted. */
const NAMED = 20

/** What time alone brings: silences that end, acknowledgements that expire, reminders. */
export function keepTime(books: Books, book: StoryBook, world: KnownWorld): void {
  const over = endSilences(books)
  lookAgainAtHeldBack(books, book, world)
  for (const silence of over) sumUp(silence, books, world)
  expireAcknowledgements(books, world)
  remind(books, world)
}

/** Ends the silences that are over, and returns those that held something back. */
function endSilences({ hush, incidents }: Books): readonly Silence[] {
  const isRecovered = (linkId: string) => incidents.ofLink(linkId) === null
  const over = hush.end(isRecovered).map(({ silence }) => silence)
  return over.filter(({ heldLevels }) => Object.keys(heldLevels).length > 0)
}

/** Says what a silence held back, now that it is over. */
export function sumUp(
  silence: Silence,
  { incidents, bag, audience, newId, at }: Books,
  world: KnownWorld,
): void {
  const entries = Object.keys(silence.heldLevels).flatMap((linkId): IncidentEntry[] => {
    const link = world.link(linkId)
    const open = incidents.ofLink(linkId)
    if (link === null) return []
    if (open !== null) return [entryOf(open, link)]
    const level = silence.heldLevels[linkId] ?? 'info'
    const { id, name, region, status } = link
    const told = { id, name, region, status }
    const over = { upSince: null, resolvedAt: at, ending: 'recovered' } as const
    return [
      { incidentId: '', link: told, level, reason: '', ...over, acknowledgement: null, flapping: false },
    ]
  })
  bag.post(newId(), null, { type: 'silence_over', at, silence, entries }, [
    audience.catchAll,
    ...(silence.channel === null || silence.channel === audience.catchAll.channel
      ? []
      : [{ channel: silence.channel, mention: null }]),
  ])
}

function lookAgainAtHeldBack({ incidents }: Books, book: StoryBook, world: KnownWorld): void {
  for (const incident of incidents.open()) {
    if (incident.heldBack === null || incident.subject.type !== 'link') continue
    const evidence = world.evidenceOf(incident.subject.scopeId, incident.subject.linkId)
    if (evidence !== null && !world.blind(incident.subject.scopeId)) book.reconsider(incident, evidence)
  }
}

function expireAcknowledgements(books: Books, world: KnownWorld): void {
  const { incidents, at } = books
  const expired = incidents.open().flatMap((incident) => {
    const quiet = { blind: world.blind(incident.subject.scopeId), silenced: incident.heldBack !== null }
    const ended = expireAcknowledgement(incident, at, quiet)
    return ended === null ? [] : [ended]
  })
  for (const { incident, reason } of expired) {
    incidents.save(incident)
    books.becauseOf(incident, reason)
  }
  tellStories(books, world, expired, (first, badSince) => ({
    type: 'acknowledgement_expired',
    by: first.acknowledgement.by,
    badSince,
  }))
}

function remind(books: Books, world: KnownWorld): void {
  const { incidents, at, settings } = books
  const due = incidents.open().flatMap((incident) => {
    const quiet = { blind: world.blind(incident.subject.scopeId), silenced: incident.heldBack !== null }
    const reminding = reminderDue(incident, at, settings, quiet)
    if (!reminding.due) return []
    const reminded = withHistory(incident, { at, event: 'reminded', status: incident.badStatus, by: null })
    const next = incidents.save({ ...reminded, reminders: reminding.reminders })
    books.becauseOf(next, reminding.reason)
    return [{ incident: next, number: reminding.number }]
  })
  tellStories(books, world, due, (first, badSince) => ({ type: 'reminder', number: first.number, badSince }))
}

/** One line for each story, however many of its incidents it is about. */
function tellStories<T extends { readonly incident: Incident }>(
  books: Books,
  world: KnownWorld,
  told: readonly T[],
  noteOf: (first: T, badSince: number) => Extract<Alert, { type: 'note' }>['note'],
): void {
  const { bag, at } = books
  const stories = new Map<string, T[]>()
  for (const one of told) {
    const { rootKey } = one.incident
    if (rootKey === null) continue
    const same = stories.get(rootKey)
    if (same === undefined) stories.set(rootKey, [one])
    else same.push(one)
  }
  for (const [story, ones] of stories) {
    const [first] = ones
    if (first === undefined) continue
    const incidents = ones.map(({ incident }) => incident)
    const level = incidents.reduce<Level>((worst, incident) => worseLevel(worst, incident.level), 'info')
    const badSince = Math.min(...incidents.map(({ firstBadAt }) => firstBadAt))
    for (const incident of incidents) bag.edit(story, (root) => retell(root, incident, at, null))
    const alert: Alert = {
      type: 'note',
      at,
      level,
      about: incidents.slice(0, NAMED).map((incident) => world.nameOf(incident)),
      count: incidents.length,
      note: noteOf(first, badSince),
    }
    const routes = mergeRoutes(incidents.flatMap((incident) => routesOf(books, world, incident)))
    bag.reply(story, { incidentId: first.incident.id, alert, broadcast: true }, routes)
  }
}

function routesOf({ audience }: Books, world: KnownWorld, { subject, level }: Incident) {
  const evidence = subject.type === 'link' ? world.evidenceOf(subject.scopeId, subject.linkId) : null
  if (evidence !== null) return audience.ofLink(evidence, level)
  const region = subject.scopeId.split('/').at(-1) ?? subject.scopeId
  return audience.ofRegion(region, level)
}
