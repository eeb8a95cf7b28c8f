import type { ModalView } from '@slack/types'
import type { Suggestion } from '../../queries/suggest.ts'
import { LIMITS, plainText } from '../limits.ts'
import { linkOptions } from './link-options.ts'
import { renderProblem } from './problem.ts'

/** The window's callback id, and the ids of its inputs: what comes back names them. */
export const LINK_WINDOW = {
  callbackId: 'ask_about_link',
  link: { block: 'asked_link', action: 'link' },
  question: { block: 'asked_question', action: 'question' },
} as const

/** Said instead where the window did not open. */
export const LINK_WINDOW_LATE = renderProblem(
  'The window could not be opened in time. Try again, or type `/interlink diagnose &lt;link&gt;`.',
)

/** What can be asked of a link: the command, and how it is offered. */
export const LINK_QUESTIONS = {
  diagnose: 'What is wrong with it, read live',
  status: 'How it is, from the last poll',
  history: 'How it was in the last 7 days',
  why: 'Why I was told of it, or not',
  router: "A configuration for the customer's router",
} as const

export type LinkQuestion = keyof typeof LINK_QUESTIONS

function option(question: LinkQuestion) {
  return { text: plainText(LINK_QUESTIONS[question], LIMITS.optionText), value: question }
}

/** Asks which link, and what of it. `candidates` are chosen from; without any the menu looks links up by what is typed. */
export function linkWindow(candidates: readonly Suggestion[]): ModalView {
  const { link, question } = LINK_WINDOW
  const options = linkOptions(candidates)
  const placeholder = plainText('Name, id, or a status', LIMITS.placeholder)
  return {
    type: 'modal',
    callback_id: LINK_WINDOW.callbackId,
    title: plainText('Ask about a link', LIMITS.viewTitle),
    submit: plainText('Ask', LIMITS.viewTitle),
    close: plainText('Cancel', LIMITS.viewTitle),
    blocks: [
      {
        type: 'input',
        block_id: link.block,
        label: plainText('Link', 100),
        element:
          options.length > 0
            ? { type: 'static_select', action_id: link.action, placeholder, options }
            : { type: 'external_select', action_id: link.action, placeholder, min_query_length: 0 },
      },
      {
        type: 'input',
        block_id: question.block,
        label: plainText('Question', 100),
        element: {
          type: 'radio_buttons',
          action_id: question.action,
          initial_option: option('diagnose'),
          options: (Object.keys(LINK_QUESTIONS) as LinkQuestion[]).map(option),
        },
      },
    ],
  }
}
