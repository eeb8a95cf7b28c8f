import type { Alert, IncidentEntry, InferredWindow, Note } from '../alerting/alert.ts'
import type { Decision } from '../alerting/decision.ts'
import type { FlappingJudgement } from '../alerting/flapping.ts'
import { isConfirmed } from '../alerting/recovery.ts'
import { restartReminders } from '../alerting/reminders.ts'
import { isHeldBy } from '../alerting/silences.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import { compareLevels, type HistoryEntry, type Incident, withHistory } from '../domain/incident.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Scope } from '../domain/snapshot.ts'
import { subjectOf, type Transition } from '../domain/transition.ts'
import type { Books } from './books.ts'
import { entryOf } from './entries.ts'
import { holdFromNow } from './holding.ts'
import type { LinkIncident } from './incident-book.ts'
import { changed, heldAsBefore, lineEvent, opened, released } from './link-incident.ts'
import { type Opening, tellOpenings } from './openings.ts'
import { evidenceToTell, retell } from './retell.ts'
import { noteOf } from './thread-lines.ts'

/** A change of one link, decided; or a new judgement of one that did not change. */
export interface DecidedChange {
  readonly decision: Decision
  readonly state: ScopeState
  readonly transition: Transition
  readonly evidence: Evidence
  readonly inferred: InferredWindow | null
}

/** The stories of links. */
export interface LinkStories {
  openIncidentOf(linkId: string): Incident | null
  /**
   * Whether an incident is open in the scope: of a link at level error or worse, or of a connection that links in service
   * ride on.
   */
  hasOpenOutage(scopeId: string): boolean
  /** Opens an incident that a baseline's summary tells; returns its line there. Null where it is held back. */
  badAtFirstSight(scope: Scope, evidence: Evidence, decision: Decision, story: string): IncidentEntry | null
  /** Returns the incident it belongs to; null when it belongs to none. */
  linkChange(change: DecidedChange): string | null
  /** A line about a link's incident; it pings whom a change of that level would. */
  note(incident: Incident, evidence: Evidence, note: Note, broadcast: boolean): void
  /** A link begins to flap, is summed up again, or has stopped. */
  flap(incident: Incident, evidence: Evidence, judgement: Exclude<FlappingJudgement, { type: 'none' }>): void
  /** Looks again at an incident that is held back: what held it may be over. */
  reconsider(incident: Incident, evidence: Evidence): void
  /** Ends the incidents of links that have been up for long enough. `evidenceOf` is null for a link not known now. */
  confirmRecoveries(scopeId: string, evidenceOf: (linkId: string) => Evidence | null): void
  /** Tells what was opened in a scope: links with one cause in one message. */
  tellOpened(state: ScopeState): void
}

