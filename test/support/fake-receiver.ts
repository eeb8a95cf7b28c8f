import type { App, Receiver, ReceiverEvent } from '@slack/bolt'
import type { FetchFunction } from '@slack/web-api'

/** What the app sent to a response_url. */
interface Responded {
  readonly url: string
  readonly body: {
    readonly text: string
    readonly blocks: readonly unknown[]
    readonly response_type?: string
    readonly replace_original?: boolean
    readonly thread_ts?: string
  }
}

/** A way into the real Bolt app without a network: envelopes go in at one end, acknowledgements and answers are kept. */
export interface FakeReceiver extends Receiver {
  /** Delivers an envelope, and resolves when the app has done all it does about it. */
  deliver(body: Record<string, unknown>, options?: { readonly loseAck?: boolean }): Promise<void>
  /** One entry an acknowledgement: what it carried. */
  readonly acks: unknown[]
  readonly started: () => boolean
}

export function fakeReceiver(): FakeReceiver {
  let app: App | undefined
  let started = false
  const acks: unknown[] = []
  return {
    acks,
    started: () => started,
    init(initialised) {
      app = initialised
    },
    async start() {
      started = true
    },
    async stop() {
      started = false
    },
    async deliver(body, options = {}) {
      const event: ReceiverEvent = {
        body,
        ack: async (response?: unknown) => {
          if (options.loseAck) throw new Error('The connection is gone')
          acks.push(response)
        },
      }
      await app?.processEvent(event)
    },
  }
}

type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }

/** Answers of Slack's Web API by method, and everything that was sent to response URLs. */
export interface FakeSlackApi {
  readonly fetch: FetchFunction
  readonly responses: Responded[]
  /** How often a method was called. */
  calls(method: string): number
  /** What a method answers from now on; a function is asked each time, and may throw as a network does. */
  answer(method: string, answer: Answer | ((args: URLSearchParams) => Answer)): void
}

const TEAM = 'T1'

/** Slack as far as these tests need it: one workspace with a full member, U1. */
export function fakeSlackApi(): FakeSlackApi {
  const responses: Responded[] = []
  const counts = new Map<string, number>()
  const answers = new Map<string, Answer | ((args: URLSearchParams) => Answer)>([
    [
      'auth.test',
      {
        headers: { 'x-oauth-scopes': 'chat:write,commands,users:read' },
        body: { ok: true, team_id: TEAM, user_id: 'UBOT', bot_id: 'B1' },
      },
    ],
    ['users.info', (args) => ({ body: { ok: true, user: { id: args.get('user'), team_id: TEAM } } })],
  ])
  return {
    responses,
    calls: (method) => counts.get(method) ?? 0,
    answer: (method, answer) => void answers.set(method, answer),
    async fetch(url, init) {
      const { href, host, pathname } = new URL(url)
      if (host === 'hooks.example') {
        responses.push({ url: href, body: JSON.parse(String(init?.body)) })
        return new Response('ok')
      }
      const method = pathname.split('/').at(-1) ?? ''
      counts.set(method, (counts.get(method) ?? 0) + 1)
      const found = answers.get(method) ?? { body: { ok: false, error: 'unknown_method' } }
      const {
        status = 200,
        headers = {},
        body,
      } = typeof found === 'function' ? found(new URLSearchParams(String(init?.body ?? ''))) : found
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return new Response(text, {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      })
    },
  }
}
