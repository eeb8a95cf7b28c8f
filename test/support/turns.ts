import { type ManualClock, turn } from './clock.ts'

/** Enough for many requests over a real socket, which need turns of the event loop and no time of the clock. */
const MOST_TURNS = 20_000

/** Lets the event loop turn until `work` is done, or long enough to say that it waits for something else. */
export async function turnsOf(work: Promise<unknown>): Promise<void> {
  let done = false
  const end = () => {
    done = true
  }
  work.then(end, end)
  for (let turns = 0; !done && turns < MOST_TURNS; turns += 1) await turn()
}

/**
 * Moves the clock on, step by step, until `condition` holds. Before each look everything is done that needs no time:
 * `idle` resolves then, or waits for the clock. Throws once `limitMs` of the clock have gone by.
 */
export async function advanceUntil(
  clock: ManualClock,
  idle: () => Promise<unknown>,
  condition: () => boolean | Promise<boolean>,
  { stepMs = 50, limitMs = 300_000 } = {},
): Promise<void> {
  const end = clock.now() + limitMs
  for (;;) {
    await turnsOf(idle())
    if (await condition()) return
    if (clock.now() >= end) throw new Error(`It does not hold after ${limitMs} ms.`)
    await clock.advance(stepMs)
  }
}
