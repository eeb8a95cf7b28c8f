import type { Clock, Timer } from '../../src/domain/clock.ts'

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /**
   * Moves time on by `ms`, firing every timer that falls due in its order, at its own time, and letting the event
   * loop turn after each.
   */
  advance(ms: number): Promise<void>
}

interface Waiting {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

export function manualClock(startMs: number): ManualClock {
  let now = startMs
  let order = 0
  let waiting: Waiting[] = []
  const nextDue = (until: number) =>
    waiting.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]
  return {
    now: () => now,
    setTimer(delayMs, fire): Timer {
      const timer: Waiting = { at: now + Math.max(0, delayMs), order: order++, fire }
      waiting.push(timer)
      return {
        cancel() {
          waiting = waiting.filter((other) => other !== timer)
        },
      }
    },
    async advance(ms) {
      const until = now + ms
      await turn()
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        const fired = due
        waiting = waiting.filter((timer) => timer !== fired)
        now = Math.max(now, fired.at)
        fired.fire()
        await turn()
      }
      now = until
      await turn()
    },
  }
}
