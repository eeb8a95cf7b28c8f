import type { Clock } from '../domain/clock.ts'
import type { NotedAct } from './acts.ts'
import type { Asker } from './authorise.ts'
import type { AuditRow } from './ports.ts'

/** What a row says besides who asked, when and where. What is left out is null or empty. */
export type Noted = Pick<AuditRow, 'outcome'> &
  Partial<Pick<AuditRow, 'reason' | 'before' | 'after' | 'requestIds'>>

/** What an act is about, for its rows. */
export interface Subject {
  readonly act: NotedAct
  readonly link: AuditRow['link']
  /** What it would do, one sentence. */
  readonly what: string
  readonly asker: Asker
}

/** The link of rows that are about none, or about one that is not known any more. */
export const NO_LINK: AuditRow['link'] = { id: '', name: '', region: '' }

/** The `X-Request-Id` of a call's answer as rows keep it: none where there was no answer. */
export function requestIdsOf(requestId: string | null): readonly string[] {
  return requestId === null ? [] : [requestId]
}

/** Rows are never longer than this in any text: names and failures come from elsewhere. */
const LONGEST = 1_000

/** Makes rows of the audit, each with an id of its own. */
export function createAuditRows(parts: {
  readonly clock: Clock
  readonly newId: () => string
}): (subject: Subject, noted: Noted) => AuditRow {
  return ({ act, link, what, asker }, noted) => ({
    id: parts.newId(),
    at: parts.clock.now(),
    by: asker.member,
    channel: asker.channel,
    act,
    link,
    what: what.slice(0, LONGEST),
    outcome: noted.outcome,
    reason: noted.reason?.slice(0, LONGEST) ?? null,
    before: noted.before ?? null,
    after: noted.after ?? null,
    requestIds: noted.requestIds ?? [],
  })
}
