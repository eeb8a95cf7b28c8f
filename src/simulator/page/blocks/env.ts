import type { JsonObject } from '../../slack/workspace.ts'
import type { ReaderZone } from '../text/dates.ts'
import type { Confirm } from './read.ts'
import type { Suggested } from './suggested.ts'

/** A pressed element of a message or view. `value` is missing for buttons. */
export interface Press {
  readonly actionId: string
  readonly blockId: string
  readonly value?: string | readonly string[]
  readonly confirm: Confirm | null
}

/** What was typed into a select that the app fills, and into which. */
export interface Asked {
  readonly actionId: string
  readonly blockId: string
  readonly typed: string
}

/** What blocks need of the page around them. Blocks keep no state of their own. */
export interface BlockEnv {
  readonly zone: ReaderZone
  /** Milliseconds on the demo's clock. */
  readonly now: number
  /** The name to show for an id, or null when nobody has it. */
  userName(id: string): string | null
  channelName(id: string): string | null
  /** Whose screen this is. */
  readonly me: string
  press(press: Press): void
  /** Asks the app what fits to what was typed into a select that it fills. */
  suggest(asked: Asked): Promise<Suggested>
  /** What a view holds in its state for an element; null where it holds nothing, or there is no view. */
  held(blockId: string, actionId: string): JsonObject | null
  /** In a modal: what its inputs hold that was not yet sent, by block_id then action_id. */
  readonly form: FormState | null
  /** Says, loudly, that something could not be shown. */
  problem(message: string): void
}

export type FormValue = string | readonly string[]

export interface FormState {
  get(blockId: string, actionId: string): FormValue | undefined
  set(blockId: string, actionId: string, value: FormValue): void
  /** What the app said is wrong, by block_id. */
  readonly errors: Readonly<Record<string, string>>
}
