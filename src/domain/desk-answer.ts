import type { Silence } from './silence.ts'
import type { Subscription } from './subscription.ts'

/**
 * What became of what a person asked for. `sentence` is plain text that may hold foreign names; `silence` and
 * `subscription` are what was made or changed, so that they can be shown and taken back.
 */
export type DeskAnswer =
  | {
      readonly type: 'done'
      readonly sentence: string
      readonly silence?: Silence
      readonly subscription?: Subscription
    }
  | { readonly type: 'refused'; readonly sentence: string }
