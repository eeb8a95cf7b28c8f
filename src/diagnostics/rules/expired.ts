import { linkStatus } from '../../domain/status.ts'
import { billedFor } from '../billing.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'

/** No answer within 10 days of creation (InterLink statuses, "Expired"). Documented of hosted links, which have a partner. */
export const expired: Rule = (evidence, now) => {
  const { link } = evidence
  if (linkStatus(link.status) !== 'expired') return null
  const entry = STATUS_CATALOG.expired
  const hasPartner = link.kind.type !== 'self_hosted'
  return explanation(
    'expired',
    hasPartner
      ? `Scaleway does not tell the partner: either nobody contacted it, or it did not answer. A new link has a new pairing key. ${billedFor(link, now)}`
      : 'Expired is documented for hosted links only, and a self-hosted link has no partner that could answer.',
    {
      verdict: hasPartner
        ? 'The partner did not answer in time, so the link has to be deleted and ordered anew.'
        : 'The API gives the self-hosted link as expired, so it has to be deleted and ordered anew.',
      mover: entry.movers.hosted,
      documentUrl: entry.documentUrl,
    },
    entry.wayOut(evidence),
  )
}
