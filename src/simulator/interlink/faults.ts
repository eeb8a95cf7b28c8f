import type { ApiCall } from './calls.ts'
import { apiErrors, type ErrorAnswer } from './errors.ts'
import type { Wire } from './wire.ts'

/** Bytes to send instead of what the API would have said. `body` null sends none, and no Content-Type either. */
export interface RawAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | null
}

/** What becomes of a call. Only with `act_and_…` does the API do what was asked. */
type FaultEffect =
  | { readonly kind: 'drop' | 'hang' | 'act_and_drop' | 'act_and_hang' | 'act_and_truncate' }
  | { readonly kind: 'answer' | 'act_and_answer'; readonly answer: RawAnswer }

const FAULTS = {
  /** An HTML error page of a proxy. */
  http_500_html: html(500, 'Internal Server Error'),
  http_502_html: html(502, 'Bad Gateway'),
  /** A page of HTML with status 200, as a captive portal answers. */
  html_200: html(200, 'Welcome'),
  '401': typed(apiErrors.deniedAuthentication('not_found')),
  '403': typed(apiErrors.permissionsDenied('interlink', 'read')),
  /** Untyped bodies are the gateway's; they say nothing of rights, absence or an outage. */
  '403_untyped': typed(apiErrors.untyped(403, 'request refused')),
  '404_untyped': typed(apiErrors.untyped(404, 'no route')),
  '409_untyped': typed(apiErrors.untyped(409, 'conflict')),
  '503': typed(apiErrors.untyped(503, 'service unavailable')),
  /** As recorded from the gateway: no body, no Content-Type, no Retry-After. */
  '429_empty': {
    kind: 'answer',
    answer: { status: 429, headers: { 'X-Envoy-Ratelimited': 'true' }, body: null },
  },
  '429_typed': typed(apiErrors.tooManyRequests(100, 60, 30)),
  /** The connection is closed before the API did anything. */
  refused: { kind: 'drop' },
  /** No answer ever comes, and the API does nothing. */
  timeout: { kind: 'hang' },
  /** The API does what was asked, then the connection breaks before the answer. */
  lose_answer: { kind: 'act_and_drop' },
  /** The API does what was asked, and no answer ever comes. */
  timeout_after_acting: { kind: 'act_and_hang' },
  /** The API does what was asked, and the gateway gave up on it before it had. */
  '504_after_acting': { ...html(504, 'Gateway Timeout'), kind: 'act_and_answer' },
  /** The API does what was asked, and half of the answer's JSON arrives. */
  truncated_json: { kind: 'act_and_truncate' },
} as const satisfies Record<string, FaultEffect>

export type FaultName = keyof typeof FAULTS

/** A fault by name, a typed refusal of `apiErrors`, or any bytes. */
type FaultAnswer = FaultName | ErrorAnswer | RawAnswer

type CallMatch =
  | ((call: ApiCall) => boolean)
  | { readonly method?: string; readonly path?: RegExp; readonly region?: string }

/** How a link's object is broken, in lists and by itself. */
export type Malformation =
  | 'id_missing'
  | 'name_is_number'
  | 'status_missing'
  | 'tags_is_text'
  | 'created_at_is_nonsense'
  | 'partner_is_text'
  | 'not_an_object'

/** What can go wrong between the bot and the API. Every fault stays until it is taken back, or used up. */
export interface Faults {
  /** The next `times` calls (one unless told) that match get `answer`. Earlier faults are used up first. */
  next(fault: { readonly match?: CallMatch; readonly times?: number; readonly answer: FaultAnswer }): void
  /** Every call of a region gets `answer`, until null is passed. */
  regionDown(region: string, answer: FaultAnswer | null): void
  /** How long every call waits before it is handled, in ms of the stand-in's clock. */
  setLatencyMs(ms: number): void
  /** Breaks one link's object; null mends it. */
  malformedLink(id: string, how: Malformation | ((link: Wire) => unknown) | null): void
  /** Moves every page but the first: negative repeats items of the page before, positive skips some, 0 mends it. */
  shiftPages(items: number): void
  /** A list shows this link twice on its page; `total_count` stays true. Null mends it. */
  duplicateLink(id: string | null): void
  /** Optional fields are null instead of absent. */
  sendNulls(on: boolean): void
  /** Takes everything back. */
  clear(): void
}

