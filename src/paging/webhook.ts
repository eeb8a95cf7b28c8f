import type { PageEvent } from '../alerting/alert.ts'
import type { Notifier, SendOutcome } from '../watch/ports.ts'
import { pageOf, UNSEARCHABLE } from './page-of.ts'
import { type PostResult, postJson, type Transport } from './post.ts'
import { signatureOf } from './signature.ts'

/** Where pages are posted, and what they are signed with. Both are secrets: a URL may hold a token. */
export interface WebhookSettings extends Transport {
  readonly url: string
  readonly secret: string
}

/** The body of a webhook, version 1. Times are ISO 8601, UTC. */
export interface WebhookBody {
  readonly version: 1
  /** The same each time the same event is sent. */
  readonly id: string
  readonly event: PageEvent['action']
  /** When it was decided on. */
  readonly at: string
  readonly incident: {
    readonly id: string
    /** The same for all events of one page; another one when somebody has to be called again. */
    readonly key: string
    readonly level: PageEvent['level']
    readonly summary: string
    readonly reason: string
    readonly region: string
    readonly since: string
  }
  readonly links: PageEvent['links']
}

/**
 * Posts pages to a URL, signed (docs/webhook.md). A repetition carries the same id, so that no outcome is ever `unknown`:
 * what may not have arrived is sent again.
 */
export function createWebhook(settings: WebhookSettings): Notifier {
  return {
    async send(delivery): Promise<SendOutcome> {
      const page = pageOf(delivery)
      if (page === null) {
        return {
          type: 'rejected',
          scope: 'message',
          error: 'not_a_page',
          advice: 'only pages go to a webhook: report this as a defect',
        }
      }
      const { key } = delivery.dispatch
      const body = JSON.stringify(bodyOf(key, page.event, page.at))
      const timestamp = String(Math.floor(settings.clock.now() / 1_000))
      const headers = {
        'X-Interlink-Id': key,
        'X-Interlink-Timestamp': timestamp,
        'X-Interlink-Signature': signatureOf(settings.secret, timestamp, body),
      }
      return outcomeOf(await postJson(settings.url, body, headers, settings), key)
    },
    find: async () => UNSEARCHABLE,
  }
}

function bodyOf(id: string, event: PageEvent, at: number): WebhookBody {
  const { action, key, level, summary, reason, region, since, incidentId, links } = event
  return {
    version: 1,
    id,
    event: action,
    at: new Date(at).toISOString(),
    incident: { id: incidentId, key, level, summary, reason, region, since: new Date(since).toISOString() },
    links: links.map(({ id: linkId, name, region: linkRegion, status }) => ({
      id: linkId,
      name,
      region: linkRegion,
      status,
    })),
  }
}

function outcomeOf(answer: PostResult, key: string): SendOutcome {
  if (answer.type === 'failed') return { type: 'unavailable', error: `the webhook: ${answer.error}` }
  const { status, retryAfterMs } = answer
  // A webhook names no message: its own key stands for it.
  if (status >= 200 && status < 300) return { type: 'sent', ts: key }
  if (status === 429) return { type: 'rate_limited', afterMs: retryAfterMs }
  const error = `the webhook answered ${status}`
  if (status === 408 || status >= 500) return { type: 'unavailable', error }
  return {
    type: 'rejected',
    scope: ABOUT_THE_BODY.has(status) ? 'message' : 'channel',
    error,
    advice: adviceOf(status),
  }
}

/** Answers that find fault with one body and not with who sends it where: what comes after it may go through. */
const ABOUT_THE_BODY: ReadonlySet<number> = new Set([400, 409, 413, 415, 422])

function adviceOf(status: number): string {
  if (status < 400) return 'redirects are not followed: set ALERT_WEBHOOK_URL to where it leads'
  return status === 401 || status === 403
    ? "check ALERT_WEBHOOK_SECRET on both sides, and the receiver's clock"
    : 'check ALERT_WEBHOOK_URL and the receiver'
}
