import { DOCUMENTS } from '../documents.ts'
import { type Rule, symptom } from '../insight.ts'
import { despiteStatus, familiesThatAre, judgedBySessions } from '../judgement.ts'
import { bgpSpeaker } from '../kinds.ts'
import { testSteps } from '../steps.ts'
import { familyNames, sentence, verb } from '../words.ts'

/**
 * The API has a word of its own for a session it cannot tell about (`unknown_bgp_status`); it is neither up nor down
 * (InterLink API).
 */
export const sessionUnknown: Rule = (evidence) => {
  const { link } = evidence
  const unknown = familiesThatAre(link, 'unknown')
  if (!judgedBySessions(link) || unknown.length === 0) return null
  const names = familyNames(unknown)
  const is = verb(unknown, 'is', 'are')
  return symptom(
    'session_unknown',
    `The API does not say whether ${names} ${is} up; only a router can.`,
    {
      verdict: sentence(`the API does not say whether ${names} ${is} up${despiteStatus(link)}`),
      mover: bgpSpeaker(link.kind),
      documentUrl: DOCUMENTS.api,
    },
    testSteps(evidence, unknown, true),
  )
}
