import { z } from 'zod'
import { lateFailure, type ReadFailure } from '../domain/snapshot.ts'

/** Which Scaleway product a call is for: people give rights by product. */
export type Product = 'InterLink' | 'VPC' | 'Audit Trail'

/** The permission set that lets a key read a product (the list of permission sets in Scaleway's IAM documentation). */
const READ_RIGHTS: Readonly<Record<Product, string>> = {
  InterLink: 'InterLinkReadOnly',
  VPC: 'VPCReadOnly',
  'Audit Trail': 'AuditTrailReadOnly',
}

/** What a call was about, as far as its failure has to tell. */
export interface CallSubject {
  readonly product: Product
  readonly region: string
  /** The resource whose absence a typed `not_found` may report; null where any will do. */
  readonly resource: string | null
}

/** An answer other than success. `body` is parsed JSON, or text where it was none. */
export interface Refusal {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

const text = z.string().optional().catch(undefined)
const number = z.number().optional().catch(undefined)

/** The body of an error, as in the errors chapter of Scaleway's API documentation. Anything odd counts as absent. */
const errorBody = z.object({
  type: text,
  message: text,
  reason: text,
  resource: text,
  current_state: text,
  precondition: text,
  help_message: text,
  details: z
    .array(
      z.object({
        resource: text,
        action: text,
        argument_name: text,
        help_message: text,
        quota: number,
        current: number,
      }),
    )
    .optional()
    .catch(undefined),
  reset_seconds: z.number().nonnegative().optional().catch(undefined),
  reset_at: text,
})

export type ErrorBody = z.output<typeof errorBody>

interface Classification {
  readonly reason: ReadFailure['reason']
  readonly retryable: boolean
}

const refused: Classification = { reason: 'refused', retryable: false }

/** Scaleway's typed errors. A `transient_state` passes by itself. */
export const TYPED_ERRORS: ReadonlyMap<string, Classification> = new Map([
  ['invalid_arguments', refused],
  ['denied_authentication', { reason: 'unauthenticated', retryable: false }],
  ['permissions_denied', { reason: 'forbidden', retryable: false }],
  ['quotas_exceeded', refused],
  ['not_found', { reason: 'not_found', retryable: false }],
  ['already_exists', refused],
  ['transient_state', { reason: 'refused', retryable: true }],
  ['precondition_failed', refused],
  ['locked', refused],
  ['out_of_stock', refused],
  ['expired', refused],
  ['too_many_requests', { reason: 'rate_limited', retryable: true }],
])

/** A sentence's worth of somebody else's text: no control characters, at most 200 characters. */
export function foreignText(foreign: string): string {
  const flat = foreign.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return flat.length > 200 ? `${flat.slice(0, 199)}…` : flat
}

export function readErrorBody(body: unknown): ErrorBody {
  const parsed = errorBody.safeParse(body)
  return parsed.success ? parsed.data : {}
}

/**
 * The gateway answers 403, 404, 409 and 503 with bodies that carry only a `message` and are not about rights, absence
 * or an outage. So a status alone never says `forbidden` or `not_found`; only a typed error does.
 */
function classify(status: number, error: ErrorBody, subject: CallSubject): Classification {
  const typed = error.type === undefined ? undefined : TYPED_ERRORS.get(error.type)
  if (typed?.reason === 'not_found' && subject.resource !== null) {
    return error.resource === undefined || error.resource === subject.resource ? typed : refused
  }
  if (typed !== undefined) return typed
  if (status === 401) return { reason: 'unauthenticated', retryable: false }
  if (status === 429) return { reason: 'rate_limited', retryable: true }
  if (status === 503 && error.type === undefined && error.message !== undefined) {
    return { reason: 'refused', retryable: true }
  }
  if (status >= 500) return { reason: 'server_error', retryable: true }
  return refused
}

function sentence(
  reason: ReadFailure['reason'],
  status: number,
  error: ErrorBody,
  subject: CallSubject,
): string {
  const said = foreignText(error.message ?? '')
  const quoted = said === '' ? '.' : `: “${said}”.`
  const where = `Scaleway's ${subject.product} API in ${subject.region}`
  switch (reason) {
    case 'unauthenticated':
      return error.reason === 'expired'
        ? 'The Scaleway API key has expired: create a new one and set SCW_SECRET_KEY to its secret key.'
        : `Scaleway does not accept the API key (HTTP ${status}): set SCW_SECRET_KEY to the secret key of one that exists.`
    case 'forbidden': {
      const rights = (error.details ?? [])
        .map(({ resource, action }) => foreignText(`${action ?? 'access'} on ${resource ?? 'this resource'}`))
        .join(', ')
      const missing = rights === '' ? '' : ` (${rights})`
      return `The Scaleway API key in SCW_SECRET_KEY lacks a right${missing}: give it read rights on ${subject.product} (${READ_RIGHTS[subject.product]}).`
    }
    case 'not_found':
      return `${where} says that it is not there (HTTP ${status})${quoted}`
    case 'rate_limited':
      return `${where} is being asked too often (HTTP ${status})${quoted}`
    case 'server_error':
      return `${where} failed (HTTP ${status})${quoted}`
    default:
      // Audit Trail is documented for some regions only ("Audit Trail - Concepts", Region): nothing is wrong there.
      if (subject.product === 'Audit Trail' && status === 404)
        return `Scaleway has no Audit Trail in ${subject.region}, as far as its API tells (HTTP 404)${quoted}`
      return status >= 300 && status < 400
        ? `${where} answered with a redirect (HTTP ${status}), which is not followed: check SCW_API_URL.`
        : `${where} turned the request away (HTTP ${status})${quoted}`
  }
}

/** The failure that an answer other than success stands for. */
export function refusalFailure(refusal: Refusal, subject: CallSubject): ReadFailure {
  const error = readErrorBody(refusal.body)
  const { reason, retryable } = classify(refusal.status, error, subject)
  return {
    reason,
    message: sentence(reason, refusal.status, error, subject),
    status: refusal.status,
    requestId: requestIdOf(refusal.headers),
    retryable,
  }
}

/** `X-Request-Id`, which Scaleway's support asks for. */
export function requestIdOf(headers: Headers): string | null {
  const requestId = headers.get('x-request-id')
  return requestId === null || requestId === '' ? null : requestId.slice(0, 100)
}

/**
 * How long an answer asks to be left alone, in ms: the longest of `Retry-After` (RFC 9110: seconds or a date),
 * `reset_seconds` and `reset_at` of `too_many_requests`. Null where it does not say.
 */
export function askedWaitMs(refusal: Refusal, now: number): number | null {
  const retryAfter = refusal.headers.get('retry-after')?.trim() ?? ''
  const error = readErrorBody(refusal.body)
  const waits = [
    /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now,
    (error.reset_seconds ?? Number.NaN) * 1000,
    Date.parse(error.reset_at ?? '') - now,
  ].filter((wait) => !Number.isNaN(wait))
  return waits.length === 0 ? null : Math.max(0, ...waits)
}

/** Something other than the JSON that was asked for. `problem` never quotes the answer: it may hold a pairing key. */
export function malformedFailure(
  problem: string,
  subject: CallSubject,
  response: Response | null,
): ReadFailure {
  return {
    reason: 'malformed',
    message: `Scaleway's ${subject.product} API in ${subject.region} sent an answer that could not be understood: ${problem}.`,
    status: response?.status ?? null,
    requestId: response === null ? null : requestIdOf(response.headers),
    retryable: false,
  }
}

/** No answer in time. `problem` says whose time it was. */
export function timeoutFailure(problem: string, subject: CallSubject): ReadFailure {
  return lateFailure(`Scaleway's ${subject.product} API in ${subject.region} did not answer ${problem}.`)
}

/** No connection, or one that broke. Only the error's code is told: messages may quote headers. */
export function networkFailure(error: unknown, subject: CallSubject): ReadFailure {
  const code = errorCode(error)
  return {
    reason: 'network',
    message: `Scaleway's ${subject.product} API for ${subject.region} could not be reached${code === null ? '' : ` (${code})`}.`,
    status: null,
    requestId: null,
    retryable: true,
  }
}

/** Errors that come before a connection does: whatever was to be asked was not asked. */
const UNCONNECTED: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

/** Whether a request failed for certain before any byte of it was sent. */
export function isUnconnected(error: unknown): boolean {
  return UNCONNECTED.includes(errorCode(error) ?? '')
}

function errorCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  return errorCode(error.cause)
}
