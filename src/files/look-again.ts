import type { Clock, Timer } from '../domain/clock.ts'

/** How often files that people may change are looked at (ms). */
export const LOOK_EVERY_MS = 30_000

/** Looks again and again, never twice at once. */
export interface LookingAgain {
  start(): void
  /** Resolves once a look that is under way has ended. */
  stop(): Promise<void>
}

/**
 * Calls `look` LOOK_EVERY_MS after the last one ended. Modification times are asked for, since notifications of the operating
 * system do not arrive from network and container mounts. `look` answers for its own failures and never rejects.
 */
export function lookAgain(clock: Clock, look: () => Promise<void>): LookingAgain {
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()
  let stopped = true
  const wait = (): void => {
    timer = clock.setTimer(LOOK_EVERY_MS, () => {
      running = look().then(() => {
        if (!stopped) wait()
      })
    })
  }
  return {
    start() {
      if (!stopped) return
      stopped = false
      wait()
    },
    async stop() {
      stopped = true
      timer?.cancel()
      await running
    },
  }
}
