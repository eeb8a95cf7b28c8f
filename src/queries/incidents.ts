import { compareLevels, type Incident } from '../domain/incident.ts'
import type { OpenReorder } from '../domain/open-reorder.ts'
import type { Scope } from '../domain/snapshot.ts'
import { subjectName } from '../domain/subject-name.ts'
import type { LinkRow, ScopeAge } from './answers.ts'
import type { ChannelSource, MemorySource, ReorderSource } from './ports.ts'
import { linkRow, type Recollection, recall, scopeAge } from './recall.ts'

/** An open incident with what it is about. */
export interface IncidentRow {
  readonly incident: Incident
  /** What it is about, by name; by id where no name is known. */
  readonly name: string
  readonly region: string
  /** The link it is about; null where it is about something else, or the link is not known any more. */
  readonly link: LinkRow | null
  /** The channels where it is told, the first one first; empty where nothing was told of it. */
  readonly channels: readonly string[]
}

/** All that is open. */
export interface IncidentsAnswer {
  /** Every incident that is not over, the worst first. */
  readonly rows: readonly IncidentRow[]
  /** Deletions and orders that have not ended, those that wait for a person first: their link may be gone, and its incident over. */
  readonly reorders: readonly OpenReorder[]
  readonly scopes: readonly ScopeAge[]
}

/** Makes the answer to "what is open?", from memory. */
export function createIncidentsQuestion(parts: {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource & ChannelSource
  readonly reorders: ReorderSource
}): () => Promise<IncidentsAnswer> {
  return async () => {
    const [recalled, reorders] = await Promise.all([
      recall(parts.memory, parts.scopes),
      parts.reorders.openReorders(),
    ])
    const rows = await incidentRows(recalled, parts.memory, () => true)
    return { rows, reorders, scopes: recalled.states.map(scopeAge) }
  }
}

/** The open incidents that are `wanted`, the worst first. */
export async function incidentRows(
  { incidents, links, states }: Recollection,
  source: ChannelSource,
  wanted: (incident: Incident) => boolean,
): Promise<readonly IncidentRow[]> {
  const open = incidents.filter((incident) => incident.resolvedAt === null && wanted(incident))
  const channels = await source.channelsOf([...new Set(open.flatMap(({ rootKey }) => rootKey ?? []))])
  return open
    .map((incident): IncidentRow => {
      const { subject, rootKey } = incident
      const state = states.find(({ scope }) => scope.id === subject.scopeId) ?? null
      const known = subject.type === 'link' ? links.get(subject.linkId) : undefined
      return {
        incident,
        name: subjectName(subject, state),
        region: state?.scope.region ?? subject.scopeId,
        link: known === undefined ? null : linkRow(known),
        channels: channels.get(rootKey ?? '') ?? [],
      }
    })
    .sort(compareIncidents)
}

/** By level; then what nobody has in hand: neither held back nor acknowledged; then the oldest. */
function compareIncidents({ incident: a }: IncidentRow, { incident: b }: IncidentRow): number {
  return (
    compareLevels(b.level, a.level) ||
    Number(a.heldBack !== null) - Number(b.heldBack !== null) ||
    Number(a.acknowledgement !== null) - Number(b.acknowledgement !== null) ||
    a.firstBadAt - b.firstBadAt ||
    (a.id < b.id ? -1 : 1)
  )
}
