import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'
import { serviceLoss } from '../outage.ts'
import { ticketStep } from '../steps.ts'
import { bandwidthInWords } from '../words.ts'

/**
 * Locked by Trust and Safety: whatever else is wrong, nobody but Scaleway can act (InterLink statuses, "Locked").
 * Moving traffic to another account is not documented; it is what operators do while they wait.
 */
export const locked: Rule = (evidence) => {
  const { link } = evidence
  const hasCarried = evidence.carried.length > 0
  if (linkStatus(link.status) !== 'locked') return null
  const entry = STATUS_CATALOG.locked
  const loss = serviceLoss(evidence)
  const [, ...others] = entry.wayOut(evidence)
  return explanation(
    'locked',
    'A lock often covers the whole organization: see whether other links are locked too.',
    {
      verdict: hasCarried
        ? `Scaleway's Trust and Safety team locked a link that was in service, and only Scaleway can unlock it${loss.clause}.`
        : "Scaleway's Trust and Safety team locked the link, and only Scaleway can unlock it.",
      mover: entry.movers.unknown,
      documentUrl: entry.documentUrl,
    },
    [
      ...loss.steps,
      ticketStep(loss.priority, 'and ask why it is locked'),
      ...others,
      ...(hasCarried
        ? [{ text: `Move ${bandwidthInWords(link.bandwidthMbps)} of traffic to a path outside this account` }]
        : []),
    ],
  )
}
