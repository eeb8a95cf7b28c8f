import type { ClaimedDelivery, Notifier, SearchOutcome } from '../watch/outbox.ts'
import { PAGERS, type Pager } from '../watch/ports.ts'

/** What has to be set for each pager. */
const SETTING = {
  pagerduty: 'PAGERDUTY_ROUTING_KEY',
  webhook: 'ALERT_WEBHOOK_URL and ALERT_WEBHOOK_SECRET',
} as const satisfies Record<Pager, string>

/**
 * One notifier for all channels: pagers by their names, and the chat for every other channel. What waits for a pager that is
 * not configured any more goes on waiting, and says so.
 */
export function createPagerNotifier(
  parts: { readonly slack: Notifier } & { readonly [Name in Pager]: Notifier | null },
): Notifier {
  const notifierOf = ({ channel }: ClaimedDelivery): Notifier => {
    const pager = PAGERS.find((name) => name === channel)
    return pager === undefined ? parts.slack : (parts[pager] ?? missing(pager))
  }
  return {
    send: (delivery) => notifierOf(delivery).send(delivery),
    find: (delivery, since) => notifierOf(delivery).find(delivery, since),
  }
}

function missing(pager: Pager): Notifier {
  const error = `${pager} is not configured any more`
  const notFound: SearchOutcome = { type: 'unreadable', error }
  return {
    send: async () => ({
      type: 'rejected',
      scope: 'channel',
      error,
      advice: `set ${SETTING[pager]} again to send what waits`,
    }),
    find: async () => notFound,
  }
}
