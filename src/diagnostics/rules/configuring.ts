import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'
import { isCarrying } from '../judgement.ts'
import { failoverSteps, impactClause, outagePriority } from '../outage.ts'
import { ticketStep } from '../steps.ts'
import { familyNames, sentence, spanInWords, verb } from '../words.ts'
import { goneFamilies } from '../writes.ts'

/** A change of configuration that takes sessions down for longer (ms) is an outage: this project's own judgement. */
const PATIENCE_MS = 90_000

/** The only transient status: no action is possible (InterLink statuses, "Configuring"; the API answers 409 to writes). */
export const configuring: Rule = (evidence, now) => {
  const { link, past } = evidence
  if (linkStatus(link.status) !== 'configuring') return null
  const entry = STATUS_CATALOG.configuring
  const lost = goneFamilies(evidence)
  const text = 'This state is transient, and follows the creation of a link or a change of its configuration.'
  const claim = { mover: entry.movers.unknown, documentUrl: entry.documentUrl }
  const [wait] = entry.wayOut(evidence)
  if (wait === undefined || lost.length === 0) {
    const verdict = isCarrying(link)
      ? 'Scaleway is applying a new configuration, and the sessions are up meanwhile.'
      : 'Scaleway is setting the link up.'
    return explanation('configuring', text, { verdict, ...claim }, entry.wayOut(evidence))
  }
  const downMs = past?.firstBadAt == null ? 0 : now - past.firstBadAt
  const isLong = downMs > PATIENCE_MS
  const { priority } = outagePriority(evidence, lost, isCarrying(link))
  const down = isCarrying(link)
    ? `${familyNames(lost)} ${verb(lost, 'is', 'are')} down`
    : 'no session of it is up'
  const what = `${down} meanwhile${isLong ? `, for ${spanInWords(downMs)}` : ''}`
  return explanation(
    'configuring',
    text,
    {
      verdict: sentence(
        `Scaleway is applying a new configuration to a link that was in service, and ${what}${impactClause(evidence, lost)}`,
      ),
      ...claim,
    },
    [
      ...failoverSteps(evidence, lost),
      ...(isLong
        ? [ticketStep(priority, 'now: no change of configuration takes the sessions down for so long'), wait]
        : [wait, ticketStep(priority, `if the sessions are not back within ${PATIENCE_MS / 1000} seconds`)]),
    ],
  )
}
