import type { Clock, Timer } from '../clock.ts'

/** A clock that runs with a given one, and can be set forward. */
export interface SkippableClock extends Clock {
  /** How far it is ahead of the real one (ms); negative while it is behind. */
  skipped(): number
  /**
   * Sets the clock forward by `ms`. Timers that fall due fire before it returns, in the order of their times, and all of
   * them see the time after the skip: as on a computer that wakes up, a timer that is set again by its own firing
   * does not fire once for every period slept through.
   */
  skip(ms: number): void
}

interface Pending {
  readonly dueAt: number
  readonly fire: () => void
  timer: Timer
}

/**
 * `real` gives the pace; the time shown is `real`'s plus what was skipped. A clock that begins `behindMs` in the past has
 * skipped less than nothing until it has caught up.
 */
export function skippableClock(real: Clock, behindMs = 0): SkippableClock {
  let skipped = -behindMs
  const pending = new Set<Pending>()
  const now = () => real.now() + skipped

  const arm = (entry: Pending) =>
    real.setTimer(Math.max(0, entry.dueAt - now()), () => {
      pending.delete(entry)
      entry.fire()
    })

  return {
    now,
    setTimer(delayMs, fire) {
      const entry: Pending = { dueAt: now() + delayMs, fire, timer: { cancel() {} } }
      entry.timer = arm(entry)
      pending.add(entry)
      return {
        cancel() {
          pending.delete(entry)
          entry.timer.cancel()
        },
      }
    },
    skipped: () => skipped,
    skip(ms) {
      if (!(ms >= 0)) throw new RangeError('a clock can only be set forward')
      skipped += ms
      const due = [...pending].filter((entry) => entry.dueAt <= now()).sort((a, b) => a.dueAt - b.dueAt)
      for (const entry of pending) entry.timer.cancel()
      for (const entry of due) {
        // One that was cancelled by an earlier one's firing must not fire.
        if (!pending.delete(entry)) continue
        entry.fire()
      }
      for (const entry of pending) {
        entry.timer.cancel()
        entry.timer = arm(entry)
      }
    },
  }
}
