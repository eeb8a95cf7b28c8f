import { linkStatus } from '../../domain/status.ts'
import { billedFor } from '../billing.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { REQUEST_LIFETIME_DAYS, requestExpiresAt } from '../deadlines.ts'
import { explanation, type Rule } from '../insight.ts'
import { isCarrying } from '../judgement.ts'
import { ticketStep } from '../steps.ts'
import { spanInWords } from '../words.ts'

/**
 * The partner must be asked by the customer, and has 10 days from the creation of the link (Complete hosted InterLink
 * provisioning; InterLink statuses, "Requesting" and "Expired").
 */
export const requested: Rule = (evidence, now) => {
  const { link } = evidence
  const expiresAt = requestExpiresAt(link)
  if (linkStatus(link.status) !== 'requested' || expiresAt === null || isCarrying(link)) return null
  const entry = STATUS_CATALOG.requested
  const left = expiresAt - now
  return explanation(
    'requested',
    `Scaleway does not contact the partner. ${billedFor(link, now)}`,
    {
      verdict:
        left > 0
          ? `The partner has not answered yet, and the request expires in ${spanInWords(left)}.`
          : `The partner has not answered, and the ${REQUEST_LIFETIME_DAYS} days of the request ended ${spanInWords(-left)} ago.`,
      mover: entry.movers.hosted,
      documentUrl: entry.documentUrl,
    },
    left > 0
      ? entry.wayOut(evidence)
      : [
          ...entry.wayOut(evidence),
          { text: 'If it does not answer today, take the order as expired' },
          ...STATUS_CATALOG.expired.wayOut(evidence),
          ticketStep('P4', 'if it stays Requesting and nobody can accept or delete it'),
        ],
  )
}
