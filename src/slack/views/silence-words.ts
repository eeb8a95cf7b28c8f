import { isMaintenance, type Silence } from '../../domain/silence.ts'
import { code, prose } from '../escape.ts'
import type { Naming } from '../mentions.ts'
import { capital, moment } from '../text.ts'

/** "maintenance" where it was announced ahead of time. */
export function silenceWord(silence: Silence): string {
  return isMaintenance(silence) ? 'maintenance' : 'silence'
}

/** Until when, to follow "until", as mrkdwn. */
export function untilText({ until }: Silence): string {
  return until.type === 'at' ? moment(until.at) : 'each of its links has recovered'
}

/** What it is about, as mrkdwn: its filter; of one that was made from an alert of several links, how many those are. */
function silencedText({ filter, heldLevels }: Silence): string {
  const held = Object.keys(heldLevels)
  const isOfAnAlert = held.length > 1 && held.some((linkId) => filter === `link:${linkId}`)
  return isOfAnAlert ? `the ${held.length} links of one alert` : code(filter, 200)
}

/** What is silenced, from when, until when, by whom and why, as mrkdwn. */
export function silenceText(silence: Silence, naming: Naming): string {
  const from = silence.from > silence.createdAt ? ` from ${moment(silence.from)}` : ''
  const change = silence.change === null ? '' : `, change ${code(silence.change, 60)}`
  const reason = silence.reason === null ? '' : `: ${prose(silence.reason.slice(0, 300))}`
  return `*${capital(silenceWord(silence))}* ${code(silence.id, 60)} of ${silencedText(silence)}${from} until ${untilText(silence)}, by ${naming(silence.by)}${change}${reason}`
}
