import type { PageEvent } from '../../src/alerting/alert.ts'
import type { Transport } from '../../src/paging/post.ts'
import type { ClaimedDelivery } from '../../src/watch/outbox.ts'
import { type ManualClock, manualClock } from '../support/clock.ts'
import { NOW } from '../support/links.ts'
import { aClaim } from '../support/notifying.ts'

export const ROUTING_KEY = 'R0123456789abcdefghijklmnopqrstu'
export const TIMEOUT_MS = 10_000

/** A page of the last path into a VPC, opened. */
export function aPage(overrides: Partial<PageEvent> = {}): PageEvent {
  return {
    action: 'opened',
    key: 'incident-1',
    level: 'critical',
    summary: 'paris-a is down: last path into VPC prod for IPv6',
    incidentId: 'incident-1',
    region: 'fr-par',
    links: [{ id: 'link-1', name: 'paris-a', region: 'fr-par', status: 'all_down' }],
    reason: 'Paged: critical, on the last path into its VPC, and still bad after 60s.',
    since: NOW - 60_000,
    ...overrides,
  }
}

/** The delivery of a page to a pager, claimed for its first attempt. */
export function aPageClaim(
  event: PageEvent = aPage(),
  overrides: Partial<ClaimedDelivery> = {},
): ClaimedDelivery {
  return aClaim(
    { type: 'post', key: 'delivery-1' },
    {
      story: 'story-1',
      channel: 'pagerduty',
      incidentId: event.incidentId,
      alert: { type: 'page', at: NOW, event },
      ...overrides,
    },
  )
}

/** How requests are made in tests: over real HTTP, with time that stands still. */
export function aTransport(
  clock: ManualClock = manualClock(NOW),
): Transport & { readonly clock: ManualClock } {
  return { fetch, clock, timeoutMs: TIMEOUT_MS }
}
