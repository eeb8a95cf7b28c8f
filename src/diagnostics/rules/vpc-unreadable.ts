import { DOCUMENTS } from '../documents.ts'
import type { Rule } from '../insight.ts'
import { fact } from '../insight.ts'
import { despiteStatus, familiesThatAre, judgedBySessions, phaseOf } from '../judgement.ts'
import { familyNames, sentence, verb, vpcName } from '../words.ts'

/** A VPC that is attached and cannot be read may be gone, in another project, or beyond the bot's rights: nothing is assumed (InterLink concepts, "Attached VPC"). */
export const vpcUnreadable: Rule = (evidence) => {
  const { link, vpc } = evidence
  if (link.vpcId === null || vpc !== null || evidence.vpcGone === true || phaseOf(link) === 'closed')
    return null
  const insight = fact(
    'vpc_unreadable',
    judgedBySessions(link) ? 'risk' : 'note',
    `${vpcName(evidence)} is attached and could not be read, so its region, Private Networks and routing were not checked.`,
    DOCUMENTS.concepts,
    [
      {
        text: `See in the console that ${vpcName(evidence)} still exists in ${link.region}, has a Private Network, and has routing on`,
        url: DOCUMENTS.vpcRouting,
      },
      { text: "Give the bot's API key read access to VPC, so that it can check this" },
    ],
  )
  const up = familiesThatAre(link, 'up')
  if (!judgedBySessions(link) || up.length === 0) return insight
  const names = familyNames(up)
  return {
    ...insight,
    claim: {
      verdict: sentence(
        `${names} ${verb(up, 'is', 'are')} up, but the attached ${vpcName(evidence)} cannot be read, so whether it is there and routes is not known${despiteStatus(link)}`,
      ),
      mover: 'you',
      documentUrl: DOCUMENTS.configuring,
    },
  }
}
