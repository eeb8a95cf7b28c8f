import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { livePast, PAST_MS, type PastStage } from '../../../src/simulator/demo/past.ts'
import { skippableClock } from '../../../src/simulator/demo/skippable-clock.ts'
import { createState, createWorldControl } from '../../../src/simulator/interlink/state.ts'
import { demoWorld, emptyWorld } from '../../../src/simulator/interlink/world.ts'
import { manualClock } from '../../support/clock.ts'

const START = Date.UTC(2026, 0, 15, 9)

/** What polls would see of the links that are not well, and when. */
function lived(world = demoWorld(START - PAST_MS)) {
  const clock = skippableClock(manualClock(START), PAST_MS)
  const control = createWorldControl(createState(world, clock, randomUUID))
  const seen: { readonly at: number; readonly bad: string }[] = []
  const isBad = ({ status }: { readonly status: string }) =>
    status === 'all_down' || status === 'limited_connectivity'
  let tellings = 0
  const stage: PastStage = {
    world: control,
    now: () => clock.now(),
    skip: (ms) => clock.skip(ms),
    async afterPoll() {
      const bad = control.links().filter(isBad)
      seen.push({ at: clock.now(), bad: bad.map(({ name, status }) => `${name} ${status}`).join() })
    },
    async afterTelling() {
      tellings += 1
    },
  }
  return { clock, seen, tellings: () => tellings, end: livePast(stage, () => -clock.skipped()) }
}

describe('the past that the demo begins with', () => {
  test('has a few outages, seen within seconds of their beginning and end, with time to tell of each', async () => {
    const { seen, tellings, end } = lived()
    await end
    const turns = seen.filter(({ bad }, index) => index > 0 && bad !== seen[index - 1]?.bad)
    expect(turns.map(({ bad }) => bad)).toEqual([
      ...['amsterdam-prod all_down', ''],
      ...['paris-prod-a limited_connectivity', ''],
      ...['amsterdam-prod all_down', ''],
    ])
    for (const turn of turns) {
      expect(turn.at - (seen[seen.indexOf(turn) - 1]?.at ?? 0)).toBeLessThan(10_000)
    }
    expect(tellings()).toBeGreaterThan(turns.length)
  })

  test('is watched without a gap that a history would not know', async () => {
    const { seen, end } = lived()
    await end
    for (const [index, { at }] of seen.entries()) {
      expect(at - (seen[index - 1]?.at ?? START - PAST_MS)).toBeLessThan(5 * 60_000)
    }
  })

  test('ends now, with every link as it was', async () => {
    const { clock, seen, end } = lived()
    await end
    expect(clock.skipped()).toBe(0)
    expect(clock.now()).toBe(START)
    expect(seen.at(-1)?.bad).toBe('')
    expect(START - (seen.at(-1)?.at ?? 0)).toBeLessThan(4_000)
  })

  test('skips no time while a poll of the schedule, every 2 s, may begin', async () => {
    const { seen, end } = lived()
    await end
    expect([...new Set(seen.map(({ at }) => at % 2_000))]).toEqual([1_000])
  })

  test('is as long in a world without those links', async () => {
    const { clock, end } = lived(emptyWorld())
    await end
    expect(clock.now()).toBe(START)
  })
})