/** Writes the stories of links into the books of one decision. */
export function createLinkStories(books: Books): LinkStories {
  const { incidents, bag, audience, hush, at, settings } = books
  const { save } = incidents
  const openings: Opening[] = []

  const happened = (event: HistoryEntry['event'], status: string | null): HistoryEntry => ({
    at,
    event,
    status,
    by: null,
  })

  /** Opens an incident, told or held back. */
  const open = (incident: LinkIncident, evidence: Evidence, alertOf: Opening['alertOf']): void => {
    const verdict = hush.judge(incident, incident.level, evidence)
    if (verdict.type === 'hold') {
      const held = withHistory(incident, happened('held_back', evidence.link.status))
      save({ ...held, heldBack: verdict.heldBack })
      books.because({ linkId: evidence.link.id, reason: verdict.reason, incidentId: incident.id })
      return
    }
    save(incident)
    openings.push({ incident, link: evidence.link, evidence, alertOf })
  }

  /** What was held back is told now: by a message, where there was none, else by a line that is seen. */
  const speakUp = (
    incident: LinkIncident,
    evidence: Evidence,
    why: Extract<Note, { type: 'told_after_all' }>,
    alertOf: Opening['alertOf'],
  ): void => {
    const restarted = restartReminders({ ...incident, heldBack: null }, at)
    const told = withHistory(restarted, happened('told_after_all', evidence.link.status))
    save(told)
    if (told.rootKey === null) openings.push({ incident: told, link: evidence.link, evidence, alertOf })
    else
      bag.follow(told, noteOf(evidence.link.name, told.level, why, at), noteRetold(told, evidence), {
        broadcast: true,
        // It may be worse than when it was told: then more channels want to hear of it.
        routes: audience.ofLink(evidence, told.level),
      })
  }

  const noteRetold = (incident: Incident, evidence: Evidence) => (root: Alert) =>
    retell(root, incident, at, { evidence: evidenceToTell(evidence), to: evidence.link.status })

  const stories: LinkStories = {
    openIncidentOf: incidents.ofLink,

    hasOpenOutage: (scopeId) =>
      incidents.openOfLinks(scopeId).some(({ level }) => compareLevels(level, 'error') >= 0) ||
      incidents.openOfConnections(scopeId).some(({ level }) => level === 'critical'),

    badAtFirstSight(scope, evidence, decision, story) {
      const incident = opened(evidence.link, scope.id, decision, null, books)
      const verdict = hush.judge(incident, incident.level, evidence)
      if (verdict.type === 'hold') {
        save({ ...incident, heldBack: verdict.heldBack })
        books.because({ linkId: evidence.link.id, reason: verdict.reason, incidentId: incident.id })
        return null
      }
      return entryOf(save({ ...incident, rootKey: story }), evidence.link)
    },

    linkChange({ decision, state, transition, evidence: gathered, inferred }) {
      const link = subjectOf(transition)
      const incident = incidents.ofLink(link.id)
      const evidence = evidenceToTell(gathered)
      const move = {
        from: transition.type === 'appeared' ? null : transition.before.status,
        to: transition.type === 'vanished' ? null : transition.after.status,
      }
      const alertOf = (told: Incident): Alert => ({
        type: 'link',
        at,
        incident: told,
        move,
        evidence,
        inferred,
      })
      if (decision.act === 'quiet') return incident?.id ?? null
      const lastGoodAt = transition.type === 'appeared' ? null : state.lastGoodAt
      if (decision.act === 'open') {
        const begun = opened(link, state.scope.id, decision, lastGoodAt, books)
        open(begun, evidence, alertOf)
        return begun.id
      }
      if (decision.act === 'tell_once') {
        const begun = opened(link, state.scope.id, decision, lastGoodAt, books)
        const once: LinkIncident = { ...begun, resolvedAt: at, ending: decision.ending }
        const verdict = hush.judge(once, once.level, evidence)
        if (verdict.type === 'hold') {
          books.because({ linkId: link.id, reason: verdict.reason, incidentId: once.id })
          save({ ...once, heldBack: verdict.heldBack })
        } else {
          save(once)
          openings.push({ incident: once, link, evidence, alertOf })
        }
        return once.id
      }
      if (incident === null) throw new Error(`A decision to ${decision.act} needs an open incident.`)

      const next = changed(released(incident, decision, books), decision, link, at)
      // Nobody is told after all of what is up again, though its silence may be over.
      const isBad = next.resolvedAt === null && next.upSince === null
      const verdict = isBad ? hush.judge(incident, next.level, evidence) : heldAsBefore(next)
      if (verdict.type === 'speak') {
        save(next)
        books.becauseOf(next, verdict.reason)
        speakUp(next, evidence, { type: 'told_after_all', why: verdict.why, by: verdict.by }, alertOf)
        return next.id
      }
      if (verdict.type === 'tell' && next.rootKey === null && isBad) {
        // What held it back is gone without a word: it is told as anything that was never held back.
        save(next)
        speakUp(next, evidence, { type: 'told_after_all', why: 'silence_over', by: '' }, alertOf)
        return next.id
      }
      const held = verdict.type === 'hold'
      const saved = save(held ? { ...next, heldBack: verdict.heldBack } : { ...next, heldBack: null })
      if (held) books.because({ linkId: link.id, reason: verdict.reason, incidentId: next.id })
      if (saved.rootKey === null) return saved.id
      const edit = (root: Alert) => retell(root, saved, at, { evidence, to: move.to })
      const shown = decision.act === 'confirm' || decision.act === 'refresh' || held
      if (shown && saved.resolvedAt === null) {
        bag.edit(saved.rootKey, edit)
        return saved.id
      }
      const loudEnding = decision.act === 'resolve' && compareLevels(decision.level, 'error') >= 0
      bag.follow(
        saved,
        { type: 'link_line', at, incident: saved, event: lineEvent(decision), move, evidence, inferred },
        edit,
        {
          broadcast: !held && (decision.act === 'worsen' || loudEnding),
          routes: held ? [] : audience.ofLink(evidence, saved.level),
        },
      )
      return saved.id
    },

    note(incident, evidence, note, broadcast) {
      const { rootKey } = incident
      if (rootKey === null) return
      const { name } = evidence.link
      const alert = noteOf(name, incident.level, note, at)
      const concerns = [{ incidentId: incident.id, name }]
      bag.edit(rootKey, noteRetold(incident, evidence))
      bag.reply(
        rootKey,
        { incidentId: incident.id, alert, broadcast, concerns },
        // Nobody gets out of bed for an order.
        note.type === 'deadline' ? [] : audience.ofLink(evidence, incident.level),
      )
    },

    flap(incident, evidence, { type, flapping, note, reason }) {
      const { status } = evidence.link
      const event = type === 'begins' ? 'flapping' : type === 'ends' ? 'steady' : null
      const marked = event === null ? incident : withHistory(incident, happened(event, status))
      const next = save({ ...marked, flapping })
      books.because({ linkId: evidence.link.id, reason, incidentId: next.id })
      if (next.heldBack === null) stories.note(next, evidence, note, type === 'begins')
    },

    reconsider(incident, evidence) {
      if (incident.heldBack === null || incident.subject.type !== 'link') return
      // A link that is up again is not told of because a silence ends.
      if (incident.upSince !== null) return
      const verdict = hush.judge(incident, incident.level, evidence)
      if (verdict.type === 'hold') {
        // What held it until now is over, or ends before another does: its message names the one that holds it from now on.
        if (!isHeldBy(incident.heldBack, verdict.heldBack.by))
          holdFromNow(books, incident, { ...verdict, by: null })
        return
      }
      books.becauseOf(incident, verdict.type === 'speak' ? verdict.reason : RELEASED)
      const by = verdict.type === 'speak' ? verdict.by : ''
      const why = verdict.type === 'speak' ? verdict.why : 'silence_over'
      const told = evidenceToTell(evidence)
      const move = { from: incident.badStatus, to: evidence.link.status }
      const subject = incident.subject
      speakUp({ ...incident, subject }, told, { type: 'told_after_all', why, by }, (now) => ({
        type: 'link',
        at,
        incident: now,
        move,
        evidence: told,
        inferred: null,
      }))
    },

    confirmRecoveries(scopeId, evidenceOf) {
      for (const incident of incidents.openOfLinks(scopeId)) {
        if (incident.flapping !== null || !isConfirmed(incident, at, settings)) continue
        const known = evidenceOf(incident.subject.linkId)
        if (known === null) continue
        const evidence = evidenceToTell(known)
        const { status } = evidence.link
        const over = withHistory(
          { ...incident, resolvedAt: at, ending: 'recovered' },
          happened('over', status),
        )
        const next = save(over)
        const move = { from: incident.badStatus, to: status }
        // What nobody was told of ends without a word; its silence sums it up.
        if (next.rootKey === null) continue
        bag.follow(
          next,
          { type: 'link_line', at, incident: next, event: 'recovered', move, evidence, inferred: null },
          (root) => retell(root, next, at, { evidence, to: status }),
          { broadcast: false, routes: [] },
        )
      }
    },

    tellOpened(state) {
      const ours = openings.filter(({ incident }) => incident.subject.scopeId === state.scope.id)
      tellOpenings(state, ours, books)
    },
  }
  return stories
}

const RELEASED = 'Nothing holds it back any more, and it is still bad.'
