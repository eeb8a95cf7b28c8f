import { carryingFamilies, type Family, type Link } from '../domain/link.ts'

/** A link that took the place of one that is gone, as Terraform and people make them: it is a new order, with a new id. */
export interface Replacement {
  readonly link: Link
  /** What makes it one: "same name and VLAN 1234" as the link that is gone, or that the bot ordered it. */
  readonly same: string
}

/** A link that is gone, as it was last seen. */
export interface Gone {
  readonly link: Link
  /** When it was found gone (ms). */
  readonly at: number
}

/** A link that is there, and since when it has been seen (ms). */
export interface Newcomer {
  readonly link: Link
  readonly firstSeenAt: number
}

/** A link replaces one that vanished no longer before, or after, than this (ms). */
export const REPLACED_WITHIN_MS = 24 * 3_600_000

/**
 * Which newcomer replaces which link that is gone, by the id of the latter. A replacement was ordered later, in the same
 * region, and has the same name, or the same VLAN at the same PoP over the same partner or connection; each replaces one
 * link. Those gone first choose first, and whoever shares most comes first. What the bot itself ordered in the place of
 * another one (`ordered`, by the id of the new link) replaces that one, whatever they share. Pure.
 */
export function findReplacements(
  gone: readonly Gone[],
  newcomers: readonly Newcomer[],
  ordered: ReadonlyMap<string, { readonly id: string }> = new Map(),
): ReadonlyMap<string, Replacement> {
  const found = new Map<string, Replacement>()
  const taken = new Set<string>()
  const inOrder = [...gone].sort((a, b) => a.at - b.at || compareIds(a.link, b.link))
  for (const { link } of newcomers) {
    const old = inOrder.find((one) => one.link.id === ordered.get(link.id)?.id)
    if (old === undefined || found.has(old.link.id)) continue
    taken.add(link.id)
    found.set(old.link.id, { link, same: 'ordered again by this bot' })
  }
  // Each shared mark in turn over all of them: a name alone must not take what another one shares more with.
  for (const wanted of [3, 2, 1]) {
    for (const { link: old, at } of inOrder) {
      if (found.has(old.id)) continue
      const fitting = newcomers
        .filter(({ link, firstSeenAt }) => {
          if (taken.has(link.id) || link.region !== old.region || link.createdAt <= old.createdAt)
            return false
          return Math.abs(at - firstSeenAt) <= REPLACED_WITHIN_MS && marksShared(old, link) === wanted
        })
        .sort((a, b) => a.firstSeenAt - b.firstSeenAt || compareIds(a.link, b.link))
      const [first] = fitting
      if (first === undefined) continue
      taken.add(first.link.id)
      found.set(old.id, { link: first.link, same: sameText(old, first.link) })
    }
  }
  return found
}

/** Whether the replacement does all that the lost link did: the families that it carried, into the same VPC. */
export function carriesAlready(
  { link }: Replacement,
  lost: { readonly link: Link; readonly carried: readonly Family[] },
): boolean {
  const now = carryingFamilies(link)
  const asBefore = lost.carried.every((family) => now.includes(family))
  return now.length > 0 && link.vpcId === lost.link.vpcId && asBefore
}

function compareIds(a: Link, b: Link): number {
  return a.id < b.id ? -1 : 1
}

/** 3 for name and VLAN, 2 for the VLAN, which names one port of one PoP, 1 for the name, 0 for neither. */
function marksShared(old: Link, link: Link): number {
  return (sameVlan(old, link) ? 2 : 0) + (sameName(old, link) ? 1 : 0)
}

function sameName(old: Link, link: Link): boolean {
  return old.name.trim() !== '' && old.name === link.name
}

function sameVlan(old: Link, link: Link): boolean {
  if (old.vlan === null || old.vlan !== link.vlan || old.popId !== link.popId) return false
  if (old.kind.type === 'hosted') {
    return link.kind.type === 'hosted' && old.kind.partnerId === link.kind.partnerId
  }
  return (
    old.kind.type === 'self_hosted' &&
    link.kind.type === 'self_hosted' &&
    old.kind.connectionId === link.kind.connectionId
  )
}

function sameText(old: Link, link: Link): string {
  const vlan = sameVlan(old, link) ? `VLAN ${link.vlan}` : null
  if (!sameName(old, link)) return `same ${vlan}`
  return vlan === null ? 'same name' : `same name and ${vlan}`
}
