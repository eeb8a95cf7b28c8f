import type { PastRow } from '../history/past.ts'
import type { Period } from '../history/period.ts'
import type { Health } from '../history/standing.ts'
import type { Stretch } from '../history/timeline.ts'
import { FAINT_INK, GRID, GRID_MAJOR, HEALTH_STYLES, INCIDENT, INK, QUIET } from './style.ts'
import { line, rect, write } from './svg.ts'
import { ticksOf } from './ticks.ts'

/** One row of a chart of timelines. */
export interface ChartRow {
  readonly label: string
  /** Small words under the label; empty for none. */
  readonly note: string
  /** At the right of the row: the figure, and small words under it. */
  readonly figure: string
  readonly figureNote: string
  readonly stretches: readonly Stretch[]
  readonly incidents: PastRow['incidents']
  readonly quiet: PastRow['quiet']
}

/** A heading between rows. */
export interface ChartHeading {
  readonly heading: string
}

/** Where the chart stands (px): labels to the left of `left`, figures to the right of `right`. */
export interface ChartPlace {
  readonly top: number
  readonly left: number
  readonly right: number
  readonly labelsAt: number
  readonly labelWidth: number
}

const ROW_HEIGHT = 36
const HEADING_HEIGHT = 38
const AXIS_HEIGHT = 26

/** What is shorter than so many px is drawn this wide: half an hour must be seen among thirty days. */
const THINNEST = 3
const PX_PER_LABEL = 110
/** Of what stands at the right of the rows. */
const FIGURES_WIDTH = 240

/** Draws the rows over a time axis; how high that is, in px. */
export function drawChart(
  rows: readonly (ChartRow | ChartHeading)[],
  period: Period,
  place: ChartPlace,
): { readonly parts: readonly string[]; readonly height: number } {
  const { top, left, right } = place
  const x = (at: number) =>
    left + ((at - period.from) / Math.max(1, period.until - period.from)) * (right - left)
  const heights = rows.map((row) => ('heading' in row ? HEADING_HEIGHT : ROW_HEIGHT))
  const body = heights.reduce((sum, height) => sum + height, 0)
  const bottom = top + AXIS_HEIGHT + body
  const parts: string[] = [...drawAxis(period, x, place, bottom)]
  let y = top + AXIS_HEIGHT
  for (const [n, row] of rows.entries()) {
    if ('heading' in row) {
      parts.push(write(row.heading, place.labelsAt, y + 27, { size: 15, bold: true }))
    } else parts.push(...drawRow(row, y, x, place))
    y += heights[n] ?? 0
  }
  return { parts, height: AXIS_HEIGHT * 2 + body }
}

function drawAxis(
  period: Period,
  x: (at: number) => number,
  { top, left, right }: ChartPlace,
  bottom: number,
): readonly string[] {
  const ticks = ticksOf(period, Math.floor((right - left) / PX_PER_LABEL))
  const parts = ticks.map(({ at, major }) =>
    line(x(at), top + AXIS_HEIGHT - 4, x(at), bottom + 4, major ? GRID_MAJOR : GRID),
  )
  for (const { at, label, major } of ticks) {
    if (label === '') continue
    const anchor = x(at) < left + 30 ? 'start' : x(at) > right - 30 ? 'end' : 'middle'
    const writing = { size: 13, anchor, bold: major && label.includes(' '), fill: INK } as const
    parts.push(
      write(label, x(at), top + AXIS_HEIGHT - 10, writing),
      write(label, x(at), bottom + 20, writing),
    )
  }
  return parts
}

function drawRow(row: ChartRow, y: number, x: (at: number) => number, place: ChartPlace): readonly string[] {
  const { left, right, labelsAt, labelWidth } = place
  const middle = y + 18
  const parts = [
    line(labelsAt, y, right + FIGURES_WIDTH, y, '#f0f0f0'),
    write(row.label, labelsAt, row.note === '' ? middle + 5 : middle - 1, { width: labelWidth }),
    ...(row.note === ''
      ? []
      : [write(row.note, labelsAt, middle + 14, { size: 11, fill: FAINT_INK, width: labelWidth })]),
    write(row.figure, right + 14, row.figureNote === '' ? middle + 5 : middle - 1, { bold: true }),
    ...(row.figureNote === ''
      ? []
      : [
          write(row.figureNote, right + 14, middle + 14, {
            size: 11,
            fill: FAINT_INK,
            width: FIGURES_WIDTH - 14,
          }),
        ]),
  ]
  parts.push(...drawStretches(row.stretches, middle, x, right))
  for (const { kind, from, until } of row.quiet) {
    const wide = Math.max(THINNEST, x(until) - x(from))
    const at = y + 32
    parts.push(
      ...(kind === 'maintenance'
        ? [rect(x(from), at - 2, wide, 4, QUIET)]
        : [line(x(from), at, x(from) + wide, at, QUIET, ' stroke-width="2.5" stroke-dasharray="4 3"')]),
    )
  }
  for (const { firstBadAt, resolvedAt } of row.incidents) {
    const from = Math.max(left, x(firstBadAt))
    const until = Math.min(right, resolvedAt === null ? right : x(resolvedAt))
    parts.push(line(from, y + 5, Math.max(from, until), y + 5, INCIDENT, ' stroke-width="1.4"'))
    if (x(firstBadAt) >= left) parts.push(triangle(from, y + 2))
  }
  return parts
}

/** Marks where an incident was opened. */
export function triangle(x: number, y: number): string {
  return `<path d="M${x.toFixed(1)} ${y + 7}l-4.5 -7h9z" fill="${INCIDENT}"/>`
}

/** What is bad is drawn last and never thinner than can be seen; what touches is drawn as one. */
function drawStretches(
  stretches: readonly Stretch[],
  middle: number,
  x: (at: number) => number,
  right: number,
): readonly string[] {
  const parts: string[] = []
  const layers: readonly (readonly [Exclude<Health, 'absent'>, number])[] = [
    ['out_of_service', 0],
    ['full', 0],
    ['unknown', 1],
    ['partial', THINNEST],
    ['down', THINNEST],
  ]
  for (const [health, thinnest] of layers) {
    const { fill, height } = HEALTH_STYLES[health]
    let [from, until] = [0, -1]
    const flush = () => {
      if (until > from) parts.push(rect(from, middle - height / 2, until - from, height, fill))
    }
    for (const stretch of stretches) {
      if (stretch.standing.health !== health) continue
      const start = Math.min(x(stretch.from), right - thinnest)
      const end = Math.max(x(stretch.until), start + thinnest)
      if (start > until + 0.2) {
        flush()
        from = start
      }
      until = Math.max(until, end)
    }
    flush()
  }
  return parts
}
