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
