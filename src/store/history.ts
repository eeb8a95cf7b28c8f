import type { Kysely } from 'kysely'
import type { Incident } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { Transition } from '../domain/transition.ts'
import type { Reason, VanishedLink } from '../watch/ports.ts'
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

/** Incidents that ended at `since` (ms) or later, in the order they ended. */
export async function incidentsEndedSince(db: Kysely<Tables>, since: number): Promise<readonly Incident[]> {
  const rows = await db
    .selectFrom('incidents')
    .select('incident')
    .where('resolved_at', '>=', since)
    .orderBy('resolved_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => incidentFrom(row.incident))
}

/** Links that vanished at `since` (ms) or later, in the order they did. */
export async function linksVanishedSince(
  db: Kysely<Tables>,
  since: number,
): Promise<readonly VanishedLink[]> {
  const rows = await db
    .selectFrom('transitions')
    .select(['scope_id', 'at', 'incident_id', 'transition'])
    .where('at', '>=', since)
    // No text within JSON looks like this: its quotes are escaped there.
    .where('transition', 'like', '%"type":"vanished"%')
    .orderBy('at')
    .orderBy('scope_id')
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    scopeId: row.scope_id,
    link: fromJson<Extract<Transition, { type: 'vanished' }>>(row.transition).before,
    at: row.at,
    incidentId: row.incident_id,
  }))
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
