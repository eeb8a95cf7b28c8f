import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { phaseOf } from '../judgement.ts'
import { oneLine, vpcAtStakeWords } from '../words.ts'
import { leftInWords } from '../writes.ts'

/**
 * Links that led into the same VPC until lately: two links into one VPC are the documented redundancy (InterLink overview,
 * "Attaching a VPC"), and whoever takes one away rarely looks at the other.
 */
export const backupLeft: Rule = ({ leavers = [], siblings, ...evidence }, now) => {
  if (phaseOf(evidence.link) !== 'service') return null
  const back = new Set(siblings.map(({ id }) => id))
  const gone = leavers.filter(({ link }) => !back.has(link.id))
  if (gone.length === 0) return null
  const vpc = vpcAtStakeWords({ siblings, ...evidence })
  return fact(
    'backup_left',
    'risk',
    gone.map((leaver) => `${leftInWords(leaver, vpc, now)}: it is no backup any more.`).join(' '),
    DOCUMENTS.overview,
    gone.map(({ link }) => ({
      text: `Attach ${vpc} to ${oneLine(link.name)} again, unless that was meant`,
      url: DOCUMENTS.attachVpc,
    })),
  )
}
