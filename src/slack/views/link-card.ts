import { DOCUMENTS } from '../../diagnostics/documents.ts'
import { linkStatus } from '../../domain/status.ts'
import type { LinkCard, Source } from '../../queries/answers.ts'
import { consoleButton, documentButton, refreshButton, runbookButton } from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fields, fitMessage, header, LIMITS, section } from '../limits.ts'
import { duration, moment, utc } from '../text.ts'
import { impact } from './impact.ts'
import { diagnosisSections, linkFacts, stepLines } from './link-facts.ts'
import {
  CLOSED,
  carries,
  foreignNames,
  LEVEL_MARKS,
  MOVER_WORDS,
  RECOVERED,
  standing,
  statusText,
} from './words.ts'

/** Where an answer comes from and how old it is, as mrkdwn. */
function sourceText(source: Source, now: number): string {
  if (source.type === 'live') return `Read live at ${moment(source.at)}.`
  const why = source.failure === null ? '' : ` It cannot be read now: ${prose(source.failure.message)}`
  if (source.at === null) return `Never read so far.${why}`
  return `As polled ${duration(now - source.at)} ago, at ${moment(source.at)}.${why}`
}

/** The mark and word a link's card opens with. */
function cardMark(card: LinkCard): { readonly mark: string; readonly word: string | null } {
  if (card.incident !== null && card.incident.resolvedAt === null) return LEVEL_MARKS[card.incident.level]
  return { mark: carries(card.evidence.link) ? RECOVERED.mark : CLOSED.mark, word: null }
}

/** The status card of one link, for the person who asked: what it means for them first, then all there is to know. */
export function renderLinkCard(card: LinkCard, now: number): RenderedMessage {
  const { evidence, diagnosis, incident } = card
  const { link } = evidence
  const names = foreignNames(evidence)
  const { mark, word } = cardMark(card)
  const title = `${word === null ? mark : `${mark} ${word} ·`} `
  const verdict = prose(diagnosis.verdict, names)
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
      header(`${title}${plainName(link.name, 80)} ${standing(link)}`),
      section(`${impact(evidence)}\n${verdict}`),
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
      context([sourceText(card.source, now)]),
    ],
  )
  const lines = [
    `${title}${code(link.name, 120)} ${standingText(link)}.`,
    impact(evidence),
    verdict,
    ...(incident === null ? [] : [`First bad ${utc(incident.firstBadAt)}.`]),
    `Whose move: ${MOVER_WORDS[diagnosis.mover]}.`,
    ...stepLines(diagnosis, evidence),
  ]
  return { text: clip(lines.join('\n'), LIMITS.fallbackText), blocks }
}

function standingText(link: LinkCard['evidence']['link']): string {
  return prose(standing(link), [link.status])
}
