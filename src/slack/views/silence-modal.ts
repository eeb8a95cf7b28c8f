import type { ModalView } from '@slack/types'

/** The modal's callback id, and the ids of its inputs: what comes back names them. */
export const SILENCE_MODAL = {
  callbackId: 'silence_story',
  duration: { block: 'silence_duration', action: 'duration' },
  date: { block: 'silence_date', action: 'date' },
  reason: { block: 'silence_reason', action: 'reason' },
} as const

/** How long a silence of the modal is. Values live in open modals: none is given a new meaning. */
export const SILENCE_DURATIONS = {
  '1h': { label: '1 hour', ms: 3_600_000 },
  '4h': { label: '4 hours', ms: 4 * 3_600_000 },
  '24h': { label: '24 hours', ms: 24 * 3_600_000 },
  date: { label: 'Until a date', ms: null },
  recovery: { label: 'Until it recovers', ms: null },
} as const satisfies Readonly<Record<string, { label: string; ms: number | null }>>

export type SilenceDuration = keyof typeof SILENCE_DURATIONS

/** The longest reason, in characters. */
export const MOST_REASON = 300

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const

function option(value: SilenceDuration) {
  return { text: plain(SILENCE_DURATIONS[value].label), value }
}

/**
 * Asks how long the links of a story are to be silent. `privateMetadata` comes back with what is submitted. The picker
 * speaks the reader's own zone, and answers seconds since the epoch (Block Kit, "Datetime picker element").
 */
export function silenceModal(privateMetadata: string): ModalView {
  return {
    type: 'modal',
    callback_id: SILENCE_MODAL.callbackId,
    private_metadata: privateMetadata,
    title: plain('Silence alerts'),
    submit: plain('Silence'),
    close: plain('Cancel'),
    blocks: [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: 'Nothing is told aloud of the links of this alert meanwhile, unless one of them gets worse. What was held back is summed up at the end.',
          verbatim: true,
        },
      },
      {
        type: 'input',
        block_id: SILENCE_MODAL.duration.block,
        label: plain('Duration'),
        element: {
          type: 'radio_buttons',
          action_id: SILENCE_MODAL.duration.action,
          initial_option: option('1h'),
          options: (Object.keys(SILENCE_DURATIONS) as SilenceDuration[]).map(option),
        },
      },
      {
        type: 'input',
        block_id: SILENCE_MODAL.date.block,
        optional: true,
        label: plain('Until this date'),
        hint: plain('In your own time zone. Only with "Until a date".'),
        element: { type: 'datetimepicker', action_id: SILENCE_MODAL.date.action },
      },
      {
        type: 'input',
        block_id: SILENCE_MODAL.reason.block,
        optional: true,
        label: plain('Reason'),
        element: {
          type: 'plain_text_input',
          action_id: SILENCE_MODAL.reason.action,
          max_length: MOST_REASON,
          placeholder: plain('What is being done, a ticket or a change'),
        },
      },
    ],
  }
}
