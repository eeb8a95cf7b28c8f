import type { KnownBlock } from '@slack/types'
import { DOCUMENTS } from '../../diagnostics/documents.ts'
import { pathsLeft } from '../../diagnostics/redundancy.ts'
import { firstMissingStep, trafficPath } from '../../diagnostics/traffic-path.ts'
import type { LinkCard } from '../../queries/answers.ts'
import {
  consoleButton,
  diagnoseButton,
  documentButton,
  linkRunbookButton,
  refreshButton,
} from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fields, fitMessage, header, LIMITS, section } from '../limits.ts'
import { byMention, byName, type Naming } from '../mentions.ts'
import { fixButton } from '../remedy-actions.ts'
import { duration, moment, utc } from '../text.ts'
import type { TellingMessage } from '../told-at.ts'
import { contactSections, contactText } from './contact.ts'
import { handledLines } from './handling.ts'
import { impact } from './impact.ts'
import { diagnosisSections, expiryFact, linkFacts, stepLines, verdictText } from './link-facts.ts'
import { isUp, reachOf } from './reach.ts'
import { standing } from './standing.ts'
import { channelsText } from './telling.ts'
import {
  CLOSED,
  CONFIRMING,
  foreignStatus,
  LEVEL_MARKS,
  MOVER_WORDS,
  RECOVERED,
  statusText,
  UNREAD_MARK,
  WHY_UNREAD,
} from './words.ts'

/** Where an answer comes from and how old it is, as mrkdwn. */
export function sourceText({ source, unreadSince }: LinkCard, now: number): string {
  if (source.type === 'live') return `Read live at ${moment(source.at)}.`
  const why = source.failure === null ? '' : ` It cannot be read now: ${prose(source.failure.message)}`
  if (unreadSince !== null) return `Shown as it was last read.${why}`
  if (source.at === null) return `Never read so far.${why}`
  return `As polled ${duration(now - source.at)} ago, at ${moment(source.at)}.${why}`
}

/** "since 09:00", or "at least since" where it was so when polls began: for how long before nobody has seen. */
export function sinceText(card: Pick<LinkCard, 'watchedSince'>, at: number): string {
  return `${isFromTheFirst(card, at) ? 'at least since' : 'since'} ${moment(at)}`
}

function orEarlier(card: LinkCard, at: number): string {
  return isFromTheFirst(card, at) ? ', or earlier' : ''
}

function isFromTheFirst({ watchedSince }: Pick<LinkCard, 'watchedSince'>, at: number): boolean {
  return watchedSince !== undefined && at <= watchedSince
}

/** The mark and word a link's card opens with. */
export function cardMark(card: LinkCard): { readonly mark: string; readonly word: string | null } {
  const { evidence, incident, unreadSince } = card
  if (incident !== null && incident.resolvedAt === null)
    return incident.upSince === null ? LEVEL_MARKS[incident.level] : CONFIRMING
  if (unreadSince !== null || isBlind(card)) return { mark: UNREAD_MARK, word: null }
  const { lost } = reachOf(evidence)
  // What was read live may be an outage before a poll sees it: it is marked as that poll will judge it.
  if (lost.length > 0) {
    const isCovered = lost.every((family) => pathsLeft(evidence, family).type === 'independent')
    return { mark: LEVEL_MARKS[isCovered ? 'error' : 'critical'].mark, word: null }
  }
  const up = isUp(evidence.link, firstMissingStep(trafficPath(evidence)))
  return { mark: up ? RECOVERED.mark : CLOSED.mark, word: null }
}

/** Whether its region cannot be read now: what is shown was so at the last poll. */
function isBlind({ source }: LinkCard): boolean {
  return source.type === 'snapshot' && source.failure !== null
}

/** When what a card says was so, to follow it; empty where it is so now, as far as is known. */
function asOf(card: LinkCard, now: number): string {
  if (card.unreadSince !== null) return ', as last read'
  const { source } = card
  return isBlind(card) && source.at !== null ? `, as polled ${duration(now - source.at)} ago` : ''
}

