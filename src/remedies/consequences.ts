import type { Evidence } from '../diagnostics/evidence.ts'
import { type PathsLeft, pathsLeft, WEAKNESS_WORDS } from '../diagnostics/redundancy.ts'
import { FAMILY_NAMES, inWords, oneLine, vpcName } from '../diagnostics/words.ts'
import { carryingFamilies, type Family } from '../domain/link.ts'
import type { Act } from './acts.ts'

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
 * the VPC or a policy turns propagation off by itself (Configuring an InterLink), so each of these takes all of them.
 */
export function lossesOf(act: Pick<Act, 'type'>, evidence: Evidence): readonly Loss[] {
  switch (act.type) {
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
      return `${name} goes over ${oneLine(left.link.name)} into ${vpc}, without anything behind it.`
  }
}
