import type { Alert, BaselineEntry, InferredWindow } from '../alerting/alert.ts'
import type { Decision } from '../alerting/decision.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import { compareLevels, type Incident, type Level } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { ReadFailure, Scope } from '../domain/snapshot.ts'
import { subjectOf, type Transition } from '../domain/transition.ts'
import type { Dispatch, NewDelivery } from './ports.ts'
import { retell } from './retell.ts'

/** What the stories of a poll go on from. */
export interface StoryBookInput {
  readonly openIncidents: readonly Incident[]
  /** The alert last told as the root message of each incident that may change. */
  readonly roots: ReadonlyMap<string, Alert>
  readonly channel: string
  readonly newId: () => string
  /** When the poll was decided (ms). */
  readonly at: number
}

/** A change of one link, decided. */
export interface DecidedChange {
  readonly decision: Decision
  readonly state: ScopeState
  readonly transition: Transition
  readonly evidence: Evidence
  readonly inferred: InferredWindow | null
}

/**
 * Turns the decisions of one poll into incidents and messages: each incident keeps one root message, edited once a poll
 * at most, with a line in its thread for each thing that happened.
 */
export interface StoryBook {
  openIncidentOf(linkId: string): Incident | null
  hasOpenLinkIncident(scopeId: string): boolean
  badAtFirstSight(scope: Scope, link: Link, decision: Decision): void
  baseline(scope: Scope, links: readonly Link[]): void
  /** Returns the incident the change belongs to; null when it belongs to none. */
  linkChange(change: DecidedChange): string | null
  scopeFailing(
    state: ScopeState,
    failingSince: number,
    failure: ReadFailure,
    ruling: { readonly level: Level | null; readonly reason: string },
  ): void
  scopeReadable(state: ScopeState): void
  /** `unreadable` are scopes that were never read; they are named in the baseline's summary, where there is one. */
  close(unreadable: readonly { readonly scope: Scope; readonly failure: ReadFailure }[]): {
    readonly incidents: readonly Incident[]
    readonly deliveries: readonly NewDelivery[]
  }
}

/** A message about one link needs no more than these to name what is left; a VPC may have hundreds. */
const SIBLINGS_TOLD = 20

