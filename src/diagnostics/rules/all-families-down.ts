import { intendedFamilies } from '../../domain/link.ts'
import { DOCUMENTS } from '../documents.ts'
import type { Evidence } from '../evidence.ts'
import { type Rule, symptom } from '../insight.ts'
import { despiteStatus, familiesThatAre, judgedBySessions } from '../judgement.ts'
import { bgpSpeaker } from '../kinds.ts'
import { impactClause, outageSteps } from '../outage.ts'
import { sharedOutage } from '../shared-outage.ts'
import { familyNames, sentence } from '../words.ts'

/**
 * Every family that is meant to be used is down: nothing flows (InterLink statuses, "Down / All down"). Who runs BGP
 * tests first; the document names the partner and Scaleway's support as the way out.
 */
export const allFamiliesDown: Rule = (evidence) => {
  const { link } = evidence
  const down = familiesThatAre(link, 'down')
  if (!judgedBySessions(link) || down.length === 0 || down.length < intendedFamilies(link).length) return null
  const names = familyNames(down)
  const what = down.length > 1 ? 'both BGP sessions are down' : `${names}, the only family in use, is down`
  return symptom(
    'all_families_down',
    `${names}: no session in use is up. The loss itself may be up to a hold time of BGP older than its detection.`,
    {
      verdict: sentence(`${what}${despiteStatus(link)}${impactClause(evidence, down)}`),
      mover: isPartners(evidence) ? 'partner' : bgpSpeaker(link.kind),
      documentUrl: DOCUMENTS.statuses,
    },
    outageSteps(evidence, down, false),
  )
}

/** Whether half of the partner's links, or more, are down with this one: nobody's router does that to all of them. */
function isPartners(evidence: Evidence): boolean {
  const point = sharedOutage(evidence)?.point
  return point === 'partner' || point === 'partner_at_pop'
}
