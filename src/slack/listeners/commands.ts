import type { DeskAnswer } from '../../domain/desk-answer.ts'
import { historyCsv, reportCsv } from '../../history/csv.ts'
import { historyPicture } from '../../pictures/history-picture.ts'
import { reportPicture } from '../../pictures/report-picture.ts'
import type { PickingCommand } from '../actions.ts'
import type { RenderedMessage } from '../limits.ts'
import { renderDeskAnswer } from '../views/desk-answer.ts'
import { renderDiagnosis } from '../views/diagnosis.ts'
import type { CommandName } from '../views/help.ts'
import { COMMAND_HELP, renderHelp, usageText } from '../views/help.ts'
import { renderIncidents } from '../views/incidents.ts'
import { renderHistory } from '../views/link-history.ts'
import { renderLinkWanted } from '../views/link-wanted.ts'
import { renderList } from '../views/list.ts'
import { renderPartner } from '../views/partner.ts'
import { renderProblem } from '../views/problem.ts'
import { renderReport } from '../views/report.ts'
import { renderRouter } from '../views/router.ts'
import { renderRunbookAnswer } from '../views/runbook.ts'
import { renderSilences } from '../views/silences.ts'
import { renderSubscriptions } from '../views/subscriptions.ts'
import { renderVpc } from '../views/vpc.ts'
import { renderWhatIf } from '../views/whatif.ts'
import { renderWhy } from '../views/why.ts'
import { audit } from './audit.ts'
import type { CommandText } from './command-text.ts'
import { nearestName, parseCommandText } from './command-text.ts'
import { type Asking, type Helpers, namingOf, recordsOfRows } from './helpers.ts'
import { fix, handlersOf, statusShown } from './link-shown.ts'
import { nameable, toldTo } from './naming-channels.ts'
import { pictureAndTable, privateReply, type Reply } from './reply.ts'
import { subscribe } from './subscribe.ts'

/** `isPrivate`: it is about the words of whoever asked. */
type Drawn = Pick<Reply, 'message'> & Partial<Pick<Reply, 'files' | 'isPrivate'>>
type Command = (typed: CommandText, asking: Asking, helpers: Helpers) => Promise<RenderedMessage | Drawn>

/** A question about one link: without words the answer offers a menu of them. */
function aboutLink(
  command: CommandName & PickingCommand,
  answer: (words: string, asking: Asking, helpers: Helpers) => Promise<RenderedMessage | Drawn>,
): Command {
  return async ({ rest }, asking, helpers) =>
    rest === ''
      ? { message: renderLinkWanted(command, usageText(command)), isPrivate: true }
      : answer(rest, asking, helpers)
}

