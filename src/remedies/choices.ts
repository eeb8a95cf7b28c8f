import { oneLine } from '../diagnostics/words.ts'
import { FAMILIES, type Family, type Link, type RoutingPolicy, type Vpc } from '../domain/link.ts'
import type { Names } from './naming.ts'

/** What a configuration can be finished with: of the link's own region, by name. What is attached is left out. */
export interface Choices {
  readonly vpcs: readonly Vpc[]
  readonly policies: Readonly<Record<Family, readonly RoutingPolicy[]>>
}

/** What to choose from for a link. Links take VPCs and policies of their own region alone (InterLink overview). */
export function choicesFor(link: Link, { vpcs, policies }: Names): Choices {
  const ofFamily = (family: Family) =>
    policies.filter((policy) => policy.family === family && policy.id !== link.policies[family]).sort(byName)
  const [ipv4, ipv6] = FAMILIES.map(ofFamily)
  return {
    vpcs: vpcs.filter(({ id, region }) => region === link.region && id !== link.vpcId).sort(byName),
    policies: { ipv4: ipv4 ?? [], ipv6: ipv6 ?? [] },
  }
}

function byName(a: { readonly name: string; readonly id: string }, b: typeof a): number {
  return oneLine(a.name).localeCompare(oneLine(b.name), 'en') || a.id.localeCompare(b.id, 'en')
}
