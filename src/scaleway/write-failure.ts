import type { ReadFailure } from '../domain/snapshot.ts'
import {
  type CallSubject,
  type ErrorBody,
  foreignText,
  type Product,
  type Refusal,
  readErrorBody,
  refusalFailure,
  TYPED_ERRORS,
} from './failure.ts'

/** What the API calls a thing, as a person would. */
const THINGS: ReadonlyMap<string, string> = new Map([
  ['link', 'the link'],
  ['vpc', 'the VPC'],
  ['routing_policy', 'the routing policy'],
  ['partner', 'the partner'],
  ['pop', 'the PoP'],
  ['dedicated_connection', 'the dedicated connection'],
])

/**
 * Whether an answer says for certain that nothing was done: any 4xx or redirect, and a 5xx only with one of Scaleway's
 * typed errors (`out_of_stock`). The gateway's own 5xx may come after the API has acted.
 */
export function isCertain({ status, body }: Refusal): boolean {
  return status < 500 || TYPED_ERRORS.has(readErrorBody(body).type ?? '')
}

/** The failure that a refused write stands for: why, and what a person can do about it. */
export function writeFailure(refusal: Refusal, subject: CallSubject): ReadFailure {
  const failure = refusalFailure(refusal, subject)
  const message = sentence(refusal, readErrorBody(refusal.body), subject)
  return message === null ? failure : { ...failure, message }
}

/** The product that the key lacks rights on, by a refusal for want of one; null where it is about something else. */
export function lackedProduct({ body }: Refusal): Product | null {
  const { type, details = [] } = readErrorBody(body)
  if (type !== 'permissions_denied') return null
  const isVpc = details.length > 0 && details.every(({ resource }) => /^vpc/i.test(resource ?? ''))
  return isVpc ? 'VPC' : 'InterLink'
}

/** Null where what is said of reads says it all. */
function sentence(refusal: Refusal, error: ErrorBody, subject: CallSubject): string | null {
  const { status } = refusal
  switch (error.type) {
    case 'transient_state':
      return `Scaleway is still at work on ${thing(error)}${aside(error.current_state)}: wait until it is done, then try again.`
    case 'locked':
      return `${capital(thing(error))} is locked by Scaleway's Trust and Safety team: nothing can be changed until a support ticket has it unlocked.`
    case 'precondition_failed':
      return `Scaleway does not allow this as things stand${aside(error.help_message || error.precondition)}: mend that first, then try again.`
    case 'quotas_exceeded':
      return `A quota at Scaleway is used up${aside(quotas(error))}: delete what is not needed any more, or ask Scaleway's support for a higher one.`
    case 'out_of_stock':
      return `Scaleway has no room left for this${aside(error.resource)}: choose another PoP, partner or bandwidth, or try again later.`
    case 'already_exists':
      return `Scaleway says that ${thing(error)} exists already: look at what is there before making another.`
    case 'expired':
      return `${capital(thing(error))} has expired at Scaleway: delete it, and order a new one.`
    case 'not_found':
      return `${capital(thing(error))} is not there any more at Scaleway: look at what is there now, and begin again.`
    case 'invalid_arguments':
      return `Scaleway does not accept ${refusedArguments(error)}: choose something else there, and try again.`
    case 'permissions_denied':
      return lackedProduct(refusal) === 'VPC'
        ? `The Scaleway API key in SCW_SECRET_KEY lacks a right on VPC${aside(rights(error))}: give it VPCFullAccess in the link's project.`
        : `The Scaleway API key in SCW_SECRET_KEY may not change InterLink${aside(rights(error))}: give it InterLinkFullAccess in the link's project.`
    case 'denied_authentication':
      return null
  }
  if (status === 429) {
    return `Scaleway's ${subject.product} API in ${subject.region} is being asked too often, and changed nothing: try again in a minute.`
  }
  if (status < 400 || status === 401 || status >= 500) return null
  return `Scaleway turned this away (HTTP ${status})${aside(error.message)} and changed nothing: look at the link, then try again.`
}

function thing({ resource }: ErrorBody): string {
  return THINGS.get(resource ?? 'link') ?? `“${foreignText(resource ?? '')}”`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Somebody else's words in brackets, where there are any. */
function aside(foreign: string | undefined): string {
  const said = foreignText(foreign ?? '')
  return said === '' ? '' : ` (“${said}”)`
}

function quotas({ details = [] }: ErrorBody): string {
  return details
    .map(({ resource, quota, current }) =>
      quota === undefined ? (resource ?? '') : `${resource ?? 'quota'}: ${current ?? quota} of ${quota}`,
    )
    .join(', ')
}

function rights({ details = [] }: ErrorBody): string {
  return details.map(({ resource, action }) => `${action ?? 'access'} on ${resource ?? 'this'}`).join(', ')
}

function refusedArguments({ details = [] }: ErrorBody): string {
  const named = details.map(
    ({ argument_name, help_message }) => `${foreignText(argument_name ?? 'a value')}${aside(help_message)}`,
  )
  return named.length === 0 ? 'a value of this' : named.slice(0, 3).join(', ')
}
