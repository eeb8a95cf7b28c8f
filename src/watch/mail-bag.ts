import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import type { Route } from '../alerting/routing.ts'
import type { Incident } from '../domain/incident.ts'
import type { Dispatch, NewDelivery, Pager, StoryCopy } from './ports.ts'
import { fewLines, type Line } from './thread-lines.ts'

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
  /** The same, and does nothing either where `retold` gives back every message of it as it was. */
  amend(story: string, retold: Retold): void
  /**
   * Lets the story `to` tell what `from` told. In a channel that hears of both, the message of `to` is retold by `merged`, and
   * that of `from` says `farewell` from now on; in one that hears of `from` alone, its message becomes that of `to`.
   */
  move(from: string, to: string, farewell: Alert, merged: (told: Alert, moved: Alert) => Alert): void
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

    amend(story, retold) {
      const copies = stories.get(story) ?? []
      const anew = new Map(copies.map(({ alert, channel }) => [channel, retold(alert, channel)]))
      if (copies.some(({ alert, channel }) => anew.get(channel) !== alert))
        bag.edit(story, (alert, channel) => anew.get(channel) ?? alert)
    },

    move(from, to, farewell, merged) {
      const moving = stories.get(from) ?? []
      const told = stories.get(to) ?? []
      const heard = new Set(told.map(({ channel }) => channel))
      const stay = moving.filter(({ channel }) => heard.has(channel))
      const alerts = new Map(stay.map(({ channel, alert }) => [channel, alert]))
      const retold = told.map((copy) => {
        const moved = alerts.get(copy.channel)
        return moved === undefined ? copy : { ...copy, alert: merged(copy.alert, moved) }
      })
      stories.set(
        from,
        stay.map((copy) => ({ ...copy, alert: farewell })),
      )
      stories.set(to, [...retold, ...moving.filter(({ channel }) => !heard.has(channel))])
      edited.add(from).add(to)
      replies.set(to, [...(replies.get(to) ?? []), ...(replies.get(from) ?? [])])
      replies.delete(from)
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
      const concerns =
        line.type === 'note' ? { concerns: [{ incidentId: incident.id, name: line.about[0] ?? '' }] } : {}
      bag.reply(rootKey, { incidentId: incident.id, alert: line, broadcast, ...concerns }, routes)
      const wanting = new Set(routes.map(({ channel }) => channel))
      const entry = entryIn(bag.root(rootKey), incident)
      bag.edit(rootKey, (root, channel) => (wanting.has(channel) ? withEntry(root, entry) : root))
      const heard = bag.channelsOf(rootKey)
      const joining = routes.filter(({ channel }) => !heard.includes(channel))
      if (joining.length === 0) return
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
  if (root.type === 'baseline') return partOfBaseline(root, [])
  return entry !== null && isOfSeveral(root) ? { ...root, entries: [] } : root
}

/** The summary of a first look as a channel hears of it that subscribed to these of its links. */
export function partOfBaseline(whole: Baseline, entries: readonly IncidentEntry[]): Baseline {
  return { ...whole, scopes: [], unreadable: [], statuses: {}, entries }
}

type Baseline = Extract<Alert, { type: 'baseline' }>

function isOfSeveral(root: Alert) {
  return (
    root.type === 'baseline' || root.type === 'group' || root.type === 'connection' || root.type === 'policy'
  )
}

function incidentOf(alert: Alert): string | null {
  if (alert.type === 'scope') {
    const [only, ...others] = alert.regions
    return only === undefined || others.length > 0 ? null : only.incident.id
  }
  return 'incident' in alert ? alert.incident.id : null
}
