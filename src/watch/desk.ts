import { acknowledge, mayBeMeant, undoAcknowledgement } from '../alerting/acknowledgements.ts'
import { parseSubscribeRequest } from '../alerting/grammar-subscribe.ts'
import type { DeskAnswer } from '../domain/desk-answer.ts'
import type { Incident } from '../domain/incident.ts'
import type { Subscription } from '../domain/subscription.ts'
import { type Books, openBooks } from './books.ts'
import { page } from './pages.ts'
import type { Pager } from './ports.ts'
import { retell } from './retell.ts'
import { type RetellLinkParts, retellLink } from './retell-link.ts'
import { type Act, createSilenceDesk, FITS_NOTHING, OVER, type SilenceDesk } from './silence-desk.ts'
import type { WatchState } from './state.ts'
import type { Stuck } from './stuck.ts'
import { namesOf, utc } from './wording.ts'
import { knowWorld } from './world.ts'

/** What people do about alerts. `by` is a Slack user id. What they ask and cannot have is refused in one sentence. */
export interface Desk extends SilenceDesk {
  acknowledge(story: string, by: string): Promise<DeskAnswer>
  undoAcknowledge(story: string, by: string): Promise<DeskAnswer>
  subscribe(text: string, by: string, channel: string): Promise<DeskAnswer>
  unsubscribe(text: string, by: string, channel: string): Promise<DeskAnswer>
  subscriptions(channel: string): Promise<readonly Subscription[]>
  /**
   * Something was written down of a link, which the messages of its open incidents show, and of `incidentIds`, which may be
   * over: they are told anew.
   */
  retellLink(linkId: string, incidentIds: readonly string[]): Promise<void>
  /** Says in the channel that hears of everything that alerts for another one wait. */
  tellStuck(stuck: Stuck): Promise<void>
}

/** What the desk works with. */
export interface DeskParts extends RetellLinkParts {
  readonly pagers: readonly Pager[]
}

const MEANT_THEN =
  'Where a change of configuration took the path away and nothing has been put back by then, it is taken as meant so, and closed.'

/** Makes the desk. Acts are decided one after another with the polls, each in one transaction. */
export function createDesk(parts: DeskParts): Desk {
  const { ledger, clock, newId, settings, channel } = parts

  const write = <T>(decide: (books: Books, state: WatchState) => T): Promise<T> =>
    ledger.write((state) => {
      const books = openBooks({ state, channel, newId, settings, at: clock.now() })
      const result = decide(books, state)
      return { record: { scopes: [], ...books.closed() }, scopes: [], result }
    })
  const act = (decide: Act): Promise<DeskAnswer> =>
    write((books, state) => {
      const world = knowWorld([...state.scopes.values()], settings)
      const result = decide(books, world, state)
      page(books, world, parts.pagers)
      return result
    })

  return {
    ...createSilenceDesk({ act, ledger, settings }),

    acknowledge: (story, by) =>
      act((books, world) => {
        const open = books.incidents.ofStory(story)
        if (open.length === 0) return OVER
        const taken = open.map((incident) => acknowledge(incident, by, books.at, settings))
        saveAndShow(books, taken)
        const until = Math.min(...taken.map(({ acknowledgement }) => acknowledgement?.expiresAt ?? books.at))
        for (const incident of taken)
          books.becauseOf(incident, `Acknowledged: no reminders until ${utc(until)}.`)
        const names = namesOf(world, taken)
        const meant = taken.some(mayBeMeant) ? ` ${MEANT_THEN}` : ''
        return {
          type: 'done',
          sentence: `You have acknowledged ${names}. Reminders stop until ${utc(until)}, or until it gets worse.${meant}`,
        }
      }),

    undoAcknowledge: (story, by) =>
      act((books, world) => {
        const held = books.incidents.ofStory(story).filter(({ acknowledgement }) => acknowledgement !== null)
        if (held.length === 0)
          return { type: 'refused', sentence: 'Nobody has acknowledged this any more; nothing was changed.' }
        saveAndShow(
          books,
          held.map((incident) => undoAcknowledgement(incident, by, books.at)),
        )
        for (const incident of held)
          books.becauseOf(incident, 'The acknowledgement was undone: reminders begin anew.')
        return {
          type: 'done',
          sentence: `${namesOf(world, held)}: the acknowledgement is undone. Reminders begin anew.`,
        }
      }),

    subscribe: (text, by, to) =>
      act((books, world) => {
        const parsed = parseSubscribeRequest(text, settings.hours.zone)
        if (parsed.type === 'problem')
          return { type: 'refused', sentence: `${parsed.problem} For example: ${parsed.example}` }
        const same = [...books.subscriptions.values()].find(
          (known) => known.channel === to && known.filter === parsed.request.filter,
        )
        const subscription: Subscription = {
          id: same?.id ?? newId(),
          channel: to,
          ...parsed.request,
          by,
          createdAt: books.at,
          digestedAt: same?.digestedAt ?? null,
        }
        books.saveSubscription(subscription)
        const { filter } = subscription
        const fitsNothing = filter !== '' && world.fitting(filter).size === 0
        const hint = fitsNothing ? ` No link fits that now. ${FITS_NOTHING}` : ''
        return {
          type: 'done',
          sentence: `This channel hears of ${subscribedTo(subscription)}, beginning with what happens next.${hint}`,
          subscription,
        }
      }),

    unsubscribe: (text, _by, from) =>
      act((books) => {
        const wanted = text.trim()
        const here = [...books.subscriptions.values()].filter((known) => known.channel === from)
        const ended = here.filter(
          ({ id, filter }) =>
            wanted === 'all' || filter === wanted || (wanted !== '' && id.startsWith(wanted)),
        )
        if (ended.length === 0)
          return {
            type: 'refused',
            sentence:
              here.length === 0
                ? 'This channel has no subscription.'
                : 'No subscription of this channel has that filter or id. /interlink subscriptions lists them; "all" ends every one.',
          }
        for (const { id } of ended) books.removeSubscription(id)
        const [first, ...more] = ended
        return {
          type: 'done',
          sentence:
            first !== undefined && more.length === 0
              ? `The subscription is ended: ${subscribedTo(first)}.`
              : `${ended.length} subscriptions are ended.`,
        }
      }),

    async tellStuck({ channel: waiting, scope, error, advice }) {
      if (scope !== 'channel' || waiting === channel) return
      await write(({ at, bag, audience }) =>
        bag.post(newId(), null, { type: 'stuck', at, channel: waiting, error, advice }, [audience.catchAll]),
      )
    },

    retellLink: (linkId, incidentIds) => retellLink(linkId, incidentIds, parts),

    async subscriptions(from) {
      const state = await ledger.read()
      return [...state.subscriptions.values()].filter((known) => known.channel === from)
    },
  }
}

/** What a channel is told of, in words: `"tag:prod" from warning on`. */
function subscribedTo({ filter, minLevel }: Subscription): string {
  return `${filter === '' ? 'every link' : `"${filter}"`} from ${minLevel} on`
}

/** Saves incidents, and shows them as they are now in the message that tells them by now. */
function saveAndShow({ incidents, bag, at }: Books, changed: readonly Incident[]): void {
  for (const incident of changed) {
    const saved = incidents.save(incident)
    if (saved.rootKey !== null) bag.edit(saved.rootKey, (root) => retell(root, saved, at, null))
  }
}
