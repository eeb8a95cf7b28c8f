import type { Connection, Family, Link, Partner, PerFamily, Pop, RoutingPolicy, Vpc } from '../domain/link.ts'
import type { Directory } from '../domain/snapshot.ts'
import type { WhoChanged } from '../domain/transition.ts'

/**
 * All that a diagnosis may look at. Null means "not known": the id it belongs to stands on the link, so a rule can
 * tell "nothing attached" from "attached, but not readable".
 */
export interface Evidence {
  readonly link: Link
  readonly partner: Partner | null
  readonly pop: Pop | null
  readonly connection: Connection | null
  readonly vpc: Vpc | null
  readonly policies: PerFamily<RoutingPolicy | null>
  /** Other links into the same VPC. */
  readonly siblings: readonly Link[]
  /** The link as it was before the change that is being looked at, where there was one. */
  readonly before: Link | null
  /** The families that are known to have carried before (see `carryingFamilies`): what there was to lose. */
  readonly carried: readonly Family[]
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
    readonly doubts?: ReadonlyMap<string, SiblingDoubt>
    readonly changedBy?: WhoChanged | undefined
  },
): Evidence {
  const { directory } = known
  const partnerId = link.kind.type === 'hosted' ? link.kind.partnerId : null
  const connectionId = link.kind.type === 'self_hosted' ? link.kind.connectionId : null
  const siblings =
    link.vpcId === null
      ? []
      : [...known.links].filter((other) => other.id !== link.id && other.vpcId === link.vpcId)
  const doubts = siblings.flatMap(({ id }) => {
    const doubt = known.doubts?.get(id)
    return doubt === undefined ? [] : [[id, doubt] as const]
  })
  return {
    link,
    partner: directory.partners.find((partner) => partner.id === partnerId) ?? null,
    pop: directory.pops.find((pop) => pop.id === link.popId) ?? null,
    connection: directory.connections.find((connection) => connection.id === connectionId) ?? null,
    vpc: directory.vpcs.find((vpc) => vpc.id === link.vpcId) ?? null,
    policies: {
      ipv4: directory.policies.find((policy) => policy.id === link.policies.ipv4) ?? null,
      ipv6: directory.policies.find((policy) => policy.id === link.policies.ipv6) ?? null,
    },
    siblings,
    before: known.before ?? null,
    carried: known.carried,
    ...(doubts.length === 0 ? {} : { doubts: Object.fromEntries(doubts) }),
    ...(known.changedBy === undefined ? {} : { changedBy: known.changedBy }),
  }
}
