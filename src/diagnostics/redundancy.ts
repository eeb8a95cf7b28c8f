import type { Family, Link } from '../domain/link.ts'
import { carryingFamilies, pathConfigured } from '../domain/link.ts'
import { type LinkStatus, linkStatus } from '../domain/status.ts'
import type { Evidence, SiblingDoubt } from './evidence.ts'

/** What takes a link out of service by its status, whether or not its sessions still show up. */
export type OutOfService = 'being_deleted' | 'locked' | 'failed' | 'out_of_service'

/** What a sibling shares with a link, or lacks, so that it cannot be counted on when the link fails. */
export type Weakness =
  | 'same_pop'
  | 'same_partner'
  | 'same_connection'
  | 'less_bandwidth'
  | 'other_policy'
  | OutOfService
  | SiblingDoubt

/** Why a sibling cannot be counted on, after "it". */
export const WEAKNESS_WORDS: Readonly<Record<Weakness, string>> = {
  same_pop: 'enters at the same PoP',
  same_partner: 'uses the same partner',
  same_connection: 'rides on the same dedicated connection',
  less_bandwidth: 'has less bandwidth',
  other_policy: 'has another routing policy, which may cover other prefixes',
  being_deleted: 'is being deleted',
  locked: 'is locked',
  failed: 'is reported as Failed',
  out_of_service: 'is out of service',
  in_maintenance: 'is in a maintenance',
  flapping: 'flaps',
  unread: 'cannot be read now',
  connection_out: 'rides on a dedicated connection that is not in service',
}

/**
 * What Scaleway's documents say of a status ("Understanding InterLink statuses") goes for the time to come: sessions that
 * outlast the deletion or the lock of a link are no path to count on. Statuses before Active are refuted by sessions that are
 * up, and Configuring is a change under way that every update of a link goes through.
 */
const OUT_OF_SERVICE: Readonly<Record<LinkStatus, OutOfService | null>> = {
  configuring: null,
  requested: null,
  provisioning: null,
  ready: null,
  active: null,
  limited_connectivity: null,
  all_down: null,
  unknown_link_status: null,
  failed: 'failed',
  locked: 'locked',
  deprovisioning: 'being_deleted',
  deleted: 'out_of_service',
  refused: 'out_of_service',
  expired: 'out_of_service',
}

/** What takes a link out of service by its status; null where nothing does. */
export function outOfService({ status }: Link): OutOfService | null {
  return OUT_OF_SERVICE[linkStatus(status)]
}

/** Why a link may not stay up, although its session is: its own status, or what it is going through. */
export function unsteadiness(
  link: Link,
  doubts: Evidence['doubts'],
): readonly (OutOfService | SiblingDoubt)[] {
  return [outOfService(link), doubts?.[link.id]].filter((why) => why != null)
}

/** What is looked at to tell what is left. */
type PathEvidence = Pick<Evidence, 'link' | 'siblings' | 'before' | 'doubts'>

/** What is left of one family into the VPC when this link is not counted. */
export type PathsLeft =
  /** No other link is meant to have this family into the VPC. */
  | { readonly type: 'none' }
  /** Others are meant to, and none of them has it up. */
  | { readonly type: 'down'; readonly links: readonly Link[] }
  /** One has it up at another PoP, over another partner or connection, with as much bandwidth and the same policy. */
  | { readonly type: 'independent'; readonly link: Link }
  /** One has it up, but may fail for the same reason, or not take everything over. */
  | { readonly type: 'weak'; readonly link: Link; readonly weaknesses: readonly Weakness[] }

/**
 * What is left of a family into the same VPC. Two links into one VPC are Scaleway's documented way to redundancy (InterLink
 * overview, "Attaching a VPC"); which of them count as independent is this project's own judgement.
 */
export function pathsLeft(evidence: PathEvidence, family: Family): PathsLeft {
  const candidates = evidence.siblings.filter(
    (sibling) => pathConfigured(sibling) && sibling.policies[family] !== null,
  )
  if (candidates.length === 0) return { type: 'none' }
  const ranked = candidates
    .filter((sibling) => carryingFamilies(sibling).includes(family))
    .map((link) => ({ link, weaknesses: weaknessesOf(evidence, link, family) }))
    .sort(
      (a, b) =>
        Number(outOfService(a.link) !== null) - Number(outOfService(b.link) !== null) ||
        a.weaknesses.length - b.weaknesses.length,
    )
  const [best] = ranked
  if (best === undefined) return { type: 'down', links: candidates }
  return best.weaknesses.length === 0
    ? { type: 'independent', link: best.link }
    : { type: 'weak', link: best.link, weaknesses: best.weaknesses }
}

/** Whether a family that the link carried is lost, and no other link brings it into the VPC. */
export function isLastPathLost(evidence: Evidence): boolean {
  const up = carryingFamilies(evidence.link)
  return evidence.carried.some(
    (family) => !up.includes(family) && ['none', 'down'].includes(pathsLeft(evidence, family).type),
  )
}

/** What the two links have in common that may take both down: PoP, partner, connection. */
export function sharedFate(link: Link, other: Link): readonly Weakness[] {
  const shared: Weakness[] = []
  if (link.popId === other.popId) shared.push('same_pop')
  if (
    link.kind.type === 'hosted' &&
    other.kind.type === 'hosted' &&
    link.kind.partnerId === other.kind.partnerId
  )
    shared.push('same_partner')
  if (
    link.kind.type === 'self_hosted' &&
    other.kind.type === 'self_hosted' &&
    link.kind.connectionId === other.kind.connectionId
  )
    shared.push('same_connection')
  return shared
}

/** Why a link that has a family up cannot be counted on in the place of another one, `link`. */
export function weaknessesOf(
  { link, before, doubts }: Omit<PathEvidence, 'siblings'>,
  sibling: Link,
  family: Family,
): readonly Weakness[] {
  const weaknesses: Weakness[] = [...sharedFate(link, sibling), ...unsteadiness(sibling, doubts)]
  if (sibling.bandwidthMbps < link.bandwidthMbps) weaknesses.push('less_bandwidth')
  // A policy that was detached just now is what the sibling would have to take over.
  const policy = link.policies[family] ?? before?.policies[family] ?? null
  if (policy !== null && sibling.policies[family] !== policy) weaknesses.push('other_policy')
  return weaknesses
}
