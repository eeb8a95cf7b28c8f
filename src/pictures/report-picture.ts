import { duration } from '../domain/duration.ts'
import type { PastRow, Report } from '../history/past.ts'
import { outagesInWords, percent, totals } from '../history/words.ts'
import { reportAlt } from './alt.ts'
import { fileName, footText, unknownText } from './captions.ts'
import { loadFont } from './font.ts'
import { drawLegend } from './legend.ts'
import type { DrawPng, Picture } from './render.ts'
import { FAINT_INK } from './style.ts'
import { svg, write } from './svg.ts'
import { MISSING, shown } from './text.ts'
import { momentText, zoneText } from './ticks.ts'
import { type ChartHeading, type ChartRow, drawChart } from './timeline-chart.ts'

const WIDTH = 1600
const MARGIN = 30
const CHART_TOP = 174

/** A picture shows so many VPCs and links, the worst; the CSV has all. */
const MOST_VPCS = 10
const MOST_LINKS = 60
/** No more characters of a name than this can be seen in its row. */
const MOST_LABEL = 90

/** The picture of a report: a row for each VPC and each link, the worst first. Throws PictureError. */
export async function reportPicture(report: Report, draw: DrawPng): Promise<Picture> {
  return {
    png: await draw(reportSvg(report)),
    alt: reportAlt(report),
    filename: fileName('report', report.filter, report.period, 'png'),
  }
}

/** The same before it is drawn. */
export function reportSvg(report: Report): string {
  const { period, filter, links, vpcs } = report
  const rows = [
    ...section('VPCs: up while at least one link into them carries', vpcs, MOST_VPCS),
    ...section('Links: up while every family with a routing policy is', links, MOST_LINKS),
  ]
  const what = filter === '' ? 'all links' : `filter \u201c${filter}\u201d`
  const chart = drawChart(rows, period, {
    top: CHART_TOP,
    left: 330,
    right: WIDTH - 270,
    labelsAt: MARGIN,
    labelWidth: 285,
  })
  const availabilities = links.map(({ availability }) => availability)
  const total = totals(availabilities)
  const parts = [
    write('InterLink availability', MARGIN, 46, { size: 24, bold: true }),
    write(`${period.label}, ${what}`, MARGIN, 74, { size: 16, width: WIDTH - 2 * MARGIN }),
    write(
      `${momentText(period.from, period.zone)} to ${momentText(period.until, period.zone)}, times in ${zoneText(period)}`,
      MARGIN,
      97,
      { fill: FAINT_INK },
    ),
    write(total === '' ? outagesInWords(availabilities, 'link') : `Links: ${total}`, MARGIN, 124, {
      size: 15,
      bold: true,
    }),
    ...drawLegend(MARGIN, 152),
    ...chart.parts,
  ]
  let y = CHART_TOP + chart.height + 26
  for (const note of [...unknownText(report).slice(0, 5), footText(report)]) {
    parts.push(write(note, MARGIN, y, { size: 13, fill: FAINT_INK, width: WIDTH - 2 * MARGIN }))
    y += 20
  }
  return svg(WIDTH, y + 10, parts)
}

function section(
  heading: string,
  rows: readonly PastRow[],
  most: number,
): readonly (ChartRow | ChartHeading)[] {
  if (rows.length === 0) return []
  const left = rows.length - most
  const more =
    left > 0
      ? ` (the ${most} worst of ${rows.length}; ${left} left out, the CSV has all)`
      : ', the worst first'
  return [{ heading: `${heading}${rows.length === 1 ? '' : more}` }, ...rows.slice(0, most).map(chartRow)]
}

function chartRow(row: PastRow): ChartRow {
  const { availability: of } = row
  const outages = of.outages.length
  const recovery = outages > 1 && of.meanMs !== null ? `, MTTR ${duration(of.meanMs)}` : ''
  return {
    label: row.name,
    note: [row.region, ...(row.gone ? ['deleted'] : []), ...unshown(row)].join(', '),
    figure: percent(of.available),
    figureNote:
      of.countedMs === 0
        ? 'not in service, or not known'
        : outages === 0
          ? 'no outage'
          : `${outages} ${outages === 1 ? 'outage' : 'outages'}, ${duration(of.downtimeMs)}${recovery}`,
    stretches: row.stretches,
    incidents: row.incidents,
    quiet: row.quiet,
  }
}

/** The beginning of the id, where the font cannot show all of the name. */
function unshown({ id, name }: PastRow): readonly string[] {
  return shown(name, loadFont('DejaVuSans'), MOST_LABEL).includes(MISSING) ? [`id ${id.slice(0, 8)}`] : []
}
