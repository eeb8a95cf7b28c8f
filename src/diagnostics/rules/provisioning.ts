import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'
import { isCarrying } from '../judgement.ts'
import { partnerName, partnerStep } from '../partner-contact.ts'

/** The partner accepted and works on it (InterLink statuses, "Provisioning"). That 5 business days are long is our judgement. */
export const provisioning: Rule = (evidence) => {
  const { link } = evidence
  if (linkStatus(link.status) !== 'provisioning' || isCarrying(link)) return null
  const entry = STATUS_CATALOG.provisioning
  const who = partnerName(evidence)
  return explanation(
    'provisioning',
    'The link should become Active when the partner is done.',
    {
      verdict: `${who.charAt(0).toUpperCase()}${who.slice(1)} accepted the link and is setting up its side.`,
      mover: entry.movers.hosted,
      documentUrl: entry.documentUrl,
    },
    [
      ...entry.wayOut(evidence),
      partnerStep(evidence, 'Chase', ', its account manager if need be, after 5 business days'),
    ],
  )
}
