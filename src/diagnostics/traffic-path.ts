import { FAMILIES, type Family, familyState, intendedFamilies } from '../domain/link.ts'
import { linkStatus } from '../domain/status.ts'
import type { Evidence } from './evidence.ts'
import { isCarrying, phaseOf, statusName } from './judgement.ts'
import { FAMILY_NAMES, familyNames, oneLine, vpcName } from './words.ts'

/** `unknown` where something is attached and could not be read, or where the API does not say. */
type PathStepState = 'done' | 'missing' | 'unknown'

/** The steps of the traffic path, by their stable names. */
export type PathStepId =
  | 'link'
  | 'vpc'
  | 'policies'
  | 'propagation'
  | `filter_${'in' | 'out'}_${Family}`
  | 'vpc_networks'
  | 'vpc_routing'
  | `session_${Family}`
  | `routes_${Family}`

/** One thing that must be true for traffic to flow. `text` is plain and says how it stands, without a full stop. */
export interface PathStep {
  readonly id: PathStepId
  readonly state: PathStepState
  readonly text: string
}

/**
 * All that must be true for traffic to flow, in the order in which it is set up (Configuring an InterLink). Filters and
 * sessions are listed for the intended families only: a link may be used for one family alone. What the VPC has learned comes
 * last, where it was asked for.
 */
export function trafficPath(evidence: Evidence): readonly PathStep[] {
  const intended = intendedFamilies(evidence.link)
  return [
    linkStep(evidence),
    vpcStep(evidence),
    policiesStep(evidence),
    propagationStep(evidence),
    ...intended.flatMap((family) => [
      filterStep(evidence, family, 'in'),
      filterStep(evidence, family, 'out'),
    ]),
    networksStep(evidence),
    routingStep(evidence),
    ...intended.map((family) => sessionStep(evidence, family)),
    ...(isRouteTableAsked(evidence) ? intended.map((family) => routesStep(evidence, family)) : []),
  ]
}

/** The first step that is known to be missing; null where none is. What is unknown is not held to be missing. */
export function firstMissingStep(steps: readonly PathStep[]): PathStep | null {
  return steps.find((step) => step.state === 'missing') ?? null
}

/** The first step that keeps this family from flowing. The steps of the other family do not. */
export function missingStepOf(steps: readonly PathStep[], family: Family): PathStep | null {
  const others = FAMILIES.filter((other) => other !== family)
  return firstMissingStep(steps.filter(({ id }) => !others.some((other) => id.endsWith(`_${other}`))))
}

function linkStep({ link }: Evidence): PathStep {
  const name = statusName(link)
  if (linkStatus(link.status) === 'unknown_link_status')
    return { id: 'link', state: 'unknown', text: `The status ${name} is not one that this version knows` }
  if (phaseOf(link) === 'service')
    return { id: 'link', state: 'done', text: `The link is provisioned, its status being ${name}` }
  return isCarrying(link) && phaseOf(link) === 'delivery'
    ? { id: 'link', state: 'done', text: `A session is up, although the status says ${name}` }
    : { id: 'link', state: 'missing', text: `The link is not in service, its status being ${name}` }
}

function vpcStep(evidence: Evidence): PathStep {
  const { link, vpc } = evidence
  if (link.vpcId === null) return { id: 'vpc', state: 'missing', text: 'No VPC is attached' }
  const name = vpcName(evidence)
  if (evidence.vpcGone === true)
    return { id: 'vpc', state: 'missing', text: `${name} is attached, and the VPC API knows none of that id` }
  if (vpc === null) return { id: 'vpc', state: 'unknown', text: `${name} is attached and could not be read` }
  return vpc.region === link.region
    ? { id: 'vpc', state: 'done', text: `${name} is attached` }
    : { id: 'vpc', state: 'missing', text: `${name} is in ${vpc.region}, and the link in ${link.region}` }
}

