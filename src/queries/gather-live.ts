import { type Evidence, type LinkPast, vpcAtStake } from '../diagnostics/evidence.ts'
import { phaseOf } from '../diagnostics/judgement.ts'
import { FAMILIES, type Link, type Vpc } from '../domain/link.ts'
import type { Lookup, OwnWrite } from '../domain/lookups.ts'
import type { ScopeState } from '../domain/memory.ts'
import { linkStatus } from '../domain/status.ts'
import type { Deadline } from './deadline.ts'
import { type EvidencePart, notCheckedOf, type PartSource } from './evidence-parts.ts'
import type { EvidenceReader } from './ports.ts'
import { doubtsIn, type Recollection } from './recall.ts'

const DAY_MS = 86_400_000
/** The Audit Trail is asked from so long before the last good poll on (ms), and for a day at least. */
const BEFORE_MS = 3_600_000
/** An outage that is older than this (ms) is not traced back to who made it. */
const LONGEST_MS = 30 * DAY_MS

/** What the reads of one diagnosis start from. */
export interface Gathering {
  readonly reader: EvidenceReader
  readonly deadline: Deadline
  /** What is known of the link so far: read live, or as last polled. */
  readonly base: Evidence
  readonly linkSource: PartSource
  readonly state: ScopeState
  readonly memory: Recollection
  readonly past: LinkPast
  readonly ownWrites: readonly OwnWrite[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

interface Gathered {
  readonly evidence: Evidence
  readonly parts: readonly PartSource[]
}

/**
 * Reads all that a link refers to and all that may explain how it is, at the same time and within the deadline. What
 * cannot be read stays as last polled, where polls read it, and is named in `notChecked`.
 */
export async function gatherLive(gathering: Gathering): Promise<Gathered> {
  const { reader, deadline, base, state } = gathering
  const { link } = base
  const { region, vpcId, kind, policies } = link
  const partnerId = kind.type === 'hosted' ? kind.partnerId : null
  const connectionId = kind.type === 'self_hosted' ? kind.connectionId : null
  // A link that was taken out of its VPC is missed there: what is left is looked for where it carried.
  const atStake = vpcAtStake(link, base.leftVpc?.id)
  const routesOf = phaseOf(link) === 'service' ? vpcId : null
  const offersTo = ['refused', 'expired'].includes(linkStatus(link.status)) ? partnerId : null

  /** Asks by an id; without one there is nothing to ask. */
  const ask = <T>(id: string | null, read: (id: string, signal: AbortSignal) => Promise<Lookup<T>>) =>
    id === null ? null : deadline.within((signal) => read(id, signal))

  const [partner, pop, connection, vpc, ipv4, ipv6, into, over, routes, offers, writes] = await Promise.all([
    ask(partnerId, (id, signal) => reader.partner(region, id, signal)),
    ask(link.popId, (id, signal) => reader.pop(region, id, signal)),
    ask(connectionId, (id, signal) => reader.connection(region, id, signal)),
    ask(vpcId, (id, signal) => reader.vpc(region, id, signal)),
    ask(policies.ipv4, (id, signal) => reader.policy(region, id, signal)),
    ask(policies.ipv6, (id, signal) => reader.policy(region, id, signal)),
    ask(atStake, (id, signal) => reader.linksInto(region, id, signal)),
    ask(connectionId, (id, signal) => reader.linksOver(region, id, signal)),
    ask(routesOf, (id, signal) => reader.routesOf(region, id, signal)),
    ask(offersTo, (_, signal) =>
      reader.offersOf(region, state.directory.partners, link.bandwidthMbps, signal),
    ),
    ask(link.id, (_, signal) => reader.writesTo(writesQuestion(gathering), signal)),
  ])

  const parts: PartSource[] = [gathering.linkSource]
  /** What was read, or what is known without it; where it is from is noted. */
  function take<T, Known>(part: EvidencePart, lookup: Lookup<T> | null, known: Known): T | Known {
    if (lookup === null) return known
    if (lookup.type === 'found') {
      parts.push({ part, from: 'live', failure: null })
      return lookup.value
    }
    const from = known === null || known === undefined ? 'nowhere' : 'snapshot'
    parts.push({ part, from, failure: lookup.failure })
    return known
  }

  const place = takeVpc(vpc, gathering, (lookup) => take('vpc', lookup, base.vpc))
  const polled = atStake === null ? [] : remembered(gathering, (other) => other.vpcId === atStake)
  const current = take('siblings', into, polled)
  const siblings = into?.type === 'found' ? withOthers(current, polled, gathering) : polled
  const sharing = take('sharing', over, remembered(gathering, overSame(connectionId)))
  const found = {
    routes: take('routes', routes, undefined),
    offers: take('offers', offers, undefined),
    writes: take('writes', writes, undefined),
    sharing: connectionId === null ? undefined : sharing.filter(({ id }) => id !== link.id),
  }
  const evidence: Evidence = {
    ...base,
    partner: take('partner', partner, base.partner),
    pop: take('pop', pop, base.pop),
    connection: take('connection', connection, base.connection),
    policies: {
      ipv4: take('policy_ipv4', ipv4, base.policies.ipv4),
      ipv6: take('policy_ipv6', ipv6, base.policies.ipv6),
    },
    ...place,
    siblings,
    siblingPolicies: policiesOf(siblings, gathering),
    doubts: doubtsOf(siblings, gathering, into?.type === 'found' ? into.value : []),
    past: gathering.past,
    ...(gathering.ownWrites.length === 0 ? {} : { ownWrites: gathering.ownWrites }),
    ...(found.routes === undefined ? {} : { routes: found.routes }),
    ...(found.offers === undefined ? {} : { offers: found.offers }),
    ...(found.writes === undefined ? {} : { writes: found.writes }),
    ...(found.sharing === undefined ? {} : { sharing: found.sharing }),
  }
  return { evidence: { ...evidence, notChecked: notCheckedOf(parts) }, parts }
}

/** A VPC that the API does not know in the link's region may be in another one, or gone. */
function takeVpc(
  lookup: Lookup<Vpc> | null,
  { base, memory }: Gathering,
  take: (lookup: Lookup<Vpc> | null) => Vpc | null,
): Pick<Evidence, 'vpc' | 'vpcGone'> {
  if (lookup?.type !== 'failed' || lookup.failure.reason !== 'not_found') return { vpc: take(lookup) }
  const { vpcId, region } = base.link
  const elsewhere = memory.states
    .flatMap(({ directory }) => directory.vpcs)
    .find((vpc) => vpc.id === vpcId && vpc.region !== region)
  if (elsewhere === undefined) return { vpc: base.vpc, vpcGone: true }
  return { vpc: take({ type: 'found', value: elsewhere }) }
}

/** Links that polls know, this one left out. */
function remembered({ base, memory }: Gathering, fits: (link: Link) => boolean): readonly Link[] {
  return [...memory.links.values()]
    .map(({ watched }) => watched.link)
    .filter((other) => other.id !== base.link.id && fits(other))
}

function overSame(connectionId: string | null): (link: Link) => boolean {
  return ({ kind }) => kind.type === 'self_hosted' && kind.connectionId === connectionId
}

/** Links read live, and those into the same VPC that only another key or region shows. */
function withOthers(
  live: readonly Link[],
  polled: readonly Link[],
  { base, memory, state }: Gathering,
): readonly Link[] {
  const seen = new Set([base.link.id, ...live.map(({ id }) => id)])
  const others = polled.filter(({ id, region }) => {
    const scope = memory.links.get(id)?.state.scope
    return !seen.has(id) && (region !== base.link.region || scope?.id !== state.scope.id)
  })
  return [...live.filter(({ id }) => id !== base.link.id), ...others]
}

function policiesOf(siblings: readonly Link[], { memory }: Gathering) {
  const wanted = new Set(siblings.flatMap(({ policies }) => FAMILIES.map((family) => policies[family])))
  const known = memory.states.flatMap(({ directory }) => directory.policies)
  return known.filter(({ id }) => wanted.has(id))
}

/** Siblings that cannot be counted on. What polls cannot read is no doubt of one that was read just now. */
function doubtsOf(
  siblings: readonly Link[],
  { memory, now }: Gathering,
  readNow: readonly Link[],
): NonNullable<Evidence['doubts']> {
  const doubts = doubtsIn(memory, now, new Set(readNow.map(({ id }) => id)))
  return Object.fromEntries(
    siblings.flatMap(({ id }) => {
      const doubt = doubts.get(id)
      return doubt === undefined ? [] : [[id, doubt] as const]
    }),
  )
}

/** From when on a diagnosis looks for who wrote to a link (ms). */
export function writtenSince({ lastGoodAt }: LinkPast, now: number): number {
  const wanted = Math.min(now - DAY_MS, (lastGoodAt ?? now) - BEFORE_MS)
  return Math.max(now - LONGEST_MS, wanted)
}

function writesQuestion({ base, past, now }: Gathering) {
  const { id, region, organizationId, policies } = base.link
  return {
    region,
    organizationId,
    linkId: id,
    policyIds: [...new Set(FAMILIES.flatMap((family) => policies[family] ?? []))],
    since: writtenSince(past, now),
  }
}
