import type { ModalView } from '@slack/types'
import { renderProblem } from '../views/problem.ts'
import { answerWindow, waitingWindow } from '../views/window.ts'
import type { AnswerWindow } from './window.ts'

/** The window of a form that was sent, with what stands in it. */
interface FormWindow extends AnswerWindow {
  /** What its sending is acknowledged with: what it shows already, so that a redelivery replaces nothing. */
  acknowledgement(): ModalView
  /** It was delivered again, and is not handled twice: its window shows what came of it. */
  repeated(): Promise<void>
}

/** What was answered to forms. Slack delivers a submission again whose acknowledgement it did not get. */
export interface FormAnswers {
  /**
   * The window of one submission; `key` is the same each time that is delivered. What a `secret` one shows is not kept.
   */
  of(key: string, window: AnswerWindow, secret?: boolean): FormWindow
}

/** Submissions of which it is remembered what they led to. Slack delivers again within minutes. */
const MOST_REMEMBERED = 100

const HANDLED = answerWindow(
  renderProblem(
    'This was sent before, and is done once only. `/interlink audit` and the thread of the incident say what came of it; ask again with `/interlink fix`.',
  ),
)

/** Makes an empty memory. A restart forgets it: then a redelivered form is answered with where to look. */
export function createFormAnswers(): FormAnswers {
  /** Null while the answer is being worked on. */
  const shown = new Map<string, ModalView | null>()
  return {
    of(key, window, secret = false) {
      const keep = (view: ModalView): void => {
        shown.delete(key)
        shown.set(key, secret ? HANDLED : view)
        for (const oldest of shown.keys()) if (shown.size > MOST_REMEMBERED) shown.delete(oldest)
      }
      const isFirst = !shown.has(key)
      if (isFirst) shown.set(key, null)
      return {
        open: window.open,
        show(answer) {
          keep(answerWindow(answer.message))
          return window.show(answer)
        },
        put(view) {
          keep(view)
          return window.put(view)
        },
        acknowledgement: () => shown.get(key) ?? waitingWindow(),
        async repeated() {
          const view = shown.get(key) ?? null
          // Whoever still works on it will show it; of what an earlier life of the bot has handled nobody will.
          if (view === null && !isFirst) return
          if (view === null) keep(HANDLED)
          await window.put(view ?? HANDLED)
        },
      }
    },
  }
}
