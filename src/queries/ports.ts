import type { Incident } from '../domain/incident.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { Silence } from '../domain/silence.ts'
import type { LinkReading, Scope } from '../domain/snapshot.ts'
import type { Subscription } from '../domain/subscription.ts'

/** What the last polls left behind. */
export interface MemorySource {
  /** The state of a scope; version 0 and empty for one never seen. */
  loadScope(scope: Scope): Promise<ScopeState>
  /** Incidents that are not resolved. */
  openIncidents(): Promise<readonly Incident[]>
}

/** Reads one link from the API, now. Never throws for what the network or the API does: failures are data. */
export interface LiveReader {
  readLink(scope: Scope, linkId: string, signal: AbortSignal): Promise<LinkReading>
}

/** Why things were told or not told. */
export interface ReasonSource {
  /** Silences that are not over. */
  openSilences(): Promise<readonly Silence[]>
  subscriptions(): Promise<readonly Subscription[]>
  /** The latest decisions on a link, newest first; at most `limit`. Times in ms. */
  reasonsOf(
    linkId: string,
    limit: number,
  ): Promise<readonly { readonly at: number; readonly reason: string; readonly incidentId: string | null }[]>
}