/** The faults as server and routes look at them. */
export interface FaultState {
  pick(call: ApiCall): FaultEffect | null
  latencyMs(): number
  broken(id: string, link: Wire): unknown
  shift(): number
  isDuplicated(id: string): boolean
  nulls(): boolean
}

export function createFaults(): { readonly faults: Faults; readonly state: FaultState } {
  let queue: { match: CallMatch; left: number; effect: FaultEffect }[] = []
  const down = new Map<string, FaultEffect>()
  const malformed = new Map<string, Malformation | ((link: Wire) => unknown)>()
  let latency = 0
  let shifted = 0
  let duplicated: string | null = null
  let nulls = false

  const faults: Faults = {
    next: ({ match = {}, times = 1, answer }) => queue.push({ match, left: times, effect: effectOf(answer) }),
    regionDown(region, answer) {
      if (answer === null) down.delete(region)
      else down.set(region, effectOf(answer))
    },
    setLatencyMs: (ms) => {
      latency = ms
    },
    malformedLink(id, how) {
      if (how === null) malformed.delete(id)
      else malformed.set(id, how)
    },
    shiftPages: (items) => {
      shifted = items
    },
    duplicateLink: (id) => {
      duplicated = id
    },
    sendNulls: (on) => {
      nulls = on
    },
    clear() {
      queue = []
      down.clear()
      malformed.clear()
      latency = 0
      shifted = 0
      duplicated = null
      nulls = false
    },
  }

  return {
    faults,
    state: {
      pick(call) {
        const fault = queue.find((candidate) => candidate.left > 0 && isMatch(candidate.match, call))
        if (fault !== undefined) {
          fault.left -= 1
          queue = queue.filter((candidate) => candidate.left > 0)
          return fault.effect
        }
        return (call.region !== null && down.get(call.region)) || null
      },
      latencyMs: () => latency,
      broken(id, link) {
        const how = malformed.get(id)
        if (how === undefined) return link
        return typeof how === 'function' ? how(link) : MALFORMATIONS[how](link)
      },
      shift: () => shifted,
      isDuplicated: (id) => id === duplicated,
      nulls: () => nulls,
    },
  }
}

const MALFORMATIONS: Record<Malformation, (link: Wire) => unknown> = {
  id_missing: ({ id: _, ...link }) => link,
  name_is_number: (link) => ({ ...link, name: 42 }),
  status_missing: ({ status: _, ...link }) => link,
  tags_is_text: (link) => ({ ...link, tags: 'prod' }),
  created_at_is_nonsense: (link) => ({ ...link, created_at: 'yesterday' }),
  partner_is_text: (link) => ({ ...link, partner: 'HexaIX' }),
  not_an_object: () => 'link',
}

function isMatch(match: CallMatch, call: ApiCall): boolean {
  if (typeof match === 'function') return match(call)
  return (
    (match.method === undefined || match.method === call.method) &&
    (match.path === undefined || match.path.test(call.path)) &&
    (match.region === undefined || match.region === call.region)
  )
}

function effectOf(answer: FaultAnswer): FaultEffect {
  if (typeof answer === 'string') return FAULTS[answer]
  if (typeof answer.body === 'string' || answer.body === null) {
    return { kind: 'answer', answer: { ...answer, body: answer.body } }
  }
  return typed({ status: answer.status, body: answer.body })
}

function typed(error: ErrorAnswer) {
  return {
    kind: 'answer',
    answer: {
      status: error.status,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(error.body),
    },
  } as const
}

function html(status: number, title: string) {
  return {
    kind: 'answer',
    answer: {
      status,
      headers: { 'Content-Type': 'text/html' },
      body: `<html><head><title>${title}</title></head><body><h1>${status} ${title}</h1></body></html>`,
    },
  } as const
}
