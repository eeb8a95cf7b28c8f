import type { Link } from '../domain/link.ts'
import type {
  Directory,
  DirectoryKind,
  MalformedLink,
  ReadFailure,
  SeenSnapshot,
} from '../domain/snapshot.ts'
import type { InterlinkReader } from '../watch/ports.ts'
import type { CallerSettings } from './attempt.ts'
import { createCaller } from './call.ts'
import { createReadCalls, type ListAll } from './calls.ts'
import { type ClientSettings, createClients } from './client.ts'
import { createKindCache, type KindCache, type KindReading } from './kind-cache.ts'
import { createPager, type Listing } from './pages.ts'

/** How long what links refer to is remembered, in ms. */
const TTLS = {
  /** Partners, PoPs, VPCs and routing policies. */
  namesMs: 5 * 60_000,
  /** Connections, whose status is watched. */
  connectionsMs: 60_000,
  /** How long a missing right is not asked about again. */
  forbiddenMs: 10 * 60_000,
} as const

/** What reads a region: a key, and how it calls. */
export interface InterlinkReaderSettings extends ClientSettings, CallerSettings {
  /** Narrows what is read to one organization; null reads all that the key may see. */
  readonly organizationId: string | null
}

/** Once the links are known, the directory gets this much longer: names must not hold up an alert. */
const DIRECTORY_GRACE_MS = 3_000

type KindCaches = { readonly [Kind in DirectoryKind]: KindCache<Directory[Kind][number]> }
type KindReadings = { readonly [Kind in DirectoryKind]: KindReading<Directory[Kind][number]> }

/** Reads Scaleway's InterLink API, and the VPC API for names. Keeps nothing but the directory's cache. */
export function createInterlinkReader(settings: InterlinkReaderSettings): InterlinkReader {
  const { clock } = settings
  const calls = createReadCalls(
    createClients(settings),
    createCaller(settings),
    createPager(),
    settings.organizationId,
  )

  function cache<T extends { readonly id: string }>(list: ListAll<T>, ttlMs: number): KindCache<T> {
    return createKindCache({
      clock,
      ttlMs,
      forbiddenMs: TTLS.forbiddenMs,
      list,
      incomplete: incompleteFailure,
    })
  }
  const caches: KindCaches = {
    partners: cache(calls.partners, TTLS.namesMs),
    pops: cache(calls.pops, TTLS.namesMs),
    connections: cache(calls.connections, TTLS.connectionsMs),
    vpcs: cache(calls.vpcs, TTLS.namesMs),
    policies: cache(calls.policies, TTLS.namesMs),
  }

  return {
    async readScope(scope, signal) {
      const patience = new AbortController()
      const giveUp = () => patience.abort()
      if (signal.aborted) giveUp()
      signal.addEventListener('abort', giveUp, { once: true })
      const directory = forEachKind((kind) => caches[kind].read(scope.region, patience.signal))
      const links = await calls.links(scope.region, signal)
      const grace = clock.setTimer(DIRECTORY_GRACE_MS, giveUp)
      try {
        const readings = await directory
        if (links.type === 'failed') return { type: 'failed', scope, at: clock.now(), failure: links.failure }
        const needed = referencedIds(links.data.items)
        const completed = await forEachKind((kind) =>
          caches[kind].complete(scope.region, readings[kind], needed[kind], patience.signal),
        )
        return {
          type: 'seen',
          scope,
          at: clock.now(),
          links: links.data.items,
          malformed: malformedOf(links.data),
          ...directoryOf(completed),
        }
      } finally {
        grace.cancel()
        signal.removeEventListener('abort', giveUp)
      }
    },

    async readLink(scope, linkId, signal) {
      const result = await calls.link(scope.region, linkId, signal)
      if (result.type === 'ok') return { type: 'found', link: result.data }
      return result.failure.reason === 'not_found' ? { type: 'absent' } : result
    },
  }
}

async function forEachKind(
  read: <Kind extends DirectoryKind>(kind: Kind) => Promise<KindReading<Directory[Kind][number]>>,
): Promise<KindReadings> {
  const [partners, pops, connections, vpcs, policies] = await Promise.all([
    read('partners'),
    read('pops'),
    read('connections'),
    read('vpcs'),
    read('policies'),
  ])
  return { partners, pops, connections, vpcs, policies }
}

function referencedIds(links: readonly Link[]): Readonly<Record<DirectoryKind, ReadonlySet<string>>> {
  const idsOf = (pick: (link: Link) => readonly (string | null)[]) =>
    new Set(links.flatMap(pick).filter((id) => id !== null))
  return {
    partners: idsOf(({ kind }) => [kind.type === 'hosted' ? kind.partnerId : null]),
    pops: idsOf(({ popId }) => [popId]),
    connections: idsOf(({ kind }) => [kind.type === 'self_hosted' ? kind.connectionId : null]),
    vpcs: idsOf(({ vpcId }) => [vpcId]),
    policies: idsOf(({ policies }) => [policies.ipv4, policies.ipv6]),
  }
}

function directoryOf(readings: KindReadings): Pick<SeenSnapshot, 'directory' | 'unread'> {
  const { partners, pops, connections, vpcs, policies } = readings
  const unread = (Object.keys(readings) as DirectoryKind[]).flatMap((kind) => {
    const { failure } = readings[kind]
    return failure === null ? [] : [{ kind, failure }]
  })
  const directory = {
    partners: partners.items,
    pops: pops.items,
    connections: connections.items,
    vpcs: vpcs.items,
    policies: policies.items,
  }
  return { directory, unread }
}

/** A list that may lack links is told as a link that could not be read, so that nobody takes it for whole. */
function malformedOf(listing: Listing<Link>): readonly MalformedLink[] {
  if (listing.doubt === null) return listing.malformed
  return [...listing.malformed, { id: null, problem: `A link may be missing: ${listing.doubt}.` }]
}

function incompleteFailure(region: string, listing: Listing<unknown>, problem: string): ReadFailure {
  return {
    reason: 'malformed',
    message: `A list that links in ${region} refer to was not whole: ${problem}.`,
    status: 200,
    requestId: listing.requestId,
    retryable: false,
  }
}
