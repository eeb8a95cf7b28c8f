import type { Clock } from '../domain/clock.ts'
import type { Lookup } from '../domain/lookups.ts'
import { lateFailure } from '../domain/snapshot.ts'

/** A moment by which an answer is given, whatever is still under way. */
export interface Deadline {
  /**
   * What `read` says, or a `timeout` failure at that moment, even where it does not give up. Its signal aborts then, and is
   * its own: many reads at once would be too many listeners for one.
   */
  within<T>(read: (signal: AbortSignal) => Promise<Lookup<T>>): Promise<Lookup<T>>
  /** Takes the timer back. */
  cancel(): void
}

/** A deadline in `ms`. */
export function startDeadline(clock: Clock, ms: number): Deadline {
  const giveUps = new Set<() => void>()
  let isOver = false
  const end = () => {
    isOver = true
    for (const giveUp of giveUps) giveUp()
  }
  const timer = clock.setTimer(ms, end)
  return {
    async within(read) {
      if (isOver) return lateAfter(ms)
      const controller = new AbortController()
      let giveUp: () => void = () => {}
      const late = new Promise<Lookup<never>>((resolve) => {
        giveUp = () => {
          controller.abort()
          resolve(lateAfter(ms))
        }
      })
      giveUps.add(giveUp)
      try {
        return await Promise.race([read(controller.signal), late])
      } finally {
        giveUps.delete(giveUp)
      }
    },
    cancel: () => timer.cancel(),
  }
}

function lateAfter(ms: number): Lookup<never> {
  return {
    type: 'failed',
    failure: lateFailure(
      `Scaleway did not answer within the ${ms / 1000} seconds that a diagnosis takes at most.`,
    ),
  }
}
