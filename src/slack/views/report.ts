import { FAMILY_NAMES } from '../../diagnostics/words.ts'
import { FAMILIES } from '../../domain/link.ts'
import type { PastRow, Report } from '../../history/past.ts'
import { percent, WHAT_COUNTS } from '../../history/words.ts'
import type { ReportAnswer } from '../../queries/report.ts'
import { clip, code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { count, duration } from '../text.ts'
import { knownFromLines, periodText, renderPeriodProblem } from './link-history.ts'
import { CLOSED, LEVEL_MARKS, RECOVERED, UNREAD_MARK } from './words.ts'

/** Of what is well now, and was not all of the time. */
const HAD_OUTAGES_MARK = LEVEL_MARKS.warning.mark

/** How well links and VPCs were reached, the worst first; or why the period cannot be read. */
export function renderReport(answer: ReportAnswer): RenderedMessage {
  return answer.type === 'problem' ? renderPeriodProblem(answer) : renderFound(answer.report)
}

function renderFound(report: Report): RenderedMessage {
  const { links, vpcs } = report
  const filter = report.filter === '' ? '' : `, filter ${code(report.filter, 100)}`
  const tally = links.length === 0 ? 'No link fits.' : `${tallyOf(links, 'link')}${filter}`
  const lists = [...listed('VPCs', vpcs, vpcLine, 3500), ...listed('Links', links, linkLine, 7000)]
  return {
    text: clip(
      [`InterLink availability, ${periodText(report)}: ${tally}`, ...links.slice(0, 15).map(linkLine)].join(
        '\n',
      ),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [header('InterLink availability'), section(`*${tally}*\n${periodText(report)}`), ...lists],
      [context([...knownFromLines(report), WHAT_COUNTS])],
    ),
  }
}

function tallyOf(rows: readonly PastRow[], word: string): string {
  const bad = rows.filter(({ availability }) => availability.outages.length > 0).length
  return bad === 0
    ? `No outage of ${count(rows.length, word)}`
    : `${bad} of ${count(rows.length, word)} had outages`
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
