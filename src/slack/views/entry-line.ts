import type { IncidentEntry } from '../../alerting/alert.ts'
import { code, prose } from '../escape.ts'
import { moment } from '../text.ts'
import { handlingOf, handlingWords } from './handling.ts'
import { CLOSED, CONFIRMING, LEVEL_MARKS, RECOVERED, statusText } from './words.ts'

/** One link, or connection, of a message that tells several, with how it stands now, as mrkdwn. */
export function entryLine(entry: IncidentEntry): string {
  const { link } = entry
  const level = LEVEL_MARKS[entry.level]
  const handled = handlingWords(handlingOf([], [entry]))
  const name = code(link.name, 60)
  const isConnection = entry.subject === 'connection'
  const where = `${isConnection ? 'connection ' : ''}${name} in ${code(link.region, 20)}`
  const status = isConnection ? code(link.status, 40) : statusText(link.status)
  if (entry.resolvedAt !== null) {
    const recovered = entry.ending === 'recovered'
    const over = recovered ? RECOVERED : CLOSED
    const now = recovered
      ? ''
      : `: ${entry.ending === 'unwatched' ? 'no longer watched' : entry.ending === 'meant' ? 'meant so, and nothing was put back' : status}`
    return `${over.mark} *${over.word}* ${where}${now}, at ${moment(entry.resolvedAt)} (was ${level.word.toLowerCase()})`
  }
  if (entry.upSince !== null) {
    return `${CONFIRMING.mark} *${CONFIRMING.word}${handled}* ${where}: ${status} since ${moment(entry.upSince)} (was ${level.word.toLowerCase()})`
  }
  const reason = prose(entry.reason.slice(0, 200), [link.name, link.status])
  return `${level.mark} *${level.word}${handled}* ${where}: ${status}. ${reason}`
}
