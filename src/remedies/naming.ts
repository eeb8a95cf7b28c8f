import { FAMILY_NAMES, oneLine } from '../diagnostics/words.ts'
import { FAMILIES, type Link } from '../domain/link.ts'
import type { Directory } from '../domain/snapshot.ts'

/** What is known by name in a region, so that people read names. */
export type Names = Pick<Directory, 'vpcs' | 'policies'>

/** A link by its name, or by its id where it has none to read. */
export function linkName({ name, id }: Pick<Link, 'name' | 'id'>): string {
  return oneLine(name) || id
}

/** A VPC by its name, or its id where that is not known; "none" without one. */
export function vpcNamed(id: string | null, { vpcs }: Names): string {
  if (id === null) return 'none'
  return oneLine(vpcs.find((vpc) => vpc.id === id)?.name ?? '') || id
}

/** A routing policy by its name, or its id where that is not known; "none" without one. */
export function policyNamed(id: string | null, { policies }: Names): string {
  if (id === null) return 'none'
  return oneLine(policies.find((policy) => policy.id === id)?.name ?? '') || id
}

/** What differs between two states of a link's configuration, as two lists of words: "VPC none" and "VPC prod". */
export function differences(
  before: Link,
  after: Link,
  names: Names,
): { readonly before: string; readonly after: string } | null {
  const pairs = [
    pair('VPC', vpcNamed(before.vpcId, names), vpcNamed(after.vpcId, names)),
    ...FAMILIES.map((family) =>
      pair(
        `${FAMILY_NAMES[family]} policy`,
        policyNamed(before.policies[family], names),
        policyNamed(after.policies[family], names),
      ),
    ),
    pair('propagation', onOff(before.routePropagation), onOff(after.routePropagation)),
    pair('status', oneLine(before.status), oneLine(after.status)),
  ].filter((one) => one !== null)
  if (pairs.length === 0) return null
  const words = (side: 'before' | 'after') => pairs.map((one) => one[side]).join(', ')
  return { before: words('before'), after: words('after') }
}

function pair(what: string, before: string, after: string) {
  return before === after ? null : { before: `${what} ${before}`, after: `${what} ${after}` }
}

function onOff(is: boolean): string {
  return is ? 'on' : 'off'
}
