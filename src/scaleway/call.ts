import type { Clock } from '../domain/clock.ts'
import type { ReadFailure } from '../domain/snapshot.ts'
import { AnswerTooLargeError } from './client.ts'
import {
  askedWaitMs,
  type CallSubject,
  malformedFailure,
  networkFailure,
  type Product,
  refusalFailure,
  requestIdOf,
  timeoutFailure,
} from './failure.ts'
import type { Parsed } from './parse.ts'

/** The calls that are made: one name each in metrics and logs. */
export type Operation =
  | 'list_links'
  | 'get_link'
  | 'list_partners'
  | 'list_pops'
  | 'list_connections'
  | 'list_policies'
  | 'list_vpcs'
  | 'list_audit_events'

/** One attempt of one call, for metrics and logs. Holds no secret. */
export interface RequestEvent {
  readonly operation: Operation
  readonly region: string
  readonly outcome: 'ok' | ReadFailure['reason']
  readonly durationMs: number
  /** HTTP status, where there was an answer. */
  readonly status: number | null
  readonly requestId: string | null
  /** 1 for the first. */
  readonly attempt: number
}

export type CallResult<T> =
  | { readonly type: 'ok'; readonly data: T; readonly requestId: string | null }
  | { readonly type: 'failed'; readonly failure: ReadFailure }

/** A GET to be made. Only reads: a call is repeated when it fails, which no write may be. */
interface ReadCall<T> {
  readonly operation: Operation
  readonly region: string
  readonly product: Product
  /** The resource whose absence a 404 may report. */
  readonly resource?: string
  /** Aborts when the caller's time is up. */
  readonly signal: AbortSignal
  /** Sends with these options. The body is asked for as text, so that broken JSON is told from a broken connection. */
  readonly send: (options: SendOptions) => Promise<Answer>
  readonly parse: (body: unknown) => Parsed<T>
}

export interface SendOptions {
  readonly signal: AbortSignal
  readonly parseAs: 'text'
}

/** What openapi-fetch resolves to. An empty error body leaves `error` undefined: only `response.ok` decides. */
export interface Answer {
  readonly data?: unknown
  readonly error?: unknown
  readonly response: Response
}

export interface CallerSettings {
  readonly clock: Clock
  /** From 0 to below 1, as Math.random. */
  readonly random: () => number
  readonly onRequest?: (event: RequestEvent) => void
}

export type Caller = <T>(call: ReadCall<T>) => Promise<CallResult<T>>

const REQUEST_TIMEOUT_MS = 10_000
const ATTEMPTS = 3
const BACKOFF_BASE_MS = 500
/** A longer wait than this is left to a later call. */
const PATIENCE_MS = 10_000
/** However long an answer asks to be left alone: one odd header must not blind the watch for a day. */
const LONGEST_HOLD_MS = 5 * 60_000

interface Attempt<T> {
  readonly result: CallResult<T>
  readonly status: number | null
  readonly requestId: string | null
  readonly askedWaitMs: number | null
}

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
  const holds = new Map<string, Hold>()

  return async (call) => {
    const subject: CallSubject = {
      product: call.product,
      region: call.region,
      resource: call.resource ?? null,
    }
    const lane = `${call.region}/${call.operation}`
    let failure = timeoutFailure('before the time for all reading was up', subject)

    for (let attempt = 1; ; attempt++) {
      const hold = holds.get(lane)
      const held = hold === undefined ? 0 : hold.until - clock.now()
      if (hold !== undefined && held > PATIENCE_MS) return { type: 'failed', failure: hold.failure }
      const jitter = held > 0 || attempt > 1 ? random() * BACKOFF_BASE_MS * 2 ** Math.max(0, attempt - 2) : 0
      if (!(await pause(clock, Math.max(0, held) + jitter, call.signal))) return { type: 'failed', failure }

      const made = await attemptCall(call, subject, attempt)
      if (made.result.type === 'ok') return made.result
      failure = made.result.failure
      if (made.askedWaitMs !== null) {
        holds.set(lane, { until: clock.now() + Math.min(made.askedWaitMs, LONGEST_HOLD_MS), failure })
      }
      if (!failure.retryable || attempt >= ATTEMPTS) return made.result
    }
  }

  async function attemptCall<T>(
    call: ReadCall<T>,
    subject: CallSubject,
    attempt: number,
  ): Promise<Attempt<T>> {
    const startedAt = clock.now()
    const made = await sendOnce(call, subject)
    settings.onRequest?.({
      operation: call.operation,
      region: call.region,
      outcome: made.result.type === 'ok' ? 'ok' : made.result.failure.reason,
      durationMs: clock.now() - startedAt,
      status: made.status,
      requestId: made.requestId,
      attempt,
    })
    return made
  }

  async function sendOnce<T>(call: ReadCall<T>, subject: CallSubject): Promise<Attempt<T>> {
    const abort = new AbortController()
    const giveUp = () => abort.abort()
    const timer = clock.setTimer(REQUEST_TIMEOUT_MS, giveUp)
    if (call.signal.aborted) giveUp()
    call.signal.addEventListener('abort', giveUp, { once: true })
    try {
      const answer = await call.send({ signal: abort.signal, parseAs: 'text' })
      return readAnswer(answer, call, subject)
    } catch (error) {
      const failure = call.signal.aborted
        ? timeoutFailure('before the time for all reading was up', subject)
        : abort.signal.aborted
          ? timeoutFailure(`within ${REQUEST_TIMEOUT_MS / 1000} s`, subject)
          : error instanceof AnswerTooLargeError
            ? malformedFailure('it is too large', subject, null)
            : networkFailure(error, subject)
      return { result: { type: 'failed', failure }, status: null, requestId: null, askedWaitMs: null }
    } finally {
      timer.cancel()
      call.signal.removeEventListener('abort', giveUp)
    }
  }

  function readAnswer<T>(
    { data, error, response }: Answer,
    call: ReadCall<T>,
    subject: CallSubject,
  ): Attempt<T> {
    const { status, headers } = response
    const requestId = requestIdOf(headers)
    if (!response.ok) {
      const refusal = { status, headers, body: error }
      const failure = refusalFailure(refusal, subject)
      const wait = failure.retryable ? askedWaitMs(refusal, clock.now()) : null
      return { result: { type: 'failed', failure }, status, requestId, askedWaitMs: wait }
    }
    const json = parseJson(data, headers)
    const parsed = json.type === 'parsed' ? call.parse(json.value) : json
    const result: CallResult<T> =
      parsed.type === 'parsed'
        ? { type: 'ok', data: parsed.value, requestId }
        : { type: 'failed', failure: malformedFailure(parsed.problem, subject, response) }
    return { result, status, requestId, askedWaitMs: null }
  }
}

function parseJson(data: unknown, headers: Headers): Parsed<unknown> {
  if (typeof data !== 'string' || data.trim() === '') return { type: 'malformed', problem: 'it is empty' }
  try {
    return { type: 'parsed', value: JSON.parse(data) }
  } catch {
    const html = headers.get('content-type')?.includes('html') === true
    return { type: 'malformed', problem: html ? 'it is an HTML page' : 'it is not JSON' }
  }
}

/** Waits, and says whether the time was there: false as soon as `signal` is aborted. */
function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  if (delayMs <= 0) return Promise.resolve(true)
  return new Promise((resolve) => {
    const stop = () => {
      timer.cancel()
      resolve(false)
    }
    const timer = clock.setTimer(delayMs, () => {
      signal.removeEventListener('abort', stop)
      resolve(true)
    })
    signal.addEventListener('abort', stop, { once: true })
  })
}
