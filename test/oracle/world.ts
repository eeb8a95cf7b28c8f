import type { Family, Link } from '../../src/domain/link.ts'
import { EMPTY_DIRECTORY, type Scope } from '../../src/domain/snapshot.ts'
import type { InterlinkReader } from '../../src/watch/ports.ts'
import { aConnection, aLink, aPartner, aPolicy, aPop, aVpc } from '../support/links.ts'
import type { HistoryEvent } from './history.ts'

/** What one poll was answered of one region: nothing, or all its links and whether its dedicated connection works. */
export interface Sight {
  readonly region: string
  readonly links: readonly Link[] | null
  readonly connectionWorks: boolean
}

/** All answers to one poll (ms). */
export interface PollSight {
  readonly at: number
  readonly sights: readonly Sight[]
}

export const WORLD = {
  scopes: [
    { id: 'org/fr-par', region: 'fr-par' },
    { id: 'org/nl-ams', region: 'nl-ams' },
  ] satisfies readonly Scope[],
  links: [
    { name: 'par-a', region: 'fr-par', partner: 'acme', pop: 'th2', mbps: 1000, ipv6: true },
    { name: 'par-b', region: 'fr-par', partner: 'bolt', pop: 'dc3', mbps: 1000, ipv6: true },
    { name: 'par-c', region: 'fr-par', partner: null, pop: 'th2', mbps: 1000, ipv6: true },
    { name: 'par-d', region: 'fr-par', partner: 'acme', pop: 'th2', mbps: 500, ipv6: false },
    { name: 'ams-a', region: 'nl-ams', partner: 'acme', pop: 'am1', mbps: 1000, ipv6: true },
    { name: 'ams-b', region: 'nl-ams', partner: 'bolt', pop: 'am2', mbps: 100, ipv6: true },
  ],
} as const

export const CONNECTION = 'port-1'

/** How a link is now. */
interface LinkNow {
  wire: Record<Family, boolean>
  vpc: boolean
  propagation: boolean
  policies: Record<Family, boolean>
  exists: boolean
  /** A link that was deleted comes back as another one. */
  generation: number
  createdAt: number
}

/** A small world that events change, and what the bot reads of it. */
export interface World {
  apply(event: HistoryEvent, now: number): void
  readonly reader: InterlinkReader
  /** What polls were answered so far, oldest first. */
  readonly polls: PollSight[]
  /** To be called before each poll. */
  beginPoll(at: number): void
}

export function createWorld(startedAt: number): World {
  const links = WORLD.links.map(
    ({ ipv6 }): LinkNow => ({
      wire: { ipv4: true, ipv6: true },
      vpc: true,
      propagation: true,
      policies: { ipv4: true, ipv6 },
      exists: true,
      generation: 1,
      createdAt: startedAt - 86_400_000,
    }),
  )
  const readable = WORLD.scopes.map(() => true)
  let connectionWorks = true
  const polls: PollSight[] = []
  let sights: Sight[] = []

  const shown = (place: number): Link => {
    const fixed = WORLD.links[place]
    const now = links[place]
    if (fixed === undefined || now === undefined) throw new Error(`The world has no link ${place}.`)
    const session = (family: Family) =>
      now.policies[family] ? (now.wire[family] ? 'up' : 'down') : 'disabled'
    const sessions = { ipv4: session('ipv4'), ipv6: session('ipv6') }
    const up = Object.values(sessions).filter((state) => state === 'up').length
    return aLink({
      id: `${fixed.name}-${now.generation}`,
      name: fixed.name,
      region: fixed.region,
      kind:
        fixed.partner === null
          ? { type: 'self_hosted', connectionId: CONNECTION }
          : { type: 'hosted', partnerId: fixed.partner, layer: null, disapprovedReason: null },
      popId: fixed.pop,
      vlan: 100 + place,
      bandwidthMbps: fixed.mbps,
      status: up === 2 ? 'active' : up === 1 ? 'limited_connectivity' : 'all_down',
      sessions,
      vpcId: now.vpc ? `vpc ${fixed.region}` : null,
      policies: {
        ipv4: now.policies.ipv4 ? `v4 ${fixed.region}` : null,
        ipv6: now.policies.ipv6 ? `v6 ${fixed.region}` : null,
      },
      routePropagation: now.propagation,
      createdAt: now.createdAt,
      updatedAt: now.createdAt,
    })
  }
  const existing = (region: string): readonly Link[] =>
    links.flatMap((now, place) => (now.exists && WORLD.links[place]?.region === region ? [shown(place)] : []))

  return {
    polls,
    beginPoll(at) {
      sights = []
      polls.push({ at, sights })
    },
    apply(event, now) {
      switch (event.type) {
        case 'sessions': {
          const link = links[event.link]
          if (link === undefined) return
          if (event.families !== 'ipv6') link.wire.ipv4 = event.up
          if (event.families !== 'ipv4') link.wire.ipv6 = event.up
          return
        }
        case 'configuration': {
          const link = links[event.link]
          if (link === undefined) return
          if (event.part === 'vpc') link.vpc = event.present
          if (event.part === 'propagation') link.propagation = event.present
          if (event.part === 'policy_ipv4') link.policies.ipv4 = event.present
          if (event.part === 'policy_ipv6') link.policies.ipv6 = event.present
          return
        }
        case 'existence': {
          const link = links[event.link]
          if (link === undefined || link.exists === event.exists) return
          link.exists = event.exists
          link.createdAt = now
          if (event.exists) link.generation += 1
          return
        }
        case 'region':
          readable[event.region] = event.readable
          return
        case 'connection':
          connectionWorks = event.works
          return
        default:
          return
      }
    },
    reader: {
      async readScope(scope) {
        const { at } = polls.at(-1) ?? { at: startedAt }
        const { region } = scope
        const isReadable = readable[WORLD.scopes.findIndex(({ id }) => id === scope.id)] === true
        sights.push({ region, links: isReadable ? existing(region) : null, connectionWorks })
        if (!isReadable) {
          const message = 'Scaleway answered 500.'
          const failure = {
            reason: 'server_error',
            message,
            status: 500,
            requestId: null,
            retryable: true,
          } as const
          return { type: 'failed', scope, at, failure }
        }
        return {
          type: 'seen',
          scope,
          at,
          links: existing(region),
          malformed: [],
          directory: directoryOf(region, connectionWorks),
          unread: [],
        }
      },
      async readLink({ region }, id) {
        const link = existing(region).find((one) => one.id === id)
        return link === undefined ? { type: 'absent' } : { type: 'found', link }
      },
    },
  }
}

function directoryOf(region: string, works: boolean) {
  return {
    ...EMPTY_DIRECTORY,
    partners: ['acme', 'bolt'].map((id) => aPartner({ id, name: id })),
    pops: ['am1', 'am2', 'dc3', 'th2'].map((id) => aPop({ id, name: id, displayName: id })),
    connections:
      region === 'fr-par'
        ? [aConnection({ id: CONNECTION, popId: 'th2', status: works ? 'active' : 'failed' })]
        : [],
    vpcs: [aVpc({ id: `vpc ${region}`, name: region, region })],
    policies: [
      aPolicy({ id: `v4 ${region}`, name: 'v4' }),
      aPolicy({ id: `v6 ${region}`, name: 'v6', family: 'ipv6' }),
    ],
  }
}
