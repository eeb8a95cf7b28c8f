import type { Notifier } from '../watch/outbox.ts'
import { createPagerNotifier } from './notifier.ts'
import { createPagerDuty } from './pagerduty.ts'
import type { PagingTargets } from './targets.ts'
import { createWebhook } from './webhook.ts'

type Beyond = Omit<Parameters<typeof createWebhook>[0], 'url' | 'secret'>

/** One notifier for the chat and for all pagers that are set. `timeoutMs` is when to stop waiting for a pager's answer. */
export function openPaging(
  { pagerduty, webhook }: PagingTargets,
  parts: Beyond & {
    readonly slack: Notifier
    readonly logger: Parameters<typeof createPagerDuty>[0]['logger']
  },
): Notifier {
  const { slack, logger, ...beyond } = parts
  return createPagerNotifier({
    slack,
    pagerduty:
      pagerduty === null
        ? null
        : createPagerDuty({ ...pagerduty, ...beyond, source: 'interlink-bot', logger }),
    webhook: webhook === null ? null : createWebhook({ ...webhook, ...beyond }),
  })
}
