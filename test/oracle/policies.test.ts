import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Link } from '../../src/domain/link.ts'
import { readWishes } from './channels.ts'
import { SUBSCRIBERS, subscribedHistories } from './history.ts'
import { CATCH_ALL, play, type Run } from './run.ts'
import { NUM_RUNS, TIMEOUT_MS } from './runs.ts'
import type { PollSight } from './world.ts'

/** An edit of a routing policy that links share, as a naive reader finds it (ms). */
interface Edit {
  readonly at: number
  readonly policyId: string
  readonly region: string
  readonly links: readonly Link[]
}

function editsIn(polls: readonly PollSight[]): readonly Edit[] {
  const known = new Map<string, Readonly<Record<string, number>>>()
  return polls.flatMap(({ at, sights }) =>
    sights.flatMap(({ region, links, prefixes }) => {
      if (links === null) return []
      const before = known.get(region)
      known.set(region, prefixes)
      if (before === undefined) return []
      return Object.keys(prefixes)
        .filter((id) => id.endsWith(region) && (prefixes[id] ?? 1) !== (before[id] ?? 1))
        .map((id) => ({
          at,
          policyId: id,
          region,
          links: links.filter(({ policies }) => policies.ipv4 === id || policies.ipv6 === id),
        }))
        .filter((edit) => edit.links.length > 0)
    }),
  )
}

const always = (check: (run: Run) => void) =>
  fc.assert(
    fc.asyncProperty(subscribedHistories, async (history) => check(await play(history))),
    { numRuns: NUM_RUNS },
  )

/** Messages about edits in a channel, by policy and moment. */
const toldIn = (channel: string, { records }: Run) =>
  records
    .flatMap(({ at, record }) =>
      record.deliveries.flatMap(({ channel: where, dispatch, alert }) =>
        where === channel && dispatch.type === 'post' && alert.type === 'policy' && alert.at === at
          ? [`${alert.policy.id} at ${at}`]
          : [],
      ),
    )
    .sort()

describe('whatever is edited', () => {
  test(
    'each edit of a policy that links share is told once, and no other is',
    () =>
      always((run) => {
        const edits = editsIn(run.polls).map(({ at, policyId }) => `${policyId} at ${at}`)
        expect(toldIn(CATCH_ALL, run)).toEqual(edits.sort())
      }),
    TIMEOUT_MS,
  )

  test(
    'it is told to each channel that wants to hear of errors of one of those links, or of the region, and to no other',
    () =>
      always((run) => {
        const wishes = readWishes(run.acts)
        for (let place = 0; place < SUBSCRIBERS; place += 1) {
          const channel = `C-SUB-${place}`
          const wanted = editsIn(run.polls).filter(
            ({ at, region, links }) =>
              wishes.ofRegion(channel, region, 'error', at) ||
              links.some((link) => wishes.ofLink(channel, link, 'error', at)),
          )
          expect(toldIn(channel, run)).toEqual(
            wanted.map(({ at, policyId }) => `${policyId} at ${at}`).sort(),
          )
        }
      }),
    TIMEOUT_MS,
  )
})
