import type { ReadFailure } from '../domain/snapshot.ts'
import type { Written } from '../remedies/ports.ts'
import {
  ATTEMPTS,
  type Call,
  type CallerSettings,
  createAttempter,
  jitterMs,
  outOfTime,
  PATIENCE_MS,
  pause,
  subjectOf,
  type WriteOperation,
} from './attempt.ts'
import type { Refusal } from './failure.ts'
import { isCertain, writeFailure } from './write-failure.ts'

/** Makes a write. */
export type WriteCaller = <T>(
  call: Call<T, WriteOperation> & {
    /** Told of every refusal of the API. */
    readonly onRefused?: (refusal: Refusal) => void
  },
) => Promise<Written<T>>

/** The slowest recorded write took 450 ms. To give up early costs more here than to wait: it leaves a doubt. */
const WRITE_TIMEOUT_MS = 20_000

/**
 * Makes writes, each once: whatever may have been done is never asked for again. Only after a 429, which says that
 * nothing was done, is it asked up to three times, with full jitter between, or after the wait that Scaleway asks for; a
 * wait of more than 10 s is left to a person. A lost connection, a timeout, an answer that cannot be understood and the
 * gateway's own 5xx leave unknown what was done.
 */
export function createWriteCaller(settings: CallerSettings): WriteCaller {
  const { clock, random } = settings
  const makeAttempt = createAttempter(settings, WRITE_TIMEOUT_MS, writeFailure)

  return async (call) => {
    if (call.signal.aborted) return { type: 'refused', failure: outOfTime(subjectOf(call)) }
    for (let attempt = 1; ; attempt++) {
      const { result, refusal, askedWaitMs, isUnconnected } = await makeAttempt(call, attempt)
      if (result.type === 'ok') return { type: 'done', value: result.data, requestId: result.requestId }
      const { failure } = result
      if (refusal === null) return isUnconnected ? { type: 'refused', failure } : doubtful(failure)
      call.onRefused?.(refusal)
      if (!isCertain(refusal)) return doubtful(failure)

      const wait = (askedWaitMs ?? 0) + jitterMs(attempt + 1, random)
      const isPointless =
        failure.reason !== 'rate_limited' || attempt >= ATTEMPTS || (askedWaitMs ?? 0) > PATIENCE_MS
      if (isPointless || !(await pause(clock, wait, call.signal))) return { type: 'refused', failure }
    }
  }
}

function doubtful(failure: ReadFailure): Written<never> {
  const what = failure.message.replace(/\.$/, '')
  const message = `${what}; it may have been done all the same: look at what is there before trying again.`
  return { type: 'unknown', failure: { ...failure, message } }
}
