import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { RenderedMessage } from '../limits.ts'
import { redact } from '../logger.ts'
import { patiently } from '../patience.ts'
import { sendFailure } from '../send-errors.ts'
import { answerWindow, waitingWindow } from '../views/window.ts'
import type { Answer } from './doorman.ts'
import type { Helpers } from './helpers.ts'

/**
 * Opens a window that asks for something. Null where it stands open, else `late`: a trigger lives for 3 s
 * (https://docs.slack.dev/surfaces/modals), and whoever was slow, another press has a new one. Throws what Slack says of
 * the view itself.
 */
export async function openForm(
  client: WebClient,
  triggerId: string,
  view: ModalView,
  late: RenderedMessage,
): Promise<RenderedMessage | null> {
  return (await opened(client, triggerId, view)) === null ? late : null
}

/** The window that was opened, null where that was too late. */
async function opened(
  client: WebClient,
  triggerId: string,
  view: ModalView,
): Promise<{ readonly id: string | null } | null> {
  try {
    return { id: (await client.views.open({ trigger_id: triggerId, view })).view?.id ?? null }
  } catch (error) {
    const { type } = sendFailure(error)
    if (type === 'unrenderable' || type === 'parent_gone') throw error
    return null
  }
}

/** Where presses of the Home tab and of windows are answered: there is no message beside which an answer could stand. */
export interface AnswerWindow {
  /**
   * Shows that an answer is on its way: a window has to be opened within 3 s (docs.slack.dev, "Modals"). Whether one stands
   * open.
   */
  open(): Promise<boolean>
  show(answer: Answer): Promise<unknown>
  /** Shows a window that asks for something. False where none could be opened in time: nothing is shown then. */
  put(view: ModalView): Promise<boolean>
}

/**
 * A window over the Home tab; or the very window that the button stands in, `windowId`. Where none can be opened in time,
 * the answer goes to a direct message; where its reader has closed it meanwhile, nowhere.
 */
export function answerWindowOf(
  { client, clock }: Pick<Helpers, 'client' | 'clock'>,
  pressed: { readonly userId: string; readonly triggerId: string; readonly windowId: string | null },
): AnswerWindow {
  const { userId, triggerId } = pressed
  let id = pressed.windowId

  const put = async (viewId: string, view: ModalView): Promise<void> => {
    try {
      // Without its update a window says for ever that something is being looked up.
      await patiently(() => client.views.update({ view_id: viewId, view }), { clock, isRepeatable: true })
    } catch (error) {
      const failure = sendFailure(error)
      if (failure.type !== 'rejected' || failure.error !== 'not_found') throw error
    }
  }

  const tryToOpen = async (view: ModalView): Promise<boolean> => {
    const window = await opened(client, triggerId, view)
    if (window !== null) id = window.id
    return window !== null
  }

  return {
    async put(view) {
      if (id === null) return tryToOpen(view)
      await put(id, view)
      return true
    },
    async open() {
      if (id === null) return tryToOpen(waitingWindow())
      await put(id, waitingWindow())
      return true
    },
    async show({ message }) {
      const view = answerWindow(message)
      if (id !== null) return put(id, view)
      if (await tryToOpen(view)) return
      const post = () => client.chat.postMessage({ channel: userId, ...message })
      await patiently(post, { clock, isRepeatable: true })
    },
  }
}

/**
 * Answers in a window; in a direct message where Slack does not take that. Not for what is for one look alone: direct messages
 * stay.
 */
export function answerInWindow(
  window: Pick<AnswerWindow, 'show'>,
  userId: string,
  { client, clock, logger }: Pick<Helpers, 'client' | 'clock' | 'logger'>,
): (answer: Answer) => Promise<unknown> {
  return async (answer) => {
    try {
      return await window.show(answer)
    } catch (error) {
      logger.warn({ userId, error: redact(String(error)) }, 'A window did not take its answer')
      const post = () => client.chat.postMessage({ channel: userId, ...answer.message })
      return patiently(post, { clock, isRepeatable: true })
    }
  }
}
