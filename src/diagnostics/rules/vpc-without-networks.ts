import { DOCUMENTS } from '../documents.ts'
import { gapInsight } from '../gaps.ts'
import type { Rule } from '../insight.ts'
import { vpcName } from '../words.ts'

/** Only the subnets of Private Networks are announced; a VPC without one has nothing to announce or to reach. */
export const vpcWithoutNetworks: Rule = (evidence) => {
  if (evidence.vpc === null || evidence.vpc.privateNetworkCount > 0) return null
  return gapInsight(evidence, {
    id: 'vpc_without_networks',
    clause: `${vpcName(evidence)} has no Private Network, so it has nothing to announce over the link`,
    text: 'Each side announces the prefixes of its own subnets, and those of a VPC are those of its Private Networks.',
    steps: [
      {
        text: `Create a Private Network in ${vpcName(evidence)} and attach resources to it`,
        url: DOCUMENTS.privateNetwork,
      },
    ],
    documentUrl: DOCUMENTS.overview,
  })
}
