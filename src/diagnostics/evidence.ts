import type { Connection, Family, Link, Partner, PerFamily, Pop, RoutingPolicy, Vpc } from '../domain/link.ts'
import type { LearnedRoute, Offer, OwnWrite, RecordedWrite } from '../domain/lookups.ts'
import type { LeftVpc, WatchedLink } from '../domain/memory.ts'
import type { SilenceEnd } from '../domain/silence-end.ts'
import type { Directory } from '../domain/snapshot.ts'
import type { Span } from '../domain/span.ts'
import type { WhoChanged } from '../domain/transition.ts'
import type { NotChecked } from './diagnosis.ts'

/** What the bot itself has seen of a link before. Times are in ms. */
export interface LinkPast {
  /** When its status or the health of its sessions changed within the last 24 hours, oldest first. */
  readonly changes: readonly number[]
  /** The first poll that saw it: nothing is known of what was before. */
  readonly watchedSince?: number
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
  /** What was written to the link and its policies lately, newest first, by the cloud's own record (see `knownWrites`). */
  readonly writes?: readonly RecordedWrite[]
  /** What this bot itself wrote to the link lately. */
  readonly ownWrites?: readonly OwnWrite[]
  /** All other links over the same dedicated connection. */
  readonly sharing?: readonly Link[]
  /** Routing policies that siblings use. */
  readonly siblingPolicies?: readonly RoutingPolicy[]
  /** Who offers links of its bandwidth in its region. */
  readonly offers?: readonly Offer[]
  /** The API says that the attached VPC does not exist. */
  readonly vpcGone?: boolean
  readonly notChecked?: readonly NotChecked[]
  /** Other links of its region that share its PoP, partner or connection and lead elsewhere, as last polled. */
  readonly neighbours?: readonly Link[]
  /** Work on it that was announced for now; where somebody asks about it. */
  readonly work?: AnnouncedWork
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
  /** Other links into the same VPC; where it has left one and is missed there, into that. */
  readonly siblings: readonly Link[]
  /** The link as it was before the change that is being looked at, where there was one. */
  readonly before: Link | null
  /** What the VPC and the policies are called that were attached then and are not now, by id; of those that can be read. */
  readonly leftNames?: Readonly<Record<string, string>>
  /** Since when it has been in its status, as far as polls have seen (ms); where that is known. */
  readonly statusSince?: number
  /** The time that its partner has for provisioning it, as the team counts; absent in any other status, or where nobody knows. */
  readonly provisioningDue?: ProvisioningDue
  /** The families that are known to have carried before (see `carryingFamilies`): what there was to lose. */
  readonly carried: readonly Family[]
  /**
   * The VPC that it carried into and is missed in, where none is attached any more, or another one is. `vpc` is null where
   * that could not be read.
   */
  readonly leftVpc?: { readonly id: string; readonly vpc: Vpc | null }
  /** When it last left a VPC, and who took it out: this one, or one in which it is not missed. */
  readonly left?: LeftVpc & { readonly vpc: Vpc | null }
  /** Links that left the VPC at stake lately, and do not lead into it now. */
  readonly leavers?: readonly Leaver[]
  /** Siblings, by id, that cannot be counted on for what they are going through; where that is known. */
  readonly doubts?: Readonly<Record<string, SiblingDoubt>>
  /** Who made the change that is being looked at, where that is known. */
  readonly changedBy?: WhoChanged
  /** Set where the bot itself ordered it in the place of another one. */
  readonly orderedFor?: Predecessor
  /** Set where it is being deleted, or is gone, and the bot did that on Scaleway's side. */
  readonly deletedByBot?: true
  /** Who had asked the bot for that deletion; where that is known. */
  readonly deletedFor?: DeletionAsked
  /** Set where the bot took its path away to delete it, and does not go on with that. */
  readonly halted?: Halted
}

/** A deletion that the bot made at Scaleway: who had asked for it (a Slack user id), and when it was made (ms). */
export interface DeletionAsked {
  readonly by: string
  readonly at: number
}

/** Since when a link is being provisioned, and when that is overdue (ms): after how long, by the timer and working days of alerts. */
export interface ProvisioningDue {
  readonly since: number
  readonly at: number
  readonly after: Span
}

/** A deletion of the bot's that does not go on by itself: who gave it up, or had asked for what has stopped, and when (ms). */
export interface Halted {
  readonly how: 'given_up' | 'stopped'
  readonly by: string
  readonly at: number
}

/** Work on a link that was announced, and is under way or not yet known to be over. Times are in ms. */
export interface AnnouncedWork {
  readonly from: number
  readonly until: SilenceEnd
  /** The reference of the change ("CHG-123"). */
  readonly change: string | null
  readonly reason: string | null
}

/** A link that was taken out of a VPC, with when and by whom. */
export interface Leaver {
  readonly link: Link
  readonly left: LeftVpc
  /** The VPC that it leads into now; null where it leads into none, or that could not be read. */
  readonly vpc: Vpc | null
}

