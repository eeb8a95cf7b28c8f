import type { App, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import type { Clock } from '../../domain/clock.ts'
import type { Queries } from '../../queries/answers.ts'
import { ACTION_IDS, linkIdValue, runbookValue } from '../actions.ts'
import type { RenderedMessage } from '../limits.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRunbookAnswer } from '../views/runbook.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import type { Answer, Doorman } from './doorman.ts'
import { answerCommand } from './interlink-command.ts'

/** What the listeners answer with. */
export interface ListenerDeps {
  readonly doorman: Doorman
  readonly queries: Queries
  readonly clock: Clock
}

type Pressed = SlackActionMiddlewareArgs<BlockAction<ButtonAction>>

/** What a button does with its value, which is foreign by the time it comes back. */
type Press = (value: string | undefined, deps: ListenerDeps) => Promise<RenderedMessage>

const STALE =
  'This button is from another version of the bot, and nothing was done. Ask again with `/interlink`.'

const PRESSES: Readonly<Record<string, { readonly press: Press; readonly replacesOwnAnswer: boolean }>> = {
  [ACTION_IDS.refreshLink]: {
    replacesOwnAnswer: true,
    press: async (value, { queries, clock }) => {
      const linkId = linkIdValue.safeParse(value)
      if (!linkId.success) return renderProblem(STALE)
      return renderStatusAnswer(await queries.refresh(linkId.data), clock.now())
    },
  },
  [ACTION_IDS.showRunbook]: {
    replacesOwnAnswer: false,
    press: async (value, { queries }) => {
      const words = runbookValue.safeParse(value)
      return words.success ? renderRunbookAnswer(queries.runbook(words.data)) : renderProblem(STALE)
    },
  },
}

/** A Slack body's message, whether shared or seen by one person alone. */
function place(body: BlockAction<ButtonAction>) {
  const container: Readonly<Record<string, unknown>> = body.container ?? {}
  const messageTs = typeof container.message_ts === 'string' ? container.message_ts : ''
  const threadTs = typeof container.thread_ts === 'string' ? container.thread_ts : null
  return {
    key: [body.user.id, body.channel?.id ?? '', messageTs].join(':'),
    ephemeral: container.is_ephemeral === true,
    threadTs: threadTs === messageTs ? null : threadTs,
  }
}

function listenToCommand(app: App, deps: ListenerDeps): void {
  app.command('/interlink', async ({ command, ack, respond }) => {
    const request = {
      what: '/interlink',
      userId: command.user_id,
      triggerId: command.trigger_id,
      pressKey: null,
      acknowledge: () => ack(),
      respond: ({ message }: Answer) => respond({ response_type: 'ephemeral', ...message }),
    }
    await deps.doorman.admit(request, async () => ({
      message: await answerCommand(command.text ?? '', deps.queries, deps.clock.now()),
      replaceOriginal: false,
    }))
  })
}

async function answerPress({ action, body, ack, respond }: Pressed, deps: ListenerDeps): Promise<void> {
  const known = Object.hasOwn(PRESSES, action.action_id) ? PRESSES[action.action_id] : undefined
  // Buttons that open a page come here too: Slack wants them acknowledged, and nothing else is to be done.
  if (known === undefined) return ack()
  const { key, ephemeral, threadTs } = place(body)
  const request = {
    what: action.action_id,
    userId: body.user.id,
    triggerId: body.trigger_id,
    pressKey: [key, action.action_id, action.value ?? ''].join(':'),
    acknowledge: () => ack(),
    respond: ({ message, replaceOriginal }: Answer) =>
      respond({
        response_type: 'ephemeral',
        replace_original: replaceOriginal,
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
        ...message,
      }),
  }
  await deps.doorman.admit(request, async () => ({
    message: await known.press(action.value, deps),
    replaceOriginal: known.replacesOwnAnswer && ephemeral,
  }))
}

/** Puts all listeners on the app. Whatever no listener knows is acknowledged, so that Slack shows nobody a warning. */
export function registerListeners(app: App, deps: ListenerDeps): void {
  listenToCommand(app, deps)
  app.action<BlockAction<ButtonAction>>({ type: 'block_actions' }, (pressed) => answerPress(pressed, deps))
  app.action({ type: 'interactive_message' }, ({ ack }) => ack())
  app.view({ type: 'view_submission' }, ({ ack }) => ack())
  app.view({ type: 'view_closed' }, ({ ack }) => ack())
  app.shortcut(/.*/u, ({ ack }) => ack())
  app.options(/.*/u, ({ ack }) => ack({ options: [] }))
}
