import type { ModalView } from '@slack/types'
import type { RenderedMessage } from '../limits.ts'
import { LIMITS, plainText, section } from '../limits.ts'

const TITLE = 'InterLink'

/** A window that says that an answer is on its way. */
export function waitingWindow(): ModalView {
  return modal([section('Looking it up…')])
}

/** An answer in a window. */
export function answerWindow({ blocks }: RenderedMessage): ModalView {
  return modal(blocks)
}

/** A window that asks for something: what is sent comes back under `callbackId`, with `metadata`. */
export function formWindow(form: {
  readonly callbackId: string
  readonly metadata: string
  readonly title: string
  readonly submit: string
  readonly blocks: ModalView['blocks']
}): ModalView {
  return {
    ...modal(form.blocks),
    callback_id: form.callbackId,
    private_metadata: form.metadata,
    title: plainText(form.title, LIMITS.viewTitle),
    submit: plainText(form.submit, LIMITS.viewTitle),
    close: plainText('Cancel', LIMITS.viewTitle),
  }
}

function modal(blocks: ModalView['blocks']): ModalView {
  return {
    type: 'modal',
    title: plainText(TITLE, LIMITS.viewTitle),
    close: plainText('Close', LIMITS.viewTitle),
    blocks,
  }
}
