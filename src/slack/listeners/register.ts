import type { App, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { renderDeskAnswer } from '../views/desk-answer.ts'
import { SILENCE_MODAL } from '../views/silence-modal.ts'
import type { Answer, Doorman } from './doorman.ts'
import type { Helpers } from './helpers.ts'
import { answerCommand } from './interlink-command.ts'
import { PRESSES } from './presses.ts'
import { readSilenceForm } from './silence-form.ts'

/** What the listeners answer with. */
export interface ListenerDeps extends Helpers {
  readonly doorman: Doorman
}

type Pressed = SlackActionMiddlewareArgs<BlockAction<ButtonAction>>

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
    const asking = { by: command.user_id, channel: command.channel_id }
    await deps.doorman.admit(request, async () => ({
      message: await answerCommand(command.text ?? '', asking, deps),
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
  const { value } = action
  const { id: by } = body.user
  await deps.doorman.admit(request, async () => {
    const pressed = { value, by, channel: body.channel?.id ?? '', triggerId: body.trigger_id, threadTs }
    const message = await known.press(pressed, deps)
    return message === null ? null : { message, replaceOriginal: known.replacesOwnAnswer && ephemeral }
  })
}

/** The silence modal. Mistakes are shown in it; what was done is told in the channel that it was opened from. */
function listenToSilenceForm(app: App, deps: ListenerDeps): void {
  app.view(
    { type: 'view_submission', callback_id: SILENCE_MODAL.callbackId },
    async ({ ack, body, view }) => {
      const form = readSilenceForm(view.private_metadata, view.state.values, deps.clock.now())
      if (form.type === 'errors') return ack({ response_action: 'errors', errors: { ...form.errors } })
      const { story, channel, threadTs } = form.subject
      const user = body.user.id
      const thread = threadTs === null ? {} : { thread_ts: threadTs }
      const request = {
        what: SILENCE_MODAL.callbackId,
        userId: user,
        triggerId: `view:${view.id}`,
        pressKey: null,
        acknowledge: () => ack(),
        respond: ({ message }: Answer) =>
          deps.client.chat.postEphemeral({ channel, user, ...thread, ...message }),
      }
      const wanted = { until: form.until, reason: form.reason, by: user, channel }
      await deps.doorman.admit(request, async () => ({
        message: renderDeskAnswer(await deps.desk.silenceStory(story, wanted)),
        replaceOriginal: false,
      }))
    },
  )
}

/** Puts all listeners on the app. Whatever no listener knows is acknowledged, so that Slack shows nobody a warning. */
export function registerListeners(app: App, deps: ListenerDeps): void {
  listenToCommand(app, deps)
  listenToSilenceForm(app, deps)
  app.action<BlockAction<ButtonAction>>({ type: 'block_actions' }, (pressed) => answerPress(pressed, deps))
  app.action({ type: 'interactive_message' }, ({ ack }) => ack())
  app.view({ type: 'view_submission', callback_id: OTHER_FORMS }, ({ ack }) => ack())
  app.view({ type: 'view_closed' }, ({ ack }) => ack())
  app.shortcut(/.*/u, ({ ack }) => ack())
  app.options(/.*/u, ({ ack }) => ack({ options: [] }))
}

/** Bolt asks every listener that fits: a form is acknowledged by its own, and by this one where it has none. */
const OTHER_FORMS = new RegExp(`^(?!${SILENCE_MODAL.callbackId}$)`, 'u')
