import type { ModalView } from '@slack/types'
import type { Asker } from '../../remedies/authorise.ts'
import type { RenderedMessage } from '../limits.ts'
import { renderProblem } from '../views/problem.ts'
import type { Helpers } from './helpers.ts'
import { type AnswerWindow, answerWindowOf } from './window.ts'

/** What a window shows: something to fill in, or an answer. */
export type Shown = ModalView | RenderedMessage

/** A press that opens a window, or changes the one that it stands in. */
export interface WindowPress {
  readonly by: string
  /** Slack's id; empty in the Home tab and in windows. */
  readonly channel: string
  readonly triggerId: string
  readonly windowId: string | null
  /** Told of the window once it stands open: what breaks from then on is said there. */
  readonly onWindow: (window: AnswerWindow) => void
}

const LATE = renderProblem('The window could not be opened in time, and nothing was done. Press again.')

/** Opens a window at once (a trigger lives for 3 s), and shows in it what takes longer to find out. */
export async function inWindow(
  { by, triggerId, windowId, onWindow }: WindowPress,
  helpers: Helpers,
  make: () => Promise<Shown>,
): Promise<RenderedMessage | null> {
  const window = answerWindowOf(helpers, { userId: by, triggerId, windowId })
  if (await window.open()) onWindow(window)
  return show(window, await make())
}

/** Shows it; a message for whoever pressed where that could not be. */
export async function show(window: AnswerWindow, shown: Shown): Promise<RenderedMessage | null> {
  if ('type' in shown) return (await window.put(shown)) ? null : LATE
  await window.show({ message: shown, place: 'asker' })
  return null
}

/** Who asks, and where: the channel that the press came from, else the one that the window was opened from. */
export function askerOf(
  { by, channel }: { readonly by: string; readonly channel: string },
  from: string | null,
): Asker {
  return { member: by, channel: channel || from }
}

/** Notes that a button or window was refused, in this sentence, that nothing can be read from: another version has made it. */
export function noteOtherVersion(
  pressed: Parameters<typeof askerOf>[0],
  sentence: string,
  { remedies }: Pick<Helpers, 'remedies'>,
): Promise<void> {
  return remedies.desk.noteRefused('other_version', '', askerOf(pressed, null), sentence)
}
