import type { RenderedMessage } from '../limits.ts'
import { renderDeskAnswer } from '../views/desk-answer.ts'
import type { CommandName } from '../views/help.ts'
import { COMMAND_HELP, renderHelp, usageText } from '../views/help.ts'
import { renderList } from '../views/list.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRunbookAnswer } from '../views/runbook.ts'
import { renderSilences } from '../views/silences.ts'
import { renderSubscriptions } from '../views/subscriptions.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import { renderWhy } from '../views/why.ts'
import type { CommandText } from './command-text.ts'
import { nearestName, parseCommandText } from './command-text.ts'
import type { Asking, Helpers } from './helpers.ts'
import { subscribe } from './subscribe.ts'

type Command = (typed: CommandText, asking: Asking, helpers: Helpers) => Promise<RenderedMessage>

const LINK_WANTED = (name: CommandName) =>
  renderProblem(`Which link? Name it: ${usageText(name)}.`, '`/interlink list` shows all of them.')

/** Every command of `/interlink`. A new one gets its line in COMMAND_HELP first, and the compiler asks for it here. */
const COMMANDS: Readonly<Record<CommandName, Command>> = {
  help: async () => renderHelp(),
  list: async ({ rest }, _asking, { queries, clock }) => renderList(await queries.list(rest), clock.now()),
  status: async ({ rest }, _asking, { queries, clock }) =>
    rest === '' ? LINK_WANTED('status') : renderStatusAnswer(await queries.status(rest), clock.now()),
  runbook: async ({ rest }, _asking, { queries }) => renderRunbookAnswer(queries.runbook(rest)),
  why: async ({ rest }, _asking, { desk, clock }) =>
    rest === '' ? LINK_WANTED('why') : renderWhy(await desk.why(rest), clock.now()),
  silence: async ({ rest }, { by, channel }, { desk }) =>
    renderDeskAnswer(await desk.silence(rest, by, channel), [], usageText('silence')),
  silences: async (_typed, _asking, { desk, clock }) => renderSilences(await desk.silences(), clock.now()),
  unsilence: async ({ rest }, { by }, { desk }) =>
    rest === ''
      ? renderProblem(
          `Which silence? Give its id: ${usageText('unsilence')}.`,
          '`/interlink silences` shows all of them.',
        )
      : renderDeskAnswer(await desk.unsilence(rest, by), [], usageText('unsilence')),
  subscribe: ({ tagged }, asking, helpers) => subscribe(tagged, asking, helpers),
  unsubscribe: async ({ tagged }, { by, channel }, { desk }) =>
    renderDeskAnswer(await desk.unsubscribe(tagged, by, channel), [], usageText('unsubscribe')),
  subscriptions: async (_typed, { channel }, { desk }) =>
    renderSubscriptions(await desk.subscriptions(channel)),
}

const NAMES = Object.keys(COMMAND_HELP) as CommandName[]

/** Answers what was typed after `/interlink`. A word that is no command gets the help, with the nearest command. */
export async function answerCommand(
  text: string,
  asking: Asking,
  helpers: Helpers,
): Promise<RenderedMessage> {
  const typed = parseCommandText(text)
  if (typed.command === '') return renderHelp()
  const name = NAMES.find((known) => known === typed.command)
  if (name !== undefined) return COMMANDS[name](typed, asking, helpers)
  return renderHelp({ word: typed.command, nearest: nearestName(typed.command, NAMES) })
}
