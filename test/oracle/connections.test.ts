import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident.ts'
import { connectionTimes, toldConnectionsIn } from './connections.ts'
import { connectedHistories } from './history.ts'
import { replay } from './oracle.ts'
import { incidentsThen } from './pages.ts'
import { CATCH_ALL, play, type Run } from './run.ts'
import { NUM_RUNS, TIMEOUT_MS } from './runs.ts'
import { CONNECTION } from './world.ts'

const always = (check: (run: Run) => void) =>
  fc.assert(
    fc.asyncProperty(connectedHistories, async (history) => check(await play(history))),
    { numRuns: NUM_RUNS },
  )

describe('whatever happens to a dedicated connection', () => {
  test(
    'each time in which it carried nothing is one incident, and there is no other',
    () =>
      always(({ polls, records }) => {
        const told = toldConnectionsIn(CATCH_ALL, records)
        expect(told.map(({ from, to }) => ({ from, to }))).toEqual(
          connectionTimes(polls).map(({ from, to }) => ({ from, to })),
        )
      }),
    TIMEOUT_MS,
  )

  test(
    'it is told by exactly one message, and once to be over, unless nobody was to hear of any link that rides on it',
    () =>
      always(({ polls, acts, records }) => {
        const { silenced } = replay(polls, acts)
        const told = toldConnectionsIn(CATCH_ALL, records)
        for (const { from, to, riders } of connectionTimes(polls)) {
          const this_ = told.find((one) => one.from === from)
          const quiet = riders.length > 0 && riders.every((link) => silenced(link, from))
          const messages = this_?.messages ?? new Map<string, number>()
          const case_ = { from, to, quiet, messages: [...messages] }
          expect([...messages.values()].filter((at) => at === from).length, JSON.stringify(case_)).toBe(
            quiet ? 0 : 1,
          )
          expect(messages.size, JSON.stringify(case_)).toBeLessThanOrEqual(1)
          const [begun] = messages.values()
          expect({ ...case_, endings: this_?.endings }).toMatchObject({
            endings: to !== null && begun !== undefined && begun < to ? [to] : [],
          })
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'whatever is told of its links while it is bad stands in its message',
    () =>
      always(({ polls, records }) => {
        const riders = new Set(
          polls
            .flatMap(({ sights }) => sights.flatMap(({ links }) => links ?? []))
            .filter(({ kind }) => kind.type === 'self_hosted' && kind.connectionId === CONNECTION)
            .map(({ id }) => id),
        )
        const toldOf = new Map(toldConnectionsIn(CATCH_ALL, records).map((one) => [one.incidentId, one]))
        let before: ReadonlyMap<string, Incident> = new Map()
        for (const { at, incidents } of incidentsThen(records)) {
          const cause = [...incidents.values()].find(
            ({ subject, rootKey, resolvedAt }) =>
              subject.type === 'connection' && rootKey !== null && resolvedAt === null,
          )
          // What was bad at first sight is told in the summary of that.
          const own = cause !== undefined && toldOf.get(cause.id)?.inSummary === false
          for (const { id, subject, rootKey } of own ? incidents.values() : []) {
            if (subject.type !== 'link' || !riders.has(subject.linkId) || rootKey === null) continue
            if (before.get(id)?.rootKey == null)
              expect({ at, linkId: subject.linkId, rootKey }).toMatchObject({ rootKey: cause?.rootKey })
          }
          before = incidents
        }
      }),
    TIMEOUT_MS,
  )
})
