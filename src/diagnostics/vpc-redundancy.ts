import { carryingFamilies, type Family, type Link, pathConfigured } from '../domain/link.ts'
import type { SiblingDoubt } from './evidence.ts'
import { type PathsLeft, pathsLeft, unsteadiness, type Weakness } from './redundancy.ts'

/** Something that links share: when it fails, all of them do. */
export interface SharedPoint {
  readonly type: 'pop' | 'partner' | 'connection'
  readonly id: string
}

/**
 * How a family of a VPC stands against the failure of one thing. `unused`: no link into it is meant to have the family.
 * `lost`: some are, and none has it up. `last_path`: one has. `weak`: several have, and at least one of them has no full
 * replacement among the others. `independent`: each has one.
 */
export type RedundancyGrade = 'unused' | 'lost' | 'last_path' | 'weak' | 'independent'

/** One family of a VPC: who carries it, as far as the API can tell, and what becomes of it when something fails. */
export interface FamilyRedundancy {
  readonly family: Family
  readonly grade: RedundancyGrade
  readonly carrying: readonly Link[]
  /** Those that carry, and may not for long: with why. */
  readonly unsteady: readonly { readonly link: Link; readonly why: readonly Weakness[] }[]
  /** Set up to carry the family, and without a session that is known to be up. */
  readonly notCarrying: readonly Link[]
  /** Of each link that carries: what is left without it. */
  readonly without: readonly { readonly link: Link; readonly left: PathsLeft }[]
  /**
   * What several of the links share, or the only one uses: with what is left when it fails. The worst first. A point that
   * leaves `[]` takes the family away alone.
   */
  readonly points: readonly { readonly point: SharedPoint; readonly left: readonly Link[] }[]
}

/**
 * Judges one family of a VPC by the links into it. Two links into one VPC are Scaleway's documented way to redundancy
 * (InterLink overview, "Attaching a VPC"); what counts as independent is this project's own judgement (redundancy.ts).
 */
export function familyRedundancy(
  links: readonly Link[],
  family: Family,
  doubts: ReadonlyMap<string, SiblingDoubt>,
): FamilyRedundancy {
  const meant = links.filter((link) => pathConfigured(link) && link.policies[family] !== null)
  const carrying = meant.filter((link) => carryingFamilies(link).includes(family))
  const known = Object.fromEntries(doubts)
  const without = carrying.map((link) => {
    const siblings = meant.filter(({ id }) => id !== link.id)
    return { link, left: pathsLeft({ link, siblings, before: null, doubts: known }, family) }
  })
  return {
    family,
    grade: gradeOf(meant.length, carrying.length, without),
    carrying,
    unsteady: carrying.flatMap((link) => {
      const why = unsteadiness(link, known)
      return why.length === 0 ? [] : [{ link, why }]
    }),
    notCarrying: meant.filter((link) => !carrying.includes(link)),
    without,
    points: pointsOf(carrying),
  }
}

function gradeOf(meant: number, carrying: number, without: FamilyRedundancy['without']): RedundancyGrade {
  if (meant === 0) return 'unused'
  if (carrying === 0) return 'lost'
  if (carrying === 1) return 'last_path'
  return without.every(({ left }) => left.type === 'independent') ? 'independent' : 'weak'
}

/** What a link depends on. */
export function pointsUnder({ popId, kind }: Link): readonly SharedPoint[] {
  const pop = { type: 'pop', id: popId } as const
  switch (kind.type) {
    case 'hosted':
      return [pop, { type: 'partner', id: kind.partnerId }]
    case 'self_hosted':
      return [pop, { type: 'connection', id: kind.connectionId }]
    case 'unknown':
      return [pop]
  }
}

function pointsOf(carrying: readonly Link[]): FamilyRedundancy['points'] {
  const users = new Map<string, { readonly point: SharedPoint; readonly links: Set<Link> }>()
  for (const link of carrying)
    for (const point of pointsUnder(link)) {
      const key = `${point.type} ${point.id}`
      const known = users.get(key) ?? { point, links: new Set() }
      known.links.add(link)
      users.set(key, known)
    }
  return [...users.values()]
    .filter(({ links }) => links.size > 1 || links.size === carrying.length)
    .map(({ point, links }) => ({ point, left: carrying.filter((link) => !links.has(link)) }))
    .sort((a, b) => a.left.length - b.left.length)
}
