import type { Clock } from '../clock.ts'
import {
  alertProblems,
  changeProblems,
  isObject,
  type JsonObject,
  MOST_BODY_BYTES,
} from './event-problems.ts'
import { type PagerAnswer, type PagerRequest, type PagerServer, startPagerServer } from './server.ts'

/** An alert of the service. One that is resolved stays; a trigger with its key makes another. */
export interface PagerDutyAlert {
  readonly dedupKey: string
  readonly state: 'triggered' | 'acknowledged' | 'resolved'
  readonly summary: string
  readonly severity: string
  readonly source: string
  /** The events that were applied to it, in their order. */
  readonly log: readonly string[]
}

/** A call, a push, a mail: what somebody on call hears. */
export interface PagerDutyNotification {
  readonly dedupKey: string
  readonly summary: string
  /** By severity, as a service with dynamic notifications does: critical and error are high, the others low. */
  readonly urgency: 'high' | 'low'
  readonly at: number
}

export interface PagerDuty extends PagerServer {
  /** Alerts, oldest first. */
  alerts(): readonly PagerDutyAlert[]
  /** The alert of this key that is not resolved, or else the last that was; null for none. */
  alert(dedupKey: string): PagerDutyAlert | null
  /** Change events, as they came. */
  changes(): readonly JsonObject[]
  notifications(): readonly PagerDutyNotification[]
}

export interface PagerDutyOptions {
  readonly clock: Clock
  /** Integration keys that exist. */
  readonly routingKeys: readonly string[]
  readonly newId: () => string
  readonly host?: string
  readonly port?: number
}

/**
 * A stand-in for PagerDuty's Events API v2, written from PagerDuty's documents ("Events API v2 Overview", "Send an Alert
 * Event", "Send a Change Event"). What they leave open is a guess: the status for a body that is too large (413), the words
 * of most errors, and that acknowledge and resolve need a key.
 */
export async function startPagerDuty(options: PagerDutyOptions): Promise<PagerDuty> {
  const alerts: PagerDutyAlert[] = []
  const changes: JsonObject[] = []
  const notifications: PagerDutyNotification[] = []
  const { clock } = options

  const openIndex = (key: string) =>
    alerts.findIndex(({ dedupKey, state }) => dedupKey === key && state !== 'resolved')

  const trigger = (dedupKey: string, payload: JsonObject): void => {
    const index = openIndex(dedupKey)
    const open = alerts[index]
    // "While an incident is acknowledged, it won't generate any additional notifications"; nor does one that rings already.
    if (open !== undefined) {
      alerts[index] = { ...open, log: [...open.log, 'trigger'] }
      return
    }
    const summary = String(payload.summary)
    const severity = String(payload.severity)
    alerts.push({
      dedupKey,
      state: 'triggered',
      summary,
      severity,
      source: String(payload.source),
      log: ['trigger'],
    })
    const urgency = severity === 'critical' || severity === 'error' ? 'high' : 'low'
    notifications.push({ dedupKey, summary, urgency, at: clock.now() })
  }

  /** "Once the alert is resolved, any further events with the same dedup_key will … be dropped". */
  const follow = (dedupKey: string, action: string, state: PagerDutyAlert['state']): void => {
    const index = openIndex(dedupKey)
    const open = alerts[index]
    if (open !== undefined) alerts[index] = { ...open, state, log: [...open.log, action] }
  }

  const takeAlert = (event: JsonObject): PagerAnswer => {
    const dedupKey = typeof event.dedup_key === 'string' ? event.dedup_key : options.newId()
    if (event.event_action === 'trigger' && isObject(event.payload)) trigger(dedupKey, event.payload)
    if (event.event_action === 'acknowledge') follow(dedupKey, 'acknowledge', 'acknowledged')
    if (event.event_action === 'resolve') follow(dedupKey, 'resolve', 'resolved')
    return {
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: dedupKey },
    }
  }

  const takeChange = (event: JsonObject): PagerAnswer => {
    changes.push(event)
    return { status: 202, body: { status: 'success', message: 'Change event processed' } }
  }

  const routes: Readonly<
    Record<string, readonly [(event: JsonObject) => readonly string[], (event: JsonObject) => PagerAnswer]>
  > = {
    '/v2/enqueue': [alertProblems, takeAlert],
    '/v2/change/enqueue': [changeProblems, takeChange],
  }

  const handle = ({ method, path, body }: PagerRequest): PagerAnswer => {
    const route = routes[path]
    if (route === undefined) return { status: 404, body: 'Not found' }
    if (method !== 'POST') return { status: 405, body: 'Method not allowed' }
    if (Buffer.byteLength(body) > MOST_BODY_BYTES) return { status: 413, body: 'Payload too large' }
    const event = parse(body)
    if (event === null) return invalid(['JSON is invalid'])
    const [problemsOf, take] = route
    const problems = problemsOf(event)
    if (problems.length > 0) return invalid(problems)
    const known = options.routingKeys.some((key) => key === event.routing_key)
    return known ? take(event) : invalid(['Invalid routing key'])
  }

  const server = await startPagerServer(handle, options)
  return {
    ...server,
    alerts: () => [...alerts],
    alert(dedupKey) {
      const ofKey = alerts.filter((alert) => alert.dedupKey === dedupKey)
      return ofKey.find(({ state }) => state !== 'resolved') ?? ofKey.at(-1) ?? null
    },
    changes: () => [...changes],
    notifications: () => [...notifications],
  }
}

function invalid(errors: readonly string[]): PagerAnswer {
  return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } }
}

function parse(body: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
