import type { Incident } from '../domain/incident.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Silence } from '../domain/silence.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { StoryCopy, VanishedLink, WatchRecord, WatchStore } from './ports.ts'

/** All that decisions are taken on: what is stored, as it stands in memory. */
export interface WatchState {
  readonly scopes: ReadonlyMap<string, ScopeState>
  /** Incidents that are not over. */
  readonly incidents: ReadonlyMap<string, Incident>
  /** Incidents that ended less than LATELY_MS ago, by id. */
  readonly ended: ReadonlyMap<string, Incident>
  /** Links that vanished less than LATELY_MS ago, by id. */
  readonly vanished: ReadonlyMap<string, VanishedLink>
  /** The messages of the stories of what is open, and of links that vanished lately. */
  readonly stories: ReadonlyMap<string, readonly StoryCopy[]>
  /** Silences that are not over. */
  readonly silences: ReadonlyMap<string, Silence>
  readonly subscriptions: ReadonlyMap<string, Subscription>
}

/** A day and an hour (ms): what ended since yesterday's digest, also on the day that has 25 hours. */
export const LATELY_MS = 25 * 3_600_000

const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.id, item]))

/** Reads the state as it is stored, at `now` (ms). */
export async function loadState(
  store: WatchStore,
  scopes: readonly Scope[],
  now: number,
): Promise<WatchState> {
  const since = now - LATELY_MS
  const [states, incidents, ended, gone, silences, subscriptions] = await Promise.all([
    Promise.all(scopes.map((scope) => store.loadScope(scope))),
    store.openIncidents(),
    store.endedIncidents(since),
    store.vanishedLinks(since),
    store.openSilences(),
    store.subscriptions(),
  ])
  const known = {
    incidents: byId(incidents),
    ended: byId(ended),
    vanished: new Map(gone.map((one) => [one.link.id, one])),
  }
  const told = [...storiesOf(known)]
  return {
    scopes: new Map(states.map((state) => [state.scope.id, state])),
    ...known,
    stories: told.length === 0 ? new Map() : await store.stories(told),
    silences: byId(silences),
    subscriptions: byId(subscriptions),
  }
}

/**
 * The state after `record` was written at `now` (ms), equal to what loading it anew would give. `scopes` are those that
 * changed.
 */
export function applyRecord(
  state: WatchState,
  record: WatchRecord,
  scopes: readonly ScopeState[],
  now: number,
): WatchState {
  const since = now - LATELY_MS
  const incidents = new Map(state.incidents)
  const ended = new Map([...state.ended].filter(([, { resolvedAt }]) => (resolvedAt ?? 0) >= since))
  for (const incident of record.incidents) {
    ended.delete(incident.id)
    if (incident.resolvedAt === null) {
      incidents.set(incident.id, incident)
      continue
    }
    incidents.delete(incident.id)
    if (incident.resolvedAt >= since) ended.set(incident.id, incident)
  }
  const vanished = new Map([...state.vanished].filter(([, { at }]) => at >= since))
  for (const { scope, transitions } of record.scopes)
    for (const transition of transitions)
      if (transition.type === 'vanished') {
        const { before: link, at, incidentId } = transition
        vanished.set(link.id, { scopeId: scope.id, link, at, incidentId })
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
    incidents:
      record.incidents.length === 0 ? state.incidents : byId([...incidents.values()].sort(byBeginning)),
    ended,
    vanished,
    stories: storiesAfter(state, record, storiesOf({ incidents, ended, vanished })),
    silences,
    subscriptions,
  }
}

/** As the store gives them. An incident may be opened later than one that began after it. */
function byBeginning(a: Incident, b: Incident): number {
  return a.firstBadAt - b.firstBadAt || (a.id < b.id ? -1 : 1)
}

/** The stories that may still be told anew or answered. */
function storiesOf({
  incidents,
  ended,
  vanished,
}: Pick<WatchState, 'incidents' | 'ended' | 'vanished'>): ReadonlySet<string> {
  const gone = [...vanished.values()].flatMap(({ incidentId }) => ended.get(incidentId ?? '') ?? [])
  return new Set([...incidents.values(), ...gone].flatMap(({ rootKey }) => rootKey ?? []))
}

function storiesAfter(
  state: WatchState,
  record: WatchRecord,
  told: ReadonlySet<string>,
): ReadonlyMap<string, readonly StoryCopy[]> {
  if (record.incidents.length === 0 && record.deliveries.length === 0) return state.stories
  const stories = new Map(state.stories)
  for (const { dispatch, story, channel, alert } of record.deliveries) {
    if (dispatch.type === 'reply') continue
    const key = dispatch.type === 'post' ? dispatch.key : dispatch.parentKey
    const before = stories.get(story) ?? []
    const others = before.filter((copy) => copy.key !== key)
    if (dispatch.type === 'edit' && others.length === before.length) leaveOthers(stories, key)
    stories.set(story, inOrder(story, [...others, { key, channel, alert }]))
  }
  for (const story of stories.keys()) if (!told.has(story)) stories.delete(story)
  return stories
}

/** Takes a message that has moved into another story out of the one that it told until now. */
function leaveOthers(stories: Map<string, readonly StoryCopy[]>, key: string): void {
  for (const [story, copies] of stories) {
    const left = copies.filter((copy) => copy.key !== key)
    if (left.length === 0) stories.delete(story)
    else if (left.length < copies.length) stories.set(story, left)
  }
}

/** As the store gives them: the story's first message, then by channel. */
function inOrder(story: string, copies: readonly StoryCopy[]): readonly StoryCopy[] {
  const isFirst = ({ key }: StoryCopy) => Number(key === story)
  return [...copies].sort(
    (a, b) => isFirst(b) - isFirst(a) || (a.channel < b.channel ? -1 : Number(a.channel > b.channel)),
  )
}
