import type { ActAnswer } from '../../demo/state.ts'
import { groupedOptions, type OptionGroup, object, Unshowable } from './read.ts'

/** What came of typing into a select that the app fills. */
export type Suggested =
  | { readonly type: 'options'; readonly groups: readonly OptionGroup[] }
  | { readonly type: 'failed'; readonly message: string }

/** Reads an answer to a `block_suggestion`: `options` or `option_groups` (docs.slack.dev, "Select menu element"). */
export function readSuggested(answer: ActAnswer): Suggested {
  if (!answer.ok) return { type: 'failed', message: answer.message }
  try {
    return { type: 'options', groups: groupedOptions(object(answer.ack, 'the answer')) }
  } catch (error) {
    if (!(error instanceof Unshowable)) throw error
    return { type: 'failed', message: error.message }
  }
}
