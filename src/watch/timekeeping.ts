import { expireAcknowledgement } from '../alerting/acknowledgements.ts'
import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import { storyReminderDue } from '../alerting/reminders.ts'
import { mutingTag } from '../alerting/tags.ts'
import { groupedBy } from '../domain/grouped.ts'
import { type Incident, type Level, withHistory, worseLevel } from '../domain/incident.ts'
import { isActive, type Silence } from '../domain/silence.ts'
import { regionOfScope } from '../domain/snapshot.ts'
import { mergeRoutes } from './audience.ts'
import type { Books } from './books.ts'
import { entryOf } from './entries.ts'
import { holdFromNow } from './holding.ts'
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
    if (open !== null && link !== null) return [entryOf(open, link)]
    const level = silence.heldLevels[linkId] ?? 'info'
    const { name, region, status } = link ?? { name: linkId, region: '', status: 'deleted' }
    const told = { id: linkId, name, region, status }
    const ending = link === null ? 'gone' : 'recovered'
    const over = { upSince: null, resolvedAt: at, ending } as const
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

/** What held something back may be over; or a maintenance begins, or a link got a tag, and holds back what was told already. */
function lookAgainAtHeldBack(books: Books, book: StoryBook, world: KnownWorld): void {
  const { incidents, hush, at } = books
  const silenced = hush.all().some((silence) => isActive(silence, at))
  for (const incident of incidents.open()) {
    if (incident.subject.type !== 'link') continue
    const { scopeId, linkId } = incident.subject
    const held = incident.heldBack !== null
    const concerned = held || silenced || mutingTag(world.link(linkId)?.tags ?? []) !== null
    const evidence = concerned && !world.blind(scopeId) ? world.evidenceOf(scopeId, linkId) : null
    if (evidence === null) continue
    if (held) {
      book.reconsider(incident, evidence)
      continue
    }
    const verdict = hush.judge(incident, incident.level, evidence)
    if (verdict.type === 'hold') holdFromNow(books, incident, { ...verdict, by: null })
  }
}

function expireAcknowledgements(books: Books, world: KnownWorld): void {
  const { incidents, at } = books
  const expired = incidents.open().flatMap((incident) => {
    const ended = expireAcknowledgement(incident, at, quietOf(incident, world))
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

/** Why nothing may be said of an incident now, if anything. */
function quietOf({ subject, heldBack }: Incident, world: KnownWorld) {
  return { blind: world.blind(subject.scopeId), silenced: heldBack !== null }
}

function remind(books: Books, world: KnownWorld): void {
  const { incidents, at, settings } = books
  const stories = groupedBy(incidents.open(), ({ rootKey }) => rootKey)
  const due = [...stories.values()].flatMap((story) => {
    const cases = story.map((incident) => ({ incident, quiet: quietOf(incident, world) }))
    const reminding = storyReminderDue(cases, at, settings)
    if (!reminding.due) return []
    return reminding.incidents.map((incident) => {
      const entry = { at, event: 'reminded', status: incident.badStatus, by: null } as const
      const next = incidents.save(withHistory(incident, entry))
      books.becauseOf(next, reminding.reason)
      return { incident: next, number: reminding.number }
    })
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
  const stories = groupedBy(told, ({ incident }) => incident.rootKey)
  for (const [story, ones] of stories) {
    const [first] = ones
    if (first === undefined) continue
    const incidents = ones.map(({ incident }) => incident)
    const level = incidents.reduce<Level>((worst, incident) => worseLevel(worst, incident.level), 'info')
    const badSince = Math.min(...incidents.map(({ firstBadAt }) => firstBadAt))
    for (const incident of incidents) bag.edit(story, (root) => retell(root, incident, at, null))
    const concerns = incidents.map((incident) => ({ incidentId: incident.id, name: world.nameOf(incident) }))
    const about = concerns.slice(0, NAMED).map(({ name }) => name)
    const note = noteOf(first, badSince)
    const alert: Alert = { type: 'note', at, level, about, count: concerns.length, note }
    const routes = mergeRoutes(incidents.flatMap((incident) => routesOf(books, world, incident)))
    bag.reply(story, { incidentId: first.incident.id, alert, broadcast: true, concerns }, routes)
  }
}

function routesOf({ audience }: Books, world: KnownWorld, { subject, level }: Incident) {
  const evidence = subject.type === 'link' ? world.evidenceOf(subject.scopeId, subject.linkId) : null
  if (evidence !== null) return audience.ofLink(evidence, level)
  return audience.ofRegion(regionOfScope(subject.scopeId), level)
}
