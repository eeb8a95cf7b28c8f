import type { SiblingDoubt } from '../diagnostics/evidence.ts'
import type { FilterFacts } from '../diagnostics/filter.ts'
import type { Incident } from '../domain/incident.ts'
import { isActive, isMaintenance, type Silence } from '../domain/silence.ts'
import { isInMaintenance } from './silences.ts'

/** What doubts are taken from. `facts` is asked only where work on any link was announced for now, or a connection is out. */
export interface DoubtSources {
  /** Incidents that are not over. */
  readonly incidents: Iterable<Incident>
  /** Ids of links that polls cannot read although they read the region. */
  readonly unread: Iterable<string>
  readonly silences: readonly Silence[]
  readonly facts: () => readonly FilterFacts[]
}

/**
 * Links that cannot be counted on at `at` (ms) when another one fails, by id: work on them was announced, they flap, or the
 * dedicated connection that they ride on has an incident, whatever their sessions say so far. Pure.
 */
export function siblingDoubts(
  { incidents, unread, silences, facts }: DoubtSources,
  at: number,
): ReadonlyMap<string, SiblingDoubt> {
  const doubts = new Map<string, SiblingDoubt>()
  const connectionsOut = new Set<string>()
  for (const { subject, flapping } of incidents) {
    if (subject.type === 'link' && flapping !== null) doubts.set(subject.linkId, 'flapping')
    if (subject.type === 'connection') connectionsOut.add(subject.connectionId)
  }
  const announced = silences.filter((silence) => isMaintenance(silence) && isActive(silence, at))
  const all = announced.length + connectionsOut.size === 0 ? [] : facts()
  for (const { link } of all)
    if (link.kind.type === 'self_hosted' && connectionsOut.has(link.kind.connectionId))
      doubts.set(link.id, 'connection_out')
  for (const id of unread) doubts.set(id, 'unread')
  for (const one of all) if (isInMaintenance(one, announced, at)) doubts.set(one.link.id, 'in_maintenance')
  return doubts
}
