import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import { compareLevels, type Incident } from '../domain/incident.ts'

/** An incident as a line of a message that tells several. */
export function entryOf(incident: Incident, link: IncidentEntry['link']): IncidentEntry {
  const { id, name, region, status } = link
  return { incidentId: incident.id, link: { id, name, region, status }, ...entryNow(incident) }
}

/** What a line of a message says of its incident, as that is now. */
export function entryNow(incident: Incident): Omit<IncidentEntry, 'incidentId' | 'link' | 'subject'> {
  const { level, reason, upSince, resolvedAt, ending, acknowledgement, heldBack } = incident
  const flapping = incident.flapping !== null
  return { level, reason, upSince, resolvedAt, ending, acknowledgement, flapping, heldBack }
}

/** The links that a message tells, as lines of one that tells several. */
export function entriesOf(root: Alert | null): readonly IncidentEntry[] {
  if (root !== null && 'entries' in root) return root.entries
  return root?.type === 'link' ? [entryOf(root.incident, root.evidence.link)] : []
}

/** The worst first, and among equals by the name of the link. */
export function worstFirst(entries: readonly IncidentEntry[]): readonly IncidentEntry[] {
  return [...entries].sort(
    (a, b) => compareLevels(b.level, a.level) || a.link.name.localeCompare(b.link.name, 'en'),
  )
}
