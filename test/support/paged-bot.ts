import { randomUUID } from 'node:crypto'
import { type PagerDuty, startPagerDuty } from '../../src/simulator/pager/pagerduty.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../src/simulator/pager/webhook-receiver.ts'
import { type Bot, startBot } from './bot.ts'

const ROUTING_KEY = 'R0123456789abcdefghijklmnopqrstu'
export const WEBHOOK_SECRET = 'a secret that both sides know'

/** A bot that calls somebody beyond Slack, between stand-ins of those too. */
export interface PagedBot extends Bot {
  readonly pagerduty: PagerDuty
  readonly webhook: WebhookReceiver
}

/** Starts it like `startBot`, with PagerDuty and a webhook configured. */
export async function startPagedBot(options: Parameters<typeof startBot>[0] = {}): Promise<PagedBot> {
  const { started = true, ...others } = options
  const bot = await startBot({ ...others, started: false })
  const { clock } = bot
  const pagerduty = await startPagerDuty({ clock, routingKeys: [ROUTING_KEY], newId: randomUUID })
  const webhook = await startWebhookReceiver({ clock, secret: WEBHOOK_SECRET })
  const env = {
    PAGERDUTY_ROUTING_KEY: ROUTING_KEY,
    PAGERDUTY_EVENTS_URL: pagerduty.url,
    ALERT_WEBHOOK_URL: `${webhook.url}/alerts`,
    ALERT_WEBHOOK_SECRET: WEBHOOK_SECRET,
  }
  const paged: PagedBot = {
    ...bot,
    pagerduty,
    webhook,
    start: (changed = {}) => bot.start({ ...env, ...changed }),
    async close() {
      await bot.close()
      await pagerduty.close()
      await webhook.close()
    },
  }
  if (started) await paged.start()
  return paged
}
