import type { StatusAnswer } from '../../queries/answers.ts'
import { suggestionOf } from '../../queries/suggest.ts'
import type { PickingCommand } from '../actions.ts'
import { code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { moment } from '../text.ts'
import { renderLinkCard } from './link-card.ts'
import { rowLine } from './list.ts'
import { blindAdvice, type Choice, moreAdvice, renderChoice } from './pick.ts'

/**
 * The answer to a question about one link: its card, or which links may be meant, with a menu of them. `command` goes on
 * with the one that is picked, and with the words `after` it.
 */
export function renderStatusAnswer(
  answer: StatusAnswer,
  now: number,
  command: PickingCommand = 'status',
  after = '',
): RenderedMessage {
  return answer.type === 'found'
    ? renderLinkCard(answer.card, now)
    : renderChoice(choiceOf(answer), command, after)
}

function choiceOf(answer: Exclude<StatusAnswer, { type: 'found' }>): Choice {
  switch (answer.type) {
    case 'ambiguous': {
      const { words, candidates, total } = answer
      return {
        sentence: `${total} links fit ${code(words, 100)}. Which one is meant?`,
        lines: candidates.map(rowLine),
        choices: candidates.map(({ link }) => suggestionOf(link)),
        total,
        advice: moreAdvice(total, candidates.length),
      }
    }
    case 'unknown': {
      const nearest = answer.nearest.slice(0, 5)
      const near = nearest.length > 0 ? 'These are the nearest:' : 'Ask `/interlink list` for all of them.'
      return {
        sentence: `No link is called ${code(answer.words, 100)}. ${near}`,
        lines: nearest.map(rowLine),
        choices: nearest.map(({ link }) => suggestionOf(link)),
        total: nearest.length,
        advice: blindAdvice(answer.scopes),
      }
    }
    case 'gone':
      return {
        sentence: `${answer.link === null ? 'This link' : code(answer.link.name, 120)} no longer exists at Scaleway: asked at ${moment(answer.at)}.`,
        lines: [],
        choices: [],
        total: 0,
        advice: 'If nobody meant to delete it, see `/interlink runbook deleted`.',
      }
  }
}
