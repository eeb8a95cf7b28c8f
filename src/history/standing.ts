import { judgedBySessions } from '../diagnostics/judgement.ts'
import {
  carryingFamilies,
  FAMILIES,
  type Family,
  familyState,
  type Link,
  type PerFamily,
  pathConfigured,
} from '../domain/link.ts'
import { type LinkStatus, linkStatus } from '../domain/status.ts'

/**
 * How a link was, or how all links into a VPC were together. `full`: every intended family carries. `partial`: one carries
 * and one is lost. `down`: none carries. `out_of_service`: not set up yet, or not meant to carry any more. `unknown`:
 * nobody watched, or the API did not tell. `absent`: there was no such link.
 */
export type Health = 'full' | 'partial' | 'down' | 'out_of_service' | 'unknown' | 'absent'

/** `idle`: not meant to carry. */
export type FamilyHealth = 'up' | 'down' | 'unknown' | 'idle'

/** How something stood for a while. */
export interface Standing {
  readonly health: Health
  readonly families: PerFamily<FamilyHealth>
  /** The VPC it led into, or had led into until its path was taken away. */
  readonly vpcId: string | null
}

/** What a link last carried, and into which VPC: what there is to lose. */
export interface Carried {
  readonly families: readonly Family[]
  readonly vpcId: string | null
}

/** Of a link that has not been seen to carry. */
export const NOTHING_CARRIED: Carried = { families: [], vpcId: null }

const IDLE: PerFamily<FamilyHealth> = { ipv4: 'idle', ipv6: 'idle' }

/** Statuses that interrupt a service and do not end it: time in them counts against a link that has carried. */
const INTERRUPTIONS: ReadonlySet<LinkStatus> = new Set(['configuring', 'failed', 'locked'])

/**
 * How a link stood. Sessions of intended families decide, not the status word, which only says whether the link is in
 * service at all. A link that has carried and has lost its VPC, its policies or its propagation is down; one that has not
 * carried yet is not in service until its path is configured. `null` is a link that does not exist.
 */
export function standingOf(link: Link | null, carried: Carried): Standing {
  if (link === null) return { health: 'absent', families: IDLE, vpcId: null }
  const vpcId = link.vpcId ?? carried.vpcId
  const status = linkStatus(link.status)
  const carries = carryingFamilies(link).length > 0
  if (judgedBySessions(link) || (carries && status === 'configuring')) {
    if (pathConfigured(link))
      return withHealth({ ipv4: familyState(link, 'ipv4'), ipv6: familyState(link, 'ipv6') }, vpcId)
    if (carried.families.length > 0) return withHealth(allOf(carried.families, 'down'), vpcId)
  } else if (INTERRUPTIONS.has(status) && carried.families.length > 0) {
    return withHealth(allOf(carried.families, 'down'), vpcId)
  }
  return { health: 'out_of_service', families: IDLE, vpcId }
}

/** What a link has to lose after it was seen as it is now. */
export function carriedAfter(link: Link | null, carried: Carried): Carried {
  if (link === null) return NOTHING_CARRIED
  const families = carryingFamilies(link)
  if (families.length === 0) return carried
  const kept = carried.families.filter((family) => link.policies[family] !== null)
  return {
    families: FAMILIES.filter((family) => families.includes(family) || kept.includes(family)),
    vpcId: link.vpcId,
  }
}

/** The standing that families come to together. */
export function withHealth(families: PerFamily<FamilyHealth>, vpcId: string | null): Standing {
  const has = (health: FamilyHealth) => families.ipv4 === health || families.ipv6 === health
  const health = has('down')
    ? has('up')
      ? 'partial'
      : 'down'
    : has('unknown')
      ? 'unknown'
      : has('up')
        ? 'full'
        : 'out_of_service'
  return { health, families, vpcId }
}

/** The same while nobody watched: whatever was meant to carry may have, or not. What did not exist stays so. */
export function unwatched({ health, families, vpcId }: Standing): Standing {
  if (health === 'absent') return { health, families, vpcId }
  const hidden = (of: FamilyHealth): FamilyHealth => (of === 'idle' ? 'idle' : 'unknown')
  return { health: 'unknown', families: { ipv4: hidden(families.ipv4), ipv6: hidden(families.ipv6) }, vpcId }
}

/** Whether two standings are the same to whoever reads them. */
export function sameStanding(a: Standing, b: Standing): boolean {
  return (
    a.health === b.health &&
    a.vpcId === b.vpcId &&
    a.families.ipv4 === b.families.ipv4 &&
    a.families.ipv6 === b.families.ipv6
  )
}

function allOf(families: readonly Family[], health: FamilyHealth): PerFamily<FamilyHealth> {
  return {
    ipv4: families.includes('ipv4') ? health : 'idle',
    ipv6: families.includes('ipv6') ? health : 'idle',
  }
}
