import type { Family, Link } from '../../src/domain/link.ts'
import { EMPTY_DIRECTORY, type ReadFailure, type Scope } from '../../src/domain/snapshot.ts'
import type { InterlinkReader } from '../../src/watch/ports.ts'
import { aConnection, aLink, aPartner, aPolicy, aPop, aVpc } from '../support/links.ts'
import type { HistoryEvent, RegionAnswer } from './history.ts'

/** What one poll was answered of one region: nothing, or all its links and whether its dedicated connection works. */
export interface Sight {
  readonly region: string
  readonly links: readonly Link[] | null
  /** Why it was nothing; null where it was not. */
  readonly failure: ReadFailure['reason'] | null
  readonly connectionWorks: boolean
  /** How many prefixes each policy accepts, by its id. */
  readonly prefixes: Readonly<Record<string, number>>
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
    { id: 'org/pl-waw', region: 'pl-waw' },
  ] satisfies readonly Scope[],
  links: [
    { name: 'par-a', region: 'fr-par', partner: 'acme', pop: 'th2', mbps: 1000, ipv6: true },
    { name: 'par-b', region: 'fr-par', partner: 'bolt', pop: 'dc3', mbps: 1000, ipv6: true },
    { name: 'par-c', region: 'fr-par', partner: null, pop: 'th2', mbps: 1000, ipv6: true },
    { name: 'par-d', region: 'fr-par', partner: 'acme', pop: 'th2', mbps: 500, ipv6: false },
    { name: 'ams-a', region: 'nl-ams', partner: 'acme', pop: 'am1', mbps: 1000, ipv6: true },
    { name: 'ams-b', region: 'nl-ams', partner: 'bolt', pop: 'am2', mbps: 100, ipv6: true },
    { name: 'par-e', region: 'fr-par', partner: null, pop: 'th2', mbps: 1000, ipv6: false },
  ],
} as const

export const CONNECTION = 'port-1'

/** How a link is now. */
interface LinkNow {
  wire: Record<Family, boolean>
  vpc: 'first' | 'other' | null
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
      vpc: 'first',
      propagation: true,
      policies: { ipv4: true, ipv6 },
      exists: true,
      generation: 1,
      createdAt: startedAt - 86_400_000,
    }),
  )
  const answers = WORLD.scopes.map((): RegionAnswer => 'links')
  const prefixes: Record<string, number> = {}
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
      vpcId: now.vpc === null ? null : `vpc ${now.vpc} ${fixed.region}`,
      policies: {
        ipv4: now.policies.ipv4 ? policyId('ipv4', fixed.region) : null,
        ipv6: now.policies.ipv6 ? policyId('ipv6', fixed.region) : null,
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
          if (event.part === 'vpc') link.vpc = event.present ? (link.vpc ?? 'first') : null
          if (event.part === 'propagation') link.propagation = event.present
          if (event.part === 'policy_ipv4') link.policies.ipv4 = event.present
          if (event.part === 'policy_ipv6') link.policies.ipv6 = event.present
          return
        }
        case 'move': {
          const link = links[event.link]
          if (link !== undefined) link.vpc = event.vpc
          return
        }
        case 'policy':
          prefixes[policyId(event.family, WORLD.scopes[event.region]?.region ?? '')] = event.prefixes
          return
        case 'existence': {
          const link = links[event.link]
          if (link === undefined || link.exists === event.exists) return
          link.exists = event.exists
          link.createdAt = now
          if (event.exists) link.generation += 1
          return
        }
        case 'region':
          if (event.region === null) answers.fill(event.answer)
          else answers[event.region] = event.answer
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
        const answer = answers[WORLD.scopes.findIndex(({ id }) => id === scope.id)] ?? 'links'
        const failure = answer === 'links' ? null : answer
        sights.push({
          region,
          links: failure === null ? existing(region) : null,
          failure,
          connectionWorks,
          prefixes: { ...prefixes },
        })
        if (failure !== null) {
          const told = { reason: failure, message: `Nothing but ${failure}.`, status: null, requestId: null }
          return { type: 'failed', scope, at, failure: { ...told, retryable: true } }
        }
        return {
          type: 'seen',
          scope,
          at,
          links: existing(region),
          malformed: [],
          directory: directoryOf(region, connectionWorks, prefixes),
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

const policyId = (family: Family, region: string): string => `${family === 'ipv4' ? 'v4' : 'v6'} ${region}`

const PREFIXES: Record<Family, readonly string[]> = {
  ipv4: ['10.1.0.0/16', '10.2.0.0/16'],
  ipv6: ['2001:db8:1::/48', '2001:db8:2::/48'],
}

function directoryOf(region: string, works: boolean, prefixes: Readonly<Record<string, number>>) {
  const policy = (family: Family) => {
    const id = policyId(family, region)
    return aPolicy({ id, name: id, family, prefixesIn: PREFIXES[family].slice(0, prefixes[id] ?? 1) })
  }
  return {
    ...EMPTY_DIRECTORY,
    partners: ['acme', 'bolt'].map((id) => aPartner({ id, name: id })),
    pops: ['am1', 'am2', 'dc3', 'th2'].map((id) => aPop({ id, name: id, displayName: id })),
    connections:
      region === 'fr-par'
        ? [aConnection({ id: CONNECTION, popId: 'th2', status: works ? 'active' : 'failed' })]
        : [],
    vpcs: ['first', 'other'].map((name) => aVpc({ id: `vpc ${name} ${region}`, name, region })),
    policies: [policy('ipv4'), policy('ipv6')],
  }
}
