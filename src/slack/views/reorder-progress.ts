import type { Button, KnownBlock } from '@slack/types'
import { leavableStep } from '../../remedies/reorder/leaving-out.ts'
import { mentionedNames } from '../../remedies/reorder/names.ts'
import { isOrderRefused, type Reorder } from '../../remedies/reorder/saga.ts'
import {
  FIX_NEW_LINK,
  FIX_OLD_LINK,
  isLeftWithoutRoutes,
  isOldLinkBare,
  manualSteps,
  type ProgressStep,
  progressOf,
  STEP_LABELS,
  whereThingsStand,
} from '../../remedies/reorder/standing.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import { actions, context, fitMessage, header, LIMITS, type RenderedMessage, section } from '../limits.ts'
import type { Naming } from '../mentions.ts'
import {
  fixButton,
  giveUpButton,
  leaveOutButton,
  mailButton,
  otherOrderButton,
  resumeButton,
} from '../remedy-actions.ts'
import { duration, moment } from '../text.ts'
import { UNREAD_MARK } from './words.ts'

const STEP_MARKS: Readonly<Record<ProgressStep['state'], string>> = {
  to_do: '☐',
  running: '▶',
  waiting: '⏳',
  stopped: '⛔',
  done: '☑',
  left_out: '➖',
  given_up: '✖',
}

/**
 * A deletion, or a deletion and order, as the one message that is edited as it goes on. `held`: why it does not, for now, in
 * one sentence; null where it may.
 */
export function renderReorder(reorder: Reorder, naming: Naming, held: string | null = null): RenderedMessage {
  const { old, order, standing, startedAt } = reorder
  const names = mentionedNames(reorder)
  const what = order === null ? 'Delete' : 'Delete and order again'
  const why = reorder.standing.type === 'ended' ? null : held
  const state = why === null ? stateText(reorder, naming) : heldText(why)
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
      [
        ...(why === null ? reorderButtons(reorder) : []),
        context([`Begun by ${naming(reorder.by)}, ${moment(startedAt)}`]),
      ],
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
      return `${ENDINGS[standing.how](naming(standing.by))}, at ${moment(standing.at)}.`
  }
}

const ENDINGS: Readonly<
  Record<Extract<Reorder['standing'], { type: 'ended' }>['how'], (by: string) => string>
> = {
  done: () => '🟢 Done',
  given_up: (by) => `✖ Given up by ${by}`,
  ordered_again: (by) => `✖ Not followed any more: ${by} had the new link deleted, and ordered again`,
}

/** What it waits for nobody but whoever runs the bot can mend. */
function heldText(why: string): string {
  return `⏸ It is held back where it stands, and goes on once it may. ${prose(why)}`
}

function stepLine({ label, state, startedAt, endedAt }: ProgressStep, names: readonly string[]): string {
  const took =
    startedAt !== null && endedAt !== null && endedAt > startedAt ? ` (${duration(endedAt - startedAt)})` : ''
  return `${STEP_MARKS[state]} ${prose(label, names)}${took}`
}

/** Drafts the mail to the partner that it waits for; null where it waits for none. */
export function draftButton({ mail }: Pick<Reorder, 'mail'>): Button | null {
  if (mail === null) return null
  const { about: kind, linkId: link } = mail
  return mailButton({ link, kind, language: 'en', channel: null }, 'Draft the mail to the partner')
}

/**
 * What can be pressed of it as it stands, as blocks; once it has ended, only the way on to what is missing.
 * `on`: the link whose own card they stand on, which leads to itself in no button.
 */
export function reorderButtons(reorder: Reorder, on: string | null = null): readonly KnownBlock[] {
  const { id, old, standing, newLinkId } = reorder
  const wayBack = isOldLinkBare(reorder) && on !== old.id ? fixButton(old.id, null, FIX_OLD_LINK) : null
  if (standing.type === 'ended') {
    if (standing.how === 'given_up' && wayBack !== null) return [actions([wayBack])]
    const isOpen = newLinkId !== null && isLeftWithoutRoutes(reorder)
    return isOpen ? [actions([fixButton(newLinkId, null, FIX_NEW_LINK)])] : []
  }
  const draft = draftButton(reorder)
  const without = leavableStep(reorder)
  switch (standing.type) {
    case 'running':
      return draft === null ? [] : [actions([draft])]
    case 'waiting':
      return [actions([draft, resumeButton(id, 'Look now'), giveUpButton(id)])]
    case 'stopped':
      return [
        actions([
          draft,
          reorder.isNewLinkOver === true ? null : resumeButton(id, 'Resume'),
          isOrderRefused(reorder) ? otherOrderButton(id) : null,
          without === null ? null : leaveOutButton(id, without, STEP_LABELS[without]),
          newLinkId === null ? wayBack : newLinkId === on ? null : fixButton(newLinkId, null, FIX_NEW_LINK),
          giveUpButton(id),
        ]),
      ]
  }
}
