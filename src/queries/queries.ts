import type { AlertSettings } from '../alerting/settings.ts'
import type { ContactSource } from '../contacts/contact.ts'
import { matchesFilter, parseFilter } from '../diagnostics/filter.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { ListAnswer, Queries, ScopeAge, StatusAnswer } from './answers.ts'
import { findLink } from './find-link.ts'
import { findGone, type GoneParts } from './gone-link.ts'
import { liveCard, rememberedCard } from './link-card.ts'
import { idsIn } from './links-in.ts'
import { notOne } from './not-one.ts'
import type { LiveReader, MemorySource } from './ports.ts'
import { readLive } from './read-live.ts'
import { filterFacts, inOrder, linkRow, type Recollection, recall, scopeAge } from './recall.ts'

/** How long a person who presses Refresh waits at most. */
const LIVE_TIMEOUT_MS = 5_000

/** What the answers are made from. */
export interface QueriesDeps extends GoneParts {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource
  readonly live: LiveReader
  readonly contacts: ContactSource
  /** By which timers and business hours something is overdue. */
  readonly settings: AlertSettings
}

/** What people can ask, answered from `memory`, and live where a question says so. */
export function createQueries(deps: QueriesDeps): Queries {
  const { scopes, memory, live, contacts, settings, clock } = deps
  const read = (scope: Scope, linkId: string) =>
    readLive({ live, clock, timeoutMs: LIVE_TIMEOUT_MS }, scope, linkId)

  const around = (recalled: Recollection) => ({ memory: recalled, contacts, settings, now: clock.now() })

  /** A link that no poll has seen, or that one has seen go: only the API can tell. */
  async function refreshForgotten(linkId: string, recalled: Recollection): Promise<StatusAnswer> {
    const readings = await Promise.all(
      recalled.states.map(async (state) => ({ state, reading: await read(state.scope, linkId) })),
    )
    for (const { state, reading } of readings) {
      if (reading.type !== 'found') continue
      return { type: 'found', card: liveCard(reading.link, null, state, around(recalled)) }
    }
    const gone = readings.length > 0 && readings.every(({ reading }) => reading.type === 'absent')
    if (gone) {
      const last = await findGone(deps, linkId)
      return { type: 'gone', link: last?.link ?? null, at: clock.now() }
    }
    const scopes = readings.map(({ state, reading }): ScopeAge => {
      if (reading.type !== 'failed') return scopeAge(state)
      const source = { type: 'snapshot', at: state.lastGoodAt, failure: reading.failure } as const
      return { ...scopeAge(state), source }
    })
    return { type: 'unknown', words: linkId, nearest: [], scopes }
  }

  return {
    async list(filter): Promise<ListAnswer> {
      const wanted = parseFilter(filter)
      const recalled = await recall(memory, scopes)
      const rows = inOrder(recalled)
        .filter((known) => matchesFilter(wanted, filterFacts(known)))
        .map(linkRow)
      return { rows, filter: wanted.text, scopes: recalled.states.map(scopeAge) }
    },

    async status(words): Promise<StatusAnswer> {
      const recalled = await recall(memory, scopes)
      const links = inOrder(recalled)
      const typed = findLink(words, links)
      const [id, ...more] = typed.type === 'none' ? idsIn(words) : []
      // The address of a page of the console names a link by the id that stands in it.
      const isAddress = id !== undefined && more.length === 0
      const match = isAddress ? findLink(id, links) : typed
      if (match.type === 'one') return { type: 'found', card: rememberedCard(match.item, around(recalled)) }
      const gone = match.type === 'none' ? await findGone(deps, isAddress ? id : words) : null
      return gone === null
        ? notOne(match, { words: words.trim(), states: recalled.states }, linkRow)
        : { type: 'vanished', link: gone.link, at: gone.at }
    },

    async refresh(linkId): Promise<StatusAnswer> {
      const recalled = await recall(memory, scopes)
      const known = recalled.links.get(linkId)
      if (known === undefined) return refreshForgotten(linkId, recalled)
      const reading = await read(known.state.scope, linkId)
      switch (reading.type) {
        case 'found':
          return { type: 'found', card: liveCard(reading.link, known, known.state, around(recalled)) }
        case 'absent':
          return { type: 'gone', link: known.watched.link, at: clock.now() }
        case 'failed': {
          const source = { type: 'snapshot', at: known.state.lastGoodAt, failure: reading.failure } as const
          return { type: 'found', card: rememberedCard(known, around(recalled), source) }
        }
      }
    },
  }
}
