import type { Clock } from '../domain/clock.ts'
import type { ReadFailure } from '../domain/snapshot.ts'
import { AnswerTooLargeError } from './client.ts'
import {
  askedWaitMs,
  type CallSubject,
  isUnconnected,
  malformedFailure,
  networkFailure,
  type Product,
  type Refusal,
  requestIdOf,
  timeoutFailure,
} from './failure.ts'
import type { Parsed } from './parse.ts'

/** The calls that only read: one name each in metrics and logs. */
export type ReadOperation =
  | 'list_links'
  | 'get_link'
  | 'list_partners'
  | 'list_pops'
  | 'list_connections'
  | 'list_policies'
  | 'list_vpcs'
  | 'list_audit_events'
  | 'get_partner'
  | 'get_pop'
  | 'get_connection'
  | 'get_policy'
  | 'get_vpc'
  | 'list_routes'

/** The calls that change something. */
export type WriteOperation =
  | 'create_link'
  | 'update_link'
  | 'delete_link'
  | 'attach_vpc'
  | 'detach_vpc'
  | 'attach_policy'
  | 'detach_policy'
  | 'set_policy'
  | 'enable_propagation'
  | 'disable_propagation'
  | 'create_policy'

/** One attempt of one call, for metrics and logs. Holds no secret. */
export interface RequestEvent {
  readonly operation: ReadOperation | WriteOperation
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

/** A call to be made. */
export interface Call<T, Operation = ReadOperation | WriteOperation> {
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
  /** Told of every attempt of every request, for metrics and logs. */
  readonly onRequest?: (event: RequestEvent) => void
}

/** What came of one attempt. */
export interface Attempt<T> {
  readonly result: CallResult<T>
  readonly status: number | null
  readonly requestId: string | null
  /** How long the answer asks to be left alone (ms), where it says so and trying again makes sense. */
  readonly askedWaitMs: number | null
  /** The answer, where it was no success. */
  readonly refusal: Refusal | null
  /** No connection came about: certainly nothing was asked of the API. */
  readonly isUnconnected: boolean
}

export type MakeAttempt = <T>(call: Call<T>, attempt: number) => Promise<Attempt<T>>

export const ATTEMPTS = 3
const BACKOFF_BASE_MS = 500
/** A longer wait than this is left to a later call. */
export const PATIENCE_MS = 10_000

export function subjectOf({ product, region, resource }: Call<unknown>): CallSubject {
  return { product, region, resource: resource ?? null }
}

/** The time was up before anything was sent, or answered. */
export function outOfTime(subject: CallSubject): ReadFailure {
  return timeoutFailure('before the time for it was up', subject)
}

/** Full jitter: before the second attempt at most 500 ms, before the third at most 1 s. */
export function jitterMs(attempt: number, random: () => number): number {
  return random() * BACKOFF_BASE_MS * 2 ** Math.max(0, attempt - 2)
}

/** Makes single attempts, each of at most `timeoutMs`; `explain` words what the API refuses. */
export function createAttempter(
  { clock, onRequest }: Pick<CallerSettings, 'clock' | 'onRequest'>,
  timeoutMs: number,
  explain: (refusal: Refusal, subject: CallSubject) => ReadFailure,
): MakeAttempt {
  return async (call, attempt) => {
    const startedAt = clock.now()
    const made = await sendOnce(call, subjectOf(call))
    onRequest?.({
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

  async function sendOnce<T>(call: Call<T>, subject: CallSubject): Promise<Attempt<T>> {
    const abort = new AbortController()
    const giveUp = () => abort.abort()
    const timer = clock.setTimer(timeoutMs, giveUp)
    if (call.signal.aborted) giveUp()
    call.signal.addEventListener('abort', giveUp, { once: true })
    try {
      const answer = await call.send({ signal: abort.signal, parseAs: 'text' })
      return readAnswer(answer, call, subject)
    } catch (error) {
      const failure = call.signal.aborted
        ? outOfTime(subject)
        : abort.signal.aborted
          ? timeoutFailure(`within ${timeoutMs / 1000} s`, subject)
          : error instanceof AnswerTooLargeError
            ? malformedFailure('it is too large', subject, null)
            : networkFailure(error, subject)
      return {
        result: { type: 'failed', failure },
        status: null,
        requestId: null,
        askedWaitMs: null,
        refusal: null,
        isUnconnected: failure.reason === 'network' && isUnconnected(error),
      }
    } finally {
      timer.cancel()
      call.signal.removeEventListener('abort', giveUp)
    }
  }

  function readAnswer<T>({ data, error, response }: Answer, call: Call<T>, subject: CallSubject): Attempt<T> {
    const { status, headers } = response
    const requestId = requestIdOf(headers)
    const common = { status, requestId, isUnconnected: false }
    if (!response.ok) {
      const refusal = { status, headers, body: error }
      const failure = explain(refusal, subject)
      const wait = failure.retryable ? askedWaitMs(refusal, clock.now()) : null
      return { ...common, result: { type: 'failed', failure }, askedWaitMs: wait, refusal }
    }
    const json = parseJson(data, headers)
    const parsed = json.type === 'parsed' ? call.parse(json.value) : json
    const result: CallResult<T> =
      parsed.type === 'parsed'
        ? { type: 'ok', data: parsed.value, requestId }
        : { type: 'failed', failure: malformedFailure(parsed.problem, subject, response) }
    return { ...common, result, askedWaitMs: null, refusal: null }
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
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<boolean> {
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
