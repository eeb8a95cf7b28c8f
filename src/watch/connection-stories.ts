import type { Alert, IncidentEntry, StatusMove } from '../alerting/alert.ts'
import { type ConnectionDecision, decideConnection } from '../alerting/connections.ts'
import { type Incident, newIncident } from '../domain/incident.ts'
import type { Connection } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import { spanStart } from '../domain/span.ts'
import type { Books } from './books.ts'
import type { ConnectionIncident } from './incident-book.ts'
import { entriesOf, rootToJoin } from './openings.ts'
import type { ScopeView } from './scope-view.ts'

/** The stories of dedicated connections. */
export interface ConnectionStories {
  /**
   * Goes through the connections of a scope that was read. `state` is as remembered before, `now` are the connections as
   * they are; `baseline` is set where nothing was remembered.
   */
  connections(state: ScopeState, now: readonly Connection[], view: ScopeView, baseline: boolean): void
}

/** Writes the stories of connections into the books of one poll. */
export function createConnectionStories(books: Books): ConnectionStories {
  const { incidents, bag, audience, newId, at, settings } = books

  const open = (
    state: ScopeState,
    connection: Connection,
    move: StatusMove,
    decision: ConnectionDecision,
    view: ScopeView,
  ): void => {
    const { scope } = state
    const riders = view.overConnection(connection.id)
    const ids = new Set(riders.map(({ id }) => id))
    const recently = spanStart(at, settings.timers.rollUpWindow, settings.hours.zone)
    const told = incidents
      .openOfLinks(scope.id)
      .filter(({ subject, firstBadAt }) => ids.has(subject.linkId) && firstBadAt >= recently)
    const joined = rootToJoin(told, bag)
    const incident = incidents.save({
      ...newIncident({
        id: newId(),
        subject: { type: 'connection', connectionId: connection.id, scopeId: scope.id },
        level: decision.level,
        rule: decision.rule,
        reason: decision.reason,
        lastGoodAt: state.lastGoodAt,
        firstBadAt: at,
        badStatus: move.to,
      }),
      rootKey: joined ?? newId(),
    })
    const { region } = scope
    const alertOf = (entries: readonly IncidentEntry[]): Alert => ({
      type: 'connection',
      at,
      region,
      incident,
      connection,
      move,
      riders: riders.map(({ name }) => name),
      entries,
    })
    const routes = audience.ofLinks(region, view.factsOf(riders), incident.level)
    if (joined === null) {
      bag.post(incident.rootKey ?? '', incident.id, alertOf([]), routes)
      return
    }
    const line: Alert = { type: 'connection_line', at, region, incident, event: 'opened', connection, move }
    bag.follow(incident, line, (root) => alertOf(entriesOf(root)), { broadcast: true, routes })
  }

  const goOn = (
    incident: ConnectionIncident,
    connection: Connection,
    move: StatusMove,
    act: 'update' | 'close',
    region: string,
  ): void => {
    const gone = move.to === null
    const next: Incident = incidents.save(
      act === 'close'
        ? { ...incident, resolvedAt: at, ending: gone ? 'gone' : 'recovered' }
        : { ...incident, badStatus: move.to },
    )
    const event = act === 'update' ? 'changed' : gone ? 'closed' : 'recovered'
    bag.follow(
      next,
      { type: 'connection_line', at, region, incident: next, event, connection, move },
      (root) =>
        root.type === 'connection'
          ? { ...root, at, incident: next, connection, move: { from: root.move.from, to: move.to } }
          : root,
      { broadcast: false, routes: [] },
    )
  }

  return {
    connections(state, now, view, baseline) {
      const before = new Map(state.directory.connections.map((known) => [known.id, known]))
      const after = new Map(now.map((connection) => [connection.id, connection]))
      const gone = state.directory.connections.filter(({ id }) => !after.has(id))
      const forgotten = incidents
        .openOfConnections(state.scope.id)
        .filter(({ subject }) => !after.has(subject.connectionId) && !before.has(subject.connectionId))
      const decide = (id: string, was: Connection | null, is: Connection | null, last: Connection): void => {
        const incident = incidents.ofConnection(id)
        if (incident === null && was !== null && was.status === is?.status) return
        const riders = view.overConnection(id)
        const change = {
          before: baseline ? null : was,
          after: is,
          links: riders.length,
          carrying: riders.filter((link) => view.carriedBy(link.id).length > 0).length,
        }
        const decision = decideConnection(change, incident)
        const move: StatusMove = { from: was?.status ?? null, to: is?.status ?? null }
        if (decision.act === 'open') open(state, last, move, decision, view)
        if ((decision.act === 'update' || decision.act === 'close') && incident !== null)
          goOn(incident, last, move, decision.act, state.scope.region)
      }
      for (const connection of now)
        decide(connection.id, before.get(connection.id) ?? null, connection, connection)
      for (const connection of gone) decide(connection.id, connection, null, connection)
      for (const { subject, rootKey } of forgotten) {
        const root = bag.root(rootKey)
        if (root?.type === 'connection') decide(subject.connectionId, null, null, root.connection)
      }
    },
  }
}
