import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { DOCUMENTS } from '../documents.ts'
import { explanation, type Rule } from '../insight.ts'
import { partnerName } from '../partner-contact.ts'
import { ticketStep } from '../steps.ts'

/**
 * A hosted link must be deleted by both sides (How to delete an InterLink). The API does not say who began: both ways
 * are told. Of self-hosted links the documents say nothing, there being no other side.
 */
export const deprovisioning: Rule = (evidence) => {
  const { link } = evidence
  const hasCarried = evidence.carried.length > 0
  if (linkStatus(link.status) !== 'deprovisioning') return null
  const entry = STATUS_CATALOG.deprovisioning
  if (link.kind.type === 'self_hosted') {
    return explanation(
      'deprovisioning',
      'Deprovisioning is documented for hosted links only; a self-hosted link has no other side to wait for.',
      {
        verdict: 'The self-hosted link is being deleted, which Scaleway finishes on its own.',
        mover: 'scaleway',
        documentUrl: entry.documentUrl,
      },
      [
        { text: 'Wait for the link to vanish' },
        ticketStep('P4', 'if it is still there after 2 business days'),
      ],
    )
  }
  return explanation(
    'deprovisioning',
    'Deletion cannot be undone. Scaleway stops billing once the link is deleted at Scaleway; the partner may bill until it has deleted its side.',
    {
      verdict: hasCarried
        ? `A link that was in service is being deleted on one side only: if you did not begin it, ${partnerName(evidence)} did.`
        : 'The deletion of the link is done on one side only, and the other side must delete it too.',
      mover: entry.movers.hosted,
      documentUrl: entry.documentUrl,
    },
    [
      ...entry.wayOut(evidence),
      ...(hasCarried
        ? [
            {
              text: 'If it was not meant to go, order a new link now: nothing brings this one back',
              url: DOCUMENTS.order,
            },
          ]
        : []),
    ],
  )
}
