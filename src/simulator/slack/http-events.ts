import { createHmac } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { ACK_WITHIN_MS, type Delivery, type Envelope, type Transport } from './dispatcher.ts'
import type { Json } from './workspace.ts'

/** `v0=` and the HMAC of `v0:timestamp:body`: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signatureOf(signingSecret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
}

interface HttpEventsOptions {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
  readonly requestUrl: string | (() => string)
  readonly signingSecret: string
}

/**
 * Delivers to the app's request URL: events as JSON, interactions as a form with one field `payload`, slash commands
 * as a plain form (https://docs.slack.dev/apis/events-api/using-http-request-urls, …/interactivity).
 */
export function makeHttpEvents(options: HttpEventsOptions): Transport {
  const { clock } = options
  return {
    deliver(envelope, retry) {
      const { body, contentType } = encode(envelope)
      const timestamp = String(Math.floor(clock.now() / 1000))
      const headers: Record<string, string> = {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signatureOf(options.signingSecret, timestamp, body),
      }
      if (retry) {
        headers['x-slack-retry-num'] = String(retry.attempt)
        headers['x-slack-retry-reason'] = retry.reason === 'timeout' ? 'http_timeout' : retry.reason
      }
      return new Promise((resolve) => {
        const timer = clock.setTimer(ACK_WITHIN_MS, () => resolve({ ok: false, error: 'operation_timeout' }))
        const url = typeof options.requestUrl === 'string' ? options.requestUrl : options.requestUrl()
        options
          .fetch(url, { method: 'POST', headers, body, redirect: 'manual' })
          .then(read, (): Delivery => ({ ok: false, error: 'dispatch_failed' }))
          .then((delivery) => {
            timer.cancel()
            resolve(delivery)
          })
      })
    },
  }
}

function encode(envelope: Envelope): { readonly body: string; readonly contentType: string } {
  if (envelope.type === 'events_api') {
    return { body: JSON.stringify(envelope.payload), contentType: 'application/json' }
  }
  const fields: Record<string, string> =
    envelope.type === 'interactive'
      ? { payload: JSON.stringify(envelope.payload) }
      : Object.fromEntries(Object.entries(envelope.payload).map(([key, value]) => [key, String(value)]))
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' }
}

async function read(response: Response): Promise<Delivery> {
  const text = await response.text()
  if (!response.ok) return { ok: false, error: 'dispatch_failed', status: response.status }
  if (!(response.headers.get('content-type') ?? '').includes('application/json'))
    return { ok: true, body: text }
  try {
    return { ok: true, body: JSON.parse(text) as Json }
  } catch {
    return { ok: false, error: 'dispatch_failed', status: response.status }
  }
}
