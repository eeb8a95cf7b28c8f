import type { Incident, Level } from '../../src/domain/incident.ts'
import { carryingFamilies, type Link } from '../../src/domain/link.ts'
import type { ScopeState, WatchedLink } from '../../src/domain/memory.ts'
import type { Silence } from '../../src/domain/silence.ts'
import type { Directory, ReadFailure, Scope } from '../../src/domain/snapshot.ts'
import type { MemorySource } from '../../src/queries/ports.ts'
import { type KnownLink, recall } from '../../src/queries/recall.ts'
import { anIncident as incident } from '../support/alerts.ts'
import { aConnection, aPartner, aPolicy, aPop, aVpc, NOW } from '../support/links.ts'
import { aWatchedLink as watchedLink } from '../support/memory.ts'

export const PARIS: Scope = { id: 'default/fr-par', region: 'fr-par' }
export const AMSTERDAM: Scope = { id: 'default/nl-ams', region: 'nl-ams' }

/** When the last good poll was: 20 seconds before "now". */
export const POLLED_AT = NOW - 20_000

export const STATUS_SINCE = NOW - 3_600_000

export const TIMEOUT: ReadFailure = {
  reason: 'timeout',
  message: 'The API did not answer.',
  status: null,
  requestId: null,
  retryable: true,
}

export const DIRECTORY: Directory = {
  partners: [aPartner()],
  pops: [aPop()],
  connections: [aConnection()],
  vpcs: [aVpc()],
  policies: [aPolicy(), aPolicy({ family: 'ipv6' })],
}

export function aWatchedLink(link: Link, overrides: Partial<WatchedLink> = {}): WatchedLink {
  return watchedLink(link, {
    since: STATUS_SINCE,
    firstSeenAt: link.createdAt,
    carried: carryingFamilies(link),
    ...overrides,
  })
}

export function aScopeState(links: readonly Link[], overrides: Partial<ScopeState> = {}): ScopeState {
  return {
    scope: PARIS,
    version: 7,
    baselineAt: NOW - 86_400_000,
    lastGoodAt: POLLED_AT,
    failingSince: null,
    failedPolls: 0,
    lastFailure: null,
    links: new Map(links.map((link) => [link.id, aWatchedLink(link)])),
    directory: DIRECTORY,
    ...overrides,
  }
}

export function anIncident(linkId: string, level: Level): Incident {
  return incident({
    id: `incident-${linkId}-${level}`,
    subject: { type: 'link', linkId, scopeId: PARIS.id },
    level,
    rule: 'all_down',
    reason: 'Both sessions are down.',
    lastGoodAt: NOW - 7_200_000,
    firstBadAt: STATUS_SINCE,
    rootKey: null,
  })
}

/** A memory that holds just these states; a scope it was not given is one that was never read. */
export function memoryOf(
  states: readonly ScopeState[],
  incidents: readonly Incident[] = [],
  silences: readonly Silence[] = [],
): MemorySource {
  return {
    loadScope: async (scope) =>
      states.find((state) => state.scope.id === scope.id) ??
      aScopeState([], { scope, version: 0, baselineAt: null, lastGoodAt: null }),
    openIncidents: async () => incidents,
    openSilences: async () => silences,
  }
}

/** A past in which no link vanished. */
export const NOTHING_GONE = { past: { vanishedLinks: async () => [] }, keepMs: 86_400_000 } as const

/** The links as a question finds them. */
export async function known(...links: readonly Link[]): Promise<readonly KnownLink[]> {
  const { links: found } = await recall(memoryOf([aScopeState(links)]), [PARIS])
  return [...found.values()]
}

/** The n-th id of a made-up series: no two share their first eight characters. */
export function idOf(n: number): string {
  return `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
}
