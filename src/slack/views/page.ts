import type { Alert } from '../../alerting/alert.ts'
import { clip, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { LIMITS, section } from '../limits.ts'
import { LEVEL_MARKS } from './words.ts'

type Page = Extract<Alert, { type: 'page' }>

/** A page belongs to what is beyond chat. One that was sent here by mistake is told all the same, rather than lost. */
export function renderPageInChat({ event }: Page): RenderedMessage {
  const { mark, word } = LEVEL_MARKS[event.level]
  const names = event.links.slice(0, 50).map(({ name }) => name)
  const text = `${mark} *${word}:* ${prose(event.summary.slice(0, 1000), names)}`
  return { text: clip(text, LIMITS.fallbackText), blocks: [section(text)] }
}
