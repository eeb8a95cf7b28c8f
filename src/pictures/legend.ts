import type { Health } from '../history/standing.ts'
import { FAINT_INK, HEALTH_STYLES, INCIDENT, QUIET } from './style.ts'
import { line, rect, widthOf, write } from './svg.ts'
import { triangle } from './timeline-chart.ts'

const ORDER = ['full', 'partial', 'down', 'unknown', 'out_of_service'] as const satisfies readonly Health[]
const SIZE = 13

/** What the marks of a chart mean, on one line. */
export function drawLegend(
  x: number,
  y: number,
  healthWords: Partial<Record<Health, string>> = {},
): string[] {
  const parts: string[] = []
  let at = x
  const entry = (mark: string, width: number, words: string) => {
    parts.push(mark, write(words, at + width + 7, y + 5, { size: SIZE, fill: FAINT_INK }))
    at += width + 7 + widthOf(words, SIZE) + 24
  }
  for (const health of ORDER) {
    const { fill, height, words } = HEALTH_STYLES[health]
    entry(rect(at, y - height / 2, 30, height, fill), 30, healthWords[health] ?? words)
  }
  const incident = line(at + 5, y - 4, at + 28, y - 4, INCIDENT, ' stroke-width="1.4"')
  entry(incident + triangle(at + 5, y - 7), 30, 'incident')
  entry(rect(at, y - 2, 30, 4, QUIET), 30, 'maintenance')
  entry(line(at, y, at + 30, y, QUIET, ' stroke-width="2.5" stroke-dasharray="4 3"'), 30, 'silence')
  return parts
}
