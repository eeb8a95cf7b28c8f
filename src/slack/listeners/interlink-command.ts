import type { Queries } from '../../queries/answers.ts'
import type { RenderedMessage } from '../limits.ts'
import type { CommandName } from '../views/help.ts'
import { COMMAND_HELP, renderHelp } from '../views/help.ts'
import { renderList } from '../views/list.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRunbookAnswer } from '../views/runbook.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import { nearestName, parseCommandText } from './command-text.ts'

type Command = (rest: string, queries: Queries, now: number) => Promise<RenderedMessage>

/** Every command of `/interlink`. A new one gets its line in COMMAND_HELP first, and the compiler asks for it here. */
const COMMANDS: Readonly<Record<CommandName, Command>> = {
  help: async () => renderHelp(),
  list: async (rest, queries, now) => renderList(await queries.list(rest), now),
  status: async (rest, queries, now) =>
    rest === ''
      ? renderProblem(
          'Which link? Name it: `/interlink status &lt;link&gt;`.',
          '`/interlink list` shows all of them.',
        )
      : renderStatusAnswer(await queries.status(rest), now),
  runbook: async (rest, queries) => renderRunbookAnswer(queries.runbook(rest)),
}

const NAMES = Object.keys(COMMAND_HELP) as CommandName[]

/** Answers what was typed after `/interlink`. A word that is no command gets the help, with the nearest command. */
export async function answerCommand(text: string, queries: Queries, now: number): Promise<RenderedMessage> {
  const { command, rest } = parseCommandText(text)
  if (command === '') return renderHelp()
  const name = NAMES.find((known) => known === command)
  if (name !== undefined) return COMMANDS[name](rest, queries, now)
  return renderHelp({ word: command, nearest: nearestName(command, NAMES) })
}
