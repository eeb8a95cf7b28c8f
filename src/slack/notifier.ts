import { WebClient } from '@slack/web-api'
import type { Alert } from '../alerting/alert.ts'
import type { Clock } from '../domain/clock.ts'
import type { ClaimedDelivery, Notifier, SearchOutcome, SendOutcome } from '../watch/ports.ts'
import type { RenderedMessage } from './limits.ts'
import { boltLogger, type Logger } from './logger.ts'
import { ALERT_EVENT_TYPE, alertMetadata } from './metadata.ts'
import { sendFailure, TOKEN_ERRORS } from './send-errors.ts'
import { renderAlert } from './views/alert.ts'

/** A message is looked for from this long before its attempt: Slack's clock and ours need not agree (ms). */
const CLOCK_SKEW_MS = 60_000
const PAGE_SIZE = 100
/** More pages than this are not searched: the channel counts as unreadable then, and the message says it may repeat. */
const MOST_PAGES = 20

/**
 * Tells alerts in Slack. Its WebClient is its own: no retries inside (a retried chat.postMessage posts twice), rate
 * limits handed back (the client would hold up every channel for one), and an end to waiting.
 */
export function createNotifier(settings: {
  readonly botToken: string
  readonly apiUrl: string
  readonly clock: Clock
  readonly fetch: typeof fetch
  /** When to stop waiting for an answer (ms). */
  readonly timeoutMs: number
  readonly logger: Logger
}): Notifier {
  const client = new WebClient(settings.botToken, {
    slackApiUrl: settings.apiUrl,
    fetch: settings.fetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: settings.timeoutMs,
    logger: boltLogger(settings.logger),
  })

  const call = async (delivery: ClaimedDelivery, message: RenderedMessage): Promise<string> => {
    const { dispatch, channel, incidentId, alert, parentTs } = delivery
    const alertKey = dispatch.type === 'edit' ? dispatch.parentKey : dispatch.key
    const content = {
      channel,
      text: message.text,
      blocks: [...message.blocks],
      metadata: alertMetadata(alertKey, incidentId, alert) as never,
    }
    if (dispatch.type === 'edit') {
      if (parentTs === null) throw new Error('An edit was claimed before its message was posted.')
      await client.chat.update({ ...content, ts: parentTs })
      return parentTs
    }
    const quiet = { unfurl_links: false, unfurl_media: false }
    if (dispatch.type === 'post') return tsOf(await client.chat.postMessage({ ...content, ...quiet }))
    if (parentTs === null) throw new Error('A reply was claimed before its parent was posted.')
    const thread = dispatch.broadcast
      ? ({ thread_ts: parentTs, reply_broadcast: true } as const)
      : { thread_ts: parentTs }
    return tsOf(await client.chat.postMessage({ ...content, ...quiet, ...thread }))
  }

  const tryCall = async (delivery: ClaimedDelivery, message: RenderedMessage) => {
    try {
      return { type: 'sent' as const, ts: await call(delivery, message) }
    } catch (error) {
      return sendFailure(error)
    }
  }

  /** A view that breaks must not hold up its channel: the bare facts are sent, and the defect is logged. */
  const render = (delivery: ClaimedDelivery): RenderedMessage => {
    try {
      return renderAlert(delivery.alert, settings.clock.now(), { mayRepeat: delivery.mayRepeat })
    } catch (error) {
      settings.logger.error(
        { alertKey: delivery.dispatch.key, err: error },
        'An alert could not be rendered, which is a defect; its bare facts are sent instead.',
      )
      return { text: bareFacts(delivery.alert), blocks: [] }
    }
  }

  return {
    async send(delivery): Promise<SendOutcome> {
      const message = render(delivery)
      const first = await tryCall(delivery, message)
      if (first.type !== 'unrenderable') return first
      settings.logger.error(
        { alertKey: delivery.dispatch.key, error: first.error },
        'Slack does not take the blocks of an alert, which is a defect; its plain text is sent instead.',
      )
      const plain = await tryCall(delivery, { text: message.text.slice(0, PLAIN_TEXT_LENGTH), blocks: [] })
      return plain.type === 'unrenderable'
        ? { type: 'rejected', error: plain.error, advice: 'report this as a defect' }
        : plain
    },

    async find(delivery, since): Promise<SearchOutcome> {
      const range = {
        channel: delivery.channel,
        oldest: ((since - CLOCK_SKEW_MS) / 1_000).toFixed(6),
        include_all_metadata: true,
        limit: PAGE_SIZE,
      }
      try {
        let cursor: string | undefined
        for (let page = 0; page < MOST_PAGES; page += 1) {
          const paged = cursor === undefined ? range : { ...range, cursor }
          const answer =
            delivery.dispatch.type === 'reply' && delivery.parentTs !== null
              ? await client.conversations.replies({ ...paged, ts: delivery.parentTs })
              : await client.conversations.history(paged)
          const hit = answer.messages?.find((message) => alertKeyOf(message) === delivery.dispatch.key)
          if (hit?.ts !== undefined) return { type: 'found', ts: hit.ts }
          cursor = answer.response_metadata?.next_cursor || undefined
          if (cursor === undefined) return { type: 'not_found' }
        }
        return { type: 'unreadable', error: 'too many messages since' }
      } catch (error) {
        return searchFailure(error)
      }
    },
  }
}

/** What is left to say of an alert that no view can show. Ids and regions are the API's own, and hold no markup. */
function bareFacts(alert: Alert): string {
  const { severity, link_id: linkId, region } = alertMetadata('', null, alert).event_payload
  const subject = linkId === undefined ? (region ?? 'InterLink') : `link ${linkId} in ${region}`
  return `An alert of level ${severity} about ${subject}: ask /interlink status for details.`
}

/** Slack truncates a message's text at 40,000 characters and advises 4,000 (docs.slack.dev, chat.postMessage). */
const PLAIN_TEXT_LENGTH = 4_000

function searchFailure(error: unknown): SearchOutcome {
  const failure = sendFailure(error)
  switch (failure.type) {
    case 'rate_limited':
      return { type: 'failed', error: 'rate limited', afterMs: failure.afterMs }
    case 'parent_gone':
      return { type: 'not_found' }
    case 'rejected':
      // Without a token nothing can be sent either: the doubt is better kept until it can be resolved.
      return TOKEN_ERRORS.has(failure.error)
        ? { type: 'failed', error: `${failure.error}: ${failure.advice}`, afterMs: null }
        : { type: 'unreadable', error: failure.error }
    case 'unrenderable':
      return { type: 'unreadable', error: failure.error }
    case 'unavailable':
    case 'unknown':
      return { type: 'failed', error: failure.error, afterMs: null }
  }
}

function tsOf(answer: { readonly ts?: string | undefined }): string {
  if (answer.ts === undefined) throw new Error('Slack took a message and did not name its ts.')
  return answer.ts
}

/** The alert key in a message's metadata. The answer's types leave metadata out, and any app may have written it. */
function alertKeyOf(message: object): unknown {
  const metadata: unknown = 'metadata' in message ? message.metadata : undefined
  if (typeof metadata !== 'object' || metadata === null || !('event_type' in metadata)) return undefined
  if (metadata.event_type !== ALERT_EVENT_TYPE || !('event_payload' in metadata)) return undefined
  const payload: unknown = metadata.event_payload
  return typeof payload === 'object' && payload !== null && 'alert_key' in payload
    ? payload.alert_key
    : undefined
}
