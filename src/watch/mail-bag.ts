import { type Alert, alertLevel, type IncidentEntry, type LinksChange } from '../alerting/alert.ts'
import { type Route, strongerMention } from '../alerting/routing.ts'
import { type Incident, type Level, worseLevel } from '../domain/incident.ts'
import type { Mention } from '../domain/subscription.ts'
import type { Dispatch, NewDelivery, Pager, StoryCopy } from './ports.ts'

/** What one poll adds to a thread. */
export interface Line {
  readonly incidentId: string | null
  readonly alert: Alert
  readonly broadcast: boolean
  /** The incidents that a note is about, by name: a channel that has heard of some of them is told of those. */
  readonly concerns?: readonly { readonly incidentId: string; readonly name: string }[]
}

/** What becomes of a message in one channel. */
export type Retold = (before: Alert, channel: string) => Alert

/**
 * The messages of one decision, gathered before they are recorded. A story has one message in each channel that hears of
 * it; each is edited once at most, and answered once about links.
 */
export interface MailBag {
  /** Begins a story: a message of its own in each channel of `routes`. */
  post(story: string, incidentId: string | null, alert: Alert | Retelling, routes: readonly Route[]): void
  /** Something for whoever is on call, beyond chat. */
  page(pager: Pager, incidentId: string, alert: Alert): void
  /** Tells a story anew wherever it is told. Does nothing where it is not. */
  edit(story: string, retold: Retold): void
  /** Adds to the thread of a story, in each channel. A broadcast line pings whom `routes` name. */
  reply(story: string, line: Line, routes: readonly Route[]): void
  /**
   * Something happened to an incident: a line in the threads of its story, which is told anew. A channel of `routes` that
   * has not heard of the story gets its message where `joins` is set: somebody wants to hear of it now.
   */
  follow(
    incident: Incident,
    line: Alert,
    retold: Retold,
    how: { readonly broadcast: boolean; readonly routes: readonly Route[] },
  ): void
  /** The story as it is told by now, in the first of its channels; null where it is not known. */
  root(story: string | null): Alert | null
  /** The channels that a story is told in. */
  channelsOf(story: string): readonly string[]
  /** All of them, in the order they are to arrive. */
  deliveries(): readonly NewDelivery[]
}

/** What a channel is told at first: another one may hear of fewer links. */
export type Retelling = (channel: string) => Alert

/** Makes an empty bag. `stories` are those that may be told anew or answered. */
export function createMailBag(input: {
  readonly stories: ReadonlyMap<string, readonly StoryCopy[]>
  readonly newId: () => string
  readonly at: number
}): MailBag {
  const { newId, at } = input
  const stories = new Map(input.stories)
  const edited = new Set<string>()
  const posts: NewDelivery[] = []
  const replies = new Map<string, { readonly line: Line; readonly routes: readonly Route[] }[]>()
  const fresh = new Set<string>()

  const bag: MailBag = {
    post(story, incidentId, alert, routes) {
      for (const { channel, mention } of routes) {
        const copies = stories.get(story) ?? []
        // The first message of a story has the story's own key.
        const key = copies.length === 0 ? story : newId()
        const told = typeof alert === 'function' ? alert(channel) : alert
        stories.set(story, [...copies, { key, channel, alert: told }])
        fresh.add(key)
        posts.push({ dispatch: { type: 'post', key }, story, mention, channel, incidentId, alert: told, at })
      }
    },

    page(pager, incidentId, alert) {
      const key = newId()
      posts.push({
        dispatch: { type: 'post', key },
        story: key,
        mention: null,
        channel: pager,
        incidentId,
        alert,
        at,
      })
    },

    edit(story, retold) {
      const copies = stories.get(story)
      if (copies === undefined) return
      stories.set(
        story,
        copies.map((copy) => ({ ...copy, alert: retold(copy.alert, copy.channel) })),
      )
      edited.add(story)
    },

    reply(story, line, routes) {
      const lines = replies.get(story)
      if (lines === undefined) replies.set(story, [{ line, routes }])
      else lines.push({ line, routes })
    },

    follow(incident, line, retold, { broadcast, routes }) {
      const { rootKey } = incident
      const told = rootKey === null ? null : bag.root(rootKey)
      if (rootKey === null || told === null) {
        // Without its message the line stands for itself: better a message too many than one too few.
        bag.post(newId(), incident.id, line, routes)
        return
      }
      bag.edit(rootKey, retold)
      bag.reply(rootKey, { incidentId: incident.id, alert: line, broadcast }, routes)
      const wanting = new Set(routes.map(({ channel }) => channel))
      const entry = entryIn(bag.root(rootKey), incident)
      bag.edit(rootKey, (root, channel) => (wanting.has(channel) ? withEntry(root, entry) : root))
      const heard = bag.channelsOf(rootKey)
      const joining = routes.filter(({ channel }) => !heard.includes(channel))
      if (joining.length === 0) return
      // A summary of many links is nobody else's: another channel hears just of this one.
      if (told.type === 'baseline') bag.post(newId(), incident.id, line, joining)
      else
        bag.post(rootKey, incident.id, withEntry(emptied(bag.root(rootKey) ?? line, entry), entry), joining)
    },

    root: (story) => (story === null ? null : (stories.get(story)?.[0]?.alert ?? null)),

    channelsOf: (story) => (stories.get(story) ?? []).map(({ channel }) => channel),

    deliveries() {
      // What was posted in this very decision is told as it is by now.
      const told = new Map([...stories.values()].flat().map((copy) => [copy.key, copy.alert]))
      const first = posts.map((post) => ({ ...post, alert: told.get(post.dispatch.key) ?? post.alert }))
      const edits = [...edited].flatMap((story) =>
        (stories.get(story) ?? []).flatMap(({ key, channel, alert }): NewDelivery[] => {
          if (fresh.has(key)) return []
          const dispatch: Dispatch = { type: 'edit', key: newId(), parentKey: key }
          return [{ dispatch, story, mention: null, channel, incidentId: incidentOf(alert), alert, at }]
        }),
      )
      const lines = [...replies].flatMap(([story, told]) =>
        (stories.get(story) ?? []).flatMap((copy): NewDelivery[] => {
          // Whoever hears of the story only now reads in its message what the line says.
          if (fresh.has(copy.key)) return []
          return fewLines(told, copy, at).map(({ incidentId, alert, broadcast, mention }) => {
            const dispatch: Dispatch = { type: 'reply', key: newId(), parentKey: copy.key, broadcast }
            return { dispatch, story, mention, channel: copy.channel, incidentId, alert, at }
          })
        }),
      )
      // Edits before lines: whoever follows a notification finds the message up to date.
      return [...first, ...edits, ...lines]
    },
  }
  return bag
}

