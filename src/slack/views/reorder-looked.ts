import { mentionedNames } from '../../remedies/reorder/names.ts'
import type { Reorder } from '../../remedies/reorder/saga.ts'
import { lookedFor } from '../../remedies/reorder/standing.ts'
import { prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { capital, moment } from '../text.ts'
import { renderProblem } from './problem.ts'

/** For whoever had a look taken that changed nothing: what was looked at, when (ms), and what is still waited for. */
export function renderLooked(reorder: Reorder, at: number): RenderedMessage {
  const { standing, failedLooks } = reorder
  const names = mentionedNames(reorder)
  const what = prose(capital(lookedFor(reorder) ?? 'it'), names)
  const why = standing.type === 'waiting' ? prose(standing.why, names) : ''
  const came = failedLooks > 0 ? 'could not be read' : 'looked at, and nothing has changed'
  return renderProblem(`⏳ ${what}: ${came}, at ${moment(at)}. ${why}`)
}
