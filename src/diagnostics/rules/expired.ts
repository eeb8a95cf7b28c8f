import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'

/** No answer within 10 days of creation (InterLink statuses, "Expired"). */
export const expired: Rule = (evidence) => {
  if (linkStatus(evidence.link.status) !== 'expired') return null
  const entry = STATUS_CATALOG.expired
  return explanation(
    'expired',
    'Scaleway does not tell the partner: either nobody contacted it, or it did not answer. A new link has a new pairing key.',
    {
      verdict: 'The partner did not answer in time, so the link has to be deleted and ordered anew.',
      mover: entry.movers.hosted,
      documentUrl: entry.documentUrl,
    },
    entry.wayOut(evidence),
  )
}
