import type { Json, StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { textsOf } from './slack-limits.ts'

/** A message as people and other apps read it, without what differs from run to run: times, and ids made up. */
export interface Told {
  readonly place: string
  readonly kind: Json | undefined
  readonly severity: Json | undefined
  readonly link: Json | undefined
  readonly move: string
  readonly count: Json | undefined
  /** The place of its alert key, and of its incident, among those of these messages in the order they came. */
  readonly key: number
  readonly incident: number
  readonly edited: boolean
  readonly text: string
  readonly texts: readonly string[]
}

/** Some messages of a channel, to be compared with those of another run. */
export function told(messages: readonly StoredMessage[]): readonly Told[] {
  const payloads = messages.map(({ metadata }) => metadata?.event_payload ?? {})
  const keys = [...new Set(payloads.map(({ alert_key }) => alert_key))]
  const incidents = [...new Set(payloads.map(({ incident_id }) => incident_id))]
  return messages.map((message, index) => {
    const payload = payloads[index] ?? {}
    return {
      place: placeOf(message, messages),
      kind: payload.kind,
      severity: payload.severity,
      link: payload.link_id,
      move: `${payload.from} to ${payload.to}`,
      count: payload.count,
      key: keys.indexOf(payload.alert_key),
      incident: incidents.indexOf(payload.incident_id),
      edited: message.edited !== undefined,
      text: timeless(message.text),
      texts: textsOf(message.blocks).map(timeless),
    }
  })
}

function placeOf({ thread_ts, reply_broadcast }: StoredMessage, messages: readonly StoredMessage[]): string {
  if (thread_ts === undefined) return 'channel'
  const parent = messages.findIndex(({ ts }) => ts === thread_ts)
  return `reply to ${parent}${reply_broadcast === true ? ', in the channel too' : ''}`
}

function timeless(text: string): string {
  return text
    .replace(/<!date\^[^>]*>/gu, '<date>')
    .replace(/(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d UTC/gu, '<time>')
    .replace(/\b\d+ (s|min)( \d+ s)?\b/gu, '<duration>')
}
