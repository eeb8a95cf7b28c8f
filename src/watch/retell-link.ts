import type { AlertSettings } from '../alerting/settings.ts'
import type { Clock } from '../domain/clock.ts'
import { openBooks } from './books.ts'
import type { Ledger } from './ledger.ts'
import type { WatchStore } from './ports.ts'

/** What it takes to tell messages about a link anew. */
export interface RetellLinkParts {
  readonly ledger: Ledger
  readonly store: Pick<WatchStore, 'storiesOfIncidents'>
  readonly clock: Clock
  readonly newId: () => string
  readonly settings: AlertSettings
  /** The channel that hears of everything. */
  readonly channel: string
}

/**
 * Tells the messages anew that tell open incidents of a link, and those of `incidentIds`, which may be over: nothing but what
 * is looked up as they are rendered differs.
 */
export function retellLink(
  linkId: string,
  incidentIds: readonly string[],
  { ledger, store, clock, newId, settings, channel }: RetellLinkParts,
): Promise<void> {
  return ledger.write(async (state) => {
    const over = incidentIds.filter((id) => !state.incidents.has(id))
    // What is over is not kept in memory.
    const old = over.length === 0 ? new Map<string, never>() : await store.storiesOfIncidents(over)
    const stories = new Map([...old, ...state.stories])
    const books = openBooks({ state: { ...state, stories }, channel, newId, settings, at: clock.now() })
    const open = books.incidents
      .open()
      .flatMap(({ subject, rootKey }) =>
        subject.type === 'link' && subject.linkId === linkId && rootKey !== null ? [rootKey] : [],
      )
    for (const story of new Set([...open, ...old.keys()])) books.bag.edit(story, (root) => root)
    return { record: { scopes: [], ...books.closed() }, scopes: [], result: undefined }
  })
}
