import { DOCUMENTS } from '../documents.ts'
import { gapInsight, yetOrAnyMore } from '../gaps.ts'
import type { Rule } from '../insight.ts'
import { attachVpcStep } from '../steps.ts'

/** Without a VPC no traffic can flow (InterLink concepts, "Attached VPC"); detaching it turns propagation off. */
export const noVpc: Rule = (evidence) => {
  const { link } = evidence
  if (link.vpcId !== null) return null
  return gapInsight(evidence, {
    id: 'no_vpc',
    clause: `no VPC is attached ${yetOrAnyMore(evidence)}, so there is nothing for the link to reach`,
    text: 'A link reaches one VPC of its own region at a time. Detaching it turns route propagation off by itself.',
    steps: [attachVpcStep(evidence)],
    documentUrl: DOCUMENTS.configuring,
  })
}
