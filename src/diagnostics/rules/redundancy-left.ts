import { FAMILIES, type Family, familyState, intendedFamilies } from '../../domain/link.ts'
import type { FindingWeight } from '../diagnosis.ts'
import { DOCUMENTS } from '../documents.ts'
import type { Evidence } from '../evidence.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { outOfService, type PathsLeft, pathsLeft, WEAKNESS_WORDS } from '../redundancy.ts'
import { familyNames, inWords, oneLine, vpcAtStakeWords } from '../words.ts'

/**
 * What is left of each family into the VPC without this link. Two links into one VPC are the documented redundancy (InterLink
 * overview, "Attaching a VPC"). It is a risk where the family is down already, or its backup is. Of a link that was taken out of
 * its VPC, what it carried there is looked for.
 */
export const redundancyLeft: Rule = (evidence) => {
  const { link, carried, leftVpc } = evidence
  const isThere = link.vpcId !== null && leftVpc === undefined
  // A family whose policy was detached is missed as much as one that is down.
  const intended = isThere ? intendedFamilies(link) : []
  const missed = link.vpcId === null && leftVpc === undefined ? [] : carried
  const families = FAMILIES.filter((family) => intended.includes(family) || missed.includes(family))
  if (phaseOf(link) !== 'service' && carried.length === 0) return null
  const lasts = isThere && outOfService(link) === null
  const byText = new Map<string, Family[]>()
  const weights: FindingWeight[] = []
  for (const family of families) {
    const left = pathsLeft(evidence, family)
    const text = textOf(left, evidence, familyState(link, family) === 'up')
    byText.set(text, [...(byText.get(text) ?? []), family])
    const isSafe =
      left.type === 'independent' || (left.type !== 'down' && lasts && familyState(link, family) === 'up')
    weights.push(isSafe ? 'note' : 'risk')
  }
  if (byText.size === 0) return null
  const texts = [...byText].map(([text, families]) => `${familyNames(families)}: ${text}`)
  return fact(
    'redundancy_left',
    weights.includes('risk') ? 'risk' : 'note',
    texts.join(' '),
    DOCUMENTS.overview,
  )
}

function textOf(left: PathsLeft, evidence: Evidence, isUp: boolean): string {
  const vpc = vpcAtStakeWords(evidence)
  switch (left.type) {
    case 'none':
      return `no other link is set up into ${vpc}; a VPN as backup cannot be seen here.`
    case 'down':
      return `the backup into ${vpc} is down${isUp ? '' : ' too'}: ${inWords(left.links.map((other) => oneLine(other.name)))}.`
    case 'independent':
      return `${oneLine(left.link.name)} is up into ${vpc}, on a path of its own.`
    case 'weak':
      return `${oneLine(left.link.name)} is up into ${vpc}, but it ${inWords(left.weaknesses.map((weakness) => WEAKNESS_WORDS[weakness]))}.`
  }
}
