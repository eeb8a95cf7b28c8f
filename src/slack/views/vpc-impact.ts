import type { FamilyLeft, Impact, VpcImpact } from '../../alerting/vpc-impact.ts'
import { WEAKNESS_WORDS } from '../../diagnostics/redundancy.ts'
import { bandwidthInWords, familyNames, inWords, someInWords } from '../../diagnostics/words.ts'
import { clip, code } from '../escape.ts'
import { section } from '../limits.ts'
import { count } from '../text.ts'
import { byText } from './vpc.ts'

/** The longest line of one VPC: five of them fit a section. */
const LINE_CHARACTERS = 550

/** What several links have taken from their VPCs, as lines of mrkdwn, the worst first. Nothing where nothing is lost. */
export function impactLines(impact: Impact | undefined): readonly string[] {
  if (impact === undefined) return []
  const { vpcs, total } = impact
  const more = total - vpcs.length
  return [
    ...vpcs.map((vpc) => clip(`${vpcText(vpc)}: ${leftText(vpc)}.`, LINE_CHARACTERS)),
    ...(more === 0 ? [] : [`and ${count(more, 'more VPC', 'more VPCs')}`]),
  ]
}

/** The same as a block of a message. */
export function impactSections(impact: Impact | undefined) {
  const lines = impactLines(impact)
  return lines.length === 0 ? [] : [section(lines.join('\n'))]
}

/** The same in a sentence, where a VPC has no path left; nothing for what is milder. */
export function cutOffLines(impact: Impact | undefined): readonly string[] {
  if (impact === undefined || impact.cutOff === 0) return []
  const [worst] = impact.vpcs
  if (worst === undefined) return []
  const lost = worst.families.filter((one) => one.count === 0).map(({ family }) => family)
  const others = impact.cutOff - 1
  const more =
    others === 0
      ? ''
      : ` ${count(others, 'more VPC', 'more VPCs')} ${others === 1 ? 'is' : 'are'} cut off, too.`
  return [`*${vpcText(worst)}: no path left for ${familyNames(lost)}.*${more}`]
}

function vpcText({ vpcId, name }: VpcImpact): string {
  return `VPC ${code(name ?? vpcId, 80)}`
}

function leftText({ families }: VpcImpact): string {
  const worstFirst = [...families].sort((a, b) => Number(a.count > 0) - Number(b.count > 0))
  return byText(worstFirst, stillText)
    .map(({ families: same, text }) =>
      text === '' ? `*no path left for ${familyNames(same)}*` : `${familyNames(same)} ${text}`,
    )
    .join('; ')
}

/** What carries a family still, to follow its name; empty where nothing does. */
function stillText({ carrying, count: all, leftMbps, lostMbps }: FamilyLeft): string {
  if (all === 0) return ''
  const names = carrying.map(({ name, why }) =>
    why.length === 0
      ? code(name, 60)
      : `${code(name, 60)} (${inWords(why.map((weakness) => WEAKNESS_WORDS[weakness]))})`,
  )
  const less =
    leftMbps < lostMbps
      ? `, with ${bandwidthInWords(leftMbps)} in place of the ${bandwidthInWords(lostMbps)} lost`
      : ''
  return `still by ${someInWords(names, names.length, all)}${less}`
}
