/** Beyond Slack: whom pages go to, and who is told that the bot is alive. Each URL is as good as a secret. */
export interface PagingTargets {
  readonly pagerduty: { readonly routingKey: string; readonly eventsUrl: string } | null
  readonly webhook: { readonly url: string; readonly secret: string } | null
  readonly heartbeatUrl: string | null
}

/** The targets that are set. A webhook without a secret is none: an unsigned page is one that anybody can send. */
export function pagingTargets(set: {
  readonly routingKey: string | null
  readonly eventsUrl: string
  readonly webhookUrl: string | null
  readonly webhookSecret: string | null
  readonly heartbeatUrl: string | null
}): PagingTargets {
  const { routingKey, eventsUrl, webhookUrl, webhookSecret, heartbeatUrl } = set
  return {
    pagerduty: routingKey === null ? null : { routingKey, eventsUrl: eventsUrl.replace(/\/+$/, '') },
    webhook:
      webhookUrl === null || webhookSecret === null ? null : { url: webhookUrl, secret: webhookSecret },
    heartbeatUrl,
  }
}

/** What of the targets must never stand in a log: keys, and URLs that whoever knows them can use. */
export function pagingSecrets({ pagerduty, webhook, heartbeatUrl }: PagingTargets): readonly string[] {
  return [pagerduty?.routingKey, webhook?.url, webhook?.secret, heartbeatUrl].filter(
    (secret) => typeof secret === 'string',
  )
}
