import { inWords } from '../../diagnostics/words.ts'
import { LEVELS } from '../../domain/incident.ts'
import type { LinkRow, ListAnswer, ScopeAge } from '../../queries/answers.ts'
import { clip, code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { count, duration, localDate } from '../text.ts'
import { isIncomplete, isUp } from './reach.ts'
import { CLOSED, LEVEL_MARKS, RECOVERED, sessionsInWords, statusText, UNREAD_MARK } from './words.ts'

const NARROW = 'narrow with `/interlink list &lt;filter&gt;`'

/** One link on one line: how bad, which, what, where. As mrkdwn. */
export function rowLine(row: LinkRow): string {
  const { link, level, missing, unreadSince } = row
  const calm = unreadSince !== null ? UNREAD_MARK : isUp(link, missing) ? RECOVERED.mark : CLOSED.mark
  const mark = level === null ? calm : `${LEVEL_MARKS[level].mark} *${LEVEL_MARKS[level].word}*`
  const over = row.partnerName ?? (link.kind.type === 'self_hosted' ? 'own connection' : null)
  const parts = [
    `${mark} ${code(link.name, 60)}`,
    ...(unreadSince === null ? [] : [`*not read since ${localDate(unreadSince)}*, before that`]),
    statusText(link.status),
    sessionsInWords(link),
    ...(isIncomplete(link, missing) ? ['path not complete'] : []),
    code(link.region, 20),
    ...(row.popName === null ? [] : [code(row.popName, 30)]),
    ...(over === null ? [] : [row.partnerName === null ? over : code(over, 40)]),
  ]
  return parts.join(' · ')
}

/** How old what is known of each region is, and which cannot be read. As mrkdwn. */
function ageLines(scopes: readonly ScopeAge[], now: number): { ages: string[]; unreadable: string[] } {
  const ages: string[] = []
  const unreadable: string[] = []
  for (const { scope, source, links, unread } of scopes) {
    const region = code(scope.region, 40)
    if (source.at === null) {
      const why =
        source.type === 'snapshot' && source.failure !== null ? `: ${prose(source.failure.message)}` : '.'
      unreadable.push(`${region} was never read so far${why}`)
      continue
    }
    const age = `${duration(now - source.at)} ago`
    const without = unread === 0 ? '' : `, but for ${count(unread, 'link')}`
    ages.push(`${region}: ${count(links, 'link')}, read ${age}${without}`)
    if (source.type === 'snapshot' && source.failure !== null) {
      unreadable.push(
        `${region} cannot be read now; shown as it was ${age}: ${prose(source.failure.message)}`,
      )
    }
  }
  return { ages, unreadable }
}

function tally(rows: readonly LinkRow[]): string {
  const bad = LEVELS.toReversed().flatMap((level) => {
    const some = rows.filter((row) => row.level === level).length
    return some === 0 ? [] : [`${LEVEL_MARKS[level].mark} ${some} ${LEVEL_MARKS[level].word.toLowerCase()}`]
  })
  const unread = rows.filter((row) => row.unreadSince !== null).length
  const rest = rows.filter((row) => row.level === null && row.unreadSince === null)
  const up = rest.filter((row) => isUp(row.link, row.missing)).length
  const incomplete = rest.filter((row) => isIncomplete(row.link, row.missing)).length
  const idle = rest.length - up - incomplete
  return [
    ...bad,
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

/** The links that were asked for, one on a line, in the order given, with the age of what is shown. */
export function renderList(answer: ListAnswer, now: number): RenderedMessage {
  const { rows, filter } = answer
  const asked = filter === '' ? '' : ` for ${code(filter, 100)}`
  const { ages, unreadable } = ageLines(answer.scopes.slice(0, 40), now)
  const outdated = [...unreadNote(rows), ...unreadable]
  const notes =
    outdated.length === 0
      ? []
      : [section(`${UNREAD_MARK} *Not up to date*\n${clip(outdated.join('\n'), 2000)}`)]
  const footer = context([ages.length === 0 ? 'No region was read so far.' : clip(ages.join(' · '), 1500)])
  if (rows.length === 0) {
    const sentence =
      filter === ''
        ? 'There are no links in the regions that were read.'
        : `No link fits${asked.replace(' for', '')}: all words must fit name, region, status, partner, PoP, VPC or tags.`
    return { text: sentence, blocks: fitMessage([section(sentence)], [...notes, footer]) }
  }
  const { blocks: lines, left } = lineSections(rows.map(rowLine), 9000, 35)
  const more = left === 0 ? [] : [section(`and ${left} more: ${NARROW}`)]
  const blocks = fitMessage(
    [
      header(count(rows.length, 'link')),
      context([`${tally(rows)}${asked === '' ? '' : ` · filter${asked.replace(' for', '')}`}`]),
      ...lines,
    ],
    [...more, ...notes, footer],
  )
  const text = [
    `${count(rows.length, 'link')}${asked}: ${tally(rows)}`,
    ...rows.slice(0, 20).map(rowLine),
    ...(rows.length > 20 ? [`and ${rows.length - 20} more`] : []),
    ...outdated,
  ]
  return { text: clip(text.join('\n'), LIMITS.fallbackText), blocks }
}

/** Regions that could not be read, in words; empty where all could. */
export function blindRegions(scopes: readonly ScopeAge[]): string {
  const blind = scopes.filter(
    ({ source }) => source.type === 'snapshot' && (source.at === null || source.failure !== null),
  )
  return inWords(blind.slice(0, 10).map(({ scope }) => code(scope.region, 40)))
}
