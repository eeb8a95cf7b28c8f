import type { IncidentEntry } from '../../alerting/alert.ts'
import type { IncidentEnding } from '../../domain/incident.ts'
import { code, prose } from '../escape.ts'
import { moment } from '../text.ts'
import { handlingOf, handlingWords } from './handling.ts'
import type { Voice } from './voice.ts'
import { CLOSED, CONFIRMING, foreignStatus, LEVEL_MARKS, RECOVERED, statusText } from './words.ts'
import { incidentWords } from './written-down.ts'

/** How an incident ended, where the status that the link was last seen in does not say it. */
const ENDED: Readonly<Partial<Record<IncidentEnding, string>>> = {
  gone: 'Deleted',
  unwatched: 'no longer watched',
  meant: 'meant so, and nothing was put back',
}

/** The lines of a message that tells several, each with what people have written down of its link. */
export function entryLineIn({ records }: Voice): (entry: IncidentEntry) => string {
  return (entry) => {
    const isOver = entry.resolvedAt !== null
    const asked = { id: entry.incidentId, isOver, since: null, status: entry.link.status }
    const linkId = entry.subject === 'connection' ? null : entry.link.id
    return [entryLine(entry), ...incidentWords(records, linkId, asked)].join(' · ')
  }
}

/** One link, or connection, of a message that tells several, with how it stands now, as mrkdwn. */
export function entryLine(entry: IncidentEntry): string {
  const { link } = entry
  const level = LEVEL_MARKS[entry.level]
  const handled = handlingWords(handlingOf([], [entry]))
  const name = code(link.name, 60)
  const isConnection = entry.subject === 'connection'
  const where = `${isConnection ? 'connection ' : ''}${name} in ${code(link.region, 20)}`
  const status = isConnection ? code(link.status, 40) : statusText(link.status)
  if (entry.ending === 'told_once' && entry.resolvedAt !== null)
    return `${level.mark} *${level.word}* ${where}: ${prose(entry.reason.slice(0, 200), [link.name, ...foreignStatus(link.status)])} Seen ${moment(entry.resolvedAt)}.`
  if (entry.resolvedAt !== null) {
    const recovered = entry.ending === 'recovered'
    const over = recovered ? RECOVERED : CLOSED
    const now = recovered ? '' : `: ${entry.ending === null ? status : (ENDED[entry.ending] ?? status)}`
    // What a silence held back ended unseen: when, nobody noted.
    const when = entry.incidentId === '' ? '' : `, at ${moment(entry.resolvedAt)}`
    return `${over.mark} *${over.word}* ${where}${now}${when} (was ${level.word.toLowerCase()})`
  }
  if (entry.upSince !== null) {
    return `${CONFIRMING.mark} *${CONFIRMING.word}${handled}* ${where}: ${status} since ${moment(entry.upSince)} (was ${level.word.toLowerCase()})`
  }
  const reason = prose(entry.reason.slice(0, 200), [link.name, ...foreignStatus(link.status)])
  return `${level.mark} *${level.word}${handled}* ${where}: ${status}. ${reason}`
}
