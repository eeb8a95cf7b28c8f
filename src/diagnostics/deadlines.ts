import { addHours } from 'date-fns'
import type { Link } from '../domain/link.ts'
import { linkStatus } from '../domain/status.ts'
import { lacksItsPartner } from './kinds.ts'

/** A hosted link whose partner has not answered this many days after its creation expires (InterLink statuses, "Expired"). */
export const REQUEST_LIFETIME_DAYS = 10

/**
 * When an unanswered request expires (milliseconds since the epoch); null for a link that is not waiting for an answer. A
 * self-hosted link has no partner to give one, whatever its status says.
 */
export function requestExpiresAt(link: Link): number | null {
  return linkStatus(link.status) === 'requested' && !lacksItsPartner(link)
    ? addHours(link.createdAt, 24 * REQUEST_LIFETIME_DAYS).getTime()
    : null
}
