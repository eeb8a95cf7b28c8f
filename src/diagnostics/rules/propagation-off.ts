import { intendedFamilies } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { gapInsight } from '../gaps.ts'
import type { Rule } from '../insight.ts'
import { propagationStep } from '../steps.ts'
import { familyNames } from '../words.ts'

/**
 * With propagation off, all InterLink routes leave the VPC's route table (Configuring an InterLink, "Activate route
 * propagation"). The documents disagree on whether the sessions end with it, so a session that is down is no second fault.
 */
export const propagationOff: Rule = (evidence) => {
  const { link } = evidence
  const hasCarried = evidence.carried.length > 0
  const intended = intendedFamilies(link)
  if (link.routePropagation || intended.length === 0) return null
  return gapInsight(evidence, {
    id: 'propagation_off',
    clause: `route propagation is ${hasCarried ? 'off' : 'not turned on yet'}, so no ${familyNames(intended)} routes are exchanged`,
    text: 'Without propagation the VPC learns no route over this link; a session that is down meanwhile may be down for that reason.',
    steps: [
      propagationStep(
        link.vpcId === null
          ? 'Turn on route propagation once the VPC is attached'
          : 'Turn on route propagation',
      ),
    ],
    documentUrl: DOCUMENTS.configuring,
  })
}
