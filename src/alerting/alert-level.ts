import { type Level, worseLevel } from '../domain/incident.ts'
import type { Alert, IncidentEntry } from './alert.ts'
import type { BlindRegion } from './blindness.ts'

/** How loud an alert is; one that tells several links or regions is as loud as the worst that is still open in it. */
export function alertLevel(alert: Alert): Level {
  switch (alert.type) {
    case 'baseline':
    case 'group':
      return worstOpen(alert.entries)
    case 'policy':
      return worseLevel(alert.incident.level, worstOpen(alert.entries))
    case 'connection':
      return alert.incident.resolvedAt === null
        ? worseLevel(alert.incident.level, worstOpen(alert.entries))
        : worstOpen(alert.entries)
    case 'links_line':
    case 'note':
      return alert.level
    case 'silence_over':
      return worstOpen(alert.entries)
    case 'scope':
      return worstOf(alert.regions.filter(({ incident }) => incident.resolvedAt === null))
    case 'scope_line':
      return worstOf(alert.changes)
    case 'moved':
    case 'digest':
      return 'info'
    case 'stuck':
      return 'error'
    case 'page':
      return alert.event.level
    default:
      return alert.incident.level
  }
}

function worstOf(regions: readonly BlindRegion[]): Level {
  return regions.reduce<Level>((worst, { incident }) => worseLevel(incident.level, worst), 'info')
}

function worstOpen(entries: readonly IncidentEntry[]): Level {
  return (
    entries
      // What is told once is over from the start, and as loud as it is.
      .filter((entry) => entry.resolvedAt === null || entry.ending === 'told_once')
      .reduce<Level>((worst, { level }) => worseLevel(level, worst), 'info')
  )
}
