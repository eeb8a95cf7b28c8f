import type { Family } from '../domain/link.ts'
import type { NextStep } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import { isCarrying } from './judgement.ts'
import { bgpSpeaker } from './kinds.ts'
import { partnerStep } from './partner-contact.ts'
import { outOfService, type PathsLeft, pathsLeft, unsteadiness, WEAKNESS_WORDS } from './redundancy.ts'
import { deviceStep, peeringFacts, type TicketPriority, testSteps, ticketStep } from './steps.ts'
import { bandwidthInWords, familyNames, inWords, oneLine, verb, vpcAtStakeWords } from './words.ts'

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
  const vpc = vpcAtStakeWords(evidence)
  switch (left.type) {
    case 'none':
      return `no other path into ${vpc}`
    case 'down':
      return `no path left into ${vpc}, ${inWords(left.links.map((link) => oneLine(link.name)))} being down too`
    case 'independent':
      return `${oneLine(left.link.name)} left into ${vpc}`
    case 'weak':
      return `only ${oneLine(left.link.name)} left into ${vpc}, which ${unsteadyWords(evidence, left) || 'is no full replacement'}`
  }
}

/** Why what is left may not last, after "which"; empty where nothing says so. */
function unsteadyWords({ doubts }: Evidence, { link }: PathsLeft & { readonly type: 'weak' }): string {
  return inWords(unsteadiness(link, doubts).map((weakness) => WEAKNESS_WORDS[weakness]))
}

/**
 * How urgent a ticket about families that are down is, and why, in one sentence: by what is left of each into the VPC. Our
 * own judgement of Scaleway's priorities. `othersUp`: another family of the link is up.
 */
export function outagePriority(
  evidence: Evidence,
  families: readonly Family[],
  othersUp: boolean,
): { readonly priority: TicketPriority; readonly reason: string } {
  if (evidence.carried.length === 0)
    return { priority: 'P3', reason: 'The link has not been seen in service: a delivery, and no outage.' }
  const left = families.map((family) => ({ family, path: pathsLeft(evidence, family) }))
  const gone = left.flatMap(({ family, path }) =>
    path.type === 'none' || path.type === 'down' ? family : [],
  )
  const going = left.filter(({ path }) => path.type === 'weak' && outOfService(path.link) !== null)
  const weak = (going[0] ?? left.find(({ path }) => path.type === 'weak'))?.path
  if (gone.length + going.length === families.length && !othersUp)
    return {
      priority: 'P1',
      reason:
        weak?.type === 'weak'
          ? `Only ${oneLine(weak.link.name)} is left into ${vpcAtStakeWords(evidence)}, and it ${unsteadyWords(evidence, weak)}.`
          : `No path is left into ${vpcAtStakeWords(evidence)}.`,
    }
  if (gone.length > 0)
    return {
      priority: 'P2',
      reason: `${familyNames(gone)} ${verb(gone, 'has', 'have')} no path left into ${vpcAtStakeWords(evidence)}.`,
    }
  return weak?.type === 'weak'
    ? {
        priority: 'P2',
        reason: `Only ${oneLine(weak.link.name)} is left into ${vpcAtStakeWords(evidence)}, and it ${inWords(weak.weaknesses.map((weakness) => WEAKNESS_WORDS[weakness]))}.`,
      }
    : {
        priority: 'P3',
        reason: `An independent link into ${vpcAtStakeWords(evidence)} carries what was lost.`,
      }
}

/** What goes with a link that was in service, whatever takes it: for rules that look at no session. */
export interface ServiceLoss {
  /** What is left of each family, as a clause for a verdict. */
  readonly clause: string
  /** Seeing that what is left takes over. */
  readonly steps: readonly NextStep[]
  /** How urgent a ticket is. */
  readonly priority: TicketPriority
}

/** The loss of all that a link carried, of families whose session is still up too. A link that carried nothing is a delivery. */
export function serviceLoss(evidence: Evidence): ServiceLoss {
  const { carried } = evidence
  const { priority } = outagePriority(evidence, carried, false)
  return carried.length === 0
    ? { clause: '', steps: [], priority }
    : { clause: impactClause(evidence, carried), steps: failoverSteps(evidence, carried), priority }
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
  const { priority } = outagePriority(evidence, families, othersUp)
  if (failovers.length > 0) {
    const when =
      priority === 'P1'
        ? 'without waiting for the tests: what is left may not last'
        : 'if the tests find nothing'
    return [...failovers, ...tests, ticketStep(priority, when)]
  }
  const ticket = othersUp
    ? ticketStep(
        priority,
        `if the tests find nothing: ${familyNames(families)} ${verb(families, 'has', 'have')} no other path`,
      )
    : ticketStep(priority, 'without waiting for the tests: no other path is left')
  return [
    ...tests,
    ticket,
    { text: 'When it is up again, see prefixes in both directions and a real flow, for 2 minutes' },
  ]
}

/** Seeing that what is left took over, for families that are down. Empty where nothing is left. */
export function failoverSteps(evidence: Evidence, families: readonly Family[]): readonly NextStep[] {
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
