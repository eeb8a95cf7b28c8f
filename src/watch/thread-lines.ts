import type { Alert, IncidentEntry, LinksChange, Note } from '../alerting/alert.ts'
import { alertLevel } from '../alerting/alert-level.ts'
import type { BlindRegion } from '../alerting/blindness.ts'
import { type Route, strongerMention } from '../alerting/routing.ts'
import { type Level, worseLevel } from '../domain/incident.ts'
import type { Mention } from '../domain/subscription.ts'
import type { StoryCopy } from './ports.ts'

/** What one poll adds to a thread. */
export interface Line {
  readonly incidentId: string | null
  readonly alert: Alert
  /** Whether it is seen in the channel too; `told` is what the story's message there tells by now. */
  readonly broadcast: boolean | ((told: Alert) => boolean)
  /** The incidents that a note is about, by name: a channel that has heard of some of them is told of those. */
  readonly concerns?: readonly { readonly incidentId: string; readonly name: string }[]
}

/** Names in one line; the others are counted. */
const NAMED = 20

type Answer = Line & { readonly broadcast: boolean; readonly mention: Mention | null }

/** One decision adds one line about links to a thread, however many of its message's links it changed. */
export function fewLines(
  lines: readonly { readonly line: Line; readonly routes: readonly Route[] }[],
  { channel, alert: root }: StoryCopy,
  at: number,
): readonly Answer[] {
  const answers = lines.flatMap(({ line, routes }): Answer[] => {
    const alert = concerning(root, line)
    if (alert === null) return []
    const broadcast = typeof line.broadcast === 'function' ? line.broadcast(root) : line.broadcast
    const route = broadcast ? routes.find((candidate) => candidate.channel === channel) : undefined
    return [{ ...line, alert, broadcast, mention: route?.mention ?? null }]
  })
  const aboutLinks = answers.filter(({ alert }) => changesOf(alert).length > 0)
  const others = answers.filter(({ alert }) => changesOf(alert).length === 0)
  const few = aboutLinks.length > 1 ? [...others, oneLine(aboutLinks, root, at)] : answers
  return few.map((answer) => withImpact(answer, root))
}

/** A line about several links says, too, what its message says of their VPCs: an edit notifies nobody. */
function withImpact(answer: Answer, root: Alert): Answer {
  const { alert } = answer
  return alert.type === 'links_line' && 'impact' in root && root.impact !== undefined
    ? { ...answer, alert: { ...alert, impact: root.impact } }
    : answer
}

/** What a line says of what the message in this channel names, since another channel may hear of less; else null. */
function concerning(root: Alert, { alert, concerns }: Line): Alert | null {
  if (root.type === 'scope') return concerningRegions(root.regions, alert, concerns)
  const about = changesOf(alert)
  if (root.type === 'link') {
    const { id } = root.evidence.link
    if (about.length > 0 && about.every(({ link }) => link.id !== id)) return null
    return alert.type === 'note' && concerns !== undefined
      ? noteAbout(alert, concerns, [root.incident.id])
      : alert
  }
  if (!('entries' in root)) return alert
  if (alert.type === 'note' && concerns !== undefined) {
    const told = root.entries.map(({ incidentId }) => incidentId)
    return noteAbout(alert, concerns, 'incident' in root ? [...told, root.incident.id] : told)
  }
  const changed = changesOf(alert)
  if (changed.length === 0) return alert
  const named = new Set(root.entries.map(({ link }) => link.id))
  const changes = changed.filter(({ link }) => named.has(link.id))
  if (changes.length === 0) return null
  return alert.type === 'links_line' ? { ...alert, changes } : alert
}

function concerningRegions(
  regions: readonly BlindRegion[],
  alert: Alert,
  concerns: Line['concerns'],
): Alert | null {
  const told = regions.map(({ incident }) => incident.id)
  if (alert.type === 'note' && concerns !== undefined) return noteAbout(alert, concerns, told)
  if (alert.type !== 'scope_line') return alert
  const changes = alert.changes.filter(({ incident }) => told.includes(incident.id))
  const left = regions.filter(({ incident }) => incident.resolvedAt === null).map(({ scope }) => scope.region)
  return changes.length === 0 ? null : { ...alert, changes, left }
}

/** A note with the names of those incidents that a message tells; null where it tells none of them. */
function noteAbout(
  note: Extract<Alert, { type: 'note' }>,
  concerns: NonNullable<Line['concerns']>,
  told: readonly string[],
): Alert | null {
  const known = new Set(told)
  const named = concerns.filter(({ incidentId }) => known.has(incidentId)).map(({ name }) => name)
  return named.length === 0 ? null : { ...note, about: named.slice(0, NAMED), count: named.length }
}

function oneLine(lines: readonly Answer[], root: Alert, at: number): Answer {
  const changes = lines.flatMap(({ alert }) => changesOf(alert))
  const level = lines.reduce<Level>((worst, { alert }) => worseLevel(worst, alertLevel(alert)), 'info')
  const broadcast = lines.some((line) => line.broadcast)
  const mention = lines.reduce<Mention | null>((most, line) => strongerMention(most, line.mention), null)
  const left = stillBad('entries' in root ? root.entries : [])
  return { incidentId: null, alert: { type: 'links_line', at, level, changes, left }, broadcast, mention }
}

/** How many of these links are bad now. */
export function stillBad(entries: readonly IncidentEntry[]): number {
  return entries.filter(({ resolvedAt, upSince }) => resolvedAt === null && upSince === null).length
}

function changesOf(alert: Alert): readonly LinksChange[] {
  if (alert.type === 'links_line') return alert.changes
  if (alert.type !== 'link_line') return []
  const { id, name, region } = alert.evidence.link
  return [{ event: alert.event, link: { id, name, region, status: alert.move.to ?? 'deleted' } }]
}

/** A line about one thing, by its name. */
export function noteOf(name: string, level: Level, note: Note, at: number): Alert {
  return { type: 'note', at, level, about: [name], count: 1, note }
}
