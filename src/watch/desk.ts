import { acknowledge, mayBeMeant, undoAcknowledgement } from '../alerting/acknowledgements.ts'
import { parseSilenceRequest } from '../alerting/grammar-silence.ts'
import { parseSubscribeRequest } from '../alerting/grammar-subscribe.ts'
import type { AlertSettings } from '../alerting/settings.ts'
import { matchesFilter, parseFilter } from '../diagnostics/filter.ts'
import type { Clock } from '../domain/clock.ts'
import type { DeskAnswer } from '../domain/desk-answer.ts'
import type { Incident, Level } from '../domain/incident.ts'
import { isActive, type Silence } from '../domain/silence.ts'
import type { SilenceEnd } from '../domain/silence-end.ts'
import type { Subscription } from '../domain/subscription.ts'
import { type Books, openBooks } from './books.ts'
import { holdForSilence } from './holding.ts'
import type { Ledger } from './ledger.ts'
import { createLinkStories } from './link-stories.ts'
import { page } from './pages.ts'
import type { Pager } from './ports.ts'
import { retell } from './retell.ts'
import type { WatchState } from './state.ts'
import type { Stuck } from './stuck.ts'
import { sumUp } from './timekeeping.ts'
import { namesOf, untilText, utc } from './wording.ts'
import { type KnownWorld, knowWorld } from './world.ts'

/** What people do about alerts. `by` is a Slack user id. What they ask and cannot have is refused in one sentence. */
export interface Desk {
  acknowledge(story: string, by: string): Promise<DeskAnswer>
  undoAcknowledge(story: string, by: string): Promise<DeskAnswer>
  silenceStory(story: string, request: StorySilence): Promise<DeskAnswer>
  silence(text: string, by: string, channel: string): Promise<DeskAnswer>
  /** Those that are not over, the next to end first, each with how many links it fits now. */
  silences(): Promise<readonly { readonly silence: Silence; readonly links: number }[]>
  unsilence(id: string, by: string): Promise<DeskAnswer>
  subscribe(text: string, by: string, channel: string): Promise<DeskAnswer>
  unsubscribe(text: string, by: string, channel: string): Promise<DeskAnswer>
  subscriptions(channel: string): Promise<readonly Subscription[]>
  /** Something was written down of a link, which its messages show: they are told anew. */
  retellLink(linkId: string): Promise<void>
  /** Says in the channel that hears of everything that alerts for another one wait. */
  tellStuck(stuck: Stuck): Promise<void>
}

/** A silence for the links of one story. */
export interface StorySilence {
  readonly until: SilenceEnd
  readonly reason: string | null
  readonly by: string
  readonly channel: string | null
}

/** What the desk works with. */
export interface DeskParts {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly newId: () => string
  readonly settings: AlertSettings
  /** The channel that hears of everything. */
  readonly channel: string
  readonly pagers: readonly Pager[]
}

/** A decision on the state, in open books. */
type Act = (books: Books, world: KnownWorld, state: WatchState) => DeskAnswer

const MEANT_THEN =
  'Where a change of configuration took the path away and nothing has been put back by then, it is taken as meant so, and closed.'
