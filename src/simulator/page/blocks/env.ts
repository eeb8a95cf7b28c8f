import type { TextObject } from '../../slack/workspace.ts'
import type { ReaderZone } from '../text/dates.ts'

/** A confirmation dialog object, as it is stored. */
export interface Confirm {
  readonly title: TextObject
  readonly text: TextObject
  readonly confirm: TextObject
  readonly deny: TextObject
  readonly style?: string
}

/** A pressed element of a message or view. `value` is missing for buttons. */
export interface Press {
  readonly actionId: string
  readonly blockId: string
  readonly value?: string | readonly string[]
  readonly confirm: Confirm | null
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
