import type { Incident, Level } from '../domain/incident.ts'
import type { Connection } from '../domain/link.ts'
import { type ConnectionStatus, connectionStatus } from '../domain/status.ts'

/** Statuses in which a dedicated connection carries nothing, and does not come back by itself. */
const BAD: readonly ConnectionStatus[] = ['failed', 'disabled', 'locked', 'deleted']

/** What a dedicated connection is judged by. */
export interface ConnectionChange {
  /** As it was remembered; null at first sight. */
  readonly before: Connection | null
  /** Null when it is gone: its kind was read whole, and it was not there. */
  readonly after: Connection | null
  /** Links that ride on it, and how many of them are known to have carried. */
  readonly links: number
  readonly carrying: number
}

/**
 * What is to be told of a dedicated connection, and why. `open`: a new incident, which holds back the messages of its own
 * links. `update`: an edit and a quiet line. `close`: the end of its incident.
 */
export interface ConnectionDecision {
  readonly act: 'open' | 'update' | 'close' | 'quiet'
  readonly level: Level
  readonly rule: string
  readonly reason: string
}

/** Decides on a connection. `incident` is its open incident; null when there is none. Pure. */
export function decideConnection(change: ConnectionChange, incident: Incident | null): ConnectionDecision {
  const { before, after, links, carrying } = change
  const bad = after === null || BAD.includes(connectionStatus(after.status))
  if (incident !== null) {
    const kept = { level: incident.level, rule: incident.rule, reason: incident.reason }
    if (after !== null && connectionStatus(after.status) === 'active') return { ...kept, act: 'close' }
    // Nobody waits for a connection that is gone for good once nothing rides on it any more.
    if (after === null && links === 0) return { ...kept, act: 'close' }
    return { ...kept, act: before?.status === after?.status ? 'quiet' : 'update' }
  }
  const quiet = (reason: string): ConnectionDecision => ({
    act: 'quiet',
    level: 'info',
    rule: 'connection',
    reason,
  })
  if (!bad) return quiet('The connection is where it should be, or moving there.')
  if (before === null && links === 0) return quiet('The connection was bad before it carried any link.')
  if (after === null && links === 0 && before !== null && BAD.includes(connectionStatus(before.status)))
    return quiet('A connection that carried nothing any more is gone.')
  const rule = after === null ? 'connection_gone' : `connection_${after.status}`
  if (carrying > 0) {
    return {
      act: 'open',
      level: 'critical',
      rule,
      reason: 'A dedicated connection that links in service ride on carries nothing any more.',
    }
  }
  const wasActive = before === null || connectionStatus(before.status) === 'active'
  return wasActive
    ? {
        act: 'open',
        level: 'error',
        rule,
        reason: 'A dedicated connection failed; no link in service rides on it.',
      }
    : {
        act: 'open',
        level: 'warning',
        rule,
        reason: 'A dedicated connection failed before it was in service.',
      }
}
