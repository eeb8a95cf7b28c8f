import { familyState, intendedFamilies, type Link, pathConfigured } from '../domain/link.ts'
import type { Evidence } from './evidence.ts'
import { sharedFate, type Weakness } from './redundancy.ts'

/** What links share that may fail. The narrowest first: it is looked at before what holds it. */
export const SHARED_POINTS = ['connection', 'partner_at_pop', 'partner', 'pop'] as const

export type SharedPointName = (typeof SHARED_POINTS)[number]

/** Which weaknesses two links have in common where they share it. */
const SHARED_BY: Readonly<Record<SharedPointName, readonly Weakness[]>> = {
  connection: ['same_connection'],
  partner_at_pop: ['same_partner', 'same_pop'],
  partner: ['same_partner'],
  pop: ['same_pop'],
}

/** An outage that a link may have in common with others. */
export interface SharedOutage {
  readonly point: SharedPointName
  /** Links that use it and are meant to carry, this one included, and how many of them are down. */
  readonly links: number
  readonly down: number
}

/** Whether a link is meant to carry, and every session in use is down. */
function isOut(link: Link): boolean {
  return (
    pathConfigured(link) && intendedFamilies(link).every((family) => familyState(link, family) === 'down')
  )
}

/** Links that are down as well, and share a PoP, a partner or a connection with this one; those into the same VPC first. */
export function downTogether({ link, siblings, neighbours = [] }: Evidence): readonly Link[] {
  return [...siblings, ...neighbours].filter((other) => isOut(other) && sharedFate(link, other).length > 0)
}

/**
 * What at least half of the links that use it have lost, this one among them: the cause is looked for there first. That two
 * links at least have to be down, and half of all, is this project's own judgement.
 */
export function sharedOutage(evidence: Evidence): SharedOutage | null {
  const { link, siblings, neighbours = [] } = evidence
  const others = [...siblings, ...neighbours].filter(pathConfigured)
  for (const point of SHARED_POINTS) {
    const sharing = others.filter((other) => {
      const fate = sharedFate(link, other)
      return SHARED_BY[point].every((weakness) => fate.includes(weakness))
    })
    const down = sharing.filter(isOut).length + 1
    if (down > 1 && down * 2 >= sharing.length + 1) return { point, links: sharing.length + 1, down }
  }
  return null
}
