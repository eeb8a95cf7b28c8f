import type { Link } from '../../src/domain/link.ts'
import { type Recorded, STABLE_MS } from './run.ts'
import { CONNECTION, type PollSight } from './world.ts'

/** A time in which the dedicated connection was bad, by a naive replay. Times are those of polls (ms). */
export interface ConnectionTime {
  readonly from: number
  /** The links that rode on it then. */
  readonly riders: readonly Link[]
  /** The poll by which it had been well for long enough; null where none was. */
  to: number | null
}

export function connectionTimes(polls: readonly PollSight[]): readonly ConnectionTime[] {
  const times: ConnectionTime[] = []
  let worked: boolean | null = null
  let open: ConnectionTime | null = null
  let wellSince: number | null = null
  for (const { at, sights } of polls) {
    const sight = sights.find(({ region }) => region === 'fr-par')
    if (sight?.links == null) continue
    const riders = sight.links.filter(
      ({ kind }) => kind.type === 'self_hosted' && kind.connectionId === CONNECTION,
    )
    if (sight.connectionWorks) {
      if (open !== null) wellSince ??= at
      if (open !== null && wellSince !== null && at - wellSince >= STABLE_MS) {
        open.to = at
        open = null
      }
    } else {
      wellSince = null
      // What was bad at first sight, and carried nothing, is nobody's loss.
      if (open === null && (worked === true || (worked === null && riders.length > 0))) {
        open = { from: at, riders, to: null }
        times.push(open)
      }
    }
    if (open === null) wellSince = null
    worked = sight.connectionWorks
  }
  return times
}

/** What a channel was told of one such time. */
export interface ToldConnection {
  readonly incidentId: string
  readonly from: number
  /** Messages that name it, each with the moment it first did. */
  readonly messages: Map<string, number>
  readonly endings: number[]
  inSummary: boolean
  to: number | null
}

export function toldConnectionsIn(channel: string, records: readonly Recorded[]): readonly ToldConnection[] {
  const all = new Map<string, ToldConnection>()
  for (const { at, record } of records) {
    for (const { id, subject, firstBadAt, resolvedAt } of record.incidents) {
      if (subject.type !== 'connection') continue
      const told = all.get(id) ?? {
        incidentId: id,
        from: firstBadAt,
        messages: new Map(),
        endings: [],
        inSummary: false,
        to: null,
      }
      told.to = resolvedAt
      all.set(id, told)
    }
    for (const { channel: where, dispatch, alert } of record.deliveries) {
      if (where !== channel) continue
      if (alert.type === 'connection_line' && (alert.event === 'recovered' || alert.event === 'closed'))
        all.get(alert.incident.id)?.endings.push(at)
      const message = dispatch.type === 'post' ? dispatch.key : dispatch.parentKey
      const named =
        alert.type === 'connection'
          ? [alert.incident.id]
          : alert.type === 'baseline'
            ? alert.entries.filter((one) => one.subject === 'connection').map((one) => one.incidentId)
            : []
      for (const id of named) {
        const told = all.get(id)
        if (told === undefined) continue
        if (!told.messages.has(message)) told.messages.set(message, at)
        told.inSummary ||= alert.type === 'baseline'
      }
    }
  }
  return [...all.values()]
}
