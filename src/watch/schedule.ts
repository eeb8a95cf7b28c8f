import { createTask, parse, validate } from 'node-cron'
import type { Clock, Timer } from '../domain/clock.ts'

/** Whether `expression` is a cron expression that `createSchedule` takes: five fields, or six with seconds first. */
export function isCronExpression(expression: string): boolean {
  return validate(expression)
}

const DAY_MS = 86_400_000
/** Nine years hold two 29ths of February, which is as seldom as an expression gets. */
const DAYS_LOOKED_AT = 9 * 366

/** The longest time between two matches of `expression` (ms), UTC; Infinity for one that matches once or never. */
export function longestIntervalMs(expression: string): number {
  const { hour, minute, second } = parse(expression)
  const cron = createTask(expression, () => undefined, { timezone: 'UTC' })
  const times = hour
    .flatMap((h) => minute.flatMap((m) => second.map((s) => ((h * 60 + m) * 60 + s) * 1_000)))
    .sort((a, b) => a - b)
  const first = times[0]
  const last = times.at(-1)
  if (first === undefined || last === undefined) return Number.POSITIVE_INFINITY
  // All days that match have the same times of day: only the gaps between days depend on which days those are.
  const days = Array.from({ length: DAYS_LOOKED_AT }, (_, day) => day * DAY_MS).filter((day) =>
    cron.match(new Date(day + first)),
  )
  if (days.length < 2) return Number.POSITIVE_INFINITY
  const longest = (gaps: readonly number[]) => gaps.reduce((most, gap) => Math.max(most, gap), 0)
  const between = days.slice(1).map((day, index) => day + first - ((days[index] ?? 0) + last))
  return Math.max(longest(between), longest(times.slice(1).map((time, index) => time - (times[index] ?? 0))))
}

/** Runs something at every match of a cron expression, in UTC. */
export interface Schedule {
  start(): void
  /** Sets nothing off any more, and resolves once what is under way is done. */
  stop(): Promise<void>
}

/** How far ahead a match is looked for before looking again: an expression that matches once a year costs little. */
const HORIZON_SECONDS = 600
/** A timer may fire so much (ms) before its time; a clock that stands further before it was put back meanwhile. */
const EARLY_MS = 1_000

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
      const now = clock.now()
      const passed = due ? second * 1_000 : (second - 1) * 1_000
      // Matches of the time that comes once more are due once more: the watch does not stand still until then.
      waitFrom(passed - now > EARLY_MS ? now : Math.max(now, passed))
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

/** Slots are counted up to this many: more are as bad. */
const MOST_SLOTS = 100

/** How many times `expression` matches after one moment and until another (ms), UTC; 100 at most. */
export function slotCounter(expression: string): (after: number, until: number) => number {
  const cron = createTask(expression, () => undefined, { timezone: 'UTC' })
  return (after, until) => {
    let slots = 0
    // Backwards, so that a long time is as quick as a short one.
    for (let second = Math.floor(until / 1_000); second * 1_000 > after && slots < MOST_SLOTS; second -= 1) {
      if (cron.match(new Date(second * 1_000))) slots += 1
    }
    return slots
  }
}
