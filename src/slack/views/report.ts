import { FAMILY_NAMES } from '../../diagnostics/words.ts'
import { FAMILIES } from '../../domain/link.ts'
import type { PastRow, Report } from '../../history/past.ts'
import { outagesInWords, percent, totals, WHAT_COUNTS } from '../../history/words.ts'
import { PERIOD_EXAMPLE } from '../../queries/period.ts'
import type { ReportAnswer } from '../../queries/report.ts'
import { clip, code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { count, duration } from '../text.ts'
import { knownFromLines, periodText, renderPeriodProblem } from './link-history.ts'
import { ALL_WORDS_MUST_FIT } from './list.ts'
import { type SnapshotAge, snapshotAge } from './snapshot-age.ts'
import { CLOSED, LEVEL_MARKS, RECOVERED, UNREAD_MARK } from './words.ts'

type Found = Extract<ReportAnswer, { type: 'found' }>

/** Of what is well now, and was not all of the time. */
const HAD_OUTAGES_MARK = LEVEL_MARKS.warning.mark

/** How well links and VPCs were reached, the worst first; or why the period cannot be read. */
export function renderReport(answer: ReportAnswer, now: number): RenderedMessage {
  return answer.type === 'problem' ? renderPeriodProblem(answer) : renderFound(answer, now)
}

function renderFound({ report, scopes }: Found, now: number): RenderedMessage {
  const { links, vpcs } = report
  const age = snapshotAge(scopes, now)
  if (links.length === 0) return renderNone(report, age)
  const filter = report.filter === '' ? '' : `, filter ${code(report.filter, 100)}`
  const availabilities = links.map(({ availability }) => availability)
  const tally = `${outagesInWords(availabilities, 'link')}${filter}`
  const total = totals(availabilities)
  const lists = [...listed('VPCs', vpcs, vpcLine, 3500), ...listed('Links', links, linkLine, 7000)]
  return {
    text: clip(
      [
        `InterLink availability, ${periodText(report)}: ${tally}${total === '' ? '' : `: ${total}`}`,
        ...links.slice(0, 15).map(linkLine),
        ...age.outdated,
      ].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header('InterLink availability'),
        section([`*${tally}*`, ...(total === '' ? [] : [total]), periodText(report)].join('\n')),
        ...lists,
      ],
      [context([...knownFromLines(report), WHAT_COUNTS]), ...age.blocks],
    ),
  }
}

/** What was asked for as period and as filter: either may have been meant as the other. */
function renderNone(report: Report, age: SnapshotAge): RenderedMessage {
  const filter = report.filter === '' ? '' : ` ${code(report.filter, 100)}`
  const lines = [
    filter === '' ? 'No link was there in that time.' : `No link fits${filter}: ${ALL_WORDS_MUST_FIT}.`,
    periodText(report),
    `A period is typed as ${prose(PERIOD_EXAMPLE)}.`,
  ]
  return {
    text: clip([...lines, ...age.outdated].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage([section(lines.join('\n'))], age.blocks),
  }
}

function listed(title: string, rows: readonly PastRow[], line: (row: PastRow) => string, characters: number) {
  if (rows.length === 0) return []
  const { blocks, left } = lineSections([`*${title}*, the worst first`, ...rows.map(line)], characters, 15)
  return left === 0 ? blocks : [...blocks, context([`and ${left} more: the CSV has all of them.`])]
}

function vpcLine(row: PastRow): string {
  const families = FAMILIES.flatMap((family) => {
    const share = row.availability.families[family]
    return share === null ? [] : [`${FAMILY_NAMES[family]} ${percent(share)}`]
  })
  return [
    `${markOf(row)} *${percent(row.availability.available)}* ${code(row.name, 60)}`,
    ...families,
    ...outagesOf(row),
  ].join(' · ')
}

function linkLine(row: PastRow): string {
  const gone = row.gone ? ['deleted'] : []
  return [
    `${markOf(row)} *${percent(row.availability.available)}* ${code(row.name, 60)}`,
    code(row.region, 20),
    ...gone,
    ...outagesOf(row),
  ].join(' · ')
}

/** What there is to say of a row besides its share, in the order of its weight. */
function outagesOf({ availability: of }: PastRow): readonly string[] {
  if (of.countedMs === 0) return [of.ms.unknown > 0 ? 'not known' : 'not in service']
  if (of.outages.length === 0) return ['no outage']
  const mean = of.meanMs === null ? [] : [`mean time to recovery ${duration(of.meanMs)}`]
  const several = of.outages.length > 1 && of.longestMs !== null ? [`longest ${duration(of.longestMs)}`] : []
  return [`${count(of.outages.length, 'outage')}, ${duration(of.downtimeMs)} down`, ...several, ...mean]
}

/**
 * The mark stands before the share of a period and tells of that: green only without an outage in it. What is bad now is
 * marked as in lists, whatever the share.
 */
function markOf({ availability: of, stretches }: PastRow): string {
  const last = stretches.at(-1)?.standing.health
  if (last === 'down') return LEVEL_MARKS.critical.mark
  if (last === 'partial') return LEVEL_MARKS.warning.mark
  if (last === 'unknown') return UNREAD_MARK
  if (of.countedMs === 0 || last !== 'full') return CLOSED.mark
  return of.outages.length === 0 ? RECOVERED.mark : HAD_OUTAGES_MARK
}
