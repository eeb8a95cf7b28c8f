import type { PageEvent } from '../alerting/alert.ts'
import type { ClaimedDelivery, SearchOutcome } from '../watch/outbox.ts'

/**
 * The page of a delivery, and when it was decided on (ms); null where it is none. Nothing of it depends on the attempt, so
 * that a page that is sent twice is the same page.
 */
export function pageOf({
  alert,
}: ClaimedDelivery): { readonly event: PageEvent; readonly at: number } | null {
  return alert.type === 'page' ? { event: alert.event, at: alert.at } : null
}

/**
 * After a crash nobody can tell whether a page went out: it is sent again, which is safe, since the receiver knows its key.
 */
export const UNSEARCHABLE: SearchOutcome = {
  type: 'unreadable',
  error: 'pages cannot be looked up; the receiver drops repetitions by their key',
}