/** The line of an incident in a message that tells several; null where there is none. */
function entryIn(root: Alert | null, { id }: Incident): IncidentEntry | null {
  if (root === null || !('entries' in root)) return null
  return root.entries.find(({ incidentId }) => incidentId === id) ?? null
}

/** A channel that has heard of other links of a story hears of this one, too, from now on. */
function withEntry(root: Alert, entry: IncidentEntry | null): Alert {
  if (entry === null || !isOfSeveral(root) || root.entries.some((one) => one.incidentId === entry.incidentId))
    return root
  return { ...root, entries: [...root.entries, entry] }
}

/** A channel that joins a story for one of its links hears of that one alone. */
function emptied(root: Alert, entry: IncidentEntry | null): Alert {
  return entry !== null && isOfSeveral(root) ? { ...root, entries: [] } : root
}

function isOfSeveral(root: Alert) {
  return root.type === 'group' || root.type === 'connection' || root.type === 'policy'
}

/** Names in one line; the others are counted. */
const NAMED = 20

type Answer = Line & { readonly mention: Mention | null }

/** One decision adds one line about links to a thread, however many of its message's links it changed. */
function fewLines(
  lines: readonly { readonly line: Line; readonly routes: readonly Route[] }[],
  { channel, alert: root }: StoryCopy,
  at: number,
): readonly Answer[] {
  const answers = lines.flatMap(({ line, routes }): Answer[] => {
    const alert = concerning(root, line)
    if (alert === null) return []
    const route = line.broadcast ? routes.find((candidate) => candidate.channel === channel) : undefined
    return [{ ...line, alert, mention: route?.mention ?? null }]
  })
  const aboutLinks = answers.filter(({ alert }) => changesOf(alert).length > 0)
  const others = answers.filter(({ alert }) => changesOf(alert).length === 0)
  return aboutLinks.length > 1 ? [...others, oneLine(aboutLinks, root, at)] : answers
}

/** What a line says of links that the message in this channel names, since another channel may hear of fewer; else null. */
function concerning(root: Alert, { alert, concerns }: Line): Alert | null {
  const about = changesOf(alert)
  if (root.type === 'link') {
    const { id } = root.evidence.link
    const others = about.length > 0 && about.every(({ link }) => link.id !== id)
    return others || (concerns?.every(({ incidentId }) => incidentId !== root.incident.id) ?? false)
      ? null
      : alert
  }
  if (!('entries' in root)) return alert
  if (alert.type === 'note' && concerns !== undefined) {
    const told = new Set(root.entries.map(({ incidentId }) => incidentId))
    if ('incident' in root) told.add(root.incident.id)
    const named = concerns.filter(({ incidentId }) => told.has(incidentId)).map(({ name }) => name)
    return named.length === 0 ? null : { ...alert, about: named.slice(0, NAMED), count: named.length }
  }
  const changed = changesOf(alert)
  if (changed.length === 0) return alert
  const named = new Set(root.entries.map(({ link }) => link.id))
  const changes = changed.filter(({ link }) => named.has(link.id))
  if (changes.length === 0) return null
  return alert.type === 'links_line' ? { ...alert, changes } : alert
}

function oneLine(lines: readonly Answer[], root: Alert, at: number): Answer {
  const changes = lines.flatMap(({ alert }) => changesOf(alert))
  const level = lines.reduce<Level>((worst, { alert }) => worseLevel(worst, alertLevel(alert)), 'info')
  const broadcast = lines.some((line) => line.broadcast)
  const mention = lines.reduce<Mention | null>((most, line) => strongerMention(most, line.mention), null)
  const left = stillBad('entries' in root ? root.entries : [])
  return { incidentId: null, alert: { type: 'links_line', at, level, changes, left }, broadcast, mention }
}

/** How many of these links are bad now. */
export function stillBad(entries: readonly IncidentEntry[]): number {
  return entries.filter(({ resolvedAt, upSince }) => resolvedAt === null && upSince === null).length
}

function incidentOf(alert: Alert): string | null {
  return 'incident' in alert ? alert.incident.id : null
}

function changesOf(alert: Alert): readonly LinksChange[] {
  if (alert.type === 'links_line') return alert.changes
  if (alert.type !== 'link_line') return []
  const { id, name, region } = alert.evidence.link
  return [{ event: alert.event, link: { id, name, region, status: alert.move.to ?? 'deleted' } }]
}
