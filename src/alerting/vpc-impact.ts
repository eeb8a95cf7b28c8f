import type { Evidence } from '../diagnostics/evidence.ts'
import { unsteadiness, type Weakness, weaknessesOf } from '../diagnostics/redundancy.ts'
import { BY_NAME } from '../domain/by-name.ts'
import { groupedBy } from '../domain/grouped.ts'
import { FAMILIES, type Family, type Link } from '../domain/link.ts'

/** A link that carries a family still, and why it may not do so for long, or not in the place of those that do not. */
export interface StillCarrying {
  readonly name: string
  readonly why: readonly Weakness[]
}

/** What is left of one family into a VPC. */
export interface FamilyLeft {
  readonly family: Family
  /** The first few of those that carry it, the best of them first; empty where no path is left. */
  readonly carrying: readonly StillCarrying[]
  /** How many there are. */
  readonly count: number
  /** The bandwidth (Mbps) of all of them, and of the links of the message that carried it and do not now. */
  readonly leftMbps: number
  readonly lostMbps: number
}

/** What links have taken from one VPC together: of each family that any of them carried into it and does not, what is left. */
export interface VpcImpact {
  readonly vpcId: string
  /** Null where it could not be read. */
  readonly name: string | null
  readonly families: readonly FamilyLeft[]
}

/** What the links of one message mean for the VPCs that they carried into. */
export interface Impact {
  /** The first few, the worst first. */
  readonly vpcs: readonly VpcImpact[]
  /** How many there are, and how many of them have a family without a path. */
  readonly total: number
  readonly cutOff: number
}

/** Families that a link does not carry into a VPC any more, or may not for long. */
export interface Loss {
  readonly link: Link
  readonly vpcId: string
  readonly families: readonly Family[]
}

/** What is known of the VPCs at stake. */
export interface VpcSights {
  /** The links into a VPC, each with the families that it carries now, as far as can be seen. */
  carriersInto(vpcId: string): readonly { readonly link: Link; readonly families: readonly Family[] }[]
  nameOf(vpcId: string): string | null
  /** Links that cannot be counted on for what they are going through, by id. */
  readonly doubts: Doubts
}

type Doubts = NonNullable<Evidence['doubts']>

/** VPCs, and links that carry into one, by name in a message. */
const VPCS_NAMED = 5
const LINKS_NAMED = 3

/**
 * Judges what several links have taken from their VPCs together, by what carries there now: the same judgement as of a single
 * link (redundancy.ts), but that the others of the message count with it. Null where nothing is lost. Pure.
 */
export function judgeImpact(losses: readonly Loss[], sights: VpcSights): Impact | null {
  const vpcs = [...groupedBy(losses, ({ vpcId }) => vpcId)]
    .map(([vpcId, lost]): VpcImpact => {
      const carriers = sights.carriersInto(vpcId)
      const families = FAMILIES.flatMap((family) => {
        const links = lost.filter((loss) => loss.families.includes(family)).map(({ link }) => link)
        const carrying = carriers.filter((one) => one.families.includes(family)).map(({ link }) => link)
        return links.length === 0 ? [] : [familyLeft(family, links, carrying, sights.doubts)]
      })
      return { vpcId, name: sights.nameOf(vpcId), families }
    })
    .filter(({ families }) => families.length > 0)
    .sort(worstFirst)
  const cutOff = vpcs.filter(isCutOff).length
  return vpcs.length === 0 ? null : { vpcs: vpcs.slice(0, VPCS_NAMED), total: vpcs.length, cutOff }
}

/** Whether no path is left for one of its families. */
function isCutOff({ families }: VpcImpact): boolean {
  return families.some(({ count }) => count === 0)
}

function familyLeft(
  family: Family,
  lost: readonly Link[],
  carrying: readonly Link[],
  doubts: Doubts,
): FamilyLeft {
  const up = new Set(carrying.map(({ id }) => id))
  const gone = lost.filter(({ id }) => !up.has(id))
  const kinds = distinct(gone, family)
  const ranked = carrying
    .map((link) => ({ link, why: weaknessesAgainst(link, kinds, family, doubts) }))
    // As it is spelled, since there may be a thousand, of which three are named.
    .sort((a, b) => a.why.length - b.why.length || (spelled(a.link) < spelled(b.link) ? -1 : 1))
  return {
    family,
    carrying: ranked.slice(0, LINKS_NAMED).map(({ link, why }) => ({ name: link.name, why })),
    count: carrying.length,
    leftMbps: bandwidthOf(carrying),
    lostMbps: bandwidthOf(gone),
  }
}

/** One link of each sort that a replacement is held against: of hundreds over one port, one will do. */
function distinct(links: readonly Link[], family: Family): readonly Link[] {
  const sortOf = ({ popId, kind, policies }: Link) => JSON.stringify([popId, kind, policies[family]])
  return [...groupedBy(links, sortOf).values()].flatMap(([first]) => first ?? [])
}

/** What a link that carries has against it in the place of each of those that do not. Bandwidth is told as a sum. */
function weaknessesAgainst(
  link: Link,
  gone: readonly Link[],
  family: Family,
  doubts: Doubts,
): readonly Weakness[] {
  const against = gone.map((one) => weaknessesOf({ link: one, before: null, doubts }, link, family))
  const [first, ...others] = against
  if (first === undefined) return unsteadiness(link, doubts)
  return first.filter(
    (weakness) => weakness !== 'less_bandwidth' && others.every((these) => these.includes(weakness)),
  )
}

const spelled = ({ name, id }: Link) => `${name} ${id}`

function bandwidthOf(links: readonly Link[]): number {
  return links.reduce((sum, { bandwidthMbps }) => sum + bandwidthMbps, 0)
}

function worstFirst(a: VpcImpact, b: VpcImpact): number {
  return (
    without(b) - without(a) ||
    shaky(b) - shaky(a) ||
    BY_NAME.compare(a.name ?? a.vpcId, b.name ?? b.vpcId) ||
    BY_NAME.compare(a.vpcId, b.vpcId)
  )
}

const without = ({ families }: VpcImpact) => families.filter(({ count }) => count === 0).length
/** Families of which the best that is left cannot be counted on. */
const shaky = ({ families }: VpcImpact) =>
  families.filter(({ carrying: [best] }) => best !== undefined && best.why.length > 0).length
