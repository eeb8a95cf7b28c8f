import { DOCUMENTS } from '../documents.ts'
import { gapInsight } from '../gaps.ts'
import type { Rule } from '../insight.ts'
import { vpcName } from '../words.ts'

/**
 * The VPC API answers `not_found` for the VPC that the link names. Whether a VPC beyond the rights of a key is refused or
 * hidden is not documented, so that is said too.
 */
export const vpcGone: Rule = (evidence) => {
  const { link } = evidence
  if (evidence.vpcGone !== true || link.vpcId === null) return null
  return gapInsight(evidence, {
    id: 'vpc_gone',
    clause: `the VPC API knows no ${vpcName(evidence)} in ${link.region}, which the link is attached to, so there is nothing for it to reach`,
    text: "The link still names it, and the VPC API is believed, unless the VPC is in a project that the bot's key may not see.",
    steps: [
      {
        text: `Attach a VPC of region ${link.region} that exists`,
        url: DOCUMENTS.attachVpc,
        acts: ['attach_vpc'],
      },
    ],
    documentUrl: DOCUMENTS.configuring,
  })
}
