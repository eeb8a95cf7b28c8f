import type { Evidence } from '../diagnostics/evidence.ts'
import { uncovered } from '../diagnostics/prefixes.ts'
import { type PathsLeft, pathsLeft, WEAKNESS_WORDS } from '../diagnostics/redundancy.ts'
import { FAMILY_NAMES, inWords, oneLine, vpcName } from '../diagnostics/words.ts'
import { carryingFamilies, type Family, type Link } from '../domain/link.ts'
import { linkStatus } from '../domain/status.ts'
import type { Act } from './acts.ts'
import type { Names } from './naming.ts'

/** What is left of a family that an act takes away. */
export interface Loss {
  readonly family: Family
  readonly left: PathsLeft
}

/** How bad it is, the worst first: the kinds of what is left. */
export type LossKind = PathsLeft['type']

const WORST_FIRST: readonly LossKind[] = ['none', 'down', 'weak', 'independent']

/**
 * The families that carry now, as far as the API can tell, and would not after the act: with what is left of each. Detaching
 * the VPC or a policy turns propagation off by itself (Configuring an InterLink), so each of these takes all of them. A policy
 * that lets nothing through of what the one before it did takes its own family.
 */
export function lossesOf(act: Act, evidence: Evidence, names: Pick<Names, 'policies'>): readonly Loss[] {
  switch (act.type) {
    case 'set_policy':
    case 'create_policy': {
      const { link } = evidence
      const family = act.type === 'set_policy' ? act.family : act.policy.family
      return carryingFamilies(link).includes(family) && leavesNothing(act, link, names)
        ? [{ family, left: pathsLeft(evidence, family) }]
        : []
    }
    case 'detach_vpc':
    case 'detach_policy':
    case 'disable_propagation':
    case 'delete_link':
    case 'reorder_link':
      return carryingFamilies(evidence.link).map((family) => ({ family, left: pathsLeft(evidence, family) }))
    default:
      return []
  }
}

/**
 * Whether a policy lets through, in one direction, no prefix at all of those that the one in its place does. False where
 * either is not known.
 */
export function leavesNothing(
  act: Extract<Act, { readonly type: 'set_policy' | 'create_policy' }>,
  { policies }: Pick<Link, 'policies'>,
  names: Pick<Names, 'policies'>,
): boolean {
  const family = act.type === 'set_policy' ? act.family : act.policy.family
  const old = names.policies.find(({ id }) => id === policies[family])
  const next =
    act.type === 'create_policy' ? act.policy : names.policies.find(({ id }) => id === act.policyId)
  if (old === undefined || next === undefined) return false
  return isApart(old.prefixesIn, next.prefixesIn) || isApart(old.prefixesOut, next.prefixesOut)
}

/** Whether no prefix of one list covers one of the other, either way, though there were some. */
function isApart(old: readonly string[], next: readonly string[]): boolean {
  return (
    old.length > 0 &&
    uncovered(old, next).length === old.length &&
    uncovered(next, old).length === next.length
  )
}

/** Whether what is left is less than it was. */
export function isWorse(now: LossKind, before: LossKind | undefined): boolean {
  return before === undefined || WORST_FIRST.indexOf(now) < WORST_FIRST.indexOf(before)
}

/** A loss as a sentence: what becomes of the family in the VPC. Traffic itself is not measured. */
export function lossSentence({ family, left }: Loss, evidence: Evidence): string {
  const [name, vpc] = [FAMILY_NAMES[family], vpcName(evidence)]
  switch (left.type) {
    case 'none':
      return `${name} loses its last path into ${vpc}: no other link is set up for it.`
    case 'down':
      return `${name} loses its last path into ${vpc}: ${inWords(left.links.map((link) => oneLine(link.name)))} would have it, and does not have it up.`
    case 'weak':
      return `${name} has only ${oneLine(left.link.name)} left into ${vpc}, which is no full replacement: it ${inWords(left.weaknesses.map((weakness) => WEAKNESS_WORDS[weakness]))}.`
    case 'independent':
      return `${name} goes on over ${oneLine(left.link.name)} into ${vpc}, which has a path of its own: one less is left if that fails.`
  }
}

/**
 * What a deletion means for the bill and for the partner, as sentences (How to delete an InterLink): a hosted link is billed
 * until it is deleted at Scaleway; one that was provisioned is gone only once the partner has deleted its side, too.
 */
export function afterDeletion({ status, kind }: Pick<Link, 'status' | 'kind'>): readonly string[] {
  switch (kind.type) {
    case 'self_hosted':
      return ['Its dedicated connection stays, and is billed as before: the link itself costs nothing.']
    case 'unknown':
      return ['If it is a hosted link, billing at Scaleway ends with that.']
    case 'hosted':
      return ['Billing at Scaleway ends with that.', partnerAfterDeletion(status)]
  }
}

function partnerAfterDeletion(status: Link['status']): string {
  switch (linkStatus(status)) {
    case 'requested':
    case 'expired':
    case 'refused':
      return 'It was never provisioned, so the partner need not be told.'
    case 'provisioning':
      return 'The partner has not finished provisioning it, so it need not delete anything: tell it all the same, so that it stops.'
    case 'deprovisioning':
      return 'It is gone once both sides have deleted it: the partner may bill until it has deleted its own.'
    default:
      return 'It stays in Deprovisioning, for days if need be, until the partner has deleted its side too, and the partner may bill until then: ask it to.'
  }
}