function policiesStep({ link, carried }: Evidence): PathStep {
  const intended = intendedFamilies(link)
  if (intended.length === 0)
    return {
      id: 'policies',
      state: 'missing',
      text: 'No routing policy is attached, so all routes are blocked',
    }
  const idle = FAMILIES.filter((family) => !intended.includes(family))
  const isMissed = idle.some((family) => carried.includes(family))
  const rest =
    idle.length === 0
      ? ''
      : `; ${familyNames(idle)} has none${isMissed ? ' any more' : ', and is not meant to be used'}`
  return {
    id: 'policies',
    state: 'done',
    text: `${intended.length > 1 ? 'Routing policies for' : 'A routing policy for'} ${familyNames(intended)} ${intended.length > 1 ? 'are' : 'is'} attached${rest}`,
  }
}

function propagationStep({ link }: Evidence): PathStep {
  return link.routePropagation
    ? { id: 'propagation', state: 'done', text: 'Route propagation is on' }
    : { id: 'propagation', state: 'missing', text: 'Route propagation is off' }
}

function filterStep(evidence: Evidence, family: Family, direction: 'in' | 'out'): PathStep {
  const id: PathStepId = `filter_${direction}_${family}`
  const policy = evidence.policies[family]
  const name = FAMILY_NAMES[family]
  const what =
    direction === 'in' ? `${name} prefixes accepted from outside` : `${name} prefixes of the VPC announced`
  if (policy === null) return { id, state: 'unknown', text: `${what}: the routing policy could not be read` }
  const prefixes = direction === 'in' ? policy.prefixesIn : policy.prefixesOut
  return prefixes.length === 0
    ? { id, state: 'missing', text: `${what}: none, in routing policy ${oneLine(policy.name)}` }
    : { id, state: 'done', text: `${what}: ${prefixes.length}` }
}

function networksStep({ link, vpc }: Evidence): PathStep {
  const id = 'vpc_networks'
  if (vpc === null) return { id, state: 'unknown', text: `Private Networks ${notChecked(link.vpcId)}` }
  return vpc.privateNetworkCount > 0
    ? { id, state: 'done', text: `Private Networks in the VPC: ${vpc.privateNetworkCount}` }
    : { id, state: 'missing', text: 'The VPC has no Private Network' }
}

function routingStep({ link, vpc }: Evidence): PathStep {
  const id = 'vpc_routing'
  if (vpc === null) return { id, state: 'unknown', text: `Routing in the VPC ${notChecked(link.vpcId)}` }
  return vpc.routingEnabled
    ? { id, state: 'done', text: 'Routing is on in the VPC' }
    : { id, state: 'missing', text: 'Routing is off in the VPC' }
}

function notChecked(vpcId: string | null): string {
  return vpcId === null ? 'not checked: no VPC is attached' : 'not checked: the VPC could not be read'
}

function sessionStep({ link }: Evidence, family: Family): PathStep {
  const id: PathStepId = `session_${family}`
  const name = FAMILY_NAMES[family]
  switch (familyState(link, family)) {
    case 'up':
      return { id, state: 'done', text: `The ${name} session is up` }
    case 'down':
      return { id, state: 'missing', text: `The ${name} session is down` }
    case 'idle':
      return { id, state: 'missing', text: `The ${name} session waits for route propagation` }
    case 'unknown':
      return { id, state: 'unknown', text: `The API does not say whether the ${name} session is up` }
  }
}

function isRouteTableAsked({ link, past }: Evidence): boolean {
  return past !== undefined && link.vpcId !== null && phaseOf(link) === 'service'
}

function routesStep({ routes, siblings }: Evidence, family: Family): PathStep {
  const id: PathStepId = `routes_${family}`
  const what = `${FAMILY_NAMES[family]} routes that the VPC has learned over InterLink`
  if (routes === undefined) return { id, state: 'unknown', text: `${what}: could not be read` }
  const count = routes.filter((route) => route.family === family).length
  if (count === 0) return { id, state: 'missing', text: `${what}: none` }
  const whose = siblings.length > 0 ? ', over whichever link' : ''
  return { id, state: 'done', text: `${what}: ${count}${whose}` }
}
