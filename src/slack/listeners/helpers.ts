import type { WebClient } from '@slack/web-api'
import type { Clock } from '../../domain/clock.ts'
import type { RunbookDesk } from '../../queries/runbook.ts'
import type { Logger } from '../logger.ts'
import { byMention, byName, type Naming } from '../mentions.ts'
import { type People, peopleIn } from '../people.ts'
import type { Desk, HandledStore, Questions, Remedies } from '../ports.ts'

/** Whom listeners ask. `client` fails fast: a person waits for what it does. */
export interface Helpers {
  readonly questions: Questions
  readonly desk: Desk
  readonly runbooks: RunbookDesk
  readonly remedies: Remedies
  readonly handled: HandledStore
  readonly clock: Clock
  readonly client: WebClient
  readonly people: People
  readonly logger: Logger
}

/** Who asks, and the channel it is asked in; both are Slack's ids. `zone` is the asker's, an IANA name. */
export interface Asking {
  readonly by: string
  readonly channel: string
  readonly zone: string
  /** Whether everybody is shown the answer: people are named in it then, and not pinged. */
  readonly isPublic: boolean
}

/** How the people whom an answer is about are named in it. */
export async function namingOf(answer: unknown, { isPublic }: Asking, { people }: Helpers): Promise<Naming> {
  return isPublic ? byName(await people.names(peopleIn(answer))) : byMention
}
