import type { Alert, IncidentEntry, StatusMove } from '../alerting/alert.ts'
import { type ConnectionDecision, decideConnection } from '../alerting/connections.ts'
import { restartReminders } from '../alerting/reminders.ts'
import { silencedTogether } from '../alerting/silences.ts'
import { type HeldBack, type Incident, newIncident } from '../domain/incident.ts'
import type { Connection, Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Silence } from '../domain/silence.ts'
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
  const { incidents, bag, audience, hush, newId, at, settings } = books

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
    const facts = view.factsOf(riders)
    const silence = silencedTogether(facts, hush.all(), at)
    if (silence !== null) {
      incidents.save({ ...incident, rootKey: null, heldBack: heldBy(silence, incident, at) })
      return
    }
    const routes = audience.ofLinks(region, facts, incident.level)
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
    // What nobody was told of ends without a word; its silence sums up its links.
    if (next.rootKey === null) return
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

  /** A connection that was silenced together with all its links, and is still bad when that is over. */
  const tellAfterAll = (
    incident: ConnectionIncident,
    connection: Connection,
    riders: readonly Link[],
    view: ScopeView,
    region: string,
  ): void => {
    const told = incidents.save({ ...restartReminders(incident, at), heldBack: null, rootKey: newId() })
    const alert: Alert = {
      type: 'connection',
      at,
      region,
      incident: told,
      connection,
      move: { from: null, to: incident.badStatus },
      riders: riders.map(({ name }) => name),
      entries: [],
    }
    bag.post(told.rootKey ?? '', told.id, alert, audience.ofLinks(region, view.factsOf(riders), told.level))
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
        if (incident?.heldBack != null && incident.rootKey === null) {
          if (silencedTogether(view.factsOf(riders), hush.all(), at) === null)
            tellAfterAll(incident, last, riders, view, state.scope.region)
        }
        const change = {
          before: baseline ? null : was,
          after: is,
          links: riders.length,
          carrying: riders.filter((link) => view.carriedBy(link.id).length > 0).length,
        }
        const current = incidents.ofConnection(id)
        const decision = decideConnection(change, current)
        const move: StatusMove = { from: was?.status ?? null, to: is?.status ?? null }
        if (decision.act === 'open') open(state, last, move, decision, view)
        if ((decision.act === 'update' || decision.act === 'close') && current !== null)
          goOn(current, last, move, decision.act, state.scope.region)
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

function heldBy({ id, until, reason }: Silence, { level }: Incident, at: number): HeldBack {
  return { by: { type: 'silence', silenceId: id }, level, at, until, reason }
}
