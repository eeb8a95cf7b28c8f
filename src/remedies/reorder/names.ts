import { oneLine } from '../../diagnostics/words.ts'
import { FAMILIES, type Link } from '../../domain/link.ts'
import { truncate } from '../../domain/plain-text.ts'
import type { Directory } from '../../domain/snapshot.ts'
import type { LinkOrder } from '../ports.ts'
import type { Reorder } from './saga.ts'

/** Characters of a name that are kept: the steps to do by hand name several. */
const LONGEST = 80

/**
 * What the parts of a reorder are called in its region, by their ids, so that people read names when it is done by hand: the
 * PoP and the partner or connection of the order, the VPC and the routing policies of the old link. What is not known is left
 * out. Pure.
 */
export function partNames(
  old: Pick<Link, 'vpcId' | 'policies'>,
  order: LinkOrder | null,
  { pops, partners, connections, vpcs, policies }: Directory,
): Readonly<Record<string, string>> {
  const known = new Map<string | null, string>(
    [
      ...pops.map(({ id, displayName, name }) => ({ id, name: displayName || name })),
      ...partners,
      ...connections,
      ...vpcs,
      ...policies,
    ].map(({ id, name }) => [id, truncate(oneLine(name), LONGEST)]),
  )
  const ids = [
    old.vpcId,
    ...FAMILIES.map((family) => old.policies[family]),
    ...(order === null ? [] : [order.popId, carrierId(order.over)]),
  ]
  return Object.fromEntries(
    ids.flatMap((id) => {
      const name = known.get(id) ?? ''
      return id === null || name === '' ? [] : [[id, name] as const]
    }),
  )
}

function carrierId(over: LinkOrder['over']): string {
  return over.type === 'partner' ? over.partnerId : over.connectionId
}

/** Every foreign name that sentences about a reorder may mention. */
export function mentionedNames({ old, order, partNames: parts = {} }: Reorder): readonly string[] {
  return [old.name, ...(order === null ? [] : [order.name]), ...Object.values(parts)]
}

/** A part of a reorder by its name, with its id, which another of that name has not; by its id alone where no name is known. */
export function partNamed(id: string | null, reorder: Pick<Reorder, 'partNames'>): string {
  const name = id === null ? undefined : reorder.partNames?.[id]
  return name === undefined ? `${id}` : `${name} (${id})`
}

/** The same of a PoP or a partner, of which no two have one name. */
export function placeNamed(id: string, { partNames: parts = {} }: Pick<Reorder, 'partNames'>): string {
  return parts[id] ?? id
}
