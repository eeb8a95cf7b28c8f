import { compareLevels, type HistoryEntry, type Incident, type Level } from '../domain/incident.ts'
import type { Connection } from '../domain/link.ts'
import { type ConnectionStatus, connectionStatus } from '../domain/status.ts'
import type { Moment } from './levels.ts'
import { isConfirmed } from './recovery.ts'

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
  /** Whether connections could be read now: what is only remembered to be up confirms nothing. */
  readonly read: boolean
}

/**
 * What is to be told of a dedicated connection, and why. `open`: a new incident, which holds back the messages of its own
 * links. `worsen`: an edit and a broadcast line. `update`: an edit and a quiet line. `confirm`: an edit, since it is up
 * again and has to stay so. `close`: the end of its incident.
 */
export interface ConnectionDecision {
  readonly act: 'open' | 'worsen' | 'update' | 'confirm' | 'close' | 'quiet'
  readonly level: Level
  readonly rule: string
  readonly reason: string
}

type ConnectionRuling = Omit<ConnectionDecision, 'act'>

/** Decides on a connection. `incident` is its open incident; null when there is none. Pure. */
export function decideConnection(
  change: ConnectionChange,
  incident: Incident | null,
  moment: Moment,
): ConnectionDecision {
  if (incident !== null) return decideOpen(change, incident, moment)
  const { before, after, links } = change
  const quiet = (reason: string): ConnectionDecision => ({
    act: 'quiet',
    level: 'info',
    rule: 'connection',
    reason,
  })
  if (!isBad(after)) return quiet('The connection is where it should be, or moving there.')
  if (before === null && links === 0) return quiet('The connection was bad before it carried any link.')
  if (after === null && links === 0 && before !== null && isBad(before))
    return quiet('A connection that carried nothing any more is gone.')
  return { ...judgeBad(change), act: 'open' }
}

/**
 * When a connection turned bad or good, oldest first (ms), by the incidents it has had: by these flapping is judged, over
 * the end of an incident, too.
 */
export function connectionChanges(incidents: readonly Incident[]): readonly number[] {
  return incidents
    .flatMap(({ history }) => history.filter(({ event }) => TURNS.includes(event)).map(({ at }) => at))
    .sort((a, b) => a - b)
}

const TURNS: readonly HistoryEntry['event'][] = ['opened', 'up', 'down_again']

function decideOpen(change: ConnectionChange, incident: Incident, moment: Moment): ConnectionDecision {
  const { before, after, links, read } = change
  const { level, rule, reason, upSince, flapping } = incident
  const kept = { level, rule, reason }
  // Nobody waits for a connection that is gone for good once nothing rides on it any more.
  if (after === null && links === 0) return { ...kept, act: 'close' }
  if (after !== null && connectionStatus(after.status) === 'active') {
    if (upSince === null) return { ...kept, act: 'confirm' }
    const over = read && flapping === null && isConfirmed(incident, moment.at, moment.settings)
    return { ...kept, act: over ? 'close' : 'quiet' }
  }
  if (upSince === null && before?.status === after?.status) return { ...kept, act: 'quiet' }
  const now = isBad(after) ? judgeBad(change) : kept
  return compareLevels(now.level, level) > 0 ? { ...now, act: 'worsen' } : { ...kept, act: 'update' }
}

/** How loud a connection that carries nothing is. */
function judgeBad({ before, after, carrying }: ConnectionChange): ConnectionRuling {
  const rule = after === null ? 'connection_gone' : `connection_${after.status}`
  if (carrying > 0)
    return {
      level: 'critical',
      rule,
      reason: 'A dedicated connection that links in service ride on carries nothing any more.',
    }
  const wasActive = before === null || connectionStatus(before.status) === 'active'
  return wasActive
    ? { level: 'error', rule, reason: 'A dedicated connection failed; no link in service rides on it.' }
    : { level: 'warning', rule, reason: 'A dedicated connection failed before it was in service.' }
}

function isBad(connection: Connection | null): boolean {
  return connection === null || BAD.includes(connectionStatus(connection.status))
}
