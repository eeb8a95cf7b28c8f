import type { Wire } from './wire.ts'

/** A refusal: status code and JSON body. */
export interface ErrorAnswer {
  readonly status: number
  readonly body: Wire
}

export interface ArgumentProblem {
  readonly argument_name: string
  readonly reason: 'required' | 'format' | 'constraint'
  readonly help_message: string
}

/** Thrown inside a route to refuse the call with `answer`. */
export class ApiFailure extends Error {
  readonly answer: ErrorAnswer

  constructor(answer: ErrorAnswer) {
    super(String(answer.body.message))
    this.answer = answer
  }
}

/** The standard errors of every Scaleway API. The fields are those that Scaleway's own SDKs read. */
export const apiErrors = {
  invalidArguments: (...details: readonly ArgumentProblem[]): ErrorAnswer => ({
    status: 400,
    body: { type: 'invalid_arguments', message: 'invalid argument(s)', details },
  }),
  deniedAuthentication: (reason: 'invalid_argument' | 'not_found' | 'expired'): ErrorAnswer => ({
    status: 401,
    body: { type: 'denied_authentication', message: 'authentication is denied', method: 'api_key', reason },
  }),
  permissionsDenied: (resource: string, action: 'read' | 'write'): ErrorAnswer => ({
    status: 403,
    body: {
      type: 'permissions_denied',
      message: 'insufficient permissions',
      details: [{ resource, action }],
    },
  }),
  quotasExceeded: (resource: string, quota: number, current: number): ErrorAnswer => ({
    status: 403,
    body: {
      type: 'quotas_exceeded',
      message: 'quota(s) exceeded for this resource',
      details: [{ resource, quota, current }],
    },
  }),
  notFound: (resource: string, resource_id: string): ErrorAnswer => ({
    status: 404,
    body: { type: 'not_found', message: 'resource is not found', resource, resource_id },
  }),
  alreadyExists: (resource: string, resource_id: string): ErrorAnswer => ({
    status: 409,
    body: {
      type: 'already_exists',
      message: 'resource already exists',
      resource,
      resource_id,
      help_message: '',
    },
  }),
  transientState: (resource: string, resource_id: string, current_state: string): ErrorAnswer => ({
    status: 409,
    body: {
      type: 'transient_state',
      message: 'resource is in a transient state',
      resource,
      resource_id,
      current_state,
    },
  }),
  expired: (resource: string, resource_id: string, expired_since: string): ErrorAnswer => ({
    status: 410,
    body: { type: 'expired', message: 'resource is expired', resource, resource_id, expired_since },
  }),
  preconditionFailed: (
    precondition: 'resource_still_in_use' | 'attribute_must_be_set' | 'unknown_precondition',
    help_message: string,
  ): ErrorAnswer => ({
    status: 412,
    body: {
      type: 'precondition_failed',
      message: 'precondition is not respected',
      precondition,
      help_message,
    },
  }),
  locked: (resource: string, resource_id: string): ErrorAnswer => ({
    status: 423,
    body: { type: 'locked', message: 'resource is locked', resource, resource_id },
  }),
  /** The typed 429. The gateway's own is empty, see the fault `429_empty`. */
  tooManyRequests: (quota: number, window_seconds: number, reset_seconds: number): ErrorAnswer => ({
    status: 429,
    body: {
      type: 'too_many_requests',
      message: 'too many requests',
      help_message: '',
      limit: { quota, window_seconds },
      reset_seconds,
    },
  }),
  outOfStock: (resource: string): ErrorAnswer => ({
    status: 503,
    body: { type: 'out_of_stock', message: 'resource is out of stock', resource },
  }),
  /** The gateway's untyped body, recorded on 403, 404, 409 and 503. */
  untyped: (status: number, message: string): ErrorAnswer => ({ status, body: { message } }),
} as const
