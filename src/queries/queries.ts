import { matchesFilter, parseFilter } from '../diagnostics/filter.ts'
import { parseStatusWord } from '../diagnostics/status-words.ts'
import type { Clock } from '../domain/clock.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { RunbookLibrary } from '../runbooks/library.ts'
import type { ListAnswer, Queries, RunbookAnswer, ScopeAge, StatusAnswer } from './answers.ts'
import { findLink, withoutQuotes } from './find-link.ts'
import { liveCard, rememberedCard } from './link-card.ts'
import { compareRows } from './order.ts'
import type { LiveReader, MemorySource } from './ports.ts'
import { readLive } from './read-live.ts'
import { linkRow, type Recollection, recall, scopeAge } from './recall.ts'

/** How long a person who presses Refresh waits at most. */
const LIVE_TIMEOUT_MS = 5_000

const MAX_CANDIDATES = 10

/** What the answers are made from. */
export interface QueriesDeps {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource
  readonly live: LiveReader
  readonly runbooks: RunbookLibrary
  readonly clock: Clock
  /** After this many milliseconds a live answer gives way to the remembered one; 5,000 unless told. */
  readonly liveTimeoutMs?: number
}

/** What people can ask, answered from `memory`, and live where a question says so. */
export function createQueries(deps: QueriesDeps): Queries {
  const { scopes, memory, live, runbooks, clock } = deps
  const timeoutMs = deps.liveTimeoutMs ?? LIVE_TIMEOUT_MS
  const read = (scope: Scope, linkId: string) => readLive({ live, clock, timeoutMs }, scope, linkId)

  /** A link that no poll has seen, or that one has seen go: only the API can tell. */
  async function refreshForgotten(linkId: string, recalled: Recollection): Promise<StatusAnswer> {
    const readings = await Promise.all(
      recalled.states.map(async (state) => ({ state, reading: await read(state.scope, linkId) })),
    )
    for (const { state, reading } of readings) {
      if (reading.type !== 'found') continue
      return { type: 'found', card: liveCard(reading.link, null, state, recalled, clock.now()) }
    }
    const gone = readings.length > 0 && readings.every(({ reading }) => reading.type === 'absent')
    if (gone) return { type: 'gone', link: null, at: clock.now() }
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
      const { links, states } = await recall(memory, scopes)
      const rows = [...links.values()]
        .filter((known) => matchesFilter(wanted, { ...known, link: known.watched.link }))
        .map(linkRow)
      return { rows: rows.sort(compareRows), filter: wanted.text, scopes: states.map(scopeAge) }
    },

    async status(words): Promise<StatusAnswer> {
      const recalled = await recall(memory, scopes)
      const match = findLink(words, recalled.links.values())
      switch (match.type) {
        case 'one':
          return { type: 'found', card: rememberedCard(match.link, recalled, clock.now()) }
        case 'several':
          return {
            type: 'ambiguous',
            words: words.trim(),
            candidates: match.links.map(linkRow).sort(compareRows).slice(0, MAX_CANDIDATES),
            total: match.links.length,
          }
        case 'none':
          return {
            type: 'unknown',
            words: words.trim(),
            nearest: match.nearest.map(linkRow),
            scopes: recalled.states.map(scopeAge),
          }
      }
    },

    async refresh(linkId): Promise<StatusAnswer> {
      const recalled = await recall(memory, scopes)
      const known = recalled.links.get(linkId)
      if (known === undefined) return refreshForgotten(linkId, recalled)
      const reading = await read(known.state.scope, linkId)
      const now = clock.now()
      switch (reading.type) {
        case 'found':
          return { type: 'found', card: liveCard(reading.link, known, known.state, recalled, now) }
        case 'absent':
          return { type: 'gone', link: known.watched.link, at: now }
        case 'failed': {
          const source = { type: 'snapshot', at: known.state.lastGoodAt, failure: reading.failure } as const
          return { type: 'found', card: rememberedCard(known, recalled, now, source) }
        }
      }
    },

    runbook(words): RunbookAnswer {
      const wanted = withoutQuotes(words)
      if (wanted === '') return { type: 'index', runbooks: runbooks.all }
      const status = parseStatusWord(wanted)
      const runbook = runbooks.byName(wanted) ?? (status === null ? null : runbooks.byStatus(status))
      if (runbook !== null) return { type: 'found', runbook }
      return { type: 'unknown', words: wanted, nearest: runbooks.nearest(wanted) }
    },
  }
}