/** What others are told of a link that has left a VPC: nothing of one that never did. */
export function leaverOf({ link, left }: WatchedLink, vpcOf: (id: string) => Vpc | null): readonly Leaver[] {
  return left === undefined ? [] : [{ link, left, vpc: link.vpcId === null ? null : vpcOf(link.vpcId) }]
}

/** The link in whose place the bot ordered another one, after it was deleted. */
export interface Predecessor {
  readonly id: string
  readonly name: string
}

/** Work on a link was announced for now, its sessions come and go, its dedicated connection is out, or polls cannot read it. */
export type SiblingDoubt = 'in_maintenance' | 'flapping' | 'connection_out' | 'unread'

/** Puts together what is known of `link`. `links` are all links of the region; those into the same VPC are siblings. */
export function gatherEvidence(
  link: Link,
  known: {
    readonly links: Iterable<Link>
    readonly directory: Directory
    readonly before?: Link | null
    readonly statusSince?: number | undefined
    readonly provisioningDue?: ProvisioningDue | undefined
    readonly carried: readonly Family[]
    readonly carriedInto?: string | null
    readonly left?: LeftVpc | undefined
    readonly leavers?: readonly Leaver[]
    readonly doubts?: ReadonlyMap<string, SiblingDoubt>
    readonly changedBy?: WhoChanged | undefined
    readonly orderedFor?: Predecessor | undefined
    readonly halted?: Halted | undefined
    readonly deletedByBot?: boolean
    readonly deletedFor?: DeletionAsked | undefined
  },
): Evidence {
  const { directory } = known
  const partnerId = link.kind.type === 'hosted' ? link.kind.partnerId : null
  const connectionId = link.kind.type === 'self_hosted' ? link.kind.connectionId : null
  const vpcOf = (id: string | null) => directory.vpcs.find((vpc) => vpc.id === id) ?? null
  const into = vpcAtStake(link, known.carriedInto)
  const siblings =
    into === null ? [] : [...known.links].filter((other) => other.id !== link.id && other.vpcId === into)
  const leavers = (known.leavers ?? []).filter((leaver) => leaver.link.id !== link.id)
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
    ...leftNamesOf(link, known.before ?? null, directory),
    ...(known.statusSince === undefined ? {} : { statusSince: known.statusSince }),
    ...(known.provisioningDue === undefined ? {} : { provisioningDue: known.provisioningDue }),
    carried: known.carried,
    ...leftVpcOf(link, known.carriedInto, vpcOf),
    ...(known.left === undefined || known.left.id === link.vpcId
      ? {}
      : { left: { ...known.left, vpc: vpcOf(known.left.id) } }),
    ...(leavers.length === 0 ? {} : { leavers }),
    ...(doubts.length === 0 ? {} : { doubts: Object.fromEntries(doubts) }),
    ...(known.changedBy === undefined ? {} : { changedBy: known.changedBy }),
    ...(known.orderedFor === undefined ? {} : { orderedFor: known.orderedFor }),
    ...(known.halted === undefined ? {} : { halted: known.halted }),
    ...(known.deletedByBot === true ? { deletedByBot: true } : {}),
    ...(known.deletedByBot === true && known.deletedFor !== undefined
      ? { deletedFor: known.deletedFor }
      : {}),
  }
}

function leftNamesOf(link: Link, before: Link | null, directory: Directory): Pick<Evidence, 'leftNames'> {
  const attached = (one: Link | null) =>
    one === null ? [] : [one.vpcId, one.policies.ipv4, one.policies.ipv6].filter((id) => id !== null)
  const now = attached(link)
  const left = attached(before).filter((id) => !now.includes(id))
  const named = [...directory.vpcs, ...directory.policies].filter(({ id }) => left.includes(id))
  return named.length === 0 ? {} : { leftNames: Object.fromEntries(named.map(({ id, name }) => [id, name])) }
}

/** The VPC that a link carried into, where it does not lead there any more; nothing for any other link. */
export function leftVpcOf(
  link: Link,
  carriedInto: string | null | undefined,
  vpcOf: (id: string) => Vpc | null,
): Pick<Evidence, 'leftVpc'> {
  return carriedInto == null || link.vpcId === carriedInto
    ? {}
    : { leftVpc: { id: carriedInto, vpc: vpcOf(carriedInto) } }
}

/** Whether a link leads into another VPC than the one that it carried into, and is missed there. */
export function leadsElsewhere({ link, leftVpc }: Pick<Evidence, 'link' | 'leftVpc'>): boolean {
  return leftVpc !== undefined && link.vpcId !== null
}

/** The VPC whose links are a link's siblings: the one that it carried into, also once it has left that; else the one attached. */
export function vpcAtStake({ vpcId }: Link, carriedInto: string | null | undefined): string | null {
  return carriedInto ?? vpcId
}
