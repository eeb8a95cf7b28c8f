import { worsenedAcknowledgement } from '../alerting/acknowledgements.ts'
import type { Alert } from '../alerting/alert.ts'
import { type Decision, isRecovered } from '../alerting/decision.ts'
import {
  compareLevels,
  type HistoryEntry,
  type Incident,
  withHistory,
  worseLevel,
} from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { Books } from './books.ts'
import type { LinkIncident } from './incident-book.ts'

/** The incident after a change of its link that is neither its beginning nor told once. */
export function changed(incident: Incident, decision: Decision, link: Link, at: number): LinkIncident {
  const { subject } = incident
  if (subject.type !== 'link') throw new Error('Only the incident of a link follows its link.')
  const { status } = link
  const event = (name: HistoryEntry['event']): HistoryEntry => ({ at, event: name, status, by: null })
  switch (decision.act) {
    case 'confirm':
      return { ...withHistory({ ...incident, upSince: at }, event('up')), subject }
    case 'resolve':
      return {
        ...withHistory(
          {
            ...incident,
            level: worseLevel(incident.level, decision.level),
            ...(decision.ending === 'gone' ? { rule: decision.rule, reason: decision.reason } : {}),
            resolvedAt: at,
            ending: decision.ending,
          },
          event('over'),
        ),
        subject,
      }
    case 'worsen':
    case 'update': {
      const { level, rule, reason } = decision
      const relapsed = incident.upSince !== null && decision.bad
      const named = decision.act === 'worsen' ? 'worsened' : relapsed ? 'down_again' : 'changed'
      // News of a link that does all that is meant of it, such as a move, does not put off its recovery.
      const lasting = decision.bad
        ? { badStatus: status, upSince: null }
        : { upSince: isRecovered(link) ? (incident.upSince ?? at) : null }
      const next = { ...incident, level, rule, reason, ...lasting }
      // Whoever was reminded of something milder is reminded of this from now on.
      const louder = decision.act === 'worsen' || compareLevels(level, incident.level) > 0
      const reminders = louder ? { from: at, count: 0 } : incident.reminders
      return { ...withHistory({ ...next, reminders }, event(named)), subject }
    }
    case 'refresh':
      return decision.bad
        ? { ...incident, level: decision.level, badStatus: status, upSince: null, subject }
        : { ...incident, subject }
    default:
      return { ...incident, subject }
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
