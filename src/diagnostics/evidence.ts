import type { Connection, Family, Link, Partner, PerFamily, Pop, RoutingPolicy, Vpc } from '../domain/link.ts'
import type { LearnedRoute, Offer, RecordedWrite } from '../domain/lookups.ts'
import type { WatchedLink } from '../domain/memory.ts'
import type { Directory } from '../domain/snapshot.ts'
import type { WhoChanged } from '../domain/transition.ts'
import type { NotChecked } from './diagnosis.ts'

/** What the bot itself has seen of a link before. Times are in ms. */
export interface LinkPast {
  /** When its status or the health of its sessions changed within the last 24 hours, oldest first. */
  readonly changes: readonly number[]
  /** Set while it flaps. */
  readonly flappingSince: number | null
  /** The last poll that saw it good; null where none did. */
  readonly lastGoodAt: number | null
  /** The first poll that saw it bad; null while no incident of it is open. */
  readonly firstBadAt: number | null
  /** Its latest change of configuration; null where none was seen. */
  readonly configured: WatchedLink['configured']
}

/** What only a diagnosis on demand looks up. Each is left out where nobody asked, or the answer could not be had. */
export interface FurtherEvidence {
  /** Set in every diagnosis on demand. */
  readonly past?: LinkPast
  /** What its VPC learned over InterLink, over whichever link. */
  readonly routes?: readonly LearnedRoute[]
  /** What was written to the link and its policies lately, newest first. */
  readonly writes?: readonly RecordedWrite[]
  /** All other links over the same dedicated connection. */
  readonly sharing?: readonly Link[]
  /** Routing policies that siblings use. */
  readonly siblingPolicies?: readonly RoutingPolicy[]
  /** Who offers links of its bandwidth in its region. */
  readonly offers?: readonly Offer[]
  /** The API says that the attached VPC does not exist. */
  readonly vpcGone?: boolean
  readonly notChecked?: readonly NotChecked[]
}

/**
 * All that a diagnosis may look at. Null means "not known": the id it belongs to stands on the link, so a rule can
 * tell "nothing attached" from "attached, but not readable".
 */
export interface Evidence extends FurtherEvidence {
  readonly link: Link
  readonly partner: Partner | null
  readonly pop: Pop | null
  readonly connection: Connection | null
  readonly vpc: Vpc | null
  readonly policies: PerFamily<RoutingPolicy | null>
  /** Other links into the same VPC; where it has left one, into that. */
  readonly siblings: readonly Link[]
  /** The link as it was before the change that is being looked at, where there was one. */
  readonly before: Link | null
  /** The families that are known to have carried before (see `carryingFamilies`): what there was to lose. */
  readonly carried: readonly Family[]
  /** The VPC that it carried into, where none is attached any more. `vpc` is null where that could not be read. */
  readonly leftVpc?: { readonly id: string; readonly vpc: Vpc | null }
  /** Siblings, by id, that cannot be counted on for what they are going through; where that is known. */
  readonly doubts?: Readonly<Record<string, SiblingDoubt>>
  /** Who made the change that is being looked at, where that is known. */
  readonly changedBy?: WhoChanged
}

/** Work on a link was announced for now, its sessions come and go, or polls cannot read it. */
export type SiblingDoubt = 'in_maintenance' | 'flapping' | 'unread'

/** Puts together what is known of `link`. `links` are all links of the region; those into the same VPC are siblings. */
export function gatherEvidence(
  link: Link,
  known: {
    readonly links: Iterable<Link>
    readonly directory: Directory
    readonly before?: Link | null
    readonly carried: readonly Family[]
    readonly carriedInto?: string | null
    readonly doubts?: ReadonlyMap<string, SiblingDoubt>
    readonly changedBy?: WhoChanged | undefined
  },
): Evidence {
  const { directory } = known
  const partnerId = link.kind.type === 'hosted' ? link.kind.partnerId : null
  const connectionId = link.kind.type === 'self_hosted' ? link.kind.connectionId : null
  const vpcOf = (id: string | null) => directory.vpcs.find((vpc) => vpc.id === id) ?? null
  const into = vpcAtStake(link, known.carriedInto)
  const siblings =
    into === null ? [] : [...known.links].filter((other) => other.id !== link.id && other.vpcId === into)
  const doubts = siblings.flatMap(({ id }) => {
    const doubt = known.doubts?.get(id)
    return doubt === undefined ? [] : [[id, doubt] as const]
  })
  return {
    link,
    partner: directory.partners.find((partner) => partner.id === partnerId) ?? null,
    pop: directory.pops.find((pop) => pop.id === link.popId) ?? null,
    connection: directory.connections.find((connection) => connection.id === connectionId) ?? null,
    vpc: vpcOf(link.vpcId),
    policies: {
      ipv4: directory.policies.find((policy) => policy.id === link.policies.ipv4) ?? null,
      ipv6: directory.policies.find((policy) => policy.id === link.policies.ipv6) ?? null,
    },
    siblings,
    before: known.before ?? null,
    carried: known.carried,
    ...leftVpcOf(link, known.carriedInto, vpcOf),
    ...(doubts.length === 0 ? {} : { doubts: Object.fromEntries(doubts) }),
    ...(known.changedBy === undefined ? {} : { changedBy: known.changedBy }),
  }
}

/** The VPC that a link carried into, where none is attached any more; nothing for any other link. */
export function leftVpcOf(
  link: Link,
  carriedInto: string | null | undefined,
  vpcOf: (id: string) => Vpc | null,
): Pick<Evidence, 'leftVpc'> {
  return link.vpcId !== null || carriedInto == null
    ? {}
    : { leftVpc: { id: carriedInto, vpc: vpcOf(carriedInto) } }
}

/** The VPC whose links are a link's siblings: the one attached; else the one that it carried into before that was detached. */
export function vpcAtStake({ vpcId }: Link, carriedInto: string | null | undefined): string | null {
  return vpcId ?? carriedInto ?? null
}
