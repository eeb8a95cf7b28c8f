import { DOCUMENTS } from '../documents.ts'
import { gapInsight } from '../gaps.ts'
import type { Rule } from '../insight.ts'
import { vpcName } from '../words.ts'

/** The VPC must be in the same region as the link (Configuring an InterLink, "Attach VPC"). */
export const vpcInOtherRegion: Rule = (evidence) => {
  const { link, vpc } = evidence
  if (vpc === null || vpc.region === link.region) return null
  return gapInsight(evidence, {
    id: 'vpc_in_other_region',
    clause: `${vpcName(evidence)} is in region ${vpc.region}, and the link is in ${link.region}, so they cannot be connected`,
    text: 'The API should not allow this. Neither the region of a link nor that of a VPC can be changed.',
    steps: [
      {
        text: `Attach a VPC of region ${link.region} instead`,
        url: DOCUMENTS.attachVpc,
        acts: ['attach_vpc'],
      },
    ],
    documentUrl: DOCUMENTS.configuring,
  })
}
