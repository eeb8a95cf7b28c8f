import { linkStatus } from '../../domain/status.ts'
import { STATUS_CATALOG } from '../catalog.ts'
import { explanation, type Rule } from '../insight.ts'

/** Gone on both sides (InterLink statuses, "Deleted"); what is left to clean up is the customer's own. */
export const deleted: Rule = ({ link, carried }) => {
  const hasCarried = carried.length > 0
  if (linkStatus(link.status) !== 'deleted') return null
  return explanation(
    'deleted',
    'A link that was made anew under the same name has a new pairing key, which its partner must be given.',
    {
      verdict: 'The link is deleted, and nothing can bring it back.',
      mover: hasCarried ? 'you' : 'nobody',
      documentUrl: STATUS_CATALOG.deleted.documentUrl,
    },
    hasCarried
      ? [
          { text: 'See whether the VPC still has a path without this link' },
          { text: 'Remove its router configuration, monitoring and contract' },
        ]
      : [],
  )
}
