import type { Membership } from '../membership.ts'
import type { Doorman } from './doorman.ts'
import type { Helpers } from './helpers.ts'

/** What the listeners answer with. */
export interface ListenerDeps extends Helpers {
  readonly doorman: Doorman
  readonly membership: Membership
  /** The bot's own user id, by which it is mentioned. */
  readonly botUserId: string
}
