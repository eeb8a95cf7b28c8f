import { requestExpiresAt } from '../diagnostics/deadlines.ts'
import { matchesFilter, parseFilter } from '../diagnostics/filter.ts'
import type { OpenReorder } from '../domain/open-reorder.ts'
import type { Silence } from '../domain/silence.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { LinkRow, ScopeAge } from './answers.ts'
import { type IncidentRow, incidentRows } from './incidents.ts'
import { compareRows } from './order.ts'
import type { ChannelSource, MemorySource, ReasonSource, ReorderSource } from './ports.ts'
import { filterFacts, linkRow, recall, scopeAge } from './recall.ts'

/** What one person's dashboard shows, from memory. */
export interface HomeAnswer {
  /** Open ones, the worst first. */
  readonly incidents: readonly IncidentRow[]
  /** Deletions and orders that have not ended, those that wait for a person first. */
  readonly reorders: readonly OpenReorder[]
  /** The links that fit the filter, those that need attention first. */
  readonly rows: readonly LinkRow[]
  readonly filter: string
  /** How many links there are of each raw status, the most first. */
  readonly statuses: readonly { readonly status: string; readonly links: number }[]
  /** Orders that wait for their partner, the next to expire first, whatever the filter. */
  readonly requested: readonly LinkRow[]
  /** Silences that are not over. */
  readonly silences: readonly Silence[]
  /** Those that the person made, or that mention them. */
  readonly subscriptions: readonly Subscription[]
  readonly scopes: readonly ScopeAge[]
}

/** Makes the dashboard of a person. `filter` is as for `list`. Linear in the number of links. */
export function createHome(parts: {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource & ChannelSource & ReasonSource
  readonly reorders: ReorderSource
}): (userId: string, filter: string) => Promise<HomeAnswer> {
  const { memory } = parts
  return async (userId, filter) => {
    const [recalled, silences, subscriptions, reorders] = await Promise.all([
      recall(memory, parts.scopes),
      memory.openSilences(),
      memory.subscriptions(),
      parts.reorders.openReorders(),
    ])
    const known = [...recalled.links.values()]
    const wanted = parseFilter(filter)
    const rows = known
      .filter((one) => matchesFilter(wanted, filterFacts(one)))
      .map(linkRow)
      .sort(compareRows)
    const requested = known
      .filter(({ watched: { link } }) => requestExpiresAt(link) !== null)
      .sort((a, b) => a.watched.link.createdAt - b.watched.link.createdAt)
      .map(linkRow)
    return {
      incidents: await incidentRows(recalled, memory, () => true),
      reorders,
      rows,
      filter,
      statuses: statusesOf(known.map(({ watched }) => watched.link.status)),
      requested,
      silences,
      subscriptions: subscriptions.filter(
        ({ by, mention }) => by === userId || (mention?.who.type === 'user' && mention.who.id === userId),
      ),
      scopes: recalled.states.map(scopeAge),
    }
  }
}

function statusesOf(statuses: readonly string[]): HomeAnswer['statuses'] {
  const counts = new Map<string, number>()
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, links]) => ({ status, links })).sort((a, b) => b.links - a.links)
}
