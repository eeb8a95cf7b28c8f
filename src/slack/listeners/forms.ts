import type { App } from '@slack/bolt'
import { renderDeskAnswer } from '../views/desk-answer.ts'
import { LINK_WINDOW } from '../views/link-window.ts'
import { renderProblem } from '../views/problem.ts'
import { SILENCE_MODAL } from '../views/silence-modal.ts'
import { waitingWindow } from '../views/window.ts'
import { answerCommand } from './commands.ts'
import type { Answer } from './doorman.ts'
import { formValues } from './form-values.ts'
import { readLinkForm } from './link-form.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { REMEDY_FORMS } from './remedy-forms.ts'
import { askerOf, show } from './remedy-window.ts'
import { readSilenceForm } from './silence-form.ts'
import { answerWindowOf } from './window.ts'

/** Forms in windows. */
export function listenToForms(app: App, deps: ListenerDeps): void {
  listenToSilenceForm(app, deps)
  listenToLinkForm(app, deps)
  for (const callbackId of Object.keys(REMEDY_FORMS)) listenToRemedyForm(app, deps, callbackId)
}

/** Bolt asks every listener that fits: a form is acknowledged by its own, and by this one where it has none. */
export const OTHER_FORMS = new RegExp(
  `^(?!(?:${[SILENCE_MODAL.callbackId, LINK_WINDOW.callbackId, ...Object.keys(REMEDY_FORMS)].join('|')})$)`,
  'u',
)

/** The silence modal. Mistakes are shown in it; what was done is told where it was opened from. */
function listenToSilenceForm(app: App, deps: ListenerDeps): void {
  app.view(
    { type: 'view_submission', callback_id: SILENCE_MODAL.callbackId },
    async ({ ack, body, view }) => {
      const form = readSilenceForm(view.private_metadata, view.state.values, deps.clock.now())
      if (form.type === 'errors') return ack({ response_action: 'errors', errors: { ...form.errors } })
      const { story, channel, threadTs } = form.subject
      const user = body.user.id
      const thread = threadTs === null ? {} : { thread_ts: threadTs }
      const visit = {
        what: SILENCE_MODAL.callbackId,
        userId: user,
        triggerId: `view:${view.id}`,
        pressKey: null,
        acknowledge: () => ack(),
        // Opened from the Home tab it has no channel: what became of it is told in a direct message.
        respond: ({ message }: Answer) =>
          channel === null
            ? deps.client.chat.postMessage({ channel: user, ...message })
            : deps.client.chat.postEphemeral({ channel, user, ...thread, ...message }),
      }
      const wanted = { until: form.until, reason: form.reason, by: user, channel }
      await deps.doorman.admit(visit, async () => ({
        message: renderDeskAnswer(await deps.desk.silenceStory(story, wanted)),
        place: 'asker',
      }))
    },
  )
}

/** The window that asks about a link: it is answered in the same window. */
function listenToLinkForm(app: App, deps: ListenerDeps): void {
  app.view({ type: 'view_submission', callback_id: LINK_WINDOW.callbackId }, async ({ ack, body, view }) => {
    const command = readLinkForm(view.state.values)
    if (command === null)
      return ack({
        response_action: 'errors',
        errors: { [LINK_WINDOW.link.block]: 'Choose a link from the menu.' },
      })
    const visit = {
      what: LINK_WINDOW.callbackId,
      userId: body.user.id,
      triggerId: `view:${view.id}:${view.hash}`,
      pressKey: null,
      acknowledge: () => ack({ response_action: 'update', view: waitingWindow() }),
      respond: answerWindowOf(deps.client, {
        userId: body.user.id,
        triggerId: 'trigger_id' in body ? body.trigger_id : '',
        windowId: view.id,
      }).show,
    }
    await deps.doorman.admit(visit, async ({ zone }) => {
      const asking = { by: body.user.id, channel: '', zone, isPublic: false }
      return { message: (await answerCommand(command, asking, deps)).message, place: 'asker' }
    })
  })
}

const STALE_FORM = renderProblem(
  'This window is from another version of the bot, and nothing was done. Ask again with `/interlink fix`.',
)

/** The windows of remedies: each is answered in the same window. */
function listenToRemedyForm(app: App, deps: ListenerDeps, callbackId: string): void {
  app.view({ type: 'view_submission', callback_id: callbackId }, async ({ ack, body, view }) => {
    const form = REMEDY_FORMS[callbackId]?.(view.private_metadata, formValues(view.state.values)) ?? null
    if (form?.type === 'errors') return ack({ response_action: 'errors', errors: { ...form.errors } })
    const window = answerWindowOf(deps.client, {
      userId: body.user.id,
      triggerId: 'trigger_id' in body ? body.trigger_id : '',
      windowId: view.id,
    })
    const visit = {
      what: callbackId,
      userId: body.user.id,
      triggerId: `view:${view.id}:${view.hash}`,
      pressKey: null,
      acknowledge: () => ack({ response_action: 'update', view: waitingWindow() }),
      respond: window.show,
    }
    await deps.doorman.admit(visit, async () => {
      if (form?.type !== 'ok') return { message: STALE_FORM, place: 'asker' }
      const asker = askerOf({ by: body.user.id, channel: '' }, form.channel)
      await show(window, await form.work(asker, deps))
      return null
    })
  })
}
