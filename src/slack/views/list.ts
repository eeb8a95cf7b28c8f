import type { KnownBlock } from '@slack/types'
import type { LinkRow, ListAnswer } from '../../queries/answers.ts'
import { listPageButton } from '../actions.ts'
import { clip, code, prose, truncate } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { capital, count, localDate } from '../text.ts'
import { expiryWords } from './link-facts.ts'
import { isIncomplete, isUp } from './reach.ts'
import { snapshotAge } from './snapshot-age.ts'
import {
  CLOSED,
  LEVEL_MARKS,
  levelTally,
  RECOVERED,
  sessionsInWords,
  statusText,
  UNREAD_MARK,
} from './words.ts'

/** Links on a page of a list, and characters of each: a page fits into one message, whatever its links are called. */
const PAGE_LINKS = 30
const LINE_CHARACTERS = 300

/** What the words of a filter are looked for in, to follow a colon. */
export const ALL_WORDS_MUST_FIT = 'all words must fit name, region, status, partner, PoP, VPC or tags'

/** What becomes of an incident, to follow its level. */
const HANDLED_WORDS: Readonly<Record<NonNullable<LinkRow['handled']>[number], string>> = {
  held_back: ', held back',
  acknowledged: ', acknowledged',
}

/** One link on one line: how bad, which, what, where. As mrkdwn. `now` is in ms. */
export function rowLine(row: LinkRow, now: number): string {
  const { link, level, missing, unreadSince } = row
  const calm = unreadSince !== null ? UNREAD_MARK : isUp(link, missing) ? RECOVERED.mark : CLOSED.mark
  const mark =
    level === null
      ? calm
      : `${LEVEL_MARKS[level].mark} *${LEVEL_MARKS[level].word}*${(row.handled ?? []).map((how) => HANDLED_WORDS[how]).join('')}`
  const over = row.partnerName ?? (link.kind.type === 'self_hosted' ? 'own connection' : null)
  const parts = [
    `${mark} ${code(link.name, 60)}`,
    ...(unreadSince === null ? [] : [`*not read since ${localDate(unreadSince)}*, before that`]),
    statusText(link.status),
    ...expiryWords(link, now),
    sessionsInWords(link),
    ...(isIncomplete(link, missing) ? [`path not complete${gapText(missing)}`] : []),
    code(link.region, 20),
    ...(row.popName === null ? [] : [code(row.popName, 30)]),
    ...(over === null ? [] : [row.partnerName === null ? over : code(over, 40)]),
  ]
  return parts.join(' · ')
}

/** What is missing, to follow "path not complete". */
function gapText(missing: LinkRow['missing']): string {
  return missing === null ? '' : `: ${prose(truncate(missing.text, 60))}`
}

/** How many links there are of each state, the worst first, as mrkdwn. */
export function tally(rows: readonly LinkRow[]): string {
  const unread = rows.filter((row) => row.unreadSince !== null).length
  const rest = rows.filter((row) => row.level === null && row.unreadSince === null)
  const up = rest.filter((row) => isUp(row.link, row.missing)).length
  const incomplete = rest.filter((row) => isIncomplete(row.link, row.missing)).length
  const idle = rest.length - up - incomplete
  return [
    ...levelTally(rows.map(({ level }) => level)),
    ...(unread === 0 ? [] : [`${UNREAD_MARK} ${unread} not read`]),
    ...(up === 0 ? [] : [`${RECOVERED.mark} ${up} up`]),
    ...(incomplete === 0 ? [] : [`${CLOSED.mark} ${incomplete} path not complete`]),
    ...(idle === 0 ? [] : [`${CLOSED.mark} ${idle} not in service`]),
  ].join(' · ')
}

/** Why some of the links were not read although their region was, where there are any. */
function unreadNote(rows: readonly LinkRow[]): string[] {
  const unread = rows.filter((row) => row.unreadSince !== null).length
  if (unread === 0) return []
  return [
    `${count(unread, 'link')} could not be read with the rest of the region: what the API says of it cannot be understood, or it does not show it. Shown as last read.`,
  ]
}

/**
 * The links that were asked for, one on a line, in the order given, with the age of what is shown. Pages are counted from 1;
 * one that is not there any more is the last.
 */
export function renderList(answer: ListAnswer, now: number, page = 1): RenderedMessage {
  const { rows, filter } = answer
  const asked = filter === '' ? '' : ` for ${code(filter, 100)}`
  const age = snapshotAge(answer.scopes, now, unreadNote(rows))
  if (rows.length === 0) {
    const sentence =
      filter === ''
        ? 'There are no links in the regions that were read.'
        : `No link fits${asked.replace(' for', '')}: ${ALL_WORDS_MUST_FIT}.`
    return { text: sentence, blocks: fitMessage([section(sentence)], age.blocks) }
  }
  const pages = Math.ceil(rows.length / PAGE_LINKS)
  const at = Math.min(Math.max(1, page), pages)
  const shown = rows.slice((at - 1) * PAGE_LINKS, at * PAGE_LINKS)
  const lines = shown.map((row) => clip(rowLine(row, now), LINE_CHARACTERS))
  const which = pages === 1 ? '' : `page ${at} of ${pages}`
  const blocks = fitMessage(
    [
      header(`${count(rows.length, 'link')}${which === '' ? '' : `, ${which}`}`),
      context([`${tally(rows)}${asked === '' ? '' : ` · filter${asked.replace(' for', '')}`}`]),
      ...lineSections(lines, PAGE_LINKS * (LINE_CHARACTERS + 1)).blocks,
    ],
    [...pageButtons(filter, at, pages), ...age.blocks],
  )
  const text = [
    `${count(rows.length, 'link')}${asked}: ${tally(rows)}`,
    ...lines,
    ...(which === '' ? [] : [capital(which)]),
    ...age.outdated,
  ]
  return { text: clip(text.join('\n'), LIMITS.fallbackText), blocks }
}

/** Previous and Next, where there are more pages; how to narrow the list where the filter is too long for a button. */
function pageButtons(filter: string, page: number, pages: number): KnownBlock[] {
  if (pages === 1) return []
  const buttons = [
    page > 1 ? listPageButton('previous', { filter, page: page - 1 }) : null,
    page < pages ? listPageButton('next', { filter, page: page + 1 }) : null,
  ]
  return buttons.every((button) => button === null)
    ? [context(['For the other pages, narrow it with `/interlink list &lt;filter&gt;`.'])]
    : [actions(buttons)]
}
