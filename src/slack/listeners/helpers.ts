import type { WebClient } from '@slack/web-api'
import type { Clock } from '../../domain/clock.ts'
import type { DrawPng } from '../../pictures/render.ts'
import type { IncidentRow } from '../../queries/incidents.ts'
import type { RunbookDesk } from '../../queries/runbook.ts'
import type { Logger } from '../logger.ts'
import { byMention, byName, type Naming } from '../mentions.ts'
import { type People, peopleIn } from '../people.ts'
import type { Desk, HandledStore, Questions, Remedies } from '../ports.ts'
import { type Records, recordsOfLinks } from '../records.ts'
import type { ToldAt } from '../told-at.ts'

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
  readonly toldAt: ToldAt
  readonly drawPng: DrawPng
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

/** What people have written down of the links of incidents. */
export function recordsOfRows(
  rows: readonly IncidentRow[],
  { remedies, logger }: Pick<Helpers, 'remedies' | 'logger'>,
): Promise<Records> {
  const ids = rows.flatMap(({ link }) => link?.link.id ?? [])
  return recordsOfLinks(ids, { records: remedies.records, logger })
}
