import type { Moment } from '../alerting/levels.ts'
import type { Incident } from '../domain/incident.ts'
import type { Silence } from '../domain/silence.ts'
import type { Subscription } from '../domain/subscription.ts'
import { type Audience, createAudience } from './audience.ts'
import { createHush, type Hush } from './hush.ts'
import { createIncidentBook, type IncidentBook } from './incident-book.ts'
import { createMailBag, type MailBag } from './mail-bag.ts'
import type { Reason, WatchRecord } from './ports.ts'
import type { WatchState } from './state.ts'

/** What one decision is written into before it is recorded whole. */
export interface Books extends Moment {
  readonly incidents: IncidentBook
  readonly bag: MailBag
  readonly audience: Audience
  readonly hush: Hush
  readonly subscriptions: ReadonlyMap<string, Subscription>
  readonly newId: () => string
  /** Keeps why something was told, or not told, where no change of a link says so. */
  because(reason: Omit<Reason, 'at'>): void
  /** The same for what an incident is about, where that is a link. */
  becauseOf(incident: Incident, reason: string): void
  saveSubscription(subscription: Subscription): void
  removeSubscription(id: string): void
  /** All that was written, without scopes. */
  closed(): Omit<WatchRecord, 'scopes'>
}

/** What a decision goes on from, besides the state. */
export interface BooksInput extends Moment {
  /** Only the open incidents, stories, silences and subscriptions of it are looked at. */
  readonly state: Pick<WatchState, 'incidents' | 'stories' | 'silences' | 'subscriptions'>
  /** The channel that hears of everything. */
  readonly channel: string
  readonly newId: () => string
}

/** Opens the books for one decision. */
export function openBooks({ state, channel, newId, at, settings }: BooksInput): Books {
  const incidents = createIncidentBook([...state.incidents.values()])
  const bag = createMailBag({ stories: state.stories, newId, at })
  const subscriptions = new Map(state.subscriptions)
  const saved = new Map<string, Subscription>()
  const removed = new Set<string>()
  const reasons: Reason[] = []
  const silences: readonly Silence[] = [...state.silences.values()]
  const hush = createHush({ silences, at, settings })
  return {
    at,
    settings,
    incidents,
    bag,
    audience: createAudience([...subscriptions.values()], channel),
    hush,
    subscriptions,
    newId,
    because(reason) {
      reasons.push({ ...reason, at })
    },
    becauseOf({ id, subject }, reason) {
      if (subject.type === 'link') reasons.push({ linkId: subject.linkId, at, reason, incidentId: id })
    },
    saveSubscription(subscription) {
      subscriptions.set(subscription.id, subscription)
      saved.set(subscription.id, subscription)
    },
    removeSubscription(id) {
      subscriptions.delete(id)
      saved.delete(id)
      removed.add(id)
    },
    closed: () => ({
      incidents: incidents.changed(),
      deliveries: bag.deliveries(),
      silences: hush.changed(),
      subscriptions: [...saved.values()],
      removedSubscriptions: [...removed],
      reasons,
    }),
  }
}
