import { setImmediate as othersFirst } from 'node:timers/promises'
import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { Incident } from '../domain/incident.ts'
import type { Silence } from '../domain/silence.ts'
import type { Transition } from '../domain/transition.ts'
import type { HistorySource } from '../queries/ports.ts'
import { incidentFrom } from './older.ts'
import { fromJson } from './rows.ts'
import type { Tables } from './schema.ts'

/** What a history is made from, but for the links that vanished: those `memoryStore` answers, for the watch asks for them too. */
export type PastStore = Omit<HistorySource, 'vanishedLinks'>

/** So many rows are read and parsed at once: a few ms, in which SQLite lets nothing else run. */
const PAGE = 250

/** Reads what is past over a database, a page at a time. */
export function pastStore(db: Kysely<Tables>): PastStore {
  return {
    async eachTransition(from, until, linkId, take) {
      let last: Place | null = null
      do {
        const rows: readonly Row[] = await pageOf(db, { from, until, linkId, after: last })
        for (const { transition } of rows) take(fromJson<Transition>(transition))
        last = rows.length < PAGE ? null : (rows.at(-1) ?? null)
        if (last !== null) await othersFirst()
      } while (last !== null)
    },

    async eachFirstTransition(from, linkId, take) {
      let last: string | null = null
      do {
        const rows: readonly { link_id: string; transition: string }[] = await firstsOf(
          db,
          from,
          linkId,
          last,
        )
        for (const { transition } of rows) take(fromJson<Transition>(transition))
        last = rows.length < PAGE ? null : (rows.at(-1)?.link_id ?? null)
        if (last !== null) await othersFirst()
      } while (last !== null)
    },

    async incidentsBetween(from, until, linkId) {
      const found: Incident[] = []
      for (const state of ['open', 'resolved'] as const) {
        let last: IncidentPlace | null = null
        do {
          const rows: readonly (IncidentPlace & { incident: string })[] = await incidentPage(db, {
            state,
            from,
            until,
            linkId,
            after: last,
          })
          for (const { incident } of rows) found.push(incidentFrom(incident))
          last = rows.length < PAGE ? null : (rows.at(-1) ?? null)
          await othersFirst()
        } while (last !== null)
      }
      return found.sort((a, b) => a.firstBadAt - b.firstBadAt || (a.id < b.id ? -1 : 1))
    },

    async silencesSince(from) {
      const rows = await db
        .selectFrom('silences')
        .select('silence')
        .where(({ or, eb }) => or([eb('ended_at', 'is', null), eb('ended_at', '>', from)]))
        .execute()
      return rows
        .map((row) => fromJson<Silence>(row.silence))
        .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    },

    async gapsSince(from) {
      const rows = await db
        .selectFrom('gaps')
        .selectAll()
        .where('until_at', '>=', from)
        .orderBy('from_at')
        .orderBy('scope_id')
        .execute()
      return rows.map((row) => ({ scopeId: row.scope_id, from: row.from_at, until: row.until_at }))
    },
  }
}

type Place = Pick<Tables['transitions'], 'at' | 'scope_id' | 'version' | 'position'>
type Row = Place & Pick<Tables['transitions'], 'transition'>

function pageOf(
  db: Kysely<Tables>,
  wanted: { from: number; until: number; linkId: string | null; after: Place | null },
): Promise<readonly Row[]> {
  const { after } = wanted
  const inPeriod = forLink(
    db
      .selectFrom('transitions')
      .select(['at', 'scope_id', 'version', 'position', 'transition'])
      .where('at', '>=', after?.at ?? wanted.from)
      .where('at', '<', wanted.until),
    wanted.linkId,
  )
  const rest =
    after === null
      ? inPeriod
      : inPeriod.where(({ eb, refTuple, tuple }) =>
          eb(
            refTuple('at', 'scope_id', 'version', 'position'),
            '>',
            tuple(after.at, after.scope_id, after.version, after.position),
          ),
        )
  return rest.orderBy('at').orderBy('scope_id').orderBy('version').orderBy('position').limit(PAGE).execute()
}

type IncidentPlace = Pick<Tables['incidents'], 'first_bad_at' | 'resolved_at' | 'id'>

/** Open ones by when they began, resolved ones by when they ended: as they are indexed. */
function incidentPage(
  db: Kysely<Tables>,
  wanted: {
    state: 'open' | 'resolved'
    from: number
    until: number
    linkId: string | null
    after: IncidentPlace | null
  },
): Promise<readonly (IncidentPlace & { incident: string })[]> {
  const { state, after } = wanted
  const by = state === 'open' ? 'first_bad_at' : 'resolved_at'
  let query = db
    .selectFrom('incidents')
    .select(['first_bad_at', 'resolved_at', 'id', 'incident'])
    .where('first_bad_at', '<', wanted.until)
    .where('resolved_at', state === 'open' ? 'is' : '>', state === 'open' ? null : wanted.from)
  if (wanted.linkId !== null) query = query.where('link_id', '=', wanted.linkId)
  if (after !== null)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple(by, 'id'), '>', tuple(after[by] ?? 0, after.id)),
    )
  return query.orderBy(by).orderBy('id').limit(PAGE).execute()
}

/** The first transition of each link, by the links' ids, from the one after `afterLink` on. */
function firstsOf(db: Kysely<Tables>, from: number, linkId: string | null, afterLink: string | null) {
  const later = forLink(
    db
      .selectFrom('transitions')
      .select(({ fn }) => ['link_id', fn.min('at').as('first_at')])
      .where('at', '>=', from)
      .where('link_id', '>', afterLink ?? '')
      .groupBy('link_id'),
    linkId,
  )
  return db
    .selectFrom('transitions')
    .innerJoin(later.as('first'), (join) =>
      join.onRef('first.link_id', '=', 'transitions.link_id').onRef('first.first_at', '=', 'transitions.at'),
    )
    .select(['transitions.link_id', 'transition'])
    .orderBy('transitions.link_id')
    .limit(PAGE)
    .execute()
}

function forLink<O>(
  query: SelectQueryBuilder<Tables, 'transitions', O>,
  linkId: string | null,
): SelectQueryBuilder<Tables, 'transitions', O> {
  return linkId === null ? query : query.where('link_id', '=', linkId)
}
