import type { StatusAnswer } from '../../queries/answers.ts'
import { refreshButton } from '../actions.ts'
import { clip, code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, LIMITS, section } from '../limits.ts'
import { moment } from '../text.ts'
import { renderLinkCard } from './link-card.ts'
import { blindRegions, rowLine } from './list.ts'

type Unfound = Exclude<StatusAnswer, { type: 'found' }>

/** The answer to "how is this link": its card, or which links may be meant. */
export function renderStatusAnswer(answer: StatusAnswer, now: number): RenderedMessage {
  if (answer.type === 'found') return renderLinkCard(answer.card, now)
  const { sentence, advice, rows } = explain(answer)
  const blocks = fitMessage([
    section(sentence),
    ...rows.map((row) => section(rowLine(row), refreshButton(row.link.id, 'Show'))),
    ...(advice === null ? [] : [context([advice])]),
  ])
  const lines = [sentence, ...rows.map(rowLine), ...(advice === null ? [] : [advice])]
  return { text: clip(lines.join('\n'), LIMITS.fallbackText), blocks }
}

function explain(answer: Unfound) {
  switch (answer.type) {
    case 'ambiguous': {
      const shown = answer.candidates.slice(0, 10)
      const left = answer.total - shown.length
      return {
        sentence: `${answer.total} links fit ${code(answer.words, 100)}. Which one is meant?`,
        advice: left > 0 ? `and ${left} more: give more of the name, or its id.` : null,
        rows: shown,
      }
    }
    case 'unknown': {
      const blind = blindRegions(answer.scopes)
      const near =
        answer.nearest.length > 0 ? 'These are the nearest:' : 'Ask `/interlink list` for all of them.'
      return {
        sentence: `No link is called ${code(answer.words, 100)}. ${near}`,
        advice: blind === '' ? null : `It may be in ${blind}, which cannot be read now.`,
        rows: answer.nearest.slice(0, 5),
      }
    }
    case 'gone':
      return {
        sentence: `${answer.link === null ? 'This link' : code(answer.link.name, 120)} no longer exists at Scaleway: asked at ${moment(answer.at)}.`,
        advice: 'If nobody meant to delete it, see `/interlink runbook deleted`.',
        rows: [],
      }
  }
}
