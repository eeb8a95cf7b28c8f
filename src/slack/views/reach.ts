import { type Evidence, leadsElsewhere } from '../../diagnostics/evidence.ts'
import { missingStepOf, type PathStep, trafficPath } from '../../diagnostics/traffic-path.ts'
import {
  carryingFamilies,
  FAMILIES,
  type Family,
  familyState,
  intendedFamilies,
  type Link,
} from '../../domain/link.ts'

/** How each family that is, or was, of use stands; no family is named twice. */
export interface Reach {
  /** The session is up, and no step of the traffic path is known to be missing. */
  readonly up: readonly Family[]
  /** The session is up, and a step of the traffic path is missing all the same. */
  readonly blocked: readonly Family[]
  /**
   * Carried before and does not now, or not into the VPC that it served: its session dropped, its path or the link was taken
   * away.
   */
  readonly lost: readonly Family[]
  /** The API does not say how the session is. */
  readonly unknown: readonly Family[]
  /** Meant to be used, and not seen up so far. */
  readonly waiting: readonly Family[]
}

/** What a link does for its VPC, family by family: sessions, configuration, and what it carried before. */
export function reachOf(evidence: Evidence): Reach {
  const { link, carried } = evidence
  const steps = trafficPath(evidence)
  const carrying = carryingFamilies(link)
  const elsewhere = leadsElsewhere(evidence)
  const kind = (family: Family): keyof Reach | null => {
    if (elsewhere && carried.includes(family)) return 'lost'
    if (carrying.includes(family)) return missingStepOf(steps, family) === null ? 'up' : 'blocked'
    if (familyState(link, family) === 'unknown' && link.vpcId !== null && link.routePropagation)
      return 'unknown'
    if (carried.includes(family)) return 'lost'
    return link.policies[family] === null ? null : 'waiting'
  }
  const of = (wanted: keyof Reach) => FAMILIES.filter((family) => kind(family) === wanted)
  return {
    up: of('up'),
    blocked: of('blocked'),
    lost: of('lost'),
    unknown: of('unknown'),
    waiting: of('waiting'),
  }
}

/**
 * Whether a link may be shown as up: a family carries, as far as can be seen, and nothing but a session is `missing`. List
 * and card ask the same, so that their marks agree.
 */
export function isUp(link: Link, missing: PathStep | null): boolean {
  return carryingFamilies(link).length > 0 && !hasGap(missing)
}

/** Whether sessions are up in vain: a step of the path between link and VPC is missing, which no status word tells. */
export function isIncomplete(link: Link, missing: PathStep | null): boolean {
  const isUpInVain = FAMILIES.some((family) => familyState(link, family) === 'up')
  return isUpInVain && hasGap(missing) && missing?.id !== 'link'
}

// Sessions are the last steps of the path: where one is the first that is missing, all that is configured is there.
function hasGap(missing: PathStep | null): boolean {
  return missing !== null && !missing.id.startsWith('session_')
}

/** Whether anything of the path could not be read, so that nobody can say that it is complete. */
export function isPathUnread(evidence: Evidence): boolean {
  const { link, vpc, policies } = evidence
  return (
    (link.vpcId !== null && vpc === null) ||
    intendedFamilies(link).some((family) => policies[family] === null)
  )
}
