import { intendedFamilies } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import type { Evidence } from '../evidence.ts'
import { gapInsight, yetOrAnyMore } from '../gaps.ts'
import type { Insight, Rule } from '../insight.ts'
import { attachPolicyStep, propagationStep } from '../steps.ts'
import { familyNames } from '../words.ts'
import { goneFamilies } from '../writes.ts'

/**
 * By default every route over a link is blocked; a policy for each family to be routed lifts that (Configuring an InterLink,
 * "Attach routing policy"). Propagation that is on without a policy is told by a rule of its own.
 */
export const noPolicy: Rule = (evidence) => {
  const { link } = evidence
  if (intendedFamilies(link).length > 0) return noneAnyMore(evidence)
  if (link.routePropagation) return null
  return gapInsight(evidence, {
    id: 'no_policy',
    clause: `no routing policy is attached ${yetOrAnyMore(evidence)}, so every route is blocked`,
    text: 'A family is used once a routing policy for it is attached: at least one, IPv4 or IPv6, at most one of each.',
    steps: [
      attachPolicyStep('Create and attach a routing policy for each family to be used'),
      propagationStep('Turn on route propagation after that'),
    ],
    documentUrl: DOCUMENTS.routingPolicy,
  })
}

/** A family that carried, and whose policy is gone while the other one has its own: that is no link for one family by choice. */
function noneAnyMore(evidence: Evidence): Insight | null {
  const families = goneFamilies(evidence).filter((family) => evidence.link.policies[family] === null)
  if (families.length === 0) return null
  const names = familyNames(families)
  return gapInsight(evidence, {
    id: 'no_policy',
    clause: `no routing policy for ${names} is attached any more, so every ${names} route is blocked`,
    text: `${names} carried until lately: without a routing policy it is lost, whatever its session says.`,
    steps: [
      attachPolicyStep(`Attach a routing policy for ${names} again, unless this was planned`, families),
    ],
    documentUrl: DOCUMENTS.routingPolicy,
  })
}