export function openStoryBook(input: StoryBookInput): StoryBook {
  const { at, channel, newId } = input
  const open = new Map(input.openIncidents.map((incident) => [incident.id, incident]))
  const changed = new Map<string, Incident>()
  const roots = new Map(input.roots)
  const editedRoots = new Set<string>()
  const posts: NewDelivery[] = []
  const lines: NewDelivery[] = []
  const baselineKey = newId()
  const baselineScopes: { scope: Scope; links: number }[] = []
  const statuses: Record<string, number> = {}
  const entries: BaselineEntry[] = []

  const incidentBySubject = new Map<string, string>()
  for (const incident of input.openIncidents) incidentBySubject.set(subjectKey(incident), incident.id)

  const current = (id: string | undefined): Incident | null => {
    const incident = id === undefined ? undefined : (changed.get(id) ?? open.get(id))
    return incident === undefined || incident.resolvedAt !== null ? null : incident
  }
  const save = (incident: Incident): Incident => {
    changed.set(incident.id, incident)
    incidentBySubject.set(subjectKey(incident), incident.id)
    return incident
  }
  const deliver = (dispatch: Dispatch, incidentId: string | null, alert: Alert): NewDelivery => ({
    dispatch,
    channel,
    incidentId,
    alert,
    at,
  })

  /** Opens an incident with a message of its own. */
  const openWithPost = (incident: Incident, alertOf: (incident: Incident) => Alert): Incident => {
    const key = newId()
    const saved = save({ ...incident, rootKey: key })
    posts.push(deliver({ type: 'post', key }, saved.id, alertOf(saved)))
    return saved
  }

  /** Adds a line to the incident's thread and brings its root message up to date. */
  const follow = (
    incident: Incident,
    line: Alert,
    root: (before: Alert) => Alert,
    broadcast: boolean,
  ): void => {
    save(incident)
    const { rootKey } = incident
    const before = rootKey === null ? undefined : roots.get(rootKey)
    if (rootKey === null || before === undefined) {
      // Without its root message the line stands for itself: better a message too many than one too few.
      posts.push(deliver({ type: 'post', key: newId() }, incident.id, line))
      return
    }
    roots.set(rootKey, root(before))
    editedRoots.add(rootKey)
    lines.push(deliver({ type: 'reply', key: newId(), parentKey: rootKey, broadcast }, incident.id, line))
  }

  const scopeIncidentOf = (scopeId: string) => current(incidentBySubject.get(`scope ${scopeId}`))

  return {
    openIncidentOf: (linkId) => current(incidentBySubject.get(`link ${linkId}`)),

    hasOpenLinkIncident: (scopeId) =>
      [...open.keys()].some((id) => {
        const incident = current(id)
        return incident?.subject.type === 'link' && incident.subject.scopeId === scopeId
      }),

    badAtFirstSight(scope, link, decision) {
      const incident = save({
        id: newId(),
        subject: { type: 'link', linkId: link.id, scopeId: scope.id },
        level: decision.level,
        rule: decision.rule,
        reason: decision.reason,
        lastGoodAt: null,
        firstBadAt: at,
        resolvedAt: null,
        rootKey: baselineKey,
      })
      const { id, name, region, status } = link
      entries.push({
        incidentId: incident.id,
        link: { id, name, region, status },
        level: decision.level,
        reason: decision.reason,
        resolvedAt: null,
      })
    },

    baseline(scope, links) {
      baselineScopes.push({ scope, links: links.length })
      for (const { status } of links) statuses[status] = (statuses[status] ?? 0) + 1
    },

    linkChange({ decision, state, transition, evidence: gathered, inferred }) {
      const link = subjectOf(transition)
      const incident = current(incidentBySubject.get(`link ${link.id}`))
      const evidence: Evidence = { ...gathered, siblings: gathered.siblings.slice(0, SIBLINGS_TOLD) }
      const move = {
        from: transition.type === 'appeared' ? null : transition.before.status,
        to: transition.type === 'vanished' ? null : transition.after.status,
      }
      switch (decision.act) {
        case 'quiet':
          return incident?.id ?? null
        case 'open':
        case 'tell_once':
          return openWithPost(
            {
              id: newId(),
              subject: { type: 'link', linkId: link.id, scopeId: state.scope.id },
              level: decision.level,
              rule: decision.rule,
              reason: decision.reason,
              lastGoodAt: transition.type === 'appeared' ? null : state.lastGoodAt,
              firstBadAt: at,
              resolvedAt: decision.act === 'tell_once' ? at : null,
              rootKey: null,
            },
            (opened) => ({ type: 'link', at, incident: opened, move, evidence, inferred }),
          ).id
        case 'worsen':
        case 'update':
        case 'resolve': {
          if (incident === null) throw new Error(`A decision to ${decision.act} needs an open incident.`)
          const next: Incident =
            decision.act === 'resolve'
              ? { ...incident, resolvedAt: at }
              : { ...incident, level: decision.level, rule: decision.rule, reason: decision.reason }
          const gone = transition.type === 'vanished'
          const event = gone ? 'gone' : EVENTS[decision.act]
          const broadcast = decision.act === 'worsen' || (gone && compareLevels(decision.level, 'error') >= 0)
          follow(
            next,
            { type: 'link_line', at, incident: next, event, move, evidence, inferred },
            (root) => retell(root, next, link, { at, move, evidence }),
            broadcast,
          )
          return next.id
        }
      }
    },

    scopeFailing(state, failingSince, failure, ruling) {
      const { scope } = state
      const incident = scopeIncidentOf(scope.id)
      if (ruling.level === null) return
      if (incident === null) {
        openWithPost(
          {
            id: newId(),
            subject: { type: 'scope', scopeId: scope.id },
            level: ruling.level,
            rule: 'blind',
            reason: ruling.reason,
            lastGoodAt: state.lastGoodAt,
            firstBadAt: failingSince,
            resolvedAt: null,
            rootKey: null,
          },
          (opened) => ({ type: 'scope', at, incident: opened, scope, failure }),
        )
        return
      }
      if (compareLevels(ruling.level, incident.level) <= 0) return
      const next: Incident = { ...incident, level: ruling.level, reason: ruling.reason }
      follow(
        next,
        { type: 'scope_line', at, incident: next, event: 'worsened', scope, failure },
        () => ({ type: 'scope', at, incident: next, scope, failure }),
        true,
      )
    },

    scopeReadable(state) {
      const { scope } = state
      const incident = scopeIncidentOf(scope.id)
      if (incident === null) return
      const next: Incident = { ...incident, resolvedAt: at }
      const root = incident.rootKey === null ? undefined : roots.get(incident.rootKey)
      if (root?.type !== 'scope') {
        save(next)
        return
      }
      follow(
        next,
        { type: 'scope_line', at, incident: next, event: 'recovered', scope, failure: root.failure },
        () => ({ ...root, at, incident: next }),
        false,
      )
    },

    close(unreadable) {
      if (baselineScopes.length > 0) {
        entries.sort((a, b) => compareLevels(b.level, a.level) || a.link.name.localeCompare(b.link.name))
        const alert: Alert = {
          type: 'baseline',
          at,
          level: entries[0]?.level ?? 'info',
          scopes: baselineScopes,
          unreadable,
          statuses,
          entries,
        }
        posts.unshift(deliver({ type: 'post', key: baselineKey }, null, alert))
      }
      const edits = [...editedRoots].flatMap((parentKey) => {
        const alert = roots.get(parentKey)
        const incidentId = alert === undefined || alert.type === 'baseline' ? null : alert.incident.id
        return alert === undefined
          ? []
          : [deliver({ type: 'edit', key: newId(), parentKey }, incidentId, alert)]
      })
      // Edits before lines: whoever follows a notification finds the message up to date.
      return { incidents: [...changed.values()], deliveries: [...posts, ...edits, ...lines] }
    },
  }
}

const EVENTS = { worsen: 'worsened', update: 'changed', resolve: 'recovered' } as const

function subjectKey({ subject }: Incident): string {
  return subject.type === 'link' ? `link ${subject.linkId}` : `scope ${subject.scopeId}`
}
