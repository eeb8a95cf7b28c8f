import type { ReadFailure } from '../domain/snapshot.ts'
import {
  ATTEMPTS,
  type Call,
  type CallerSettings,
  type CallResult,
  createAttempter,
  jitterMs,
  outOfTime,
  PATIENCE_MS,
  pause,
  type ReadOperation,
  subjectOf,
} from './attempt.ts'
import { refusalFailure } from './failure.ts'

/** Makes GETs. Only reads: a call is repeated when it fails, which no write may be (see `createWriteCaller`). */
export type Caller = <T>(call: Call<T, ReadOperation>) => Promise<CallResult<T>>

const REQUEST_TIMEOUT_MS = 10_000
/** However long an answer asks to be left alone: one odd header must not blind the watch for a day. */
const LONGEST_HOLD_MS = 5 * 60_000

/** A call that Scaleway asked to be left alone with, and until when. */
interface Hold {
  readonly until: number
  readonly failure: ReadFailure
}

/**
 * Makes calls whose every failure is data. Each attempt has 10 s; up to three are made where trying again makes
 * sense, with full jitter between them, or after the wait that Scaleway asks for. A wait of more than 10 s fails the
 * call at once, and the same operation in the same region is not asked again before it is over (5 min at most).
 */
export function createCaller(settings: CallerSettings): Caller {
  const { clock, random } = settings
  const makeAttempt = createAttempter(settings, REQUEST_TIMEOUT_MS, refusalFailure)
  const holds = new Map<string, Hold>()

  return async (call) => {
    const lane = `${call.region}/${call.operation}`
    let failure = outOfTime(subjectOf(call))

    for (let attempt = 1; ; attempt++) {
      const hold = holds.get(lane)
      // A clock that was put back makes no wait longer than the longest.
      const held = hold === undefined ? 0 : Math.min(hold.until - clock.now(), LONGEST_HOLD_MS)
      if (hold !== undefined && held > PATIENCE_MS) return { type: 'failed', failure: hold.failure }
      const jitter = held > 0 || attempt > 1 ? jitterMs(attempt, random) : 0
      if (!(await pause(clock, Math.max(0, held) + jitter, call.signal))) return { type: 'failed', failure }

      const made = await makeAttempt(call, attempt)
      if (made.result.type === 'ok') return made.result
      failure = made.result.failure
      if (made.askedWaitMs !== null) {
        holds.set(lane, { until: clock.now() + Math.min(made.askedWaitMs, LONGEST_HOLD_MS), failure })
      }
      if (!failure.retryable || attempt >= ATTEMPTS) return made.result
    }
  }
}