const OVER: DeskAnswer = { type: 'refused', sentence: 'This is over by now; nothing was changed.' }

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

    silenceStory: (story, request) =>
      act((books, world) => {
        const open = books.incidents.ofStory(story)
        const linkIds = open.flatMap(({ subject }) => (subject.type === 'link' ? [subject.linkId] : []))
        const [first] = linkIds
        if (first === undefined)
          return open.length === 0
            ? OVER
            : {
                type: 'refused',
                sentence: 'Only links can be silenced, and this message names none that is bad.',
              }
        const levels = open.flatMap(({ subject, level }): [string, Level][] =>
          subject.type === 'link' ? [[subject.linkId, level]] : [],
        )
        const silence: Silence = {
          ...newSilence(books, request.by, request.channel),
          filter: `link:${first}`,
          from: books.at,
          until: request.until,
          reason: request.reason,
          change: null,
          heldLevels: Object.fromEntries(levels),
        }
        books.hush.save(silence)
        holdForSilence(books, world, silence, open)
        return { type: 'done', sentence: `${namesOf(world, open)}: silenced ${untilText(silence)}.`, silence }
      }),

    silence: (text, by, from) =>
      act((books, world, state) => {
        const parsed = parseSilenceRequest(text, books.at, settings.hours.zone)
        if (parsed.type === 'problem')
          return { type: 'refused', sentence: `${parsed.problem} For example: ${parsed.example}` }
        const silence: Silence = { ...newSilence(books, by, from), ...parsed.request, heldLevels: {} }
        books.hush.save(silence)
        const fitting = fittingLinks(silence, state, world)
        const open = books.incidents
          .open()
          .filter(({ subject }) => subject.type === 'link' && fitting.has(subject.linkId))
        if (isActive(silence, books.at)) holdForSilence(books, world, silence, open)
        const when = silence.from > books.at ? `from ${utc(silence.from)} ` : ''
        const count = fitting.size === 1 ? '1 link' : `${fitting.size} links`
        return {
          type: 'done',
          sentence: `Silenced ${when}${untilText(silence)}: "${silence.filter}", which fits ${count} now.`,
          silence,
        }
      }),

    async silences() {
      const state = await ledger.read()
      const world = knowWorld([...state.scopes.values()], settings)
      const endOf = ({ until }: Silence) => (until.type === 'at' ? until.at : Number.POSITIVE_INFINITY)
      return [...state.silences.values()]
        .sort((a, b) => endOf(a) - endOf(b))
        .map((silence) => ({ silence, links: fittingLinks(silence, state, world).size }))
    },

    unsilence: (id, by) =>
      act((books, world, state) => {
        const wanted = id.trim()
        const found = books.hush
          .all()
          .filter((silence) => silence.endedAt === null && wanted !== '' && silence.id.startsWith(wanted))
        const [silence, ...more] = found
        if (silence === undefined || more.length > 0)
          return {
            type: 'refused',
            sentence:
              more.length > 0
                ? 'More than one silence begins with that; name more of its id.'
                : 'No silence has that id. /interlink silences lists them.',
          }
        const ended = { ...silence, endedAt: books.at, endedBy: by }
        books.hush.save(ended)
        const stories = createLinkStories(books)
        for (const incident of books.incidents.open()) {
          const { subject } = incident
          const evidence = subject.type === 'link' ? world.evidenceOf(subject.scopeId, subject.linkId) : null
          if (evidence !== null) stories.reconsider(incident, evidence)
        }
        for (const scope of state.scopes.values()) stories.tellOpened(scope)
        if (Object.keys(ended.heldLevels).length > 0) sumUp(ended, books, world)
        return { type: 'done', sentence: `The silence for "${silence.filter}" is over.`, silence: ended }
      }),

    subscribe: (text, by, to) =>
      act((books) => {
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
        const what = subscription.filter === '' ? 'every link' : `"${subscription.filter}"`
        return {
          type: 'done',
          sentence: `This channel hears of ${what} from ${subscription.minLevel} on, beginning with what happens next.`,
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
        return {
          type: 'done',
          sentence:
            ended.length === 1 ? 'The subscription is ended.' : `${ended.length} subscriptions are ended.`,
        }
      }),

    async tellStuck({ channel: waiting, scope, error, advice }) {
      if (scope !== 'channel' || waiting === channel) return
      await write(({ at, bag, audience }) =>
        bag.post(newId(), null, { type: 'stuck', at, channel: waiting, error, advice }, [audience.catchAll]),
      )
    },

    retellLink: (linkId) =>
      write(({ incidents, bag }) => {
        for (const { subject, rootKey } of incidents.open())
          if (subject.type === 'link' && subject.linkId === linkId && rootKey !== null)
            bag.edit(rootKey, (root) => root)
      }),

    async subscriptions(from) {
      const state = await ledger.read()
      return [...state.subscriptions.values()].filter((known) => known.channel === from)
    },
  }
}

/** Saves incidents, and shows them as they are now in the message that tells them by now. */
function saveAndShow({ incidents, bag, at }: Books, changed: readonly Incident[]): void {
  for (const incident of changed) {
    const saved = incidents.save(incident)
    if (saved.rootKey !== null) bag.edit(saved.rootKey, (root) => retell(root, saved, at, null))
  }
}

function newSilence({ newId, at }: Books, by: string, channel: string | null) {
  return { id: newId(), by, channel, createdAt: at, endedAt: null, endedBy: null }
}

function fittingLinks(silence: Silence, state: WatchState, world: KnownWorld): ReadonlySet<string> {
  const filter = parseFilter(silence.filter)
  const fitting = new Set(Object.keys(silence.heldLevels))
  for (const { links } of state.scopes.values())
    for (const { link } of links.values()) {
      const facts = world.factsOf(link)
      if (facts !== null && matchesFilter(filter, facts)) fitting.add(link.id)
    }
  return fitting
}