/** How a link is, whose move it is and since when: with what every card of it begins. */
function opening(card: LinkCard, now: number, naming: Naming, messages: readonly TellingMessage[] = []) {
  const { evidence, diagnosis, incident, unreadSince } = card
  const { link } = evidence
  const { mark, word } = cardMark(card)
  const title = `${word === null ? mark : `${mark} ${word} ·`} `
  const stands = `${standing(evidence)}${asOf(card, now)}`
  const unread = unreadSince === null ? '' : `*Not read since ${moment(unreadSince)}*: ${WHY_UNREAD}\n`
  const verdict = verdictText(diagnosis, evidence, naming)
  const since = card.statusSince === null ? '' : `\n${sinceText(card, card.statusSince)}`
  const times: (readonly [string, string])[] = [
    ['Status', `${statusText(link.status)}${since}`],
    ['Whose move', MOVER_WORDS[diagnosis.mover]],
    ...expiryFact(link, now),
  ]
  if (incident !== null) {
    times.push(
      ['Last good', incident.lastGoodAt === null ? 'Never seen good' : moment(incident.lastGoodAt)],
      ['First bad', `${moment(incident.firstBadAt)}${orEarlier(card, incident.firstBadAt)}`],
    )
    const channels = messages.map(({ channel }) => channel)
    if (channels.length > 0) times.push(['Told in', channelsText(channels, messages)])
  }
  const head = [
    header(`${title}${plainName(link.name, 80)} ${stands}`),
    section([`${unread}${impact(evidence)}`, verdict].join('\n').trim()),
    ...fields(times),
  ]
  const lines = [
    `${title}${code(link.name, 120)} ${prose(stands, foreignStatus(link.status))}.`,
    `${unread}${impact(evidence)}`,
    ...(verdict === '' ? [] : [verdict]),
    ...(incident === null
      ? []
      : [`First bad ${utc(incident.firstBadAt)}${orEarlier(card, incident.firstBadAt)}.`]),
    `Whose move: ${MOVER_WORDS[diagnosis.mover]}.`,
  ]
  return { head, lines }
}

/**
 * The status card of one link, for the person who asked: what it means for them first, then all there is to know.
 * `records`: what was agreed with its partner and with support, as mrkdwn. `messages`: those that tell its incident.
 */
export function renderLinkCard(
  card: LinkCard,
  now: number,
  records: readonly string[] = [],
  messages: readonly TellingMessage[] = [],
  naming: Naming = byMention,
): RenderedMessage {
  const { evidence, diagnosis } = card
  const { link } = evidence
  const { head, lines } = opening(card, now, naming, messages)
  const whom = contactText(card.contact)
  const handled = handledLines(card, naming)
  const blocks = fitMessage(
    [
      ...head,
      ...(handled.length === 0 ? [] : [section(handled.join('\n'))]),
      ...diagnosisSections(diagnosis, evidence, naming),
      ...contactSections(card.contact),
      ...(records.length === 0 ? [] : [section(records.join('\n'))]),
      divider(),
      ...linkFacts(evidence),
    ],
    [
      actions([
        refreshButton(link.id),
        diagnoseButton(link.id),
        fixButton(link.id),
        linkRunbookButton(link.id),
        consoleButton(DOCUMENTS.links),
        documentButton(diagnosis.documentUrl),
      ]),
      context([sourceText(card, now)]),
    ],
  )
  const text = [
    ...lines,
    ...handled,
    ...stepLines(diagnosis, evidence, naming),
    ...(whom === '' ? [] : [whom]),
    ...records,
  ]
  return { text: clip(text.join('\n'), LIMITS.fallbackText), blocks }
}

/** A link in few blocks, for below an address that leads to it: nothing to press, nothing to do. */
export function linkPreview(card: LinkCard, now: number): KnownBlock[] {
  return [...opening(card, now, byName(new Map())).head, context([sourceText(card, now)])]
}
