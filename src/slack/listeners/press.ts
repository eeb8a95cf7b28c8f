import type { z } from 'zod'
import type { RenderedMessage } from '../limits.ts'
import { renderProblem } from '../views/problem.ts'
import type { Asking, Helpers } from './helpers.ts'
import { privateReply, type Reply } from './reply.ts'
import type { AnswerWindow } from './window.ts'

/** A button that was pressed, or an option that was chosen. Its value is foreign by the time it comes back. */
export interface Pressed extends Asking {
  readonly value: string | undefined
  readonly blockId: string
  /** Opens a modal within 3 s. */
  readonly triggerId: string
  readonly threadTs: string | null
  /** The message that it stands in; null in the Home tab and in windows. */
  readonly messageTs: string | null
  /** The window that it stands in; null elsewhere. */
  readonly windowId: string | null
  /** Told of the window that was opened: whatever is said from then on, of what broke too, is said there. */
  readonly onWindow: (window: AnswerWindow) => void
}

/** What a button does; null where there is nothing to answer. */
export type Press = (pressed: Pressed, helpers: Helpers) => Promise<Reply | null>

/** A button that does something. */
export interface KnownPress {
  readonly press: Press
  /**
   * Where its answer goes: to whoever pressed it (`asker`); there too, but in the place of the answer that it stands on,
   * where it stands on one (`instead`); in the place of the very message that it stands in, for all who see it (`itself`);
   * to everyone who reads the thread it is pressed in, else to whoever pressed it (`thread`); the same, but in the place of
   * the answer that it stands on (`anew`); to everyone (`everyone`).
   */
  readonly place: 'asker' | 'instead' | 'itself' | 'thread' | 'anew' | 'everyone'
  /** It opens a window of its own: a press is good for one. */
  readonly opensWindow?: true
  /** Notes that somebody pressed it who may not use the bot at all: guests, and people of other workspaces. */
  readonly turnedAway?: (pressed: TurnedAway, reason: string, helpers: Helpers) => Promise<void>
}

/** A press of somebody who may not use the bot at all. */
export type TurnedAway = Pick<Pressed, 'value' | 'by' | 'channel'>

/** The answer to what only another version of the bot can have made. */
export const STALE =
  'This button is from another version of the bot, and nothing was done. Ask again with `/interlink`.'

/** A button whose value has to look like something; `onStale` is told of one that does not. */
export function withValue<T>(
  schema: z.ZodType<T>,
  act: (value: T, pressed: Pressed, helpers: Helpers) => Promise<Reply | RenderedMessage | null>,
  read: (value: string | undefined) => unknown = (value) => value,
  onStale?: (pressed: Pressed, helpers: Helpers) => Promise<void>,
): Press {
  return async (pressed, helpers) => {
    const value = schema.safeParse(read(pressed.value))
    if (!value.success) {
      await onStale?.(pressed, helpers)
      return privateReply(renderProblem(STALE))
    }
    const answer = await act(value.data, pressed, helpers)
    return answer === null || 'message' in answer ? answer : privateReply(answer)
  }
}
