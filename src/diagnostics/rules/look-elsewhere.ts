import { DOCUMENTS } from '../documents.ts'
import { fact, type Rule } from '../insight.ts'
import { familiesThatAre, judgedBySessions } from '../judgement.ts'
import { statusPageStep } from '../steps.ts'
import { familyNames } from '../words.ts'

/**
 * What the API does not tell about a session that is down: Cockpit keeps InterLink's metrics, and the status page tells
 * of incidents at Scaleway (InterLink overview; Scaleway status page). Only said to those who ask, since an alert has more urgent things to say.
 */
export const lookElsewhere: Rule = ({ link, past }) => {
  const down = familiesThatAre(link, 'down')
  if (past === undefined || !judgedBySessions(link) || down.length === 0) return null
  return fact(
    'look_elsewhere',
    'note',
    `Why ${familyNames(down)} went down is not in the API: Cockpit has graphs of the link, and the status page tells of faults at Scaleway.`,
    DOCUMENTS.overview,
    [
      {
        text: "See in Cockpit's InterLink dashboard when it went, and how it looked before",
        url: DOCUMENTS.cockpit,
      },
      statusPageStep("See whether Scaleway's status page tells of a fault or a maintenance"),
    ],
  )
}
