import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'
import { isCarrying } from '../judgement.ts'
import { serviceLoss } from '../outage.ts'
import { ticketStep } from '../steps.ts'

/**
 * Scaleway could not create the link, and knows (InterLink statuses, "Failed"). A link that was in service and fails takes
 * a way that no document describes, so it is treated as an outage.
 */
export const failed: Rule = (evidence) => {
  const { link } = evidence
  const hasCarried = evidence.carried.length > 0
  if (linkStatus(link.status) !== 'failed') return null
  const entry = STATUS_CATALOG.failed
  if (hasCarried) {
    const loss = serviceLoss(evidence)
    const sessions = isCarrying(link) ? 'its sessions are still up' : 'its sessions are not up'
    return explanation(
      'failed',
      'No document describes a way from service to Failed, so do not wait as for a new link.',
      {
        verdict: `Scaleway reports a link that was in service as Failed, and ${sessions}${loss.clause}.`,
        mover: 'scaleway',
        documentUrl: entry.documentUrl,
      },
      [...loss.steps, ticketStep(loss.priority, 'and say that it was in service')],
    )
  }
  const next = link.kind.type === 'self_hosted' ? 'Ready' : 'Requesting'
  return explanation(
    'failed',
    `Once repaired it should become ${next}. A VLAN out of range, or no capacity left, would be an error of the order.`,
    {
      verdict: 'Scaleway could not create the link, and its technical team was told automatically.',
      mover: entry.movers.unknown,
      documentUrl: entry.documentUrl,
    },
    entry.wayOut(evidence),
  )
}
