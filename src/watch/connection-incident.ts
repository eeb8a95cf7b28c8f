import { worsenedAcknowledgement } from '../alerting/acknowledgements.ts'
import type { Alert, IncidentEntry, StatusMove } from '../alerting/alert.ts'
import type { ConnectionDecision } from '../alerting/connections.ts'
import { restartReminders } from '../alerting/reminders.ts'
import { type HistoryEntry, type Incident, withHistory } from '../domain/incident.ts'
import type { Connection } from '../domain/link.ts'
import { entryOf } from './entries.ts'
import { retell } from './retell.ts'

/** The incident of a connection after a decision on it that neither opens it nor leaves it as it was. */
export function followed(
  incident: Incident,
  { act, level, rule, reason }: ConnectionDecision,
  { to }: StatusMove,
  at: number,
): Incident {
  const happened = (event: HistoryEntry['event']): HistoryEntry => ({ at, event, status: to, by: null })
  const relapsed = incident.upSince !== null
  switch (act) {
    case 'confirm':
      return withHistory({ ...incident, upSince: at }, happened('up'))
    case 'close':
      return withHistory(
        { ...incident, resolvedAt: at, ending: to === null ? 'gone' : 'recovered' },
        happened('over'),
      )
    case 'worsen': {
      const held = worsenedAcknowledgement(incident, level, at)?.incident ?? incident
      const worse = restartReminders({ ...held, level, rule, reason, badStatus: to, upSince: null }, at)
      // Down again is counted where it may flap; that it is worse, too, is what its line says.
      return withHistory(worse, happened(relapsed ? 'down_again' : 'worsened'))
    }
    default:
      return withHistory(
        { ...incident, badStatus: to, upSince: null },
        happened(relapsed ? 'down_again' : 'changed'),
      )
  }
}

/** A message that tells a connection's incident, as things are now. `move` is null where its status did not change. */
export function shown(
  root: Alert,
  incident: Incident,
  connection: Connection,
  move: StatusMove | null,
  at: number,
): Alert {
  if (root.type === 'connection' && root.incident.id === incident.id)
    return {
      ...root,
      at,
      incident,
      connection,
      move: move === null ? root.move : { from: root.move.from, to: move.to },
    }
  const told = retell(root, incident, at, null)
  if (!('entries' in told) || move === null) return told
  return {
    ...told,
    entries: told.entries.map((entry) =>
      entry.incidentId === incident.id
        ? { ...entry, link: { ...entry.link, status: move.to ?? 'deleted' } }
        : entry,
    ),
  }
}

/** A connection as the message that tells its incident has it; null where that is not known. */
export function lastTold(root: Alert | null, incident: Incident): Connection | null {
  if (root?.type === 'connection') return root.connection
  const entries = root !== null && 'entries' in root ? root.entries : []
  const entry = entries.find(({ incidentId }) => incidentId === incident.id)
  if (entry === undefined) return null
  const { id, name, status } = entry.link
  return { id, name, status, popId: '', bandwidthMbps: 0 }
}

/** A connection as a line of a message that tells several things. `status` is its raw one; null where it is gone. */
export function connectionEntry(
  incident: Incident,
  { id, name }: Connection,
  region: string,
  status: string | null,
): IncidentEntry {
  return { ...entryOf(incident, { id, name, region, status: status ?? 'deleted' }), subject: 'connection' }
}
