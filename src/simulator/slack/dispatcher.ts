import type { Clock } from '../clock.ts'
import type { Directory } from './directory.ts'
import type { FaultBox } from './faults.ts'
import type { Ids } from './ids.ts'
import type { Json, JsonObject } from './workspace.ts'

/** "Your app has three seconds to acknowledge": https://docs.slack.dev/interactivity/handling-user-interaction */
export const ACK_WITHIN_MS = 3000

export interface Envelope {
  readonly type: 'slash_commands' | 'interactive' | 'events_api'
  readonly payload: JsonObject
  readonly acceptsResponse: boolean
}

export interface Retry {
  readonly attempt: number
  readonly reason: string
}

export type Delivery =
  | { readonly ok: true; readonly body: Json }
  | { readonly ok: false; readonly error: 'operation_timeout' | 'dispatch_failed'; readonly status?: number }

/** Brings one envelope to the app and waits for its acknowledgement, at most ACK_WITHIN_MS on the clock. */
export interface Transport {
  deliver(envelope: Envelope, retry?: Retry): Promise<Delivery>
}

/** "We'll retry … nearly immediately, after 1 minute, after 5 minutes": https://docs.slack.dev/apis/events-api */
const EVENT_RETRIES_AFTER_MS = [0, 60_000, 300_000] as const

export interface Dispatcher {
  /**
   * Sends a slash command or interaction. Slack does not retry these; the redelivery fault repeats the same payload,
   * and `onAck` then hears of both acknowledgements.
   */
  send(envelope: Envelope, onAck: (body: Json) => void): Promise<Delivery>
  /** Sends an event and retries it while it is not acknowledged. Resolves after the first attempt. */
  sendEvent(event: JsonObject): Promise<Delivery>
}

interface DispatcherContext {
  readonly clock: Clock
  readonly ids: Ids
  readonly directory: Directory
  readonly faults: FaultBox
  readonly transport: Transport
  readonly verificationToken: string
}

export function makeDispatcher(context: DispatcherContext): Dispatcher {
  const { clock, faults, transport } = context

  const deliver = async (envelope: Envelope, retry?: Retry): Promise<Delivery> => {
    if (!faults.takeLostAck()) return transport.deliver(envelope, retry)
    // The app gets the envelope and acknowledges it, but nobody hears: for Slack it has not answered in time.
    void transport.deliver(envelope, retry)
    return new Promise((resolve) => {
      clock.setTimer(ACK_WITHIN_MS, () => resolve({ ok: false, error: 'operation_timeout' }))
    })
  }

  const retryEvent = (envelope: Envelope, failed: Delivery, attempt: number) => {
    const after = EVENT_RETRIES_AFTER_MS[attempt - 1]
    if (failed.ok || after === undefined) return
    const reason = failed.error === 'operation_timeout' ? 'timeout' : 'http_error'
    clock.setTimer(after, () => {
      void deliver(envelope, { attempt, reason }).then((next) => retryEvent(envelope, next, attempt + 1))
    })
  }

  return {
    async send(envelope, onAck) {
      const twice = faults.takeRedelivery()
      const first = await deliver(envelope)
      if (first.ok) onAck(first.body)
      if (twice) {
        const second = await deliver(envelope)
        if (second.ok) onAck(second.body)
      }
      return first
    },
    async sendEvent(event) {
      const envelope: Envelope = {
        type: 'events_api',
        payload: wrapEvent(event, context),
        acceptsResponse: false,
      }
      const twice = faults.takeRedelivery()
      const first = await deliver(envelope)
      if (twice) await deliver(envelope, { attempt: 1, reason: 'timeout' })
      retryEvent(envelope, first, 1)
      return first
    },
  }
}

/** The outer event: https://docs.slack.dev/apis/events-api/#event-type-structure */
function wrapEvent(event: JsonObject, context: DispatcherContext): JsonObject {
  const { directory, ids } = context
  return {
    token: context.verificationToken,
    team_id: directory.teamId,
    context_team_id: directory.teamId,
    context_enterprise_id: null,
    api_app_id: directory.appId,
    event,
    type: 'event_callback',
    event_id: ids.object('Ev'),
    event_time: Math.floor(context.clock.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: directory.teamId,
        user_id: directory.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${ids.hex(24)}`,
  }
}
