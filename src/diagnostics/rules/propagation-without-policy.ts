import { intendedFamilies } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { gapInsight } from '../gaps.ts'
import type { Rule } from '../insight.ts'
import { attachPolicyStep } from '../steps.ts'

/**
 * The console refuses to turn propagation on without a routing policy (How to configure your InterLink, "How to activate
 * route propagation"); the API accepts it, and everything stays blocked.
 */
export const propagationWithoutPolicy: Rule = (evidence) => {
  const { link } = evidence
  if (!link.routePropagation || intendedFamilies(link).length > 0) return null
  return gapInsight(evidence, {
    id: 'propagation_without_policy',
    clause: 'route propagation is on without any routing policy, so there is nothing that it may propagate',
    text: 'The console does not allow this, the API does. All routes are blocked as if propagation were off.',
    steps: [
      attachPolicyStep('Attach a routing policy for each family to be used; propagation is on already'),
    ],
    documentUrl: DOCUMENTS.activatePropagation,
  })
}
