/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

const ACTIONS: readonly unknown[] = ['trigger', 'acknowledge', 'resolve']
const SEVERITIES: readonly unknown[] = ['critical', 'error', 'warning', 'info']
const KEY_LENGTH = 32
const MOST_SUMMARY = 1_024
const MOST_DEDUP_KEY = 255
/** "Events API payloads are limited to 512 KB" (Events API v2 Overview). */
export const MOST_BODY_BYTES = 512 * 1_024

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is wrong with an alert event ("Send an Alert Event"); nothing for one that PagerDuty takes. */
export function alertProblems(event: JsonObject): readonly string[] {
  const { event_action: action, dedup_key: key, payload } = event
  return [
    ...keyProblems(event),
    ...(action === undefined
      ? ["'event_action' is missing or blank"]
      : ACTIONS.includes(action)
        ? []
        : ["'event_action' is invalid (must be one of: trigger, acknowledge, resolve)"]),
    ...(key === undefined ? [] : textProblems('dedup_key', key, MOST_DEDUP_KEY)),
    ...(key === undefined && (action === 'acknowledge' || action === 'resolve')
      ? ["'dedup_key' is missing or blank"]
      : []),
    ...(action === 'trigger' ? payloadProblems(payload) : []),
    ...linkProblems(event.links),
  ]
}

/** What is wrong with a change event ("Send a Change Event"). */
export function changeProblems(event: JsonObject): readonly string[] {
  const { payload } = event
  if (!isObject(payload)) return [...keyProblems(event), "'payload' is missing or blank"]
  return [
    ...keyProblems(event),
    ...textProblems('payload.summary', payload.summary, MOST_SUMMARY),
    ...(payload.source === undefined ? [] : textProblems('payload.source', payload.source)),
    ...restProblems(payload),
    ...linkProblems(event.links),
  ]
}

function payloadProblems(payload: unknown): readonly string[] {
  if (!isObject(payload)) return ["'payload' is missing or blank"]
  return [
    ...textProblems('payload.summary', payload.summary, MOST_SUMMARY),
    ...textProblems('payload.source', payload.source),
    ...(payload.severity === undefined
      ? ["'payload.severity' is missing or blank"]
      : SEVERITIES.includes(payload.severity)
        ? []
        : ["'payload.severity' is invalid (must be one of: critical, error, warning, info)"]),
    ...(['component', 'group', 'class'] as const).flatMap((name) =>
      payload[name] === undefined ? [] : textProblems(`payload.${name}`, payload[name]),
    ),
    ...restProblems(payload),
  ]
}

function restProblems({ timestamp, custom_details: details }: JsonObject): readonly string[] {
  const dated = timestamp === undefined || !Number.isNaN(Date.parse(String(timestamp)))
  return [
    ...(dated ? [] : ["'payload.timestamp' is invalid (must be ISO 8601)"]),
    ...(details === undefined || isObject(details) ? [] : ["'payload.custom_details' must be an object"]),
  ]
}

/** The first two in PagerDuty's own words, as seen in its answers. */
function keyProblems({ routing_key: key }: JsonObject): readonly string[] {
  if (typeof key !== 'string' || key === '') return ["'routing_key' is missing or blank"]
  return [
    ...(key.length === KEY_LENGTH
      ? []
      : [`Length of 'routing_key' is incorrect (should be ${KEY_LENGTH} characters)`]),
    ...(/^[A-Za-z0-9]*$/.test(key) ? [] : ["'routing_key' cannot contain non-alphanumeric characters."]),
  ]
}

function textProblems(
  name: string,
  value: unknown,
  most: number = Number.POSITIVE_INFINITY,
): readonly string[] {
  if (typeof value !== 'string' || value.trim() === '') return [`'${name}' is missing or blank`]
  return value.length <= most ? [] : [`'${name}' is too long (maximum is ${most} characters)`]
}

function linkProblems(links: unknown): readonly string[] {
  if (links === undefined) return []
  if (!Array.isArray(links)) return ["'links' must be an array"]
  return links.every((link) => isObject(link) && typeof link.href === 'string')
    ? []
    : ["'links' must hold objects with 'href'"]
}
