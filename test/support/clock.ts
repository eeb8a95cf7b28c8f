import type { Clock, Timer } from '../../src/domain/clock.ts'

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /**
   * Moves time on by `ms`, firing every timer that falls due in its order, at its own time, and letting what comes of
   * it go on before the next.
   */
  advance(ms: number): Promise<void>
}

interface Waiting {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

export const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Before time goes on, `calm` resolves: what needs turns of the event loop and no time has had them by then. One, unless told. */
export function manualClock(startMs: number, calm: () => Promise<void> = turn): ManualClock {
  let now = startMs
  let order = 0
  let waiting: Waiting[] = []
  const nextDue = (until: number) =>
    waiting.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]
  return {
    now: () => now,
    setTimer(delayMs, fire): Timer {
      // Like a machine's, it counts whole milliseconds, and fires no timer early.
      const timer: Waiting = { at: now + Math.max(0, Math.ceil(delayMs)), order: order++, fire }
      waiting.push(timer)
      return {
        cancel() {
          waiting = waiting.filter((other) => other !== timer)
        },
      }
    },
    async advance(ms) {
      const until = now + ms
      await calm()
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        const fired = due
        waiting = waiting.filter((timer) => timer !== fired)
        now = Math.max(now, fired.at)
        fired.fire()
        await calm()
      }
      now = until
      await calm()
    },
  }
}
