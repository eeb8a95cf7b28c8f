import { DOCUMENTS } from '../documents.ts'
import { explanation, type Rule } from '../insight.ts'
import { downBecauseDisabled, familiesThatAre, judgedBySessions } from '../judgement.ts'
import { outagePriority } from '../outage.ts'
import { ticketStep } from '../steps.ts'
import { familyNames, sentence, verb } from '../words.ts'

/**
 * Disabled is not down: with a policy and propagation the session should be enabled (Configuring an InterLink, "Activate
 * route propagation"), and no test of a router can bring up what Scaleway's side keeps switched off.
 */
export const sessionDisabled: Rule = (evidence) => {
  const { link } = evidence
  if (!judgedBySessions(link) || !downBecauseDisabled(link)) return null
  const disabled = familiesThatAre(link, 'down')
  const families = familyNames(disabled)
  const { priority } = outagePriority(evidence, disabled, familiesThatAre(link, 'up').length > 0)
  return explanation(
    'session_disabled',
    `There is a routing policy for ${families} and propagation is on, and yet the session is shown as disabled, not as down.`,
    {
      verdict: sentence(
        `Scaleway keeps ${families} switched off although a routing policy is attached and propagation is on`,
      ),
      mover: 'scaleway',
      documentUrl: DOCUMENTS.configuring,
    },
    [
      { text: `Refresh once, since ${families} may have been configured a moment ago` },
      ticketStep(priority, `if ${families} ${verb(disabled, 'stays', 'stay')} disabled`),
    ],
  )
}
