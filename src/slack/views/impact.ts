import { STATUS_CATALOG } from '../../diagnostics/catalog.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { pathsLeft } from '../../diagnostics/redundancy.ts'
import { FAMILY_NAMES, familyNames, inWords } from '../../diagnostics/words.ts'
import type { Family } from '../../domain/link.ts'
import { familyState, intendedFamilies } from '../../domain/link.ts'
import { linkStatus } from '../../domain/status.ts'
import { code } from '../escape.ts'

/** The VPC by name, as mrkdwn; by id where its name could not be read. */
export function vpcText(evidence: Evidence): string {
  return code(evidence.vpc?.name ?? evidence.link.vpcId ?? '', 80)
}

function leftFor(evidence: Evidence, family: Family): string {
  const left = pathsLeft(evidence, family)
  switch (left.type) {
    case 'independent':
      return `${code(left.link.name, 60)} has its session up`
    case 'weak':
      return `${code(left.link.name, 60)} has its session up, but may not replace this link`
    case 'down':
      return `nothing, ${inWords(left.links.slice(0, 3).map((link) => code(link.name, 60)))} without a session too`
    case 'none':
      return 'nothing, no other link is known to lead there'
  }
}

function whatIsLeft(evidence: Evidence, lost: readonly Family[]): string {
  const perFamily = lost.map((family) => ({ family, left: leftFor(evidence, family) }))
  const [first] = perFamily
  if (first === undefined) return ''
  if (perFamily.every((entry) => entry.left === first.left)) return `Left: ${first.left}.`
  return perFamily.map((entry) => `Left for ${FAMILY_NAMES[entry.family]}: ${entry.left}.`).join(' ')
}

/**
 * What a link's state means for those who use it, as mrkdwn: which VPC, which families, what is left. Sessions and
 * configuration are all that can be seen: nothing here speaks of measured traffic.
 */
export function impact(evidence: Evidence): string {
  const { link } = evidence
  if (link.vpcId === null) return 'No VPC is attached: nothing is reached over this link.'
  const vpc = `VPC ${vpcText(evidence)}`
  const intended = intendedFamilies(link)
  if (intended.length === 0) return `${vpc} is not reached over this link: no routing policy is attached.`
  const up = intended.filter((family) => familyState(link, family) === 'up')
  const inService = STATUS_CATALOG[linkStatus(link.status)].phase === 'service'
  const usable = link.routePropagation && inService ? up : []
  const missing = intended.filter((family) => !usable.includes(family))
  if (missing.length === 0) {
    return `${vpc} is reached by ${familyNames(intended)}: sessions up, path configured, traffic not measured.`
  }
  if (!evidence.hasCarried) {
    return `${vpc} is not yet reached by ${familyNames(missing)} over this link: not in service so far.`
  }
  if (!link.routePropagation) {
    return `${vpc} has no routes over this link: route propagation is off. ${whatIsLeft(evidence, missing)}`
  }
  const still = usable.length > 0 ? ` ${familyNames(usable)} is up.` : ''
  const lost = missing.some((family) => familyState(link, family) !== 'unknown') ? 'is not' : 'may not be'
  return `${vpc} ${lost} reached by ${familyNames(missing)} over this link.${still} ${whatIsLeft(evidence, missing)}`
}
