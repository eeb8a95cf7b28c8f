import type { Alert, IncidentEntry, StatusMove } from '../alerting/alert.ts'
import {
  type ConnectionChange,
  type ConnectionDecision,
  connectionChanges,
  decideConnection,
} from '../alerting/connections.ts'
import { judgeFlapping } from '../alerting/flapping.ts'
import { restartReminders } from '../alerting/reminders.ts'
import type { Route } from '../alerting/routing.ts'
import { silencedTogether } from '../alerting/silences.ts'
import { type HeldBack, type Incident, newIncident, withHistory } from '../domain/incident.ts'
import type { Connection, Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Silence } from '../domain/silence.ts'
import { spanStart } from '../domain/span.ts'
import type { WhoChanged } from '../domain/transition.ts'
import type { Books } from './books.ts'
import { connectionEntry, followed, lastTold, shown } from './connection-incident.ts'
import { entriesOf } from './entries.ts'
import type { ConnectionIncident } from './incident-book.ts'
import { rootToJoin } from './openings.ts'
import type { ScopeView } from './scope-view.ts'
import { moveStories } from './story-moves.ts'
import { noteOf } from './thread-lines.ts'

/** The connections of a scope that was read, beside what was remembered of it. */
export interface SeenConnections {
  /** As remembered before. */
  readonly state: ScopeState
  readonly now: readonly Connection[]
  /** Whether they could be read now; otherwise `now` is what was remembered. */
  readonly read: boolean
  readonly view: ScopeView
  /** The story of the baseline's summary, where nothing was remembered; else null. */
  readonly baseline: string | null
  /** Incidents that ended lately. */
  readonly ended: ReadonlyMap<string, Incident>
  /** Who made the changes that this poll shows, by id, as far as it is known. */
  readonly whoChanged: ReadonlyMap<string, WhoChanged>
}

/** A connection that was bad at first sight: a line of the baseline's summary. */
export interface FirstSight {
  readonly entry: IncidentEntry
  readonly routes: readonly Route[]
}

/** The stories of dedicated connections. */
export interface ConnectionStories {
  /**
   * Goes through the connections of a scope. Returns the lines of those that its baseline's summary tells, and who hears of
   * each.
   */
  connections(seen: SeenConnections): readonly FirstSight[]
}

