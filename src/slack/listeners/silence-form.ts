import { z } from 'zod'
import { silenceTimesProblem } from '../../alerting/grammar-silence.ts'
import type { SilenceEnd } from '../../domain/silence-end.ts'
import { SILENCE_DURATIONS, SILENCE_MODAL, type SilenceDuration } from '../views/silence-modal.ts'
import { jsonOf } from './form-values.ts'

/** What a modal is about, kept in its `private_metadata`: the answer goes to where its button was pressed. */
export interface SilenceSubject {
  readonly story: string
  /** Null where it was opened from no channel. */
  readonly channel: string | null
  readonly threadTs: string | null
}

const subjectSchema = z.object({
  story: z.string().min(1).max(255),
  channel: z.string().min(1).max(255).nullable(),
  threadTs: z.string().max(255).nullable(),
})

/** As text for the modal to carry: far below Slack's 3,000 characters. */
export function silenceMetadata(subject: SilenceSubject): string {
  return JSON.stringify(subject)
}

/** A form that was sent, or what is wrong with it by block id, for Slack to show in the modal. */
export type SilenceForm =
  | {
      readonly type: 'ok'
      readonly subject: SilenceSubject
      readonly until: SilenceEnd
      readonly reason: string | null
    }
  | { readonly type: 'errors'; readonly errors: Readonly<Record<string, string>> }

const stateSchema = z.object({
  [SILENCE_MODAL.duration.block]: z.object({
    [SILENCE_MODAL.duration.action]: z.object({
      selected_option: z.object({
        value: z.enum(Object.keys(SILENCE_DURATIONS) as [SilenceDuration, ...SilenceDuration[]]),
      }),
    }),
  }),
  [SILENCE_MODAL.date.block]: z.object({
    [SILENCE_MODAL.date.action]: z.object({ selected_date_time: z.number().int().nullish() }),
  }),
  [SILENCE_MODAL.reason.block]: z.object({
    [SILENCE_MODAL.reason.action]: z.object({ value: z.string().nullish() }),
  }),
})

/** Reads what was submitted, which is foreign: `now` is in ms since the epoch. */
export function readSilenceForm(metadata: string, values: unknown, now: number): SilenceForm {
  const subject = subjectSchema.safeParse(jsonOf(metadata))
  const state = stateSchema.safeParse(values)
  if (!subject.success || !state.success) {
    return wrong(
      SILENCE_MODAL.duration.block,
      'This window is from another version of the bot: close it, and press Silence… again.',
    )
  }
  const duration =
    state.data[SILENCE_MODAL.duration.block][SILENCE_MODAL.duration.action].selected_option.value
  const seconds = state.data[SILENCE_MODAL.date.block][SILENCE_MODAL.date.action].selected_date_time ?? null
  const typed = state.data[SILENCE_MODAL.reason.block][SILENCE_MODAL.reason.action].value?.trim() ?? ''
  const end = endOf(duration, seconds, now)
  return end.type === 'errors'
    ? end
    : { type: 'ok', subject: subject.data, until: end.until, reason: typed === '' ? null : typed }
}

function endOf(
  duration: SilenceDuration,
  seconds: number | null,
  now: number,
): Extract<SilenceForm, { type: 'errors' }> | { readonly type: 'end'; readonly until: SilenceEnd } {
  const { block: dateBlock } = SILENCE_MODAL.date
  if (duration !== 'date' && seconds !== null) {
    return wrong(
      SILENCE_MODAL.duration.block,
      'A date is picked below: choose "Until a date", or clear the date.',
    )
  }
  if (duration === 'recovery') return { type: 'end', until: { type: 'recovery' } }
  if (duration !== 'date') {
    return { type: 'end', until: { type: 'at', at: now + SILENCE_DURATIONS[duration].ms } }
  }
  if (seconds === null) return wrong(dateBlock, 'Pick the date and time at which it ends.')
  const at = seconds * 1000
  const until = { type: 'at', at } as const
  const problem = silenceTimesProblem({ from: now, until }, now)
  return problem === null ? { type: 'end', until } : wrong(dateBlock, `${problem} Pick another date or time.`)
}

function wrong(blockId: string, sentence: string): Extract<SilenceForm, { type: 'errors' }> {
  return { type: 'errors', errors: { [blockId]: sentence } }
}
