import { intendedFamilies } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { gapInsight, yetOrAnyMore } from '../gaps.ts'
import type { Rule } from '../insight.ts'
import { explainingChanges } from '../judgement.ts'

/**
 * By default every route over a link is blocked; a policy for each family to be routed lifts that (Configuring an InterLink,
 * "Attach routing policy"). Propagation that is on without a policy is told by a rule of its own.
 */
export const noPolicy: Rule = (evidence) => {
  const { link } = evidence
  if (intendedFamilies(link).length > 0 || link.routePropagation) return null
  const changes = explainingChanges(evidence)
  return gapInsight(evidence, {
    id: 'no_policy',
    clause: `no routing policy is attached ${yetOrAnyMore(evidence)}, so every route is blocked`,
    text: 'A family is used once a routing policy for it is attached: at least one, IPv4 or IPv6, at most one of each.',
    steps: [
      ...(changes.includes('policy_ipv4') || changes.includes('policy_ipv6')
        ? []
        : [
            {
              text: 'Create and attach a routing policy for each family to be used',
              url: DOCUMENTS.attachPolicy,
            },
          ]),
      { text: 'Turn on route propagation after that', url: DOCUMENTS.activatePropagation },
    ],
    documentUrl: DOCUMENTS.routingPolicy,
  })
}
