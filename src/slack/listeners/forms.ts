import type { App, SlackViewAction, ViewOutput } from '@slack/bolt'
import type { RenderedMessage } from '../limits.ts'
import { patiently } from '../patience.ts'
import { sendFailure } from '../send-errors.ts'
import { renderDeskAnswer } from '../views/desk-answer.ts'
import { LINK_WINDOW } from '../views/link-window.ts'
import { renderProblem } from '../views/problem.ts'
import { SILENCE_MODAL } from '../views/silence-modal.ts'
import { answerCommand } from './commands.ts'
import type { Answer } from './doorman.ts'
import { createFormAnswers, type FormAnswers } from './form-answers.ts'
import { formValues } from './form-values.ts'
import { readLinkForm } from './link-form.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { REMEDY_FORMS } from './remedy-forms.ts'
import { askerOf, noteOtherVersion, show } from './remedy-window.ts'
import { readSilenceForm } from './silence-form.ts'
import { answerInWindow, answerWindowOf } from './window.ts'

/** Forms in windows. */
export function listenToForms(app: App, deps: ListenerDeps): void {
  const answers = createFormAnswers()
  listenToSilenceForm(app, deps)
  listenToLinkForm(app, deps, answers)
  for (const callbackId of Object.keys(REMEDY_FORMS)) listenToRemedyForm(app, deps, callbackId, answers)
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
        respond: ({ message }: Answer) =>
          answerAlone(deps, user, channel === null ? null : { channel, ...thread }, message),
      }
      const wanted = { until: form.until, reason: form.reason, by: user, channel }
      await deps.doorman.admit(visit, async () => ({
        message: renderDeskAnswer(await deps.desk.silenceStory(story, wanted)),
        place: 'asker',
      }))
    },
  )
}

/**
 * Answers a person beside what was pressed; in a direct message where that stands in no channel (the Home tab), or in one that
 * the bot is not in any more.
 */
async function answerAlone(
  { client, clock }: ListenerDeps,
  user: string,
  beside: { readonly channel: string; readonly thread_ts?: string } | null,
  message: RenderedMessage,
): Promise<unknown> {
  const patience = { clock, isRepeatable: true }
  const direct = () => patiently(() => client.chat.postMessage({ channel: user, ...message }), patience)
  if (beside === null) return direct()
  try {
    return await patiently(() => client.chat.postEphemeral({ ...beside, user, ...message }), patience)
  } catch (error) {
    if (sendFailure(error).type !== 'rejected') throw error
    return direct()
  }
}

/** The window that a form was sent from. */
function windowOf(deps: ListenerDeps, body: SlackViewAction, { id: windowId }: ViewOutput) {
  const triggerId = 'trigger_id' in body ? body.trigger_id : ''
  return answerWindowOf(deps, { userId: body.user.id, triggerId, windowId })
}

/** The window that asks about a link: it is answered in the same window. */
function listenToLinkForm(app: App, deps: ListenerDeps, answers: FormAnswers): void {
  app.view({ type: 'view_submission', callback_id: LINK_WINDOW.callbackId }, async ({ ack, body, view }) => {
    const command = readLinkForm(view.state.values)
    if (command === null)
      return ack({
        response_action: 'errors',
        errors: { [LINK_WINDOW.link.block]: 'Choose a link from the menu.' },
      })
    const triggerId = `view:${view.id}:${view.hash}`
    const window = answers.of(triggerId, windowOf(deps, body, view))
    const visit = {
      what: LINK_WINDOW.callbackId,
      userId: body.user.id,
      triggerId,
      pressKey: null,
      acknowledge: () => ack({ response_action: 'update', view: window.acknowledgement() }),
      repeated: window.repeated,
      respond: answerInWindow(window, body.user.id, deps),
    }
    await deps.doorman.admit(visit, async ({ zone }) => {
      const asking = { by: body.user.id, channel: '', zone, isPublic: false }
      return { message: (await answerCommand(command, asking, deps)).message, place: 'asker' }
    })
  })
}

const STALE_FORM =
  'This window is from another version of the bot, and nothing was done. Ask again with `/interlink fix`.'

/** The windows of remedies: each is answered in the same window. */
function listenToRemedyForm(app: App, deps: ListenerDeps, callbackId: string, answers: FormAnswers): void {
  app.view({ type: 'view_submission', callback_id: callbackId }, async ({ ack, body, view }) => {
    const form = REMEDY_FORMS[callbackId]?.(view.private_metadata, formValues(view.state.values)) ?? null
    if (form?.type === 'errors') {
      const acknowledge = () => ack({ response_action: 'errors', errors: { ...form.errors } })
      const { refusal } = form
      if (refusal === undefined) return acknowledge()
      const asker = askerOf({ by: body.user.id, channel: '' }, refusal.channel)
      const note = async () => refusal.note(asker, refusal.sentence, deps)
      const refused = {
        what: callbackId,
        userId: body.user.id,
        // The window stays as it was: every try has its own trigger, and a redelivered one the same.
        triggerId: `refused:${view.id}:${'trigger_id' in body ? body.trigger_id : view.hash}`,
        pressKey: null,
        acknowledge,
        turnedAway: note,
        // The window says it, whoever it is.
        respond: async () => {},
      }
      return deps.doorman.admit(refused, async () => {
        await note()
        return null
      })
    }
    const noteStale = (sentence: string) =>
      noteOtherVersion({ by: body.user.id, channel: '' }, sentence, deps)
    const triggerId = `view:${view.id}:${view.hash}`
    const isSecret = form?.type === 'ok' && form.isSecret === true
    const window = answers.of(triggerId, windowOf(deps, body, view), isSecret)
    const visit = {
      what: callbackId,
      userId: body.user.id,
      triggerId,
      pressKey: null,
      acknowledge: () => ack({ response_action: 'update', view: window.acknowledgement() }),
      repeated: window.repeated,
      turnedAway: (reason: string) =>
        form?.type === 'ok'
          ? form.note(askerOf({ by: body.user.id, channel: '' }, form.channel), reason, deps)
          : noteStale(reason),
      // What is for one look alone is shown by the work itself.
      respond: answerInWindow(window, body.user.id, deps),
    }
    await deps.doorman.admit(visit, async () => {
      if (form?.type !== 'ok') {
        await noteStale(STALE_FORM)
        return { message: renderProblem(STALE_FORM), place: 'asker' }
      }
      const asker = askerOf({ by: body.user.id, channel: '' }, form.channel)
      await show(window, await form.work(asker, deps))
      return null
    })
  })
}
