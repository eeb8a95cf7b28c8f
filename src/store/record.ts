import type { Transaction } from 'kysely'
import type { Incident } from '../domain/incident.ts'
import { subjectOf } from '../domain/transition.ts'
import { type Reason, type ScopeChange, StaleStateError } from '../watch/ports.ts'
import { keepGap } from './keep-gap.ts'
import { chunked, lastOfEach } from './rows.ts'
import type { Tables } from './schema.ts'

/** Writes what a poll changed in one scope, and nothing else of it. Throws StaleStateError. */
export async function recordScope(trx: Transaction<Tables>, change: ScopeChange): Promise<void> {
  await keepGap(trx, change)
  await advance(trx, change)
  await saveLinks(trx, change)
  await saveDirectory(trx, change)
  await keepTransitions(trx, change)
}

/** Takes the scope from the expected version to the next, which also locks its row until the end of the transaction. */
async function advance(trx: Transaction<Tables>, change: ScopeChange): Promise<void> {
  const { scope, expectedVersion, at, outcome } = change
  if (expectedVersion === 0) {
    await trx
      .insertInto('scopes')
      .values({ id: scope.id, region: scope.region, version: 0, failed_polls: 0 })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  }
  const next = trx
    .updateTable('scopes')
    .set({ version: expectedVersion + 1, region: scope.region })
    .where('id', '=', scope.id)
    .where('version', '=', expectedVersion)
  const advanced = await (outcome.type === 'seen'
    ? next.set({
        last_good_at: at,
        failing_since: null,
        failed_polls: 0,
        last_failure: null,
        ...(outcome.baseline ? { baseline_at: at } : {}),
      })
    : next.set(({ eb, fn, val }) => ({
        failing_since: fn.coalesce('failing_since', val(at)),
        failed_polls: eb('failed_polls', '+', 1),
        last_failure: JSON.stringify(outcome.failure),
      }))
  ).executeTakeFirst()
  if (advanced.numUpdatedRows !== 1n) {
    throw new StaleStateError(`Scope ${scope.id} is no longer at version ${expectedVersion}.`)
  }
}

async function saveLinks(trx: Transaction<Tables>, change: ScopeChange): Promise<void> {
  const scopeId = change.scope.id
  for (const ids of chunked(change.removeLinks)) {
    await trx.deleteFrom('links').where('scope_id', '=', scopeId).where('id', 'in', ids).execute()
  }
  for (const links of chunked(lastOfEach(change.saveLinks, ({ link }) => link.id))) {
    await trx
      .insertInto('links')
      .values(
        links.map((watched) => ({
          scope_id: scopeId,
          id: watched.link.id,
          watched: JSON.stringify(watched),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['scope_id', 'id']).doUpdateSet(({ ref }) => ({ watched: ref('excluded.watched') })),
      )
      .execute()
  }
}

async function saveDirectory(trx: Transaction<Tables>, change: ScopeChange): Promise<void> {
  const scopeId = change.scope.id
  for (const { kind, id } of change.removeDirectory) {
    await trx
      .deleteFrom('directory')
      .where('scope_id', '=', scopeId)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .execute()
  }
  const entries = Object.entries(change.saveDirectory).flatMap(([kind, values]) =>
    values.map((entry) => ({ scope_id: scopeId, kind, id: entry.id, entry: JSON.stringify(entry) })),
  )
  for (const rows of chunked(lastOfEach(entries, ({ kind, id }) => `${kind}/${id}`))) {
    await trx
      .insertInto('directory')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['scope_id', 'kind', 'id'])
          .doUpdateSet(({ ref }) => ({ entry: ref('excluded.entry') })),
      )
      .execute()
  }
}

async function keepTransitions(trx: Transaction<Tables>, change: ScopeChange): Promise<void> {
  const rows = change.transitions.map(({ incidentId, ...transition }, position) => ({
    scope_id: change.scope.id,
    version: change.expectedVersion + 1,
    position,
    link_id: subjectOf(transition).id,
    at: transition.at,
    incident_id: incidentId,
    transition: JSON.stringify(transition),
  }))
  for (const chunk of chunked(rows)) await trx.insertInto('transitions').values(chunk).execute()
}

/** Writes incidents, each over its earlier state; of several with one id the last counts. */
export async function saveIncidents(trx: Transaction<Tables>, incidents: readonly Incident[]): Promise<void> {
  for (const chunk of chunked(lastOfEach(incidents, ({ id }) => id))) {
    await trx
      .insertInto('incidents')
      .values(
        chunk.map((incident) => ({
          id: incident.id,
          scope_id: incident.subject.scopeId,
          link_id: incident.subject.type === 'link' ? incident.subject.linkId : null,
          first_bad_at: incident.firstBadAt,
          resolved_at: incident.resolvedAt,
          root_key: incident.rootKey,
          incident: JSON.stringify(incident),
        })),
      )
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          scope_id: ref('excluded.scope_id'),
          link_id: ref('excluded.link_id'),
          first_bad_at: ref('excluded.first_bad_at'),
          resolved_at: ref('excluded.resolved_at'),
          root_key: ref('excluded.root_key'),
          incident: ref('excluded.incident'),
        })),
      )
      .execute()
  }
}

/** Adds to the reasons that `/interlink why` shows. */
export async function keepReasons(trx: Transaction<Tables>, reasons: readonly Reason[]): Promise<void> {
  const rows = reasons.map(({ linkId, at, reason, incidentId }, position) => ({
    link_id: linkId,
    at,
    position,
    incident_id: incidentId,
    reason: JSON.stringify(reason),
  }))
  for (const chunk of chunked(rows)) await trx.insertInto('reasons').values(chunk).execute()
}
