import { type LinkStatus, linkStatus } from '../../domain/status.ts'
import { fact, type Rule } from '../insight.ts'
import { statusName } from '../judgement.ts'

/** Statuses that only make sense with a partner (InterLink statuses: "the hosted InterLink"). */
const HOSTED_ONLY: ReadonlySet<LinkStatus> = new Set(['requested', 'provisioning', 'refused', 'expired'])

/** A self-hosted link has no partner to ask, and so no status that waits for one. */
export const kindUnexpected: Rule = ({ link }) => {
  if (link.kind.type !== 'self_hosted' || !HOSTED_ONLY.has(linkStatus(link.status))) return null
  return fact(
    'kind_unexpected',
    'note',
    `${statusName(link)} is documented for hosted links only, and this one is self-hosted: it has no partner to contact.`,
  )
}