/** Every command of `/interlink`. A new one gets its line in COMMAND_HELP first, and the compiler asks for it here. */
const COMMANDS: Readonly<Record<CommandName, Command>> = {
  help: async () => ({ message: renderHelp(), isPrivate: true }),
  list: async ({ rest }, _asking, { questions, clock }) =>
    renderList(await questions.list(rest), clock.now()),
  status: aboutLink('status', async (words, asking, helpers) =>
    statusShown(await helpers.questions.status(words), asking, helpers),
  ),
  diagnose: aboutLink('diagnose', async (words, asking, helpers) => {
    const answer = await helpers.questions.diagnose(words)
    return renderDiagnosis(answer, helpers.clock.now(), await namingOf(handlersOf(answer), asking, helpers))
  }),
  fix: aboutLink('fix', fix),
  incidents: async ({ rest }, asking, helpers) => {
    const answer = await helpers.questions.incidents()
    const page = /^\d{1,5}$/u.test(rest) ? Number(rest) : 1
    const rows = answer.rows.map((row) => ({ ...row, channels: nameable(row.channels, asking) }))
    const ids = rows.map(({ incident }) => incident.id)
    const [naming, told, records] = await Promise.all([
      namingOf(answer, asking, helpers),
      toldTo(asking, ids, helpers, answer.reorders),
      recordsOfRows(rows, helpers),
    ])
    return renderIncidents({ ...answer, rows }, helpers.clock.now(), naming, page, told, records)
  },
  vpc: async ({ rest }, _asking, { questions, clock }) => renderVpc(await questions.vpc(rest), clock.now()),
  whatif: async ({ rest }, _asking, { questions, clock }) =>
    renderWhatIf(await questions.whatif(rest), clock.now()),
  partner: async ({ rest }, _asking, { questions, clock }) =>
    renderPartner(await questions.partner(rest), clock.now()),
  history: aboutLink('history', async (words, asking, helpers) => {
    const { questions, clock, drawPng } = helpers
    const answer = await questions.history(words, asking)
    const incidents = answer.type === 'found' ? answer.past.row.incidents : []
    const ids = incidents.map(({ id }) => id)
    const message = renderHistory(answer, clock.now(), await toldTo(asking, ids, helpers))
    if (answer.type !== 'found') return { message, isPrivate: answer.type === 'problem' }
    return {
      message,
      files: () => pictureAndTable(historyPicture(answer.past, drawPng), historyCsv(answer.past)),
    }
  }),
  report: async ({ rest }, { zone }, { questions, clock, drawPng }) => {
    const answer = await questions.report(rest, { zone })
    const message = renderReport(answer, clock.now())
    if (answer.type !== 'found') return { message, isPrivate: true }
    if (answer.report.links.length === 0) return { message }
    return {
      message,
      files: () => pictureAndTable(reportPicture(answer.report, drawPng), reportCsv(answer.report)),
    }
  },
  router: aboutLink('router', async (words, _asking, { questions, clock }) =>
    renderRouter(await questions.router(words), clock.now()),
  ),
  runbook: async ({ rest }, _asking, { runbooks }) => renderRunbookAnswer(runbooks.ask(rest)),
  why: aboutLink('why', async (words, asking, helpers) => {
    const answer = await helpers.questions.why(words)
    const now = helpers.clock.now()
    if (answer.type !== 'found') return renderWhy(answer, now)
    const { incident, subscriptions } = answer
    // Which other channels hear of it, and by whom they were subscribed, is not for all who read this one.
    const heard = asking.isPublic
      ? subscriptions.filter(({ channel }) => channel === asking.channel)
      : subscriptions
    const shown = { ...answer, subscriptions: heard }
    const [naming, told] = await Promise.all([
      namingOf(shown, asking, helpers),
      toldTo(asking, incident === null ? [] : [incident.id], helpers),
    ])
    return renderWhy(shown, now, naming, told, subscriptions.length > heard.length)
  }),
  silence: async ({ rest }, { by, channel }, { desk }) =>
    acted(await desk.silence(rest, by, channel), 'silence'),
  silences: async (_typed, asking, helpers) => {
    const silences = await helpers.desk.silences()
    return renderSilences(silences, helpers.clock.now(), await namingOf(silences, asking, helpers))
  },
  unsilence: async ({ rest }, { by }, { desk }) =>
    rest === ''
      ? {
          message: renderProblem(
            `Which silence? Give its id: ${usageText('unsilence')}.`,
            '`/interlink silences` shows all of them.',
          ),
          isPrivate: true,
        }
      : acted(await desk.unsilence(rest, by), 'unsilence'),
  subscribe: ({ tagged }, asking, helpers) => subscribe(tagged, asking, helpers),
  unsubscribe: async ({ tagged }, { by, channel }, { desk }) =>
    acted(await desk.unsubscribe(tagged, by, channel), 'unsubscribe'),
  subscriptions: async (_typed, asking, helpers) => {
    const subscriptions = await helpers.desk.subscriptions(asking.channel)
    return renderSubscriptions(subscriptions, await namingOf(subscriptions, asking, helpers))
  },
  audit: async ({ tagged }, asking, helpers) => ({
    message: await audit(tagged, asking, helpers),
    isPrivate: true,
  }),
}

/** What the desk did, for all who see it; or why it did nothing. */
function acted(answer: DeskAnswer, command: CommandName): Drawn {
  return {
    message: renderDeskAnswer(answer, [], usageText(command)),
    isPrivate: answer.type === 'refused',
  }
}

const NAMES = Object.keys(COMMAND_HELP) as CommandName[]

/** Answers what was typed after `/interlink`. A word that is no command gets the help, with the nearest command. */
export async function answerCommand(text: string, asking: Asking, helpers: Helpers): Promise<Reply> {
  const typed = parseCommandText(text)
  if (typed.command === '') return privateReply(renderHelp())
  const name = NAMES.find((known) => known === typed.command)
  if (name === undefined)
    return privateReply(
      renderHelp({ word: typed.command, rest: typed.rest, nearest: nearestName(typed.command, NAMES) }),
    )
  const answer = await COMMANDS[name](typed, asking, helpers)
  const {
    message,
    files = null,
    isPrivate = false,
  }: Drawn = 'message' in answer ? answer : { message: answer }
  const say = COMMAND_HELP[name].asks && !isPrivate ? `${name} ${typed.rest}`.trim() : null
  return { message, say, files, isPrivate }
}
