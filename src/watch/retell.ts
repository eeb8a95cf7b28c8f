import type { Alert } from '../alerting/alert.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import type { Incident } from '../domain/incident.ts'
import { carryingFamilies } from '../domain/link.ts'

/** A message about one link needs no more than these to name what is left; a VPC may have hundreds of links. */
const SIBLINGS_TOLD = 6

/** What a message keeps of the evidence: of the siblings those that carry come first, since they are what is left. */
export function evidenceToTell(evidence: Evidence): Evidence {
  const siblings = [...evidence.siblings].sort(
    (a, b) => carryingFamilies(b).length - carryingFamilies(a).length,
  )
  return { ...evidence, siblings: siblings.slice(0, SIBLINGS_TOLD) }
}

/** A link as the poll at hand saw it. `to` is its raw status; null where it is gone. */
export interface Sighting {
  readonly evidence: Evidence
  readonly to: string | null
}

/** The root message of an incident, told as things are now. `sighting` is null where nobody looks any more. */
export function retell(root: Alert, incident: Incident, at: number, sighting: Sighting | null): Alert {
  switch (root.type) {
    case 'baseline':
    case 'group':
    case 'connection':
    case 'policy':
      // No entry stands for the connection itself.
      if (root.type === 'connection' && root.incident.id === incident.id) return { ...root, at, incident }
      return {
        ...root,
        // A baseline goes on saying when its first look was.
        at: root.type === 'baseline' ? root.at : at,
        entries: root.entries.map((entry) => {
          if (entry.incidentId !== incident.id) return entry
          const { level, reason, upSince, resolvedAt, ending, acknowledgement } = incident
          const flapping = incident.flapping !== null
          const link =
            sighting === null
              ? entry.link
              : { ...entry.link, name: sighting.evidence.link.name, status: sighting.to ?? 'deleted' }
          return { ...entry, link, level, reason, upSince, resolvedAt, ending, acknowledgement, flapping }
        }),
      }
    case 'link':
      if (sighting === null) return { ...root, at, incident }
      return {
        ...root,
        at,
        incident,
        move: { from: root.move.from, to: sighting.to },
        // What a person compares with is how the link was before the incident, not before its latest change.
        evidence: { ...sighting.evidence, before: root.evidence.before },
      }
    case 'scope':
      return { ...root, at, incident }
    case 'link_line':
    case 'links_line':
    case 'connection_line':
    case 'scope_line':
    case 'note':
    case 'silence_over':
    case 'digest':
    case 'page':
    case 'stuck':
      return root
  }
}
