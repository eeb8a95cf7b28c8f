import { type Alert, alertLevel, type LinksChange } from '../alerting/alert.ts'
import { type Incident, type Level, worseLevel } from '../domain/incident.ts'
import type { Dispatch, NewDelivery, RootMessage } from './ports.ts'

/** What one poll adds to a thread. */
export interface Line {
  readonly incidentId: string | null
  readonly alert: Alert
  readonly broadcast: boolean
}

/** The messages of one poll, gathered before they are recorded: a message is edited and answered once at most. */
export interface MailBag {
  /** A message of its own, under `key`, in the channel that alerts go to. */
  post(key: string, incidentId: string | null, alert: Alert): void
  /** Tells a root message anew. Does nothing where it is not known. */
  edit(rootKey: string, retold: (before: Alert) => Alert): void
  /** Adds to what this poll writes into the thread of a root message. */
  reply(rootKey: string, line: Line): void
  /** A line in the thread of the incident's root message, which is told anew. */
  follow(incident: Incident, line: Alert, retold: (before: Alert) => Alert, broadcast: boolean): void
  /** The root message of that key as it is told by now; null where it is not known. */
  root(rootKey: string | null): Alert | null
  /** All of them, in the order they are to arrive. */
  deliveries(): readonly NewDelivery[]
}

/** Makes an empty bag. `roots` are the messages that may be edited or answered. */
export function createMailBag(input: {
  readonly roots: ReadonlyMap<string, RootMessage>
  readonly channel: string
  readonly newId: () => string
  readonly at: number
}): MailBag {
  const { newId, at } = input
  const roots = new Map(input.roots)
  const edited = new Set<string>()
  const posts: NewDelivery[] = []
  const replies = new Map<string, Line[]>()
  const delivery = (
    dispatch: Dispatch,
    channel: string,
    incidentId: string | null,
    alert: Alert,
  ): NewDelivery => ({ dispatch, channel, incidentId, alert, at })

  const bag: MailBag = {
    post(key, incidentId, alert) {
      posts.push(delivery({ type: 'post', key }, input.channel, incidentId, alert))
    },

    edit(rootKey, retold) {
      const root = roots.get(rootKey)
      if (root === undefined) return
      roots.set(rootKey, { ...root, alert: retold(root.alert) })
      edited.add(rootKey)
    },

    reply(rootKey, line) {
      const lines = replies.get(rootKey)
      if (lines === undefined) replies.set(rootKey, [line])
      else lines.push(line)
    },

    follow(incident, line, retold, broadcast) {
      const { rootKey } = incident
      if (rootKey === null || !roots.has(rootKey)) {
        // Without its root message the line stands for itself: better a message too many than one too few.
        bag.post(newId(), incident.id, line)
        return
      }
      bag.edit(rootKey, retold)
      bag.reply(rootKey, { incidentId: incident.id, alert: line, broadcast })
    },

    root: (rootKey) => (rootKey === null ? null : (roots.get(rootKey)?.alert ?? null)),

    deliveries() {
      const edits = [...edited].flatMap((parentKey) => {
        const root = roots.get(parentKey)
        if (root === undefined) return []
        const { alert, channel } = root
        return [delivery({ type: 'edit', key: newId(), parentKey }, channel, incidentOf(alert), alert)]
      })
      const lines = [...replies].flatMap(([parentKey, told]) => {
        const root = roots.get(parentKey)
        if (root === undefined) return []
        return fewLines(told, root.alert, at).map(({ incidentId, alert, broadcast }) => {
          const dispatch: Dispatch = { type: 'reply', key: newId(), parentKey, broadcast }
          // The story goes on where it began, also when alerts go to another channel by now.
          return delivery(dispatch, root.channel, incidentId, alert)
        })
      })
      // Edits before lines: whoever follows a notification finds the message up to date.
      return [...posts, ...edits, ...lines]
    },
  }
  return bag
}

function incidentOf(alert: Alert): string | null {
  return 'incident' in alert ? alert.incident.id : null
}

/** One poll adds one line about links to a thread, however many of its message's links it changed. */
function fewLines(lines: readonly Line[], root: Alert, at: number): readonly Line[] {
  const aboutLinks = lines.filter(({ alert }) => changesOf(alert).length > 0)
  const others = lines.filter(({ alert }) => changesOf(alert).length === 0)
  return aboutLinks.length > 1 ? [...others, oneLine(aboutLinks, root, at)] : lines
}

function oneLine(lines: readonly Line[], root: Alert, at: number): Line {
  const changes = lines.flatMap(({ alert }) => changesOf(alert))
  const level = lines.reduce<Level>((worst, { alert }) => worseLevel(worst, alertLevel(alert)), 'info')
  const entries = 'entries' in root ? root.entries : []
  const left = entries.filter(({ resolvedAt, upSince }) => resolvedAt === null && upSince === null).length
  const broadcast = lines.some((line) => line.broadcast)
  return { incidentId: null, alert: { type: 'links_line', at, level, changes, left }, broadcast }
}

function changesOf(alert: Alert): readonly LinksChange[] {
  if (alert.type === 'links_line') return alert.changes
  if (alert.type !== 'link_line') return []
  const { id, name, region } = alert.evidence.link
  return [{ event: alert.event, link: { id, name, region, status: alert.move.to ?? 'deleted' } }]
}
