import { intendedFamilies } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import { type Rule, symptom } from '../insight.ts'
import { despiteStatus, familiesThatAre, judgedBySessions } from '../judgement.ts'
import { bgpSpeaker } from '../kinds.ts'
import { impactClause, outageSteps } from '../outage.ts'
import { familyNames, sentence } from '../words.ts'

/** One family in use is down and another is not (InterLink statuses, "Limited Connectivity"): the line itself works. */
export const oneFamilyDown: Rule = (evidence) => {
  const { link } = evidence
  const down = familiesThatAre(link, 'down')
  if (!judgedBySessions(link) || down.length === 0 || down.length === intendedFamilies(link).length)
    return null
  const up = familiesThatAre(link, 'up')
  const rest = up.length > 0 ? `${familyNames(up)} is up` : 'the state of the other family is not known'
  return symptom(
    'one_family_down',
    up.length > 0
      ? `${familyNames(down)} is down and ${rest}, so the line works and the fault is in that one session.`
      : `${familyNames(down)} is down and ${rest}.`,
    {
      verdict: sentence(
        `${familyNames(down)} is down and ${rest}${despiteStatus(link)}${impactClause(evidence, down)}`,
      ),
      mover: bgpSpeaker(link.kind),
      documentUrl: DOCUMENTS.statuses,
    },
    outageSteps(evidence, down, up.length > 0),
  )
}
