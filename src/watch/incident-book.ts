import type { Incident } from '../domain/incident.ts'

/** An incident about a link. */
export type LinkIncident = Incident & { readonly subject: { readonly type: 'link' } }
/** An incident about a dedicated connection. */
export type ConnectionIncident = Incident & { readonly subject: { readonly type: 'connection' } }

/** The open incidents as one poll finds and changes them. */
export interface IncidentBook {
  /** The open incident of a link; null when it has none. */
  ofLink(linkId: string): Incident | null
  ofScope(scopeId: string): Incident | null
  ofConnection(connectionId: string): ConnectionIncident | null
  /** All open incidents of connections of a scope. */
  openOfConnections(scopeId: string): readonly ConnectionIncident[]
  /** All open incidents. */
  open(): readonly Incident[]
  /** The open incidents that a story tells, or told before they moved into another one. */
  ofStory(story: string): readonly Incident[]
  /** Those that ended in this decision. */
  ended(): readonly Incident[]
  /** An incident as it was before this decision; null where it is new. */
  before(id: string): Incident | null
  /** All open incidents of links of a scope. */
  openOfLinks(scopeId: string): readonly LinkIncident[]
  /** An incident as it is by now. */
  now(incident: Incident): Incident
  /** Opens an incident, or changes one. Returns it. */
  save(incident: Incident): Incident
  /** Incidents that were opened or changed, as they are now. */
  changed(): readonly Incident[]
}

/** Makes a book of the incidents that are open before the poll. */
export function createIncidentBook(openIncidents: readonly Incident[]): IncidentBook {
  const known = new Map(openIncidents.map((incident) => [incident.id, incident]))
  const original: ReadonlyMap<string, Incident> = new Map(known)
  const bySubject = new Map(openIncidents.map((incident) => [subjectKey(incident), incident.id]))
  const changed = new Set<string>()
  const open = (key: string): Incident | null => {
    const incident = known.get(bySubject.get(key) ?? '')
    return incident === undefined || incident.resolvedAt !== null ? null : incident
  }
  return {
    ofLink: (linkId) => open(`link ${linkId}`),
    ofStory: (story) =>
      [...known.values()].filter(
        ({ resolvedAt, rootKey, formerly }) =>
          resolvedAt === null && (rootKey === story || formerly?.includes(story) === true),
      ),
    ended: () => [...known.values()].filter(({ id, resolvedAt }) => resolvedAt !== null && changed.has(id)),
    before: (id) => original.get(id) ?? null,
    open: () => [...known.values()].filter(({ resolvedAt }) => resolvedAt === null),
    ofScope: (scopeId) => open(`scope ${scopeId}`),
    ofConnection: (connectionId) => {
      const incident = open(`connection ${connectionId}`)
      return incident !== null && isAboutConnection(incident) ? incident : null
    },
    openOfConnections: (scopeId) =>
      [...known.values()]
        .filter((incident) => incident.resolvedAt === null && incident.subject.scopeId === scopeId)
        .filter(isAboutConnection),
    openOfLinks: (scopeId) =>
      [...known.values()].filter(
        (incident): incident is LinkIncident =>
          incident.resolvedAt === null &&
          incident.subject.type === 'link' &&
          incident.subject.scopeId === scopeId,
      ),
    now: (incident) => known.get(incident.id) ?? incident,
    save(incident) {
      known.set(incident.id, incident)
      bySubject.set(subjectKey(incident), incident.id)
      changed.add(incident.id)
      return incident
    },
    changed: () => [...known.values()].filter((incident) => changed.has(incident.id)),
  }
}

function subjectKey({ subject }: Incident): string {
  switch (subject.type) {
    case 'link':
      return `link ${subject.linkId}`
    case 'connection':
      return `connection ${subject.connectionId}`
    case 'policy':
      return `policy ${subject.policyId}`
    case 'scope':
      return `scope ${subject.scopeId}`
  }
}

function isAboutConnection(incident: Incident): incident is ConnectionIncident {
  return incident.subject.type === 'connection'
}
