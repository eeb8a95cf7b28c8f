import type { Kysely } from 'kysely'
import type { Incident } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { Reason } from '../watch/ports.ts'
import { incidentFrom } from './older.ts'
import { fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

/** Why something was told or not told of a link. */
export interface PastReason extends Reason {
  /** The raw statuses before and after, null where it had none; null where the link itself did not change. */
  readonly transition: { readonly from: string | null; readonly to: string | null } | null
}

/** What is remembered of a link's past. */
export interface LinkHistory {
  /** The latest incidents of a link, newest first, resolved ones too; at most `limit`. */
  incidentsOf(linkId: string, limit: number): Promise<readonly Incident[]>
  /** The latest decisions on a link, newest first; at most `limit`. */
  reasonsOf(linkId: string, limit: number): Promise<readonly PastReason[]>
}

export function historyStore(db: Kysely<Tables>): LinkHistory {
  return {
    async incidentsOf(linkId, limit) {
      const rows = await db
        .selectFrom('incidents')
        .select('incident')
        .where('link_id', '=', linkId)
        .orderBy('first_bad_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => incidentFrom(row.incident))
    },

    async reasonsOf(linkId, limit) {
      const [transitions, reasons] = await Promise.all([
        transitionsOf(db, linkId, limit),
        plainReasonsOf(db, linkId, limit),
      ])
      // What was decided beside a transition at the same time comes after it, and is therefore newer.
      return [...reasons, ...transitions].sort((a, b) => b.at - a.at).slice(0, limit)
    },
  }
}

/** As `keepTransitions` writes it; a link that has just appeared has no `before`, one that vanished no `after`. */
interface StoredTransition {
  readonly before?: Pick<Link, 'status'>
  readonly after?: Pick<Link, 'status'>
  readonly reason: string
}

async function transitionsOf(db: Kysely<Tables>, linkId: string, limit: number) {
  const rows = await db
    .selectFrom('transitions')
    .select(['at', 'incident_id', 'transition'])
    .where('link_id', '=', linkId)
    .orderBy('at', 'desc')
    .orderBy('version', 'desc')
    .orderBy('position', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row): PastReason => {
    const { before, after, reason } = fromJson<StoredTransition>(row.transition)
    return {
      linkId,
      at: row.at,
      reason,
      incidentId: row.incident_id,
      transition: { from: before?.status ?? null, to: after?.status ?? null },
    }
  })
}

async function plainReasonsOf(db: Kysely<Tables>, linkId: string, limit: number) {
  const rows = await db
    .selectFrom('reasons')
    .select(['at', 'incident_id', 'reason'])
    .where('link_id', '=', linkId)
    .orderBy('at', 'desc')
    .orderBy('position', 'desc')
    .limit(limit)
    .execute()
  return rows.map(
    (row): PastReason => ({
      linkId,
      at: row.at,
      reason: fromJson(row.reason),
      incidentId: row.incident_id,
      transition: null,
    }),
  )
}
