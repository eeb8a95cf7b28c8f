import type { Reorder } from '../../remedies/reorder/saga.ts'
import {
  manualSteps,
  type ProgressStep,
  progressOf,
  whereThingsStand,
} from '../../remedies/reorder/standing.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import { actions, context, fitMessage, header, LIMITS, type RenderedMessage, section } from '../limits.ts'
import type { Naming } from '../mentions.ts'
import { giveUpButton, mailButton, resumeButton } from '../remedy-actions.ts'
import { duration, moment } from '../text.ts'
import { UNREAD_MARK } from './words.ts'

const STEP_MARKS: Readonly<Record<ProgressStep['state'], string>> = {
  to_do: '☐',
  running: '▶',
  waiting: '⏳',
  stopped: '⛔',
  done: '☑',
  given_up: '✖',
}

/** A deletion, or a deletion and order, as the one message that is edited as it goes on. */
export function renderReorder(reorder: Reorder, naming: Naming): RenderedMessage {
  const { old, order, standing, startedAt } = reorder
  const names = [old.name, ...(order === null ? [] : [order.name])]
  const what = order === null ? 'Delete' : 'Delete and order again'
  const state = stateText(reorder, naming)
  const steps = progressOf(reorder).map((step) => stepLine(step, names))
  const stands = whereThingsStand(reorder).map((sentence) => prose(sentence, names))
  const byHand =
    standing.type === 'stopped' || (standing.type === 'ended' && standing.how === 'given_up')
      ? manualSteps(reorder).map((step, index) => `${index + 1}. ${prose(step, names)}`)
      : []
  const opening = `*${state}* ${stands.join(' ')}`
  return {
    text: clip(
      [`${what}: ${code(old.name, 120)}.`, opening, ...steps, ...byHand].join('\n'),
      LIMITS.fallbackText,
    ),
    blocks: fitMessage(
      [
        header(`${what}: ${plainName(old.name, 100)}`),
        section(opening),
        section(steps.join('\n')),
        ...(byHand.length === 0 ? [] : [section(['*By hand, instead*', ...byHand].join('\n'))]),
      ],
      [...buttonsOf(reorder), context([`Begun by ${naming(reorder.by)}, ${moment(startedAt)}`])],
    ),
  }
}

function stateText({ standing }: Reorder, naming: Naming): string {
  switch (standing.type) {
    case 'running':
      return '▶ It goes on.'
    case 'waiting':
      return `⏳ It waits, and goes on by itself. ${prose(standing.why)}`
    case 'stopped':
      return `${UNREAD_MARK} It has stopped: somebody has to go on with it, or give it up. ${prose(standing.why)}`
    case 'ended':
      return standing.how === 'done'
        ? `🟢 Done, at ${moment(standing.at)}.`
        : `✖ Given up by ${naming(standing.by)}, at ${moment(standing.at)}.`
  }
}

function stepLine({ label, state, startedAt, endedAt }: ProgressStep, names: readonly string[]): string {
  const took =
    startedAt !== null && endedAt !== null && endedAt > startedAt ? ` (${duration(endedAt - startedAt)})` : ''
  return `${STEP_MARKS[state]} ${prose(label, names)}${took}`
}

function buttonsOf({ id, standing, mail }: Reorder) {
  if (standing.type === 'ended') return []
  const draft =
    mail === null
      ? null
      : mailButton(
          { link: mail.linkId, kind: mail.about, language: 'en', channel: null },
          'Draft the mail to the partner',
        )
  switch (standing.type) {
    case 'running':
      return draft === null ? [] : [actions([draft])]
    case 'waiting':
      return [actions([draft, resumeButton(id, 'Look now'), giveUpButton(id)])]
    case 'stopped':
      return [actions([draft, resumeButton(id, 'Resume'), giveUpButton(id)])]
  }
}
