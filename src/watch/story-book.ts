import type { Alert, IncidentEntry, InferredWindow } from '../alerting/alert.ts'
import type { Decision } from '../alerting/decision.ts'
import { isConfirmed } from '../alerting/recovery.ts'
import type { AlertSettings } from '../alerting/settings.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import { compareLevels, type Incident, newIncident, worseLevel } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { ReadFailure, Scope, SeenSnapshot } from '../domain/snapshot.ts'
import { subjectOf, type Transition } from '../domain/transition.ts'
import { type ConnectionStories, createConnectionStories } from './connection-stories.ts'
import { createIncidentBook, type LinkIncident } from './incident-book.ts'
import { createMailBag } from './mail-bag.ts'
import { entryOf, type Opening, tellOpenings } from './openings.ts'
import { createPolicyStories, type PolicyStories } from './policy-stories.ts'
import type { NewDelivery, RootMessage } from './ports.ts'
import { evidenceToTell, retell } from './retell.ts'
import { createScopeStories, type ScopeStories } from './scope-stories.ts'

/** What the stories of a poll go on from. */
export interface StoryBookInput {
  readonly openIncidents: readonly Incident[]
  /** The root message of each incident that may change. */
  readonly roots: ReadonlyMap<string, RootMessage>
  readonly channel: string
  readonly newId: () => string
  readonly settings: AlertSettings
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
export interface StoryBook extends ScopeStories, ConnectionStories, PolicyStories {
  openIncidentOf(linkId: string): Incident | null
  /** Whether an incident of level error or worse is open for a link of the scope. */
  hasOpenOutage(scopeId: string): boolean
  /** Ends the incidents of scopes that are not configured any more: nobody will see how they go on. */
  closeUnwatched(watched: ReadonlySet<string>): void
  badAtFirstSight(scope: Scope, link: Link, decision: Decision): void
  baseline(snapshot: SeenSnapshot): void
  /** A change of a link, or a new judgement of one that did not change. Returns its incident; null when it has none. */
  linkChange(change: DecidedChange): string | null
  /** Ends the incidents of links that have been up for long enough. `evidenceOf` is null for a link not known now. */
  confirmRecoveries(scopeId: string, evidenceOf: (linkId: string) => Evidence | null): void
  /** `states` are all scopes as they are now; `unreadable` are those that were never read: they are named in the baseline's summary, where there is one. */
  close(
    states: readonly ScopeState[],
    unreadable: readonly { readonly scope: Scope; readonly failure: ReadFailure }[],
  ): {
    readonly incidents: readonly Incident[]
    readonly deliveries: readonly NewDelivery[]
  }
}

/** Opens a story book for one poll. */
export function openStoryBook(input: StoryBookInput): StoryBook {
  const { at, newId } = input
  const bag = createMailBag(input)
  const incidents = createIncidentBook(input.openIncidents)
  const { save } = incidents
  const baselineKey = newId()
  const baselineScopes: { scope: Scope; links: number; malformed: number }[] = []
  const statuses: Record<string, number> = {}
  const entries: IncidentEntry[] = []
  const openings: Opening[] = []

  const openedOn = (
    link: Link,
    scopeId: string,
    { level, rule, reason }: Decision,
    lastGoodAt: number | null,
  ): LinkIncident => {
    const subject = { type: 'link', linkId: link.id, scopeId } as const
    return {
      ...newIncident({
        id: newId(),
        subject,
        level,
        rule,
        reason,
        lastGoodAt,
        firstBadAt: at,
        badStatus: link.status,
      }),
      subject,
    }
  }

  /** Opens an incident with a message of its own. */
  const openWithPost = (incident: Incident, alertOf: (incident: Incident) => Alert): Incident => {
    const key = newId()
    const saved = save({ ...incident, rootKey: key })
    bag.post(key, saved.id, alertOf(saved))
    return saved
  }

  return {
    openIncidentOf: incidents.ofLink,

    hasOpenOutage: (scopeId) =>
      incidents.openOfLinks(scopeId).some(({ level }) => compareLevels(level, 'error') >= 0),

    closeUnwatched(watched) {
      for (const incident of input.openIncidents) {
        if (watched.has(incident.subject.scopeId)) continue
        const ended = save({ ...incident, resolvedAt: at, ending: 'unwatched' })
        if (ended.rootKey !== null) bag.edit(ended.rootKey, (root) => retell(root, ended, at, null))
      }
    },

    badAtFirstSight(scope, link, decision) {
      const incident = save({ ...openedOn(link, scope.id, decision, null), rootKey: baselineKey })
      entries.push(entryOf(incident, link))
    },

    baseline({ scope, links, malformed }) {
      baselineScopes.push({ scope, links: links.length, malformed: malformed.length })
      for (const { status } of links) statuses[status] = (statuses[status] ?? 0) + 1
    },

    linkChange({ decision, state, transition, evidence: gathered, inferred }) {
      const link = subjectOf(transition)
      const incident = incidents.ofLink(link.id)
      const evidence = evidenceToTell(gathered)
      const move = {
        from: transition.type === 'appeared' ? null : transition.before.status,
        to: transition.type === 'vanished' ? null : transition.after.status,
      }
      switch (decision.act) {
        case 'quiet':
          return incident?.id ?? null
        case 'open':
        case 'tell_once': {
          const lastGoodAt = transition.type === 'appeared' ? null : state.lastGoodAt
          const opened: LinkIncident = {
            ...openedOn(link, state.scope.id, decision, lastGoodAt),
            resolvedAt: decision.act === 'tell_once' ? at : null,
            ending: decision.act === 'tell_once' ? decision.ending : null,
          }
          const alertOf = (told: Incident): Alert => ({
            type: 'link',
            at,
            incident: told,
            move,
            evidence,
            inferred,
          })
          if (decision.act === 'tell_once') return openWithPost(opened, alertOf).id
          openings.push({ incident: opened, link, alertOf })
          save(opened)
          return opened.id
        }
        case 'confirm':
        case 'refresh': {
          if (incident === null) throw new Error(`A decision to ${decision.act} needs an open incident.`)
          const next = save(decision.act === 'confirm' ? { ...incident, upSince: at } : incident)
          if (next.rootKey !== null) {
            bag.edit(next.rootKey, (root) => retell(root, next, at, { evidence, to: move.to }))
          }
          return next.id
        }
        case 'worsen':
        case 'update':
        case 'resolve': {
          if (incident === null) throw new Error(`A decision to ${decision.act} needs an open incident.`)
          const next: Incident =
            decision.act === 'resolve'
              ? {
                  ...incident,
                  level: worseLevel(incident.level, decision.level),
                  resolvedAt: at,
                  ending: decision.ending,
                }
              : {
                  ...incident,
                  level: decision.level,
                  rule: decision.rule,
                  reason: decision.reason,
                  badStatus: link.status,
                  upSince: null,
                }
          const loudEnding = decision.act === 'resolve' && compareLevels(decision.level, 'error') >= 0
          bag.follow(
            save(next),
            { type: 'link_line', at, incident: next, event: lineEvent(decision), move, evidence, inferred },
            (root) => retell(root, next, at, { evidence, to: move.to }),
            decision.act === 'worsen' || loudEnding,
          )
          return next.id
        }
      }
    },

    confirmRecoveries(scopeId, evidenceOf) {
      for (const incident of incidents.openOfLinks(scopeId)) {
        const known = isConfirmed(incident, at, input.settings) ? evidenceOf(incident.subject.linkId) : null
        if (known === null) continue
        const evidence = evidenceToTell(known)
        const { status } = evidence.link
        const next = save({ ...incident, resolvedAt: at, ending: 'recovered' })
        const move = { from: incident.badStatus, to: status }
        bag.follow(
          next,
          { type: 'link_line', at, incident: next, event: 'recovered', move, evidence, inferred: null },
          (root) => retell(root, next, at, { evidence, to: status }),
          false,
        )
      }
    },

    ...createScopeStories({ incidents, bag, newId, at }),
    ...createConnectionStories({ incidents, bag, newId, at, settings: input.settings }),
    ...createPolicyStories({ incidents, bag, newId, at }),

    close(states, unreadable) {
      for (const state of states) {
        const opened = openings.filter(({ incident }) => incident.subject.scopeId === state.scope.id)
        tellOpenings(state, opened, { incidents, bag, newId, at, settings: input.settings })
      }
      if (baselineScopes.length > 0) {
        entries.sort((a, b) => compareLevels(b.level, a.level) || a.link.name.localeCompare(b.link.name))
        const alert: Alert = {
          type: 'baseline',
          at,
          scopes: baselineScopes,
          unreadable,
          statuses,
          entries,
        }
        bag.post(baselineKey, null, alert)
      }
      return { incidents: incidents.changed(), deliveries: bag.deliveries() }
    },
  }
}

/** What a line of an incident's thread says happened. */
function lineEvent(decision: Decision): Extract<Alert, { type: 'link_line' }>['event'] {
  if (decision.act === 'worsen') return 'worsened'
  if (decision.act !== 'resolve') return 'changed'
  return decision.ending === 'gone' || decision.ending === 'recovered' ? decision.ending : 'closed'
}
