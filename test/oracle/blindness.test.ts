import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blindTimes, outageIn, toldBlindIn } from './blindness.ts'
import { blindHistories } from './history.ts'
import { CATCH_ALL, play, type Run } from './run.ts'
import { NUM_RUNS, TIMEOUT_MS } from './runs.ts'

const always = (check: (run: Run) => void) =>
  fc.assert(
    fc.asyncProperty(blindHistories, async (history) => check(await play(history))),
    { numRuns: NUM_RUNS },
  )

/** After so many polls that failed nobody is chased for what nobody can see. */
const BLIND_POLLS = 3

const expected = ({ polls, records }: Run) => blindTimes(polls, outageIn(records))
const byRegion = <T extends { readonly region: string; readonly from: number }>(times: readonly T[]) =>
  [...times].sort((a, b) => a.from - b.from || (a.region < b.region ? -1 : 1))

/** Numbers by the order of their appearance. */
function numbered(keys: readonly unknown[]): readonly number[] {
  const order = [...new Set(keys)]
  return keys.map((key) => order.indexOf(key))
}

describe('whatever regions answer', () => {
  test(
    'each time in which a region could not be read for long is one incident, as loud as a naive reader finds it, and there is no other',
    () =>
      always((run) => {
        const told = byRegion(toldBlindIn(CATCH_ALL, run.records))
        expect(told.map(({ region, from, levels, to }) => ({ region, from, levels, to }))).toEqual(
          byRegion(expected(run)).map(({ message, ...time }) => time),
        )
      }),
    TIMEOUT_MS,
  )

  test(
    'it is told by exactly one message, which regions with one cause share',
    () =>
      always((run) => {
        const told = byRegion(toldBlindIn(CATCH_ALL, run.records))
        for (const one of told) expect([...one.messages], JSON.stringify(one)).toHaveLength(1)
        expect(numbered(told.map(({ messages }) => [...messages][0]))).toEqual(
          numbered(byRegion(expected(run)).map(({ message }) => message)),
        )
      }),
    TIMEOUT_MS,
  )

  test(
    'that it got worse and that it is over are each told once, when it happened',
    () =>
      always((run) => {
        for (const { region, levels, lines, to } of toldBlindIn(CATCH_ALL, run.records)) {
          const happened = lines.filter(({ event }) => event !== 'joined')
          expect({ region, happened }).toEqual({
            region,
            happened: [
              ...levels.slice(1).map(({ at }) => ({ at, event: 'worsened' })),
              ...(to === null ? [] : [{ at: to, event: 'recovered' }]),
            ],
          })
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'nothing of a region becomes better or worse while it cannot be read, and nobody is reminded of it once that has lasted',
    () =>
      always(({ polls, records }) => {
        const failed = new Map<string, number>()
        const levels = new Map<string, string>()
        for (const { at, record } of records) {
          for (const { region, failure } of polls.find((poll) => poll.at === at)?.sights ?? [])
            failed.set(region, failure === null ? 0 : (failed.get(region) ?? 0) + 1)
          for (const { id, subject, level, resolvedAt, upSince, history } of record.incidents) {
            const region = subject.scopeId.split('/').at(-1) ?? ''
            if (subject.type === 'scope' || (failed.get(region) ?? 0) === 0) continue
            const now = JSON.stringify({ level, resolvedAt, upSince })
            expect({ id, at, now }).toEqual({ id, at, now: levels.get(id) })
            const reminded = history.at(-1)?.event === 'reminded' && history.at(-1)?.at === at
            if (reminded)
              expect({ id, at, failed: failed.get(region) }).not.toMatchObject({
                failed: expect.toSatisfy((polls: number) => polls >= BLIND_POLLS),
              })
          }
          for (const { id, level, resolvedAt, upSince } of record.incidents)
            levels.set(id, JSON.stringify({ level, resolvedAt, upSince }))
        }
      }),
    TIMEOUT_MS,
  )
})
