import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { isObject, type JsonObject } from './event-problems.ts'
import { type PagerAnswer, type PagerRequest, type PagerServer, startPagerServer } from './server.ts'

/** How far the timestamp of a request may be from the receiver's clock (s). */
const TOLERANCE_S = 300

export interface WebhookReceiver extends PagerServer {
  /** The bodies that were taken, each id once, in their order. */
  events(): readonly JsonObject[]
  /** How many requests were answered without doing anything, their id being known. */
  repetitions(): number
}

/**
 * What a receiver of the bot's webhook has to do, written from docs/webhook.md: it checks the signature over timestamp and
 * body, refuses requests that are too old, and takes each id once. A repetition is answered as the first was, so that
 * whoever replays a request changes nothing, and whoever lost an answer gets one.
 */
export async function startWebhookReceiver(options: {
  readonly clock: Clock
  readonly secret: string
  readonly host?: string
  readonly port?: number
}): Promise<WebhookReceiver> {
  const { clock, secret } = options
  const taken = new Map<string, JsonObject>()
  let repetitions = 0

  const handle = ({ method, headers, body }: PagerRequest): PagerAnswer => {
    if (method !== 'POST') return { status: 405, body: { error: 'only POST is taken' } }
    const timestamp = headers['x-interlink-timestamp']
    const signature = headers['x-interlink-signature']
    const id = headers['x-interlink-id']
    if (typeof timestamp !== 'string' || typeof signature !== 'string' || typeof id !== 'string')
      return { status: 401, body: { error: 'the request is not signed' } }
    const expected = `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
    if (!sameText(signature, expected)) return { status: 401, body: { error: 'the signature is not right' } }
    if (!/^\d+$/.test(timestamp) || Math.abs(clock.now() / 1_000 - Number(timestamp)) > TOLERANCE_S)
      return { status: 401, body: { error: 'the request is too old, or from the future' } }
    const event = parse(body)
    if (event === null || event.version !== 1)
      return { status: 400, body: { error: 'the body is not one of version 1' } }
    // The header is not signed; the id in the body is.
    if (event.id !== id) return { status: 400, body: { error: 'the ids of header and body differ' } }
    if (taken.has(id)) {
      repetitions += 1
      return { status: 200, body: { taken: true } }
    }
    taken.set(id, event)
    return { status: 200, body: { taken: true } }
  }

  const server = await startPagerServer(handle, options)
  return { ...server, events: () => [...taken.values()], repetitions: () => repetitions }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function parse(body: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
