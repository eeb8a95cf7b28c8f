import { linkStatus } from '../../domain/status.ts'
import { billedFor } from '../billing.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import type { Evidence } from '../evidence.ts'
import { explanation, type Insight, type Rule } from '../insight.ts'
import { partnerName } from '../partner-contact.ts'
import { oneLine } from '../words.ts'

/** The partner said no (InterLink statuses, "Refused"); its reason is `disapproved_reason` of the API. */
export const refused: Rule = (evidence, now) => {
  const { link } = evidence
  if (linkStatus(link.status) !== 'refused') return null
  const entry = STATUS_CATALOG.refused
  const reason = link.kind.type === 'hosted' ? oneLine(link.kind.disapprovedReason ?? '') : ''
  if (link.kind.type === 'self_hosted') return refusedWithoutPartner(evidence)
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

/** Refusals are documented of hosted links only: a self-hosted link has no partner, and costs nothing by itself. */
function refusedWithoutPartner(evidence: Evidence): Insight {
  const entry = STATUS_CATALOG.refused
  return explanation(
    'refused',
    'Refused is documented for hosted links only, and a self-hosted link has no partner that could refuse it.',
    {
      verdict: 'The API gives the self-hosted link as refused, so it has to be deleted and ordered anew.',
      mover: entry.movers.self_hosted,
      documentUrl: entry.documentUrl,
    },
    entry.wayOut(evidence),
  )
}
