import type { PageEvent } from '../alerting/alert.ts'
import type { Notifier, SendOutcome } from '../watch/outbox.ts'
import { pageOf, UNSEARCHABLE } from './page-of.ts'
import type { PostResult } from './post.ts'
import { postSigned, type SignedTarget, signedPostAdvice } from './signed-post.ts'

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
export function createWebhook(settings: SignedTarget): Notifier {
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
      return outcomeOf(await postSigned(settings, key, body), key)
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
    advice: signedPostAdvice(status, 'ALERT_WEBHOOK'),
  }
}

/** Answers that find fault with one body and not with who sends it where: what comes after it may go through. */
const ABOUT_THE_BODY: ReadonlySet<number> = new Set([400, 409, 413, 415, 422])
