import { worsenedAcknowledgement } from '../alerting/acknowledgements.ts'
import type { Alert } from '../alerting/alert.ts'
import { type Decision, isRecovered } from '../alerting/decision.ts'
import { OWN_CHANGE } from '../alerting/level-rules.ts'
import { restartReminders } from '../alerting/reminders.ts'
import {
  compareLevels,
  type HistoryEntry,
  type Incident,
  newIncident,
  withHistory,
  worseLevel,
} from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { Books } from './books.ts'
import type { LinkIncident } from './incident-book.ts'

/** A new incident of a link, whose scope was last read well before at `lastGoodAt` (ms). */
export function opened(
  link: Link,
  scopeId: string,
  { level, rule, reason, ruleSince }: Decision,
  lastGoodAt: number | null,
  { at, newId }: Pick<Books, 'at' | 'newId'>,
): LinkIncident {
  const subject = { type: 'link', linkId: link.id, scopeId } as const
  // What only time has made bad was no better when its row began to fit.
  const [firstBadAt, lastGood] = ruleSince < at ? [ruleSince, ruleSince] : [at, lastGoodAt]
  const told = { level, rule, reason, lastGoodAt: lastGood, firstBadAt, badStatus: link.status }
  return { ...newIncident({ id: newId(), subject, ...told }), subject, reminders: { from: at, count: 0 } }
}

/** The incident after a change of its link that is neither its beginning nor told once. */
export function changed(incident: Incident, decision: Decision, link: Link, at: number): LinkIncident {
  const { subject } = incident
  if (subject.type !== 'link') throw new Error('Only the incident of a link follows its link.')
  const before: LinkIncident = { ...incident, subject }
  const { status } = link
  const event = (name: HistoryEntry['event']): HistoryEntry => ({ at, event: name, status, by: null })
  switch (decision.act) {
    case 'confirm':
      return withHistory({ ...before, upSince: at }, event('up'))
    case 'resolve':
      return withHistory(
        {
          ...before,
          level: worseLevel(before.level, decision.level),
          ...(decision.ending === 'gone' ? { rule: decision.rule, reason: decision.reason } : {}),
          ...(decision.rule === OWN_CHANGE ? { rule: decision.rule } : {}),
          resolvedAt: at,
          ending: decision.ending,
        },
        event('over'),
      )
    case 'worsen':
    case 'update': {
      const { level, rule, reason } = decision
      const relapsed = before.upSince !== null && decision.bad
      const named = decision.act === 'worsen' ? 'worsened' : relapsed ? 'down_again' : 'changed'
      // News of a link that does all that is meant of it, such as a move, does not put off its recovery.
      const lasting = decision.bad
        ? { badStatus: status, upSince: null }
        : { upSince: isRecovered(link) ? (before.upSince ?? at) : null }
      const next = { ...before, level, rule, reason, ...lasting }
      // Whoever was reminded of something milder is reminded of this from now on.
      const louder = decision.act === 'worsen' || compareLevels(level, before.level) > 0
      return withHistory(louder ? restartReminders(next, at) : next, event(named))
    }
    case 'refresh':
      return decision.bad ? { ...before, level: decision.level, badStatus: status, upSince: null } : before
    default:
      return before
  }
}

/** Whoever acknowledged something milder has not acknowledged this. */
export function released(incident: Incident, decision: Decision, books: Books): Incident {
  if (decision.act !== 'worsen' && compareLevels(decision.level, incident.level) <= 0) return incident
  const ended = worsenedAcknowledgement(incident, decision.level, books.at)
  if (ended === null) return incident
  const linkId = incident.subject.type === 'link' ? incident.subject.linkId : ''
  books.because({ linkId, reason: ended.reason, incidentId: incident.id })
  return ended.incident
}

/** That a link is up again, and the end of its incident, are told where the incident was, and nowhere else. */
export function heldAsBefore({ heldBack }: Incident) {
  return heldBack === null
    ? ({ type: 'tell' } as const)
    : ({ type: 'hold', heldBack, reason: 'It was held back while it was bad, and is not now.' } as const)
}

/** What a line of an incident's thread says happened. */
export function lineEvent(decision: Decision): Extract<Alert, { type: 'link_line' }>['event'] {
  if (decision.act === 'worsen') return 'worsened'
  if (decision.act !== 'resolve') return 'changed'
  return decision.ending === 'gone' || decision.ending === 'recovered' ? decision.ending : 'closed'
}
