import { clip } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { LIMITS, section } from '../limits.ts'

/** Something that went wrong, in one sentence, and what to do about it. Both are mrkdwn: callers escape foreign text. */
export function renderProblem(sentence: string, advice: string | null = null): RenderedMessage {
  const text = advice === null ? sentence : `${sentence} ${advice}`
  return { text: clip(text, LIMITS.fallbackText), blocks: [section(text)] }
}
