import { linkStatus } from '../../domain/status.ts'
import { billedFor } from '../billing.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'
import { lacksItsPartner } from '../kinds.ts'

/** No answer within 10 days of creation (InterLink statuses, "Expired"). */
export const expired: Rule = (evidence, now) => {
  const { link } = evidence
  if (linkStatus(link.status) !== 'expired' || lacksItsPartner(link)) return null
  const entry = STATUS_CATALOG.expired
  return explanation(
    'expired',
    `Scaleway does not tell the partner: either nobody contacted it, or it did not answer. A new link has a new pairing key. ${billedFor(link, now)}`,
    {
      verdict: 'The partner did not answer in time, so the link has to be deleted and ordered anew.',
      mover: entry.movers.hosted,
      documentUrl: entry.documentUrl,
    },
    entry.wayOut(evidence),
  )
}
