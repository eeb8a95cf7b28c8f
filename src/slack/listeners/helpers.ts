import type { WebClient } from '@slack/web-api'
import type { Clock } from '../../domain/clock.ts'
import type { Queries } from '../../queries/answers.ts'
import type { Desk } from '../ports.ts'

/** Whom listeners ask. `client` fails fast: a person waits for what it does. */
export interface Helpers {
  readonly queries: Queries
  readonly desk: Desk
  readonly clock: Clock
  readonly client: WebClient
}

/** Who asks, and the channel it is asked in. Both are Slack's ids. */
export interface Asking {
  readonly by: string
  readonly channel: string
}
