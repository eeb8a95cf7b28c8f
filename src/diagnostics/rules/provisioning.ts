import { linkStatus } from '../../domain/status.ts'
import { billedFor } from '../billing.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { DOCUMENTS } from '../documents.ts'
import { explanation, type Rule } from '../insight.ts'
import { isCarrying } from '../judgement.ts'
import { lacksItsPartner } from '../kinds.ts'
import { partnerName, partnerStep } from '../partner-contact.ts'
import { lengthInWords, spanInWords } from '../words.ts'

/** The partner accepted and works on it (InterLink statuses, "Provisioning"). How long is too long is the team's own timer. */
export const provisioning: Rule = (evidence, now) => {
  const { link } = evidence
  if (linkStatus(link.status) !== 'provisioning' || lacksItsPartner(link) || isCarrying(link)) return null
  const entry = STATUS_CATALOG.provisioning
  const who = partnerName(evidence)
  const due = evidence.provisioningDue ?? null
  const isLate = due !== null && now >= due.at
  const partner = `${who.charAt(0).toUpperCase()}${who.slice(1)}`
  return explanation(
    'provisioning',
    isLate
      ? `It has taken more than ${lengthInWords(due.after)}. ${billedFor(link, now)}`
      : 'The link should become Active when the partner is done.',
    {
      verdict: isLate
        ? `${partner} accepted the link at least ${spanInWords(now - due.since)} ago and has not finished: that is overdue.`
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
        ]
      : [
          ...entry.wayOut(evidence),
          partnerStep(
            evidence,
            'Chase',
            due === null
              ? ', its account manager if need be, if it gives no date'
              : `, its account manager if need be, after ${lengthInWords(due.after)}`,
          ),
        ],
  )
}
