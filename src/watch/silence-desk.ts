import { parseSilenceRequest } from '../alerting/grammar-silence.ts'
import type { AlertSettings } from '../alerting/settings.ts'
import type { DeskAnswer } from '../domain/desk-answer.ts'
import type { Level } from '../domain/incident.ts'
import { isActive, type Silence } from '../domain/silence.ts'
import type { SilenceEnd } from '../domain/silence-end.ts'
import type { Books } from './books.ts'
import { holdForSilence } from './holding.ts'
import type { Ledger } from './ledger.ts'
import { createLinkStories } from './link-stories.ts'
import type { WatchState } from './state.ts'
import { sumUp } from './timekeeping.ts'
import { namesOf, untilText, utc } from './wording.ts'
import { type KnownWorld, knowWorld } from './world.ts'

/** What people do about silences and maintenances. `by` is a Slack user id. */
export interface SilenceDesk {
  silenceStory(story: string, request: StorySilence): Promise<DeskAnswer>
  silence(text: string, by: string, channel: string): Promise<DeskAnswer>
  /** Those that are not over, the next to end first, each with how many links it fits now. */
  silences(): Promise<readonly { readonly silence: Silence; readonly links: number }[]>
  unsilence(id: string, by: string): Promise<DeskAnswer>
}

/** A silence for the links of one story. */
export interface StorySilence {
  readonly until: SilenceEnd
  readonly reason: string | null
  readonly by: string
  readonly channel: string | null
}

/** A decision on the state, in open books. */
export type Act = (books: Books, world: KnownWorld, state: WatchState) => DeskAnswer

/** What to look at where a filter fits no link: a misspelt word is one that nothing fits. */
export const FITS_NOTHING =
  'Look whether each word is spelt as you mean it; /interlink list with the same words shows what fits.'

export const OVER: DeskAnswer = { type: 'refused', sentence: 'This is over by now; nothing was changed.' }

/** Makes it. `act` carries a decision out: one after another with the polls, each in one transaction. */
export function createSilenceDesk(parts: {
  readonly act: (decide: Act) => Promise<DeskAnswer>
  readonly ledger: Ledger
  readonly settings: AlertSettings
}): SilenceDesk {
  const { act, ledger, settings } = parts
  return {
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
      act((books, world) => {
        const parsed = parseSilenceRequest(text, books.at, settings.hours.zone)
        if (parsed.type === 'problem')
          return { type: 'refused', sentence: `${parsed.problem} For example: ${parsed.example}` }
        const silence: Silence = { ...newSilence(books, by, from), ...parsed.request, heldLevels: {} }
        books.hush.save(silence)
        const fitting = fittingLinks(silence, world)
        const open = books.incidents
          .open()
          .filter(({ subject }) => subject.type === 'link' && fitting.has(subject.linkId))
        if (isActive(silence, books.at)) holdForSilence(books, world, silence, open)
        const when = silence.from > books.at ? `from ${utc(silence.from)} ` : ''
        const count = fitting.size === 1 ? '1 link' : fitting.size === 0 ? 'no link' : `${fitting.size} links`
        const hint = fitting.size === 0 ? ` ${FITS_NOTHING}` : ''
        return {
          type: 'done',
          sentence: `Silenced ${when}${untilText(silence)}: "${silence.filter}", which fits ${count} now.${hint}`,
          silence,
        }
      }),

    async silences() {
      const state = await ledger.read()
      const world = knowWorld([...state.scopes.values()], settings)
      const endOf = ({ until }: Silence) => (until.type === 'at' ? until.at : Number.POSITIVE_INFINITY)
      return [...state.silences.values()]
        .sort((a, b) => endOf(a) - endOf(b))
        .map((silence) => ({ silence, links: fittingLinks(silence, world).size }))
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
  }
}

function newSilence({ newId, at }: Books, by: string, channel: string | null) {
  return { id: newId(), by, channel, createdAt: at, endedAt: null, endedBy: null }
}

function fittingLinks({ heldLevels, filter }: Silence, world: KnownWorld): ReadonlySet<string> {
  return new Set([...Object.keys(heldLevels), ...world.fitting(filter)])
}
