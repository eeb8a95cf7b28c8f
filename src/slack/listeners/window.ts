import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { RenderedMessage } from '../limits.ts'
import { sendFailure } from '../send-errors.ts'
import { answerWindow, waitingWindow } from '../views/window.ts'
import type { Answer } from './doorman.ts'

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
  try {
    await client.views.open({ trigger_id: triggerId, view })
    return null
  } catch (error) {
    const failure = sendFailure(error)
    if (failure.type === 'unrenderable' || failure.type === 'parent_gone') throw error
    return late
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
  client: WebClient,
  pressed: { readonly userId: string; readonly triggerId: string; readonly windowId: string | null },
): AnswerWindow {
  const { userId, triggerId } = pressed
  let id = pressed.windowId

  const put = async (viewId: string, view: ModalView): Promise<void> => {
    try {
      await client.views.update({ view_id: viewId, view })
    } catch (error) {
      const failure = sendFailure(error)
      if (failure.type !== 'rejected' || failure.error !== 'not_found') throw error
    }
  }

  const tryToOpen = async (view: ModalView): Promise<boolean> => {
    try {
      id = (await client.views.open({ trigger_id: triggerId, view })).view?.id ?? null
      return true
    } catch (error) {
      const { type } = sendFailure(error)
      if (type === 'unrenderable' || type === 'parent_gone') throw error
      return false
    }
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
      if (!(await tryToOpen(view))) await client.chat.postMessage({ channel: userId, ...message })
    },
  }
}
