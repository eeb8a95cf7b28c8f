import type { Incident } from '../domain/incident.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Silence } from '../domain/silence.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { StoryCopy, WatchRecord, WatchStore } from './ports.ts'

/** All that decisions are taken on: what is stored, as it stands in memory. */
export interface WatchState {
  readonly scopes: ReadonlyMap<string, ScopeState>
  /** Incidents that are not over. */
  readonly incidents: ReadonlyMap<string, Incident>
  /** The messages of their stories. */
  readonly stories: ReadonlyMap<string, readonly StoryCopy[]>
  /** Silences that are not over. */
  readonly silences: ReadonlyMap<string, Silence>
  readonly subscriptions: ReadonlyMap<string, Subscription>
}

const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.id, item]))

/** Reads the state as it is stored. */
export async function loadState(store: WatchStore, scopes: readonly Scope[]): Promise<WatchState> {
  const [states, incidents, silences, subscriptions] = await Promise.all([
    Promise.all(scopes.map((scope) => store.loadScope(scope))),
    store.openIncidents(),
    store.openSilences(),
    store.subscriptions(),
  ])
  const told = [...new Set(incidents.flatMap(({ rootKey }) => rootKey ?? []))]
  return {
    scopes: new Map(states.map((state) => [state.scope.id, state])),
    incidents: byId(incidents),
    stories: told.length === 0 ? new Map() : await store.stories(told),
    silences: byId(silences),
    subscriptions: byId(subscriptions),
  }
}

/** The state after `record` was written, equal to what loading it anew would give. `scopes` are those that changed. */
export function applyRecord(
  state: WatchState,
  record: WatchRecord,
  scopes: readonly ScopeState[],
): WatchState {
  const incidents = new Map(state.incidents)
  for (const incident of record.incidents) {
    if (incident.resolvedAt === null) incidents.set(incident.id, incident)
    else incidents.delete(incident.id)
  }
  const silences = new Map(state.silences)
  for (const silence of record.silences) {
    if (silence.endedAt === null) silences.set(silence.id, silence)
    else silences.delete(silence.id)
  }
  const subscriptions = new Map(state.subscriptions)
  for (const subscription of record.subscriptions) subscriptions.set(subscription.id, subscription)
  for (const id of record.removedSubscriptions) subscriptions.delete(id)
  return {
    scopes: new Map([...state.scopes, ...scopes.map((scope) => [scope.scope.id, scope] as const)]),
    incidents,
    stories: storiesAfter(state, record, incidents),
    silences,
    subscriptions,
  }
}

function storiesAfter(
  state: WatchState,
  record: WatchRecord,
  incidents: ReadonlyMap<string, Incident>,
): ReadonlyMap<string, readonly StoryCopy[]> {
  if (record.incidents.length === 0 && record.deliveries.length === 0) return state.stories
  const stories = new Map(state.stories)
  for (const { dispatch, story, channel, alert } of record.deliveries) {
    const copies = stories.get(story) ?? []
    if (dispatch.type === 'post') stories.set(story, [...copies, { key: dispatch.key, channel, alert }])
    if (dispatch.type === 'edit')
      stories.set(
        story,
        copies.map((copy) => (copy.key === dispatch.parentKey ? { ...copy, alert } : copy)),
      )
  }
  const told = new Set([...incidents.values()].map(({ rootKey }) => rootKey))
  for (const story of stories.keys()) if (!told.has(story)) stories.delete(story)
  return stories
}
