import type { LinkRow, ScopeAge, StatusAnswer } from '../../queries/answers.ts'
import { suggestionOf } from '../../queries/suggest.ts'
import type { PickingCommand } from '../actions.ts'
import { code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { moment } from '../text.ts'
import { renderLinkCard } from './link-card.ts'
import { ID_CHARACTERS } from './link-options.ts'
import { rowLine } from './list.ts'
import { blindAdvice, type Choice, moreAdvice, renderChoice } from './pick.ts'
import { snapshotAge } from './snapshot-age.ts'

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
    : renderChoice(choiceOf(answer, now), command, after)
}

/** One link a line. Where several have one name, the beginning of the id tells which is which, and is what is typed for it. */
function linesOf(rows: readonly LinkRow[], now: number): readonly string[] {
  const named = (name: string) => rows.filter(({ link }) => link.name === name).length
  return rows.map((row) => {
    const { id, name } = row.link
    return named(name) === 1
      ? rowLine(row, now)
      : `${rowLine(row, now)} · ${code(id.slice(0, ID_CHARACTERS))}`
  })
}

/** A link that was named, and that polls have seen go: there is nothing to choose from. */
export function vanishedChoice({ link, at }: Extract<StatusAnswer, { type: 'vanished' }>): Choice {
  const history = code(`/interlink history ${link.id}`)
  return {
    sentence: `${code(link.name, 120)} is gone: the poll at ${moment(at)} did not find it at Scaleway any more. It was in ${code(link.region, 40)}.`,
    lines: [],
    choices: [],
    total: 0,
    advice: `How it was: ${history}. If nobody meant to delete it: \`/interlink runbook deleted\`.`,
  }
}

function choiceOf(answer: Exclude<StatusAnswer, { type: 'found' }>, now: number): Choice {
  switch (answer.type) {
    case 'ambiguous': {
      const { words, candidates, total, scopes } = answer
      return {
        ...ageOf(candidates, scopes, now),
        sentence: `${total} links fit ${code(words, 100)}. Which one is meant?`,
        lines: linesOf(candidates, now),
        choices: candidates.map(({ link }) => suggestionOf(link)),
        total,
        advice: moreAdvice(total, candidates.length),
      }
    }
    case 'unknown': {
      const nearest = answer.nearest.slice(0, 5)
      const near = nearest.length > 0 ? 'These are the nearest:' : 'Ask `/interlink list` for all of them.'
      return {
        ...ageOf(nearest, answer.scopes, now),
        sentence: `No link is called ${code(answer.words, 100)}. ${near}`,
        lines: linesOf(nearest, now),
        choices: nearest.map(({ link }) => suggestionOf(link)),
        total: nearest.length,
        advice: blindAdvice(answer.scopes),
      }
    }
    case 'vanished':
      return vanishedChoice(answer)
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

/** How old what the lines of links say is, by the regions they are in. */
function ageOf(rows: readonly LinkRow[], scopes: readonly ScopeAge[], now: number): Pick<Choice, 'age'> {
  const shown = scopes.filter(({ scope }) => rows.some(({ link }) => link.region === scope.region))
  return shown.length === 0 ? {} : { age: snapshotAge(shown, now) }
}
