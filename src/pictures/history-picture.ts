import { FAMILY_NAMES, familyNames } from '../diagnostics/words.ts'
import { duration } from '../domain/duration.ts'
import { FAMILIES, type Family } from '../domain/link.ts'
import type { Outage } from '../history/availability.ts'
import type { LinkPast, PastRow } from '../history/past.ts'
import { withHealth } from '../history/standing.ts'
import type { Stretch } from '../history/timeline.ts'
import { percent, summary } from '../history/words.ts'
import { historyAlt } from './alt.ts'
import { fileName, footText, unknownText } from './captions.ts'
import { loadFont } from './font.ts'
import { drawLegend } from './legend.ts'
import type { DrawPng, Picture } from './render.ts'
import { FAINT_INK } from './style.ts'
import { svg, write } from './svg.ts'
import { inLines } from './text.ts'
import { momentText, zoneText } from './ticks.ts'
import { type ChartRow, drawChart } from './timeline-chart.ts'

const WIDTH = 1400
const MARGIN = 30
/** So many outages are listed, the latest. */
const MOST_OUTAGES = 10

/** The picture of a link's past: its timeline, that of each family, and its outages. Throws PictureError. */
export async function historyPicture(past: LinkPast, draw: DrawPng): Promise<Picture> {
  return {
    png: await draw(historySvg(past)),
    alt: historyAlt(past),
    filename: fileName('history', past.row.name, past.period, 'png'),
  }
}

/** The same before it is drawn. */
export function historySvg(past: LinkPast): string {
  const { period, row } = past
  const meant = FAMILIES.filter((family) =>
    row.stretches.some(({ standing }) => standing.families[family] !== 'idle'),
  )
  const rows: readonly ChartRow[] = [
    {
      label: 'Link',
      note: '',
      figure: percent(row.availability.available),
      figureNote: 'every family up',
      stretches: row.stretches,
      incidents: row.incidents,
      quiet: row.quiet,
    },
    ...meant.map((family) => familyRow(row, family)),
  ]
  const title = `${row.name}${row.gone ? ' (deleted)' : ''}`
  const parts = [
    write(title, MARGIN, 46, { size: 24, bold: true, width: WIDTH - 2 * MARGIN }),
    write(`History of an InterLink in ${row.region}, ${period.label}`, MARGIN, 72, { fill: FAINT_INK }),
    write(
      `${momentText(period.from, period.zone)} to ${momentText(period.until, period.zone)}, times in ${zoneText(period)}`,
      MARGIN,
      94,
      { fill: FAINT_INK },
    ),
  ]
  const essence = { size: 16, width: WIDTH - 2 * MARGIN }
  const lines = inLines(summary(row.availability), { ...essence, font: loadFont('DejaVuSans-Bold') })
  let top = 126
  for (const line of lines) {
    parts.push(write(line, MARGIN, top, { ...essence, bold: true }))
    top += 24
  }
  parts.push(...drawLegend(MARGIN, top + 6))
  top += 28
  const chart = drawChart(rows, period, {
    top,
    left: 110,
    right: WIDTH - 270,
    labelsAt: MARGIN,
    labelWidth: 75,
  })
  parts.push(...chart.parts)
  let y = top + chart.height + 22
  const { outages } = row.availability
  const listed = outages.slice(-MOST_OUTAGES).reverse()
  if (listed.length > 0) {
    const left = outages.length - listed.length
    parts.push(
      write(`Outages, the latest first${left === 0 ? '' : ` (${left} earlier ones left out)`}`, MARGIN, y, {
        size: 15,
        bold: true,
      }),
    )
    for (const outage of listed) {
      y += 24
      parts.push(write(outageText(outage, period.zone), MARGIN, y, { width: WIDTH - 2 * MARGIN }))
    }
    y += 30
  }
  for (const note of unknownText(past)) {
    parts.push(write(note, MARGIN, y, { size: 13, fill: FAINT_INK, width: WIDTH - 2 * MARGIN }))
    y += 20
  }
  parts.push(write(footText(past), MARGIN, y, { size: 13, fill: FAINT_INK, width: WIDTH - 2 * MARGIN }))
  return svg(WIDTH, y + 24, parts)
}

function familyRow(row: PastRow, family: Family): ChartRow {
  const stretches = row.stretches.map(({ from, until, standing }): Stretch => {
    if (standing.health === 'absent') return { from, until, standing }
    const alone = { ipv4: 'idle', ipv6: 'idle', [family]: standing.families[family] } as const
    return { from, until, standing: withHealth(alone, standing.vpcId) }
  })
  return {
    label: FAMILY_NAMES[family],
    note: '',
    figure: percent(row.availability.families[family]),
    figureNote: '',
    stretches,
    incidents: [],
    quiet: [],
  }
}

function outageText({ from, until, cut, seenMs, lost, worst, planned }: Outage, zone: string): string {
  const begin = `${cut ? 'before ' : ''}${momentText(from, zone)}`
  const end = until === null ? 'not seen to end' : `until ${momentText(until, zone)}`
  const what = worst === 'down' && lost.length > 1 ? 'down' : `${familyNames(lost)} lost`
  return `${begin}, ${end}: ${duration(seenMs)}, ${what}${planned ? ', in announced maintenance' : ''}`
}
