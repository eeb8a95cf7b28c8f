import type { Alert } from '../alerting/alert.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import type { Incident } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'

/** The root message of an incident, told as things are now. */
export function retell(
  root: Alert,
  incident: Incident,
  link: Link,
  now: { readonly at: number; readonly move: { readonly to: string | null }; readonly evidence: Evidence },
): Alert {
  switch (root.type) {
    case 'baseline':
      return {
        ...root,
        entries: root.entries.map((entry) =>
          entry.incidentId === incident.id
            ? {
                ...entry,
                link: { ...entry.link, name: link.name, status: now.move.to ?? 'deleted' },
                level: incident.level,
                reason: incident.reason,
                resolvedAt: incident.resolvedAt,
              }
            : entry,
        ),
      }
    case 'link':
      return {
        ...root,
        at: now.at,
        incident,
        move: { from: root.move.from, to: now.move.to },
        // What a person compares with is how the link was before the incident, not before its latest change.
        evidence: { ...now.evidence, before: root.evidence.before },
      }
    default:
      return root
  }
}
