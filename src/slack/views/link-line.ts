import type { Alert } from '../../alerting/alert.ts'
import { diagnose } from '../../diagnostics/diagnose.ts'
import { clip, code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, LIMITS, section } from '../limits.ts'
import { moment } from '../text.ts'
import { meantText } from './handling.ts'
import { headline } from './headline.ts'
import { impact, impactOfDeletion } from './impact.ts'
import { closedByBot, deletedText, lasted } from './link-alert.ts'
import { stepLines } from './link-facts.ts'
import { inferredText, leftBehind, moveText } from './moves.ts'
import type { Voice } from './voice.ts'
import { whoChangedSentence } from './who-changed.ts'
import { CLOSED, foreignNames, LEVEL_MARKS, MOVER_WORDS, RECOVERED, sessionsInWords } from './words.ts'

type LinkLine = Extract<Alert, { type: 'link_line' }>

/** One change in the story of an incident, as a line of its thread. It is read alone where it is broadcast. */
export function renderLinkLine(alert: LinkLine, now: number, voice: Voice): RenderedMessage {
  const { incident, evidence } = alert
  const name = code(evidence.link.name, 120)
  const who = closedByBot(incident) === '' ? evidence.changedBy : undefined
  const by = who === undefined ? '' : `\n${whoChangedSentence(who, alert.event === 'gone', voice.naming)}`
  const text = `${line(alert, name, voice)}${by}${moreOf(alert, now, voice)}`
  const small = [
    ...(alert.inferred === null
      ? [`Seen ${moment(alert.at)}`]
      : [inferredText(alert.inferred), `Told ${moment(alert.at)}`]),
    ...(alert.event === 'worsened' ? [prose(incident.reason, foreignNames(evidence))] : []),
  ]
  const blocks = fitMessage([section(text)], [context(small)])
  const inferred = alert.inferred === null ? '' : `\n${inferredText(alert.inferred)}`
  return { text: clip(`${text}${inferred}`, LIMITS.fallbackText), blocks }
}

function line(alert: LinkLine, name: string, voice: Voice): string {
  const { incident, move, evidence } = alert
  const level = LEVEL_MARKS[incident.level]
  const after = incident.resolvedAt === null ? '' : ` after ${lasted(incident)}`
  switch (alert.event) {
    case 'worsened':
      return `${level.mark} *${level.word}: worse.* ${name}: ${moveText(move)}.`
    case 'changed':
      return `${level.mark} *${level.word}: changed.* ${name}: ${moveText(move)} (${sessionsInWords(evidence.link)}).`
    case 'recovered':
      return `${RECOVERED.mark} *${RECOVERED.word}${after}.* ${name}: ${moveText(move)}.`
    case 'closed':
      if (incident.ending === 'meant')
        return `${CLOSED.mark} *${CLOSED.word}${after}.* ${name}: ${meantText(incident, voice.naming)}`
      return incident.ending === 'unwatched'
        ? `${CLOSED.mark} *${CLOSED.word}.* ${name} is no longer watched: its region is not configured any more.`
        : `${CLOSED.mark} *${CLOSED.word}${after}.* ${name}: ${leftBehind(move)}.${closedByBot(incident)}`
    case 'gone':
      return `${CLOSED.mark} *Gone.* ${name}: ${moveText(move)}. ${
        deletedText(evidence, voice) ||
        'Its region was read whole without it, and the API has no link of its id.'
      }`
  }
}

function moreOf(alert: LinkLine, now: number, { naming }: Voice): string {
  const { evidence, incident } = alert
  if (alert.event === 'gone') return `\n${impactOfDeletion(evidence)}`
  if (incident.ending === 'unwatched' || incident.ending === 'meant') return ''
  if (alert.event !== 'worsened') return `\n${impact(evidence)}`
  const diagnosis = diagnose(evidence, now)
  const [first] = stepLines(diagnosis, evidence, naming)
  const next = first === undefined ? '' : `\nFirst: ${first.replace(/^1\. /u, '')}`
  const left = headline(evidence)
  return `${left === null ? '' : `\n${left.mrkdwn}`}\n${impact(evidence, left !== null)}\nWhose move: ${MOVER_WORDS[diagnosis.mover]}.${next}`
}
