import type { Family } from '../domain/link.ts'
import type { NextStep } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import { isCarrying } from './judgement.ts'
import { bgpSpeaker } from './kinds.ts'
import { partnerStep } from './partner-contact.ts'
import { pathsLeft } from './redundancy.ts'
import { deviceStep, peeringFacts, testSteps, ticketStep } from './steps.ts'
import { bandwidthInWords, familyNames, inWords, oneLine, verb, vpcName } from './words.ts'

/** What families that are down mean for the VPC, as a clause for a verdict: what is left of each. */
export function impactClause(evidence: Evidence, families: readonly Family[]): string {
  if (evidence.carried.length === 0)
    return isCarrying(evidence.link)
      ? `, and ${familyNames(families)} ${verb(families, 'has', 'have')} not been seen up`
      : ', and the link has not been seen in service'
  const byImpact = new Map<string, Family[]>()
  for (const family of families) {
    const impact = impactOf(evidence, family)
    byImpact.set(impact, [...(byImpact.get(impact) ?? []), family])
  }
  return [...byImpact]
    .map(([impact, lost]) => `, and ${familyNames(lost)} ${verb(lost, 'has', 'have')} ${impact}`)
    .join('')
}

function impactOf(evidence: Evidence, family: Family): string {
  const left = pathsLeft(evidence, family)
  const vpc = vpcName(evidence)
  switch (left.type) {
    case 'none':
      return `no other path into ${vpc}`
    case 'down':
      return `no path left into ${vpc}, ${inWords(left.links.map((link) => oneLine(link.name)))} being down too`
    case 'independent':
      return `${oneLine(left.link.name)} left into ${vpc}`
    case 'weak':
      return `only ${oneLine(left.link.name)} left into ${vpc}, which is no full replacement`
  }
}

/**
 * What to do about families that are down: see that the sibling took over, test from the line upwards, and go to Scaleway:
 * at once where no path is left, else when the tests find nothing. Priorities are this project's own judgement.
 */
export function outageSteps(
  evidence: Evidence,
  families: readonly Family[],
  othersUp: boolean,
): readonly NextStep[] {
  const tests = testSteps(evidence, families, othersUp)
  if (evidence.carried.length === 0)
    return [
      firstSetUpStep(evidence, families),
      ...tests,
      ticketStep('P3', 'if both sides are set up and tested'),
    ]
  const failovers = failoverSteps(evidence, families)
  if (failovers.length > 0) return [...failovers, ...tests, ticketStep('P3', 'if the tests find nothing')]
  const ticket = othersUp
    ? ticketStep(
        'P2',
        `if the tests find nothing: ${familyNames(families)} ${verb(families, 'has', 'have')} no other path`,
      )
    : ticketStep('P1', 'without waiting for the tests: no other path is left')
  return [
    ...tests,
    ticket,
    { text: 'When it is up again, see prefixes in both directions and a real flow, for 2 minutes' },
  ]
}

function failoverSteps(evidence: Evidence, families: readonly Family[]): readonly NextStep[] {
  const bySibling = new Map<string, { name: string; limit: string; families: Family[] }>()
  for (const family of families) {
    const left = pathsLeft(evidence, family)
    if (left.type !== 'independent' && left.type !== 'weak') continue
    const { link } = left
    const limit =
      link.bandwidthMbps < evidence.link.bandwidthMbps
        ? `, which has ${bandwidthInWords(link.bandwidthMbps)} of the ${bandwidthInWords(evidence.link.bandwidthMbps)} lost`
        : ''
    const known = bySibling.get(link.id)
    bySibling.set(link.id, {
      name: oneLine(link.name),
      limit,
      families: [...(known?.families ?? []), family],
    })
  }
  return [...bySibling.values()].map(({ name, limit, families: moved }) => ({
    text: `Confirm on a real flow that ${familyNames(moved)} ${verb(moved, 'goes', 'go')} over ${name}${limit}`,
  }))
}

function firstSetUpStep(evidence: Evidence, families: readonly Family[]): NextStep {
  const sessions = familyNames(families)
  const is = verb(families, 'is', 'are')
  switch (bgpSpeaker(evidence.link.kind)) {
    case 'you':
      return deviceStep(evidence, `Set up ${sessions} on your router, or check it`)
    case 'partner':
      return partnerStep(
        evidence,
        'Ask',
        ` whether ${sessions} ${is} set up on its router: ${peeringFacts(evidence.link)}`,
      )
    case 'you_or_partner':
      return partnerStep(
        evidence,
        `Agree whose router speaks BGP, yours or the partner's, and have ${sessions} set up there, with`,
        `: ${peeringFacts(evidence.link)}`,
      )
  }
}
