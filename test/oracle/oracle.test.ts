import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FOUND, FOUND_RESTARTS } from './found.ts'
import { histories, restartedHistories } from './history.ts'
import { type Period, replay } from './oracle.ts'
import { CATCH_ALL, play, type Run } from './run.ts'
import { NUM_RUNS, TIMEOUT_MS } from './runs.ts'
import { type Told, toldIn } from './told.ts'

const shown = ({ link, from, level, to, ending }: Period) => ({ linkId: link.id, from, level, to, ending })
const shownTold = ({ linkId, openedAt, level, over }: Told) => ({
  linkId,
  from: openedAt,
  level,
  to: over?.at ?? null,
  ending: over === null ? null : over.ending === 'told_once' ? 'gone' : over.ending,
})
const inOrder = <T extends { readonly linkId: string; readonly from: number }>(periods: readonly T[]) =>
  [...periods].sort((a, b) => a.from - b.from || (a.linkId < b.linkId ? -1 : 1))

/** Each period with what was made of it. */
function pairs({ polls, acts, records }: Run) {
  const told = toldIn(CATCH_ALL, records)
  return replay(polls, acts).periods.map((period) => ({
    period,
    told: told.find(({ linkId, openedAt }) => linkId === period.link.id && openedAt === period.from),
  }))
}

const always = (check: (run: Run) => void) =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => check(await play(history))),
    { numRuns: NUM_RUNS, examples: FOUND.map((history) => [history]) },
  )

describe('whatever happens to links, regions, the bot and the wishes of people', () => {
  test(
    'each bad period of a link is one incident, as bad as a naive reader finds it, and there is no other',
    () =>
      always(({ polls, acts, records }) => {
        expect(inOrder(toldIn(CATCH_ALL, records).map(shownTold))).toEqual(
          inOrder(replay(polls, acts).periods.map(shown)),
        )
      }),
    TIMEOUT_MS,
  )

  test(
    'each bad period is told by exactly one message as it begins, or for exactly one recorded reason by none',
    () =>
      always((run) => {
        for (const { period, told } of pairs(run)) {
          const toldAtOnce = [...(told?.messages.values() ?? [])].filter((at) => at === period.from).length
          const reasons = told?.reasons.length ?? 0
          const case_ = { ...shown(period), toldAtOnce, reasons }
          expect(case_).toMatchObject({ toldAtOnce: 1 - reasons })
          // Wherever it was told before, one message tells it by now.
          const telling = [...(told?.messages.keys() ?? [])].filter((message) => !told?.left.has(message))
          expect(telling.length, JSON.stringify(case_)).toBe((told?.messages.size ?? 0) === 0 ? 0 : 1)
          if (period.silenced !== 'perhaps')
            expect(case_).toMatchObject({ toldAtOnce: period.silenced === 'no' ? 1 : 0 })
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'what was held back is told once nobody wishes it quiet any more, or it is worse than was silenced; never while it is up',
    () =>
      always((run) => {
        const { silenced, heldByWorkUntil } = replay(run.polls, run.acts)
        for (const { period, told } of pairs(run)) {
          const [toldAt] = told?.messages.values() ?? []
          const case_ = { ...shown(period), toldAt, toldLevel: told?.toldLevel, freeAt: period.freeAt }
          if (toldAt === undefined) expect(case_).toMatchObject({ freeAt: null })
          else if (toldAt > period.from) {
            const free = !silenced(period.link, toldAt)
            const worse = told?.toldLevel !== period.level
            const bad = period.looks.findLast(({ at }) => at <= toldAt)?.bad
            const earliest = heldByWorkUntil(period) ?? period.from
            const early = toldAt < earliest && !worse
            const late = period.freeAt !== null && toldAt > period.freeAt
            expect({ ...case_, allowed: free || worse, bad, early, late }).toMatchObject({
              allowed: true,
              bad: true,
              early: false,
              late: false,
            })
          }
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'what was told is told once to be over, when it is, and what was not told never is',
    () =>
      always((run) => {
        for (const { period, told } of pairs(run)) {
          if (told === undefined) continue
          const begun = [...told.messages.values()][0] ?? null
          const aftermath = period.to !== null && begun !== null && begun < period.to ? [period.to] : []
          expect({ ...shown(period), endings: told.endings }).toMatchObject({ endings: aftermath })
        }
      }),
    TIMEOUT_MS,
  )
})

describe('a restart', () => {
  test(
    'changes nothing of what is recorded but the window in which nobody watched',
    () =>
      fc.assert(
        fc.asyncProperty(restartedHistories, async ({ whole, restarted }) => {
          expect(comparable(await play(restarted))).toEqual(comparable(await play(whole)))
        }),
        { numRuns: NUM_RUNS, examples: FOUND_RESTARTS.map((one) => [one]) },
      ),
    TIMEOUT_MS,
  )

  test(
    'would find in the store, after anything, exactly what is in memory',
    () =>
      fc.assert(
        fc.asyncProperty(histories, async (history) => {
          await play(history, (known, stored) => expect(known).toEqual(stored))
        }),
        { numRuns: NUM_RUNS, examples: FOUND.map((history) => [history]) },
      ),
    TIMEOUT_MS,
  )
})

/** What a reason says where the bot was off when it happened. */
const INFERRED = / Inferred: it changed between \S+ and \S+, while nobody watched\./g

/** The records with ids by the order of their appearance, without what a restart may change. */
function comparable({ records }: Run): unknown {
  const ids = new Map<string, string>()
  const text = JSON.stringify(records, (key, value) => (key === 'inferred' ? null : value))
  return JSON.parse(
    text.replace(INFERRED, '').replace(/id-\d{6}/g, (id) => {
      const named = ids.get(id) ?? `#${ids.size}`
      ids.set(id, named)
      return named
    }),
  )
}
