import { createTask, validate } from 'node-cron'
import type { Clock, Timer } from '../domain/clock.ts'

/** Whether `expression` is a cron expression that `createSchedule` takes: five fields, or six with seconds first. */
export function isCronExpression(expression: string): boolean {
  return validate(expression)
}

/** Runs something at every match of a cron expression, in UTC. */
export interface Schedule {
  start(): void
  /** Sets nothing off any more, and resolves once what is under way is done. */
  stop(): Promise<void>
}

/** How far ahead a match is looked for before looking again: an expression that matches once a year costs little. */
const HORIZON_SECONDS = 600

/**
 * Runs `run` at every match of `expression`, UTC, and never twice at once: a match that falls into a run under way is
 * left out. node-cron reads and matches the expression; the waiting is the Clock's, so that both nights of the clock
 * change can be walked through, and so that a local zone's repeated hour cannot stop the watch (node-cron's own
 * timers pause there). `run` must not reject.
 */
export function createSchedule(parts: {
  readonly expression: string
  readonly clock: Clock
  readonly run: () => Promise<unknown>
}): Schedule {
  const { clock, run } = parts
  const cron = createTask(parts.expression, () => undefined, { timezone: 'UTC' })
  let timer: Timer | null = null
  let underWay: Promise<unknown> | null = null

  const waitFrom = (from: number): void => {
    let second = Math.floor(from / 1_000) + 1
    const end = second + HORIZON_SECONDS
    while (second < end && !cron.match(new Date(second * 1_000))) second += 1
    const due = second < end
    timer = clock.setTimer(Math.max(0, second * 1_000 - clock.now()), () => {
      if (due) begin()
      waitFrom(Math.max(clock.now(), due ? second * 1_000 : (second - 1) * 1_000))
    })
  }
  const begin = (): void => {
    underWay ??= run().finally(() => {
      underWay = null
    })
  }

  return {
    start() {
      waitFrom(clock.now())
    },
    async stop() {
      timer?.cancel()
      timer = null
      await underWay
    },
  }
}
