import { DOCUMENTS } from '../../diagnostics/documents.ts'
import { firstMissingStep, trafficPath } from '../../diagnostics/traffic-path.ts'
import { linkStatus } from '../../domain/status.ts'
import type { LinkCard } from '../../queries/answers.ts'
import { consoleButton, documentButton, refreshButton, runbookButton } from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fields, fitMessage, header, LIMITS, section } from '../limits.ts'
import { duration, moment, utc } from '../text.ts'
import { impact } from './impact.ts'
import { diagnosisSections, linkFacts, stepLines, verdictText } from './link-facts.ts'
import { isUp, reachOf } from './reach.ts'
import { standing } from './standing.ts'
import { CLOSED, LEVEL_MARKS, MOVER_WORDS, RECOVERED, statusText, UNREAD_MARK, WHY_UNREAD } from './words.ts'

/** Where an answer comes from and how old it is, as mrkdwn. */
function sourceText({ source, unreadSince }: LinkCard, now: number): string {
  if (source.type === 'live') return `Read live at ${moment(source.at)}.`
  const why = source.failure === null ? '' : ` It cannot be read now: ${prose(source.failure.message)}`
  if (unreadSince !== null) return `Shown as it was last read.${why}`
  if (source.at === null) return `Never read so far.${why}`
  return `As polled ${duration(now - source.at)} ago, at ${moment(source.at)}.${why}`
}

/** The mark and word a link's card opens with. */
function cardMark(card: LinkCard): { readonly mark: string; readonly word: string | null } {
  const { evidence, incident, unreadSince } = card
  if (incident !== null && incident.resolvedAt === null) return LEVEL_MARKS[incident.level]
  if (unreadSince !== null) return { mark: UNREAD_MARK, word: null }
  const up =
    isUp(evidence.link, firstMissingStep(trafficPath(evidence))) && reachOf(evidence).lost.length === 0
  return { mark: up ? RECOVERED.mark : CLOSED.mark, word: null }
}

/** The status card of one link, for the person who asked: what it means for them first, then all there is to know. */
export function renderLinkCard(card: LinkCard, now: number): RenderedMessage {
  const { evidence, diagnosis, incident, unreadSince } = card
  const { link } = evidence
  const { mark, word } = cardMark(card)
  const title = `${word === null ? mark : `${mark} ${word} ·`} `
  const stands = `${standing(evidence)}${unreadSince === null ? '' : ', as last read'}`
  const unread = unreadSince === null ? '' : `*Not read since ${moment(unreadSince)}*: ${WHY_UNREAD}\n`
  const verdict = verdictText(diagnosis, evidence)
  const since = card.statusSince === null ? '' : `\nsince ${moment(card.statusSince)}`
  const times: [string, string][] = [
    ['Status', `${statusText(link.status)}${since}`],
    ['Whose move', MOVER_WORDS[diagnosis.mover]],
  ]
  if (incident !== null) {
    times.push(
      ['Last good', incident.lastGoodAt === null ? 'Never seen good' : moment(incident.lastGoodAt)],
      ['First bad', moment(incident.firstBadAt)],
    )
  }
  const blocks = fitMessage(
    [
      header(`${title}${plainName(link.name, 80)} ${stands}`),
      section([`${unread}${impact(evidence)}`, verdict].join('\n').trim()),
      ...fields(times),
      ...diagnosisSections(diagnosis, evidence),
      divider(),
      ...linkFacts(evidence),
    ],
    [
      actions([
        refreshButton(link.id),
        runbookButton(linkStatus(link.status)),
        consoleButton(DOCUMENTS.links),
        documentButton(diagnosis.documentUrl),
      ]),
      context([sourceText(card, now)]),
    ],
  )
  const lines = [
    `${title}${code(link.name, 120)} ${prose(stands, [link.status])}.`,
    `${unread}${impact(evidence)}`,
    ...(verdict === '' ? [] : [verdict]),
    ...(incident === null ? [] : [`First bad ${utc(incident.firstBadAt)}.`]),
    `Whose move: ${MOVER_WORDS[diagnosis.mover]}.`,
    ...stepLines(diagnosis, evidence),
  ]
  return { text: clip(lines.join('\n'), LIMITS.fallbackText), blocks }
}