/** Writes the stories of connections into the books of one poll. */
export function createConnectionStories(books: Books): ConnectionStories {
  const { incidents, bag, audience, hush, newId, at, settings } = books

  /** Opens an incident. Returns its line in the baseline's summary, where that tells it. */
  const open = (
    { state, view, baseline, whoChanged }: SeenConnections,
    connection: Connection,
    move: StatusMove,
    decision: ConnectionDecision,
  ): FirstSight | null => {
    const { scope } = state
    const riders = view.overConnection(connection.id)
    const facts = view.factsOf(riders)
    const opened = newIncident({
      id: newId(),
      subject: { type: 'connection', connectionId: connection.id, scopeId: scope.id },
      level: decision.level,
      rule: decision.rule,
      reason: decision.reason,
      lastGoodAt: state.lastGoodAt,
      firstBadAt: at,
      badStatus: move.to,
    })
    const silence = silencedTogether(facts, hush.all(), at)
    if (silence !== null) {
      incidents.save({ ...opened, heldBack: heldBy(silence, opened, at) })
      return null
    }
    const routes = audience.ofLinks(scope.region, facts, opened.level)
    if (baseline !== null) {
      const incident = incidents.save({ ...opened, rootKey: baseline })
      return { entry: connectionEntry(incident, connection, scope.region, move.to), routes }
    }
    const ids = new Set(riders.map(({ id }) => id))
    const recently = spanStart(at, settings.timers.rollUpWindow, settings.hours.zone)
    const told = incidents
      .openOfLinks(scope.id)
      .filter(({ subject, firstBadAt }) => ids.has(subject.linkId) && firstBadAt >= recently)
    const joined = rootToJoin(told, bag)
    const incident = incidents.save({ ...opened, rootKey: joined ?? newId() })
    const { region } = scope
    const changedBy = whoChanged.get(connection.id)
    const alertOf = (entries: readonly IncidentEntry[]): Alert => ({
      type: 'connection',
      at,
      region,
      incident,
      connection,
      move,
      riders: riders.map(({ name }) => name),
      entries,
      ...(changedBy === undefined ? {} : { changedBy }),
    })
    if (joined === null) bag.post(incident.rootKey ?? '', incident.id, alertOf([]), routes)
    else {
      const cause = { type: 'connection', connectionId: connection.id } as const
      const merged = (root: Alert, moved: Alert) => alertOf([...entriesOf(root), ...entriesOf(moved)])
      moveStories(told, { key: joined, cause, causeName: connection.name, merged }, books)
      const line: Alert = { type: 'connection_line', at, region, incident, event: 'opened', connection, move }
      bag.follow(incident, line, (root) => alertOf(entriesOf(root)), { broadcast: true, routes })
    }
    return null
  }

  /** Something became of a connection whose incident is open. */
  const goOn = (
    { state, view }: SeenConnections,
    incident: ConnectionIncident,
    connection: Connection,
    move: StatusMove,
    decision: ConnectionDecision,
  ): void => {
    const { region } = state.scope
    const next = incidents.save(followed(incident, decision, move, at))
    // What nobody was told of goes on and ends without a word; its silence sums up its links.
    if (next.rootKey === null) return
    const retold = (root: Alert) => shown(root, next, connection, move, at)
    // A single turn of one that flaps is not told; it is summed up.
    const single = incident.flapping !== null && decision.act === 'update'
    if (decision.act === 'confirm' || single) {
      bag.edit(next.rootKey, retold)
      return
    }
    const gone = move.to === null
    const ending = gone ? 'closed' : 'recovered'
    const event =
      decision.act === 'close' ? ending : decision.act === 'worsen' ? 'worsened' : ('changed' as const)
    const from = decision.act === 'close' && !gone ? incident.badStatus : move.from
    const told = { from, to: move.to }
    bag.follow(
      next,
      { type: 'connection_line', at, region, incident: next, event, connection, move: told },
      retold,
      {
        broadcast: decision.act === 'worsen',
        routes:
          decision.act === 'worsen'
            ? audience.ofLinks(region, view.factsOf(view.overConnection(connection.id)), next.level)
            : [],
      },
    )
  }

  /** Tells that a connection flaps, still flaps, or does so no more. */
  const flap = (
    { state, view, ended }: SeenConnections,
    incident: ConnectionIncident,
    connection: Connection,
    riders: readonly Link[],
  ): void => {
    const { connectionId } = incident.subject
    const before = [...ended.values()].filter(
      ({ subject }) => subject.type === 'connection' && subject.connectionId === connectionId,
    )
    const flaps = {
      changes: connectionChanges([...before, incident]),
      up: incident.upSince !== null,
      flapping: incident.flapping,
    }
    const judgement = judgeFlapping(flaps, at, settings)
    if (judgement.type === 'none') return
    const event = judgement.type === 'begins' ? 'flapping' : judgement.type === 'ends' ? 'steady' : null
    const { badStatus: status } = incident
    const marked = event === null ? incident : withHistory(incident, { at, event, status, by: null })
    const next = incidents.save({ ...marked, flapping: judgement.flapping })
    const { rootKey } = next
    if (rootKey === null) return
    const { note } = judgement
    bag.edit(rootKey, (root) => shown(root, next, connection, null, at))
    bag.reply(
      rootKey,
      {
        incidentId: next.id,
        alert: noteOf(connection.name, next.level, note, at),
        broadcast: judgement.type === 'begins',
      },
      audience.ofLinks(state.scope.region, view.factsOf(riders), next.level),
    )
  }

  /** A connection that was silenced together with all its links, and is still bad when that is over. */
  const tellAfterAll = (
    { state, view }: SeenConnections,
    incident: ConnectionIncident,
    connection: Connection,
    riders: readonly Link[],
  ): void => {
    const { region } = state.scope
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

  /** Decides on one connection. `last` is how it was last seen. Returns its line in the baseline's summary, if any. */
  const decide = (
    seen: SeenConnections,
    was: Connection | null,
    is: Connection | null,
    last: Connection,
  ): FirstSight | null => {
    const { id } = last
    const current = incidents.ofConnection(id)
    if (current === null && was !== null && was.status === is?.status) return null
    const { view } = seen
    const riders = view.overConnection(id)
    const change: ConnectionChange = {
      before: seen.baseline === null ? was : null,
      after: is,
      links: riders.length,
      carrying: riders.filter((link) => view.carriedBy(link.id).length > 0).length,
      read: seen.read,
    }
    const decision = decideConnection(change, current, books)
    const move: StatusMove = { from: was?.status ?? null, to: is?.status ?? null }
    if (decision.act === 'open') return open(seen, last, move, decision)
    if (current === null) return null
    if (decision.act !== 'quiet') goOn(seen, current, last, move, decision)
    const next = incidents.ofConnection(id)
    if (next === null) return null
    const untold = next.heldBack !== null && next.rootKey === null
    if (!untold) flap(seen, next, last, riders)
    else if (next.upSince === null && silencedTogether(view.factsOf(riders), hush.all(), at) === null)
      tellAfterAll(seen, next, last, riders)
    return null
  }

  return {
    connections(seen) {
      const { state, now } = seen
      const before = new Map(state.directory.connections.map((known) => [known.id, known]))
      const after = new Set(now.map(({ id }) => id))
      const gone = state.directory.connections.filter(({ id }) => !after.has(id))
      const forgotten = incidents
        .openOfConnections(state.scope.id)
        .filter(({ subject }) => !after.has(subject.connectionId) && !before.has(subject.connectionId))
        .flatMap((incident) => lastTold(bag.root(incident.rootKey), incident) ?? [])
      return [
        ...now.map((connection) => decide(seen, before.get(connection.id) ?? null, connection, connection)),
        ...gone.map((connection) => decide(seen, connection, null, connection)),
        ...forgotten.map((connection) => decide(seen, null, null, connection)),
      ].flatMap((entry) => entry ?? [])
    },
  }
}

function heldBy({ id, until, reason }: Silence, { level }: Incident, at: number): HeldBack {
  return { by: { type: 'silence', silenceId: id }, level, at, until, reason }
}
