import type { IncomingHttpHeaders } from 'node:http'
import { type Answer, type Method, missingScope } from './arguments.ts'
import { isRefusal } from './content.ts'
import type { CallFault } from './faults.ts'
import type { RateLimiter } from './limits.ts'
import { CHAT_METHODS } from './methods-chat.ts'
import { CONVERSATION_METHODS } from './methods-conversations.ts'
import { FILE_METHODS } from './methods-files.ts'
import { VIEW_METHODS } from './methods-views.ts'
import type { ApiCall, Json, JsonObject } from './workspace.ts'
import type { World } from './world.ts'

/** The Web API: https://docs.slack.dev/apis/web-api/using-the-slack-web-api */

export const METHODS = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...VIEW_METHODS,
} satisfies Record<string, Method>

export interface ApiRequest {
  readonly httpMethod: string
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly query: URLSearchParams
  readonly body: string
}

/** What goes back: an answer; nothing but a dropped connection; or nothing until `hold` is told to let go. */
export type ApiReply =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: Record<string, string>
      readonly body: string
    }
  | { readonly kind: 'drop' }
  | { readonly kind: 'hold'; readonly hold: (drop: () => void) => void }

export interface TokenBook {
  /** What this token is, or what Slack says to it. */
  read(token: string | undefined): { readonly kind: 'bot' | 'app' } | { readonly error: string }
}

interface WebApiContext {
  readonly world: World
  readonly tokens: TokenBook
  /** Absent when rate limits are not enforced. */
  readonly limiter: RateLimiter | undefined
  readonly log: (call: ApiCall) => void
}

interface Raw {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly json?: JsonObject
  readonly html?: string
}

const RATE_LIMITED: JsonObject = { ok: false, error: 'ratelimited' }

export function makeWebApi(context: WebApiContext): (request: ApiRequest) => ApiReply {
  const { world, tokens, limiter, log } = context
  const scopes = [...world.manifest.botScopes].join(',')

  const run = (name: string, args: JsonObject, token: string | undefined, inHeader: boolean): Raw => {
    const method: Method | undefined = Object.hasOwn(METHODS, name)
      ? METHODS[name as keyof typeof METHODS]
      : undefined
    if (!method) return refuse('unknown_method', { req_method: name })
    const who = tokens.read(token)
    if ('error' in who) return refuse(who.error)
    if (method.token !== 'any' && method.token !== who.kind) return refuse('not_allowed_token_type')
    // "passing it as a POST parameter will result in an error" (apps.connections.open)
    if (method.token === 'app' && !inHeader) return refuse('not_authed')
    const granted =
      method.scopes.length === 0 || method.scopes.some((scope) => world.manifest.botScopes.has(scope))
    if (!granted) return answerOf(missingScope(world, method.scopes))
    const channel = typeof args.channel === 'string' ? args.channel : ''
    const limited = limiter?.take(name, method.tier, method.posts ? channel : undefined)
    if (limited) {
      return { status: 429, headers: { 'retry-after': String(limited.retryAfterS) }, json: RATE_LIMITED }
    }
    const raw = answerOf(method.run(world, args, who.kind))
    if (who.kind !== 'bot') return raw
    return {
      ...raw,
      headers: { 'x-oauth-scopes': scopes, 'x-accepted-oauth-scopes': method.scopes.join(',') },
    }
  }

  return (request) => {
    const read = readArguments(request)
    const args = 'error' in read ? {} : read.args
    const header = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    const { token: inBody, ...rest } = args
    const fault = world.faults.forCall(request.method, rest)
    const faulty = fault === undefined ? undefined : rawOfFault(fault)
    const raw =
      faulty ??
      ('error' in read
        ? refuse(read.error)
        : run(
            request.method,
            rest,
            header ?? (typeof inBody === 'string' ? inBody : undefined),
            header !== undefined,
          ))
    log({
      method: request.method,
      args: rest,
      at: world.clock.now(),
      status: raw.status,
      answer: raw.json ?? raw.html ?? null,
      ...(fault === undefined ? {} : { fault: fault.kind }),
    })
    if (fault?.kind === 'loseAnswer') return { kind: 'drop' }
    if (fault?.kind === 'hang') return { kind: 'hold', hold: fault.hold }
    return {
      kind: 'answer',
      status: raw.status,
      headers: {
        'content-type':
          raw.html === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
        'x-slack-req-id': world.ids.hex(32),
        ...raw.headers,
      },
      body: raw.html ?? (raw.json === undefined ? '' : JSON.stringify(raw.json)),
    }
  }
}

/** What a fault answers in place of the method; nothing where the method is to run. */
function rawOfFault(fault: CallFault): Raw | undefined {
  switch (fault.kind) {
    case 'loseAnswer':
      return undefined
    case 'hang':
      return fault.acts ? undefined : { status: 0 }
    case 'htmlError':
      return {
        status: fault.status,
        html: '<!DOCTYPE html><html><body><h1>Service unavailable</h1></body></html>',
      }
    case 'failWith':
      return fault.error === undefined
        ? { status: fault.status }
        : { status: fault.status, json: { ok: false, error: fault.error } }
    case 'rateLimit':
      return {
        status: 429,
        ...(fault.retryAfterS === null ? {} : { headers: { 'retry-after': String(fault.retryAfterS) } }),
        ...(fault.emptyBody ? {} : { json: RATE_LIMITED }),
      }
  }
}

function refuse(error: string, extra: JsonObject = {}): Raw {
  return { status: 200, json: { ok: false, error, ...extra } }
}

function answerOf(answer: Answer): Raw {
  if (isRefusal(answer)) return refuse(answer.error, answer.extra)
  return { status: 200, json: JSON.parse(JSON.stringify(answer)) as JsonObject }
}

/** Arguments come as a form, as JSON with an Authorization header, or in the query of a GET. */
function readArguments(request: ApiRequest): { readonly args: JsonObject } | { readonly error: string } {
  if (request.httpMethod === 'GET') return { args: Object.fromEntries(request.query) }
  const type = request.headers['content-type'] ?? ''
  if (request.body === '') return { args: {} }
  if (type.startsWith('application/json')) {
    const json = parseJson(request.body)
    if (json === undefined) return { error: 'invalid_json' }
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return { error: 'json_not_object' }
    return { args: Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null)) }
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { args: Object.fromEntries(new URLSearchParams(request.body)) }
  }
  return { error: type === '' ? 'missing_post_type' : 'invalid_post_type' }
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
