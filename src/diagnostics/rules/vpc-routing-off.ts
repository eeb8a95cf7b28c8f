import { DOCUMENTS } from '../documents.ts'
import { gapInsight } from '../gaps.ts'
import type { Rule } from '../insight.ts'
import { vpcName } from '../words.ts'

/** Routes that a link learns end in the VPC's route table, which works with routing enabled (How to manage routing, VPC). */
export const vpcRoutingOff: Rule = (evidence) => {
  if (evidence.vpc === null || evidence.vpc.routingEnabled) return null
  return gapInsight(evidence, {
    id: 'vpc_routing_off',
    clause: `routing is off in ${vpcName(evidence)}, so its Private Networks cannot use the routes of the link`,
    text: 'Old VPCs have routing off until somebody activates it, which cannot be undone.',
    steps: [{ text: `Activate routing in ${vpcName(evidence)}`, url: DOCUMENTS.vpcRouting }],
    documentUrl: DOCUMENTS.vpcRouting,
  })
}
