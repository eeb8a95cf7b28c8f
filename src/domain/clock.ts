/** A timer that has been set and can be taken back. Cancelling one that has fired does nothing. */
export interface Timer {
  cancel(): void
}

/**
 * The only way time enters the bot. Policies take `now` as an argument; whatever has to wait takes a Clock.
 * All times are milliseconds since the epoch (UTC), all delays are milliseconds.
 */
export interface Clock {
  now(): number
  setTimer(delayMs: number, fire: () => void): Timer
}

/** Resolves once `delayMs` have gone by on `clock`. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(delayMs, resolve)
  })
}

/** Waits that may be ended before their time: whatever stops does not wait for them. */
export interface Pauses {
  /** Resolves once `delayMs` have gone by, or all are ended. */
  pause(delayMs: number): Promise<void>
  /** Ends those that are under way. */
  endAll(): void
}

/** Makes pauses on `clock`. */
export function createPauses(clock: Clock): Pauses {
  const underWay = new Set<() => void>()
  return {
    pause: (delayMs) =>
      new Promise((resolve) => {
        const end = (): void => {
          timer.cancel()
          underWay.delete(end)
          resolve()
        }
        const timer = clock.setTimer(delayMs, end)
        underWay.add(end)
      }),
    endAll() {
      for (const end of [...underWay]) end()
    },
  }
}
