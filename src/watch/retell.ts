import type { Alert } from '../alerting/alert.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import type { Incident } from '../domain/incident.ts'
import { carryingFamilies, type Link } from '../domain/link.ts'
import { entryNow } from './entries.ts'

/** A message about one link needs no more than these to name what is left; a VPC may have hundreds of links. */
const SIBLINGS_TOLD = 6

/** What a message keeps of the evidence: of the siblings those that carry come first, since they are what is left. */
export function evidenceToTell(evidence: Evidence): Evidence {
  // One pass: a VPC may have hundreds of links, and all of them may have gone down at once.
  const carrying: Link[] = []
  const others: Link[] = []
  for (const sibling of evidence.siblings)
    (carryingFamilies(sibling).length > 0 ? carrying : others).push(sibling)
  const siblings = [...carrying, ...others]
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
          const link =
            sighting === null
              ? entry.link
              : { ...entry.link, name: sighting.evidence.link.name, status: sighting.to ?? 'deleted' }
          return { ...entry, link, ...entryNow(incident) }
        }),
      }
    case 'link':
      // A channel that hears of one link of a story has a message about that one.
      if (root.incident.id !== incident.id) return root
      if (sighting === null) return { ...root, at, incident }
      return {
        ...root,
        at,
        incident,
        move: { from: root.move.from, to: sighting.to },
        evidence: evidenceNow(root.evidence, incident, sighting),
      }
    case 'scope':
      if (root.regions.every((region) => region.incident.id !== incident.id)) return root
      return {
        ...root,
        at,
        regions: root.regions.map((region) =>
          region.incident.id === incident.id ? { ...region, incident } : region,
        ),
      }
    case 'moved':
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

/**
 * The evidence of a message told anew. What a person compares with is how the link was before the incident, not before
 * its latest change; and whoever mended it is not named in place of whoever made the change it went bad with.
 */
function evidenceNow(
  root: Evidence,
  { upSince, resolvedAt }: Incident,
  { evidence, to }: Sighting,
): Evidence {
  const { changedBy: latest, ...seen } = evidence
  const mended = upSince !== null || resolvedAt !== null
  const changedBy = to === null ? latest : (root.changedBy ?? (mended ? undefined : latest))
  const orderedFor = seen.orderedFor ?? root.orderedFor
  const halted = seen.halted ?? root.halted
  return {
    ...seen,
    before: root.before,
    ...(changedBy === undefined ? {} : { changedBy }),
    ...(orderedFor === undefined ? {} : { orderedFor }),
    ...(halted === undefined ? {} : { halted }),
  }
}
