import type { SectionBlock } from '@slack/types'
import { escapeText } from '../escape.ts'
import { LIMITS, section } from '../limits.ts'

/** Characters of one section, beside its fences. */
const ROOM = LIMITS.sectionText - 20
const MOST_LINE = 1_000

/** Lines to be copied as they stand, in as many sections as they need. A line that no section holds is broken. */
export function fenced(lines: readonly string[]): SectionBlock[] {
  const chunks: string[] = []
  let chunk = ''
  for (const line of lines.flatMap(broken)) {
    const next = escapeText(line.replaceAll('`', 'ˋ'))
    if (chunk !== '' && chunk.length + next.length + 1 > ROOM) {
      chunks.push(chunk)
      chunk = ''
    }
    chunk = chunk === '' ? next : `${chunk}\n${next}`
  }
  if (chunk.trim() !== '') chunks.push(chunk)
  return chunks.map((text) => section(`\`\`\`\n${text}\n\`\`\``))
}

/** Escaping makes a line five times as long at most. */
function broken(line: string): readonly string[] {
  if (line.length <= MOST_LINE / 2) return [line]
  return Array.from({ length: Math.ceil(line.length / (MOST_LINE / 2)) }, (_, index) =>
    line.slice((index * MOST_LINE) / 2, ((index + 1) * MOST_LINE) / 2),
  )
}
