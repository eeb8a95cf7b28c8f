import type { Family, Link } from '../domain/link.ts'
import { carryingFamilies, FAMILIES, familyState } from '../domain/link.ts'
import { bgpStatus, type LinkStatus, linkStatus } from '../domain/status.ts'
import { type ConfigurationChange, configurationChanges } from '../domain/transition.ts'
import { type Phase, STATUS_CATALOG } from './catalog.ts'
import type { Evidence } from './evidence.ts'
import { oneLine } from './words.ts'

/** Where in its life the link's status puts it. */
export function phaseOf(link: Link): Phase {
  return STATUS_CATALOG[linkStatus(link.status)].phase
}

/** Whether any family carries, as far as the API can tell. */
export function isCarrying(link: Link): boolean {
  return carryingFamilies(link).length > 0
}

/** Statuses that say "not connected yet", which sessions that are up refute. */
const REFUTED_BY_SESSIONS: ReadonlySet<LinkStatus> = new Set(['requested', 'provisioning', 'ready'])

/** Whether the sessions and the configuration decide what is said about the link, and not its status word. */
export function judgedBySessions(link: Link): boolean {
  return phaseOf(link) === 'service' || (REFUTED_BY_SESSIONS.has(linkStatus(link.status)) && isCarrying(link))
}

/** The intended families whose session is in a state. */
export function familiesThatAre(link: Link, state: ReturnType<typeof familyState>): readonly Family[] {
  return FAMILIES.filter((family) => familyState(link, family) === state)
}

/**
 * Whether the status word says something else than the sessions do. Families that nobody means to use do not count: they
 * make Scaleway say Limited Connectivity, or Down, of a link that is as it was meant to be.
 */
export function statusContradicted(link: Link): boolean {
  const down = familiesThatAre(link, 'down').length
  const up = familiesThatAre(link, 'up').length
  switch (linkStatus(link.status)) {
    case 'active':
      return down > 0
    case 'all_down':
      return up > 0
    case 'limited_connectivity':
      return up === 2 || down === 2
    case 'requested':
    case 'provisioning':
    case 'ready':
      return isCarrying(link)
    default:
      return false
  }
}

/** The status for people: the console's word, or the API's own where this version knows none. */
export function statusName(link: Link): string {
  const status = linkStatus(link.status)
  return status === 'unknown_link_status'
    ? link.status === status
      ? 'unknown'
      : `"${oneLine(link.status)}"`
    : STATUS_CATALOG[status].name
}

/** A clause for a verdict that the status word does not bear out; empty where it does. */
export function despiteStatus(link: Link): string {
  if (linkStatus(link.status) === 'unknown_link_status')
    return `, while the API gives the status as ${statusName(link)}`
  return statusContradicted(link) ? `, although the status says ${statusName(link)}` : ''
}

/** The families that had their path up before the change that is looked at, and have it no more. */
export function lostFamilies(evidence: Evidence): readonly Family[] {
  const { before, link } = evidence
  if (before === null) return []
  const now = carryingFamilies(link)
  return carryingFamilies(before).filter((family) => !now.includes(family))
}

/**
 * The changes of configuration that came with the loss of a family: they, and nobody's equipment, are held to be its
 * cause. A change of the other family's policy explains nothing.
 */
export function explainingChanges(evidence: Evidence): readonly ConfigurationChange[] {
  const { before, link } = evidence
  const lost = lostFamilies(evidence)
  if (before === null || lost.length === 0) return []
  return configurationChanges(before, link).filter((change) => {
    if (change === 'policy_ipv4') return lost.includes('ipv4')
    if (change === 'policy_ipv6') return lost.includes('ipv6')
    return true
  })
}

/** Whether every family that is down is shown as switched off, and not as trying to connect. */
export function downBecauseDisabled(link: Link): boolean {
  const down = familiesThatAre(link, 'down')
  return down.length > 0 && down.every((family) => bgpStatus(link.sessions[family]) === 'disabled')
}
