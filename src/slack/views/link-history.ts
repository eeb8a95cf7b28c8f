import { FAMILY_NAMES, familyNames } from '../../diagnostics/words.ts'
import { FAMILIES } from '../../domain/link.ts'
import type { Availability, Outage } from '../../history/availability.ts'
import type { LinkPast, PastRow } from '../../history/past.ts'
import { percent, summary, WHAT_COUNTS } from '../../history/words.ts'
import type { HistoryAnswer } from '../../queries/history.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fields, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { byMention } from '../mentions.ts'
import { duration, moment } from '../text.ts'
import { NOWHERE, type Told } from '../told-at.ts'
import { renderProblem } from './problem.ts'
import { silenceText } from './silence-words.ts'
import { snapshotAge } from './snapshot-age.ts'
import { toldIn } from './telling.ts'
import { renderStatusAnswer } from './which-link.ts'
import { LEVEL_MARKS } from './words.ts'

/** How a link was: its availability, outages, incidents and silences; or which link, or period, may be meant. */
export function renderHistory(answer: HistoryAnswer, now: number, told: Told = NOWHERE): RenderedMessage {
  if (answer.type === 'problem') return renderPeriodProblem(answer)
  return answer.type === 'found'
    ? renderPast(answer, now, told)
    : renderStatusAnswer(answer, now, 'history', answer.after)
}

/** Why a period cannot be read, with ones that can. */
export function renderPeriodProblem(answer: { readonly problem: string; readonly example: string }) {
  return renderProblem(prose(answer.problem.slice(0, 500)), `Such as: ${prose(answer.example)}.`)
}

function renderPast(
  { past, scopes }: Extract<HistoryAnswer, { type: 'found' }>,
  now: number,
  told: Told,
): RenderedMessage {
  const { row } = past
  const age = snapshotAge(scopes, now)
  const { outages } = row.availability
  const essence = `*${summary(row.availability)}*`
  const when = periodText(past)
  const lists = [
    listed('Outages, the latest first', outages.toReversed().map(outageLine), 4500),
    listed(
      'Incidents, the latest first',
      row.incidents.toReversed().map((incident) => incidentLine(incident, told)),
      2500,
    ),
    listed(
      'Silences and maintenance',
      row.quiet.toReversed().map(({ silence }) => silenceText(silence, byMention)),
      1500,
    ),
  ]
  return {
    text: clip(
      [
        `History of ${code(row.name, 80)}, ${prose(past.period.label)}: ${summary(row.availability)}.`,
        ...outages.toReversed().slice(0, 10).map(outageLine),
        ...knownFromLines(past),
        ...age.outdated,
      ].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(`History of ${plainName(row.name, 80)}${row.gone ? ' (deleted)' : ''}`),
        section(`${essence}\n${when}`),
        ...fields(figures(row.availability)),
        ...lists.flat(),
      ],
      [
        context([
          ...knownFromLines(past),
          `${WHAT_COUNTS} In ${code(row.region, 40)}, id ${code(row.id, 60)}.`,
        ]),
        ...age.blocks,
      ],
    ),
  }
}

/** From when until when, as mrkdwn. */
export function periodText({ period }: Pick<LinkPast, 'period'>): string {
  return `${prose(period.label)}: ${moment(period.from)} until ${moment(period.until)}`
}

/** From when on something is known, where that is not from the beginning of the period. */
export function knownFromLines({ knownFrom }: Pick<LinkPast, 'knownFrom'>): readonly string[] {
  return knownFrom
    .slice(0, 5)
    .map(({ region, since, why }) =>
      why === 'forgotten'
        ? `${code(region, 40)} is known from ${moment(since)} on: what is older was deleted (\`HISTORY_DAYS\`).`
        : `${code(region, 40)} is known from ${moment(since)} on: the bot had not read it before.`,
    )
}

function figures(of: Availability): readonly (readonly [string, string])[] {
  const lasting = (ms: number | null) => (ms === null ? '–' : duration(ms))
  return [
    ['Every family up', percent(of.available)],
    ['At least one family up', percent(of.reachable)],
    ...FAMILIES.flatMap((family) =>
      of.families[family] === null ? [] : [[FAMILY_NAMES[family], percent(of.families[family])] as const],
    ),
    ...(of.availableUnplanned === null
      ? []
      : [['Not counting maintenance', percent(of.availableUnplanned)] as const]),
    ['Outages', String(of.outages.length)],
    ['Downtime', duration(of.downtimeMs)],
    ['Mean time to recovery', lasting(of.meanMs)],
    ['Longest', lasting(of.longestMs)],
    ...(of.ms.unknown === 0 ? [] : [['Not known', duration(of.ms.unknown)] as const]),
  ]
}

function outageLine({ from, until, cut, seenMs, lost, worst, planned }: Outage): string {
  const what = worst === 'down' && lost.length > 1 ? 'down' : `${familyNames(lost)} lost`
  const end = until === null ? 'not seen to end' : `until ${moment(until)}`
  return `• ${cut ? 'before ' : ''}${moment(from)}, ${end}: *${duration(seenMs)}*, ${what}${planned ? ', in announced maintenance' : ''}`
}

function incidentLine(incident: PastRow['incidents'][number], told: Told): string {
  const { level, firstBadAt, resolvedAt, reason } = incident
  const { mark, word } = LEVEL_MARKS[level]
  const end = resolvedAt === null ? 'open' : `until ${moment(resolvedAt)}`
  // The first one is that of the channel which hears of everything.
  const [message] = told.get(incident.id) ?? []
  const where = message === undefined ? '' : ` ${toldIn([message])}`
  return `• ${mark} ${word}, ${moment(firstBadAt)}, ${end}: ${prose(reason.slice(0, 300))}${where}`
}

function listed(title: string, lines: readonly string[], characters: number) {
  if (lines.length === 0) return []
  const { blocks, left } = lineSections([`*${title}*`, ...lines], characters)
  return left === 0 ? blocks : [...blocks, context([`and ${left} more`])]
}
