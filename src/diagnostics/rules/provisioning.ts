import { type Span, spanEnd } from '../../domain/span.ts'
import { linkStatus } from '../../domain/status.ts'
import { billedFor } from '../billing.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { DOCUMENTS } from '../documents.ts'
import { explanation, type Rule } from '../insight.ts'
import { isCarrying } from '../judgement.ts'
import { partnerName, partnerStep } from '../partner-contact.ts'
import { spanInWords } from '../words.ts'

const LONG: Span = { unit: 'business_days', days: 5 }

/** The partner accepted and works on it (InterLink statuses, "Provisioning"). That 5 business days are long is our judgement. */
export const provisioning: Rule = (evidence, now) => {
  const { link } = evidence
  if (linkStatus(link.status) !== 'provisioning' || isCarrying(link)) return null
  const entry = STATUS_CATALOG.provisioning
  const who = partnerName(evidence)
  const { statusSince = null } = evidence
  const isLate = statusSince !== null && now >= spanEnd(statusSince, LONG, 'UTC')
  const partner = `${who.charAt(0).toUpperCase()}${who.slice(1)}`
  return explanation(
    'provisioning',
    isLate
      ? `5 business days are over. ${billedFor(link, now)}`
      : 'The link should become Active when the partner is done.',
    {
      verdict: isLate
        ? `${partner} accepted the link at least ${spanInWords(now - statusSince)} ago and has not finished: that is overdue.`
        : `${partner} accepted the link and is setting up its side.`,
      mover: entry.movers.hosted,
      documentUrl: entry.documentUrl,
    },
    isLate
      ? [
          partnerStep(
            evidence,
            'Chase',
            ' and its account manager now: a date, the circuit id, what it waits for',
          ),
          { text: 'Without a date, consider ordering at another partner or PoP', url: DOCUMENTS.order },
          ...entry.wayOut(evidence),
        ]
      : [
          ...entry.wayOut(evidence),
          partnerStep(evidence, 'Chase', ', its account manager if need be, after 5 business days'),
        ],
  )
}
