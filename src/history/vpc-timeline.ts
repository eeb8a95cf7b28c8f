import { FAMILIES, type Family, type PerFamily } from '../domain/link.ts'
import { type FamilyHealth, type Health, type Standing, sameStanding, withHealth } from './standing.ts'
import type { Stretch, Timeline } from './timeline.ts'

/** How many of the links into a VPC are in each state, for each family. */
type Tally = PerFamily<Record<FamilyHealth, number>>

interface Step {
  readonly at: number
  readonly standing: Standing
  readonly by: 1 | -1
}

/**
 * How the links into each VPC stood together: a family is up while at least one of them carries it, down while some are
 * meant to and none does, and unknown while one may. In the order the VPCs are first met; stretches begin and end with the
 * period, however few links there were at first.
 */
export function vpcTimelines(
  timelines: readonly Timeline[],
  period: { readonly from: number; readonly until: number },
): ReadonlyMap<string, readonly Stretch[]> {
  const steps = new Map<string, Step[]>()
  for (const { stretches } of timelines)
    for (const { from, until, standing } of stretches) {
      if (standing.vpcId === null) continue
      const known = steps.get(standing.vpcId) ?? []
      known.push({ at: from, standing, by: 1 }, { at: until, standing, by: -1 })
      steps.set(standing.vpcId, known)
    }
  return new Map([...steps].map(([vpcId, some]) => [vpcId, together(vpcId, some, period)]))
}

function together(
  vpcId: string,
  steps: Step[],
  period: { readonly from: number; readonly until: number },
): readonly Stretch[] {
  steps.sort((a, b) => a.at - b.at)
  const tally: Tally = { ipv4: noLinks(), ipv6: noLinks() }
  let unseen = 0
  const stretches: Stretch[] = []
  let from = period.from
  let standing = standingNow(tally, unseen, vpcId)
  for (const [n, step] of steps.entries()) {
    for (const family of FAMILIES) tally[family][step.standing.families[family]] += step.by
    if (isUnseen(step.standing)) unseen += step.by
    if (steps[n + 1]?.at === step.at) continue
    const next = standingNow(tally, unseen, vpcId)
    if (sameStanding(standing, next)) continue
    if (step.at > from) stretches.push({ from, until: step.at, standing })
    from = step.at
    standing = next
  }
  return period.until > from ? [...stretches, { from, until: period.until, standing }] : stretches
}

/** A link of which not even is known whether it was meant to carry. */
function isUnseen({ health, families }: Standing): boolean {
  return health === ('unknown' satisfies Health) && families.ipv4 === 'idle' && families.ipv6 === 'idle'
}

function standingNow(tally: Tally, unseen: number, vpcId: string): Standing {
  const of = (family: Family): FamilyHealth => {
    const { up, down, unknown } = tally[family]
    if (up > 0) return 'up'
    if (unknown > 0) return 'unknown'
    return down > 0 ? 'down' : 'idle'
  }
  const standing = withHealth({ ipv4: of('ipv4'), ipv6: of('ipv6') }, vpcId)
  return standing.health === 'out_of_service' && unseen > 0 ? { ...standing, health: 'unknown' } : standing
}

function noLinks(): Record<FamilyHealth, number> {
  return { up: 0, down: 0, unknown: 0, idle: 0 }
}
