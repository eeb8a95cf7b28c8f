import type { Alert } from '../alerting/alert.ts'
import type { Incident } from '../domain/incident.ts'
import type { Dispatch, NewDelivery, RootMessage } from './ports.ts'

/** The messages of one poll, gathered before they are recorded: a root message is edited once at most. */
export interface MailBag {
  /** A message of its own, under `key`, in the channel that alerts go to. */
  post(key: string, incidentId: string | null, alert: Alert): void
  /** Tells a root message anew. Does nothing where it is not known. */
  edit(rootKey: string, retold: (before: Alert) => Alert): void
  /** Adds a line to the thread of the incident's root message, and tells that anew. */
  follow(incident: Incident, line: Alert, retold: (before: Alert) => Alert, broadcast: boolean): void
  /** The root message as it is told by now. */
  rootOf(incident: Incident): Alert | null
  /** All of them, in the order they are to arrive. */
  deliveries(): readonly NewDelivery[]
}

export function createMailBag(input: {
  readonly roots: ReadonlyMap<string, RootMessage>
  readonly channel: string
  readonly newId: () => string
  readonly at: number
}): MailBag {
  const roots = new Map(input.roots)
  const edited = new Set<string>()
  const posts: NewDelivery[] = []
  const lines: NewDelivery[] = []
  const delivery = (
    dispatch: Dispatch,
    channel: string,
    incidentId: string | null,
    alert: Alert,
  ): NewDelivery => ({
    dispatch,
    channel,
    incidentId,
    alert,
    at: input.at,
  })

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

    follow(incident, line, retold, broadcast) {
      const { rootKey } = incident
      const root = rootKey === null ? undefined : roots.get(rootKey)
      if (rootKey === null || root === undefined) {
        // Without its root message the line stands for itself: better a message too many than one too few.
        bag.post(input.newId(), incident.id, line)
        return
      }
      bag.edit(rootKey, retold)
      const reply: Dispatch = { type: 'reply', key: input.newId(), parentKey: rootKey, broadcast }
      // The story goes on where it began, also when alerts go to another channel by now.
      lines.push(delivery(reply, root.channel, incident.id, line))
    },

    rootOf: ({ rootKey }) => (rootKey === null ? null : (roots.get(rootKey)?.alert ?? null)),

    deliveries() {
      const edits = [...edited].flatMap((parentKey) => {
        const root = roots.get(parentKey)
        if (root === undefined) return []
        const incidentId = root.alert.type === 'baseline' ? null : root.alert.incident.id
        return [
          delivery({ type: 'edit', key: input.newId(), parentKey }, root.channel, incidentId, root.alert),
        ]
      })
      // Edits before lines: whoever follows a notification finds the message up to date.
      return [...posts, ...edits, ...lines]
    },
  }
  return bag
}
