/**
 * What stands behind the links of a message is not repeated below it: they lead there
 * (https://docs.slack.dev/messaging/unfurling-links-in-messages).
 */
export const NO_UNFURLS = { unfurl_links: false, unfurl_media: false } as const

/** A channel, or a thread in it by the message that it is under. */
export interface Place {
  readonly channel: string
  readonly parentTs: string | null
}

/** Where in its channel a message goes: on its own (null), or under another one; `isLoud`: seen in the channel too. */
export function threadOf(parentTs: string | null, isLoud: boolean) {
  if (parentTs === null) return {}
  return isLoud ? ({ thread_ts: parentTs, reply_broadcast: true } as const) : { thread_ts: parentTs }
}

/** Whether it is a channel that others read too: no direct message, and not the Home tab. By how Slack's ids begin. */
export function isChannel(id: string): boolean {
  return /^[CG]/u.test(id)
}
