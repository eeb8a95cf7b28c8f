import type { Incident } from '../domain/incident.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Silence } from '../domain/silence.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { Ledger } from './ledger.ts'

/** What the watch knows, for whoever asks: equal to what is stored, without reading it from the database for each question. */
export interface WatchMemory {
  /** The state of a scope that is watched; one that is not is an error. */
  loadScope(scope: Scope): Promise<ScopeState>
  /** Incidents that are not resolved. */
  openIncidents(): Promise<readonly Incident[]>
  /** Silences that are not over. */
  openSilences(): Promise<readonly Silence[]>
  subscriptions(): Promise<readonly Subscription[]>
  /** The channels in which each of these stories was told, or waits to be told, by its key: the story's first one first. */
  channelsOf(stories: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
}

/** Reads from the ledger's state. A question waits while something is being written, and is answered with what was written. */
export function createWatchMemory(ledger: Pick<Ledger, 'read'>): WatchMemory {
  return {
    async loadScope(scope) {
      const state = (await ledger.read()).scopes.get(scope.id)
      if (state === undefined) throw new Error(`The scope ${scope.id} is not watched.`)
      return state
    },
    openIncidents: async () => [...(await ledger.read()).incidents.values()],
    openSilences: async () => [...(await ledger.read()).silences.values()],
    subscriptions: async () => [...(await ledger.read()).subscriptions.values()],
    async channelsOf(stories) {
      const { stories: told } = await ledger.read()
      return new Map(
        stories.map((story) => [story, (told.get(story) ?? []).map(({ channel }) => channel)] as const),
      )
    },
  }
}
