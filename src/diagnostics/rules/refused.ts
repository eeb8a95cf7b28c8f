import { linkStatus } from '../../domain/status.ts'
import { billedFor } from '../billing.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'
import { lacksItsPartner } from '../kinds.ts'
import { partnerName } from '../partner-contact.ts'
import { oneLine } from '../words.ts'

/** The partner said no (InterLink statuses, "Refused"); its reason is `disapproved_reason` of the API. */
export const refused: Rule = (evidence, now) => {
  const { link } = evidence
  if (linkStatus(link.status) !== 'refused' || lacksItsPartner(link)) return null
  const entry = STATUS_CATALOG.refused
  const reason = link.kind.type === 'hosted' ? oneLine(link.kind.disapprovedReason ?? '') : ''
  const who = partnerName(evidence)
  return explanation(
    'refused',
    `${
      reason === ''
        ? `The API gives no reason of ${who}: ask for it.`
        : `The reason given: “${reason.replace(/\.$/u, '')}”.`
    } ${billedFor(link, now)}`,
    {
      verdict: `${who.charAt(0).toUpperCase()}${who.slice(1)} refused the link, so it has to be deleted and ordered anew.`,
      mover: entry.movers.hosted,
      documentUrl: entry.documentUrl,
    },
    entry.wayOut(evidence),
  )
}
