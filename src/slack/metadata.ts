import type { MessageMetadata } from '@slack/types'
import type { Alert } from '../alerting/alert.ts'
import { alertLevel } from '../alerting/alert-level.ts'
import type { BlindRegion } from '../alerting/blindness.ts'
import type { Link } from '../domain/link.ts'

/** The `event_type` of the metadata on every message that tells an alert. */
export const ALERT_EVENT_TYPE = 'interlink_alert'

/** The `event_type` of the metadata on the message that shows a deletion or order, with its id in `reorder_id`. */
export const REORDER_EVENT_TYPE = 'interlink_reorder'

/** By this the one message of a reorder is found again, where Slack's answer to its first post was lost. */
export function reorderMetadata(id: string): MessageMetadata {
  return { event_type: REORDER_EVENT_TYPE, event_payload: { reorder_id: id } }
}

/** The `event_type` of the metadata on what is told of a deletion or order beside its message, by its mark in `news`. */
export const REORDER_NEWS_EVENT_TYPE = 'interlink_reorder_news'

/** By this what was told is known, so that it is told once, also where an answer of Slack's was lost. */
export function reorderNewsMetadata(news: string): MessageMetadata {
  return { event_type: REORDER_NEWS_EVENT_TYPE, event_payload: { news } }
}

/** The `event_type` of the metadata on what is told of what somebody did to a link, by its mark in `deed`. */
export const DEED_EVENT_TYPE = 'interlink_deed'

/** By this what was told is known, so that it is told once, also where an answer of Slack's was lost. */
export function deedMetadata(deed: string): MessageMetadata {
  return { event_type: DEED_EVENT_TYPE, event_payload: { deed } }
}

const LINKS_NAMED = 20

type Payload = MessageMetadata['event_payload']

/**
 * The metadata of an alert's message (docs.slack.dev, "Message metadata"): by its `alert_key` the message is found again
 * after a crash. Any app in the channel can read it, so it holds ids and statuses and nothing secret.
 */
export function alertMetadata(alertKey: string, incidentId: string | null, alert: Alert): MessageMetadata {
  const payload: Payload = {
    alert_key: alertKey,
    kind: alert.type,
    severity: alertLevel(alert),
    at: new Date(alert.at).toISOString(),
    ...(incidentId === null ? {} : { incident_id: incidentId }),
    ...subject(alert),
  }
  return { event_type: ALERT_EVENT_TYPE, event_payload: payload }
}

/** What is left of it where Slack does not take it whole: enough to find the message again. */
export function minimalMetadata(alertKey: string, alert: Alert): MessageMetadata {
  return { event_type: ALERT_EVENT_TYPE, event_payload: { alert_key: alertKey, kind: alert.type } }
}

function subject(alert: Alert): Payload {
  switch (alert.type) {
    case 'link':
    case 'link_line': {
      const { link } = alert.evidence
      return { link_id: link.id, region: link.region, ...move(alert.move.from, alert.move.to) }
    }
    case 'scope':
      return regions(alert.regions)
    case 'scope_line':
      return regions(alert.changes)
    case 'links_line':
      return several(alert.changes)
    case 'connection':
      return { region: alert.region, ...move(alert.move.from, alert.move.to), ...several(alert.entries) }
    case 'connection_line':
      return { region: alert.region, ...move(alert.move.from, alert.move.to) }
    case 'policy':
      return { region: alert.region, ...several(alert.links.map((link) => ({ link }))) }
    case 'note':
      return { count: alert.count }
    case 'digest':
      return several(alert.open)
    case 'stuck':
      return {}
    case 'moved':
      return several(alert.links.map((link) => ({ link })))
    case 'page':
      return { region: alert.event.region, ...several(alert.event.links.map((link) => ({ link }))) }
    case 'silence_over':
    case 'baseline':
    case 'group':
      return several(alert.entries)
  }
}

/** The region that a message is about; of several, how many, and the first of them. */
function regions(about: readonly BlindRegion[]): Payload {
  const names = about.map(({ scope }) => scope.region)
  const [only, ...others] = names
  return only !== undefined && others.length === 0
    ? { region: only }
    : { count: names.length, regions: names.slice(0, LINKS_NAMED).map((region) => ({ region })) }
}

/** How many links a message is about, and the first of them. */
function several(about: readonly { readonly link: Pick<Link, 'id' | 'status'> }[]): Payload {
  const links = about.slice(0, LINKS_NAMED).map(({ link }) => ({ id: link.id, ...move(null, link.status) }))
  return { count: about.length, links }
}

/** Both are always there, for those who read them by name: `none` where there was no status, `deleted` of a link gone. */
function move(from: string | null, to: string | null): Record<string, string> {
  return { from: from ?? 'none', to: to ?? 'deleted' }
}
