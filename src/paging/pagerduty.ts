import { createHash } from 'node:crypto'
import type { PageEvent } from '../alerting/alert.ts'
import type { ClaimedDelivery, Notifier, SendOutcome } from '../watch/outbox.ts'
import type { Logger } from './logger.ts'
import { pageOf, UNSEARCHABLE } from './page-of.ts'
import { type PostResult, postJson, type Transport } from './post.ts'

/** What a PagerDuty integration is reached with. */
export interface PagerDutySettings extends Transport {
  /** The integration key of an Events API v2 integration on a service. A secret. */
  readonly routingKey: string
  /** Without a slash at its end, such as https://events.pagerduty.com. */
  readonly eventsUrl: string
  /** What the alerts come from, as PagerDuty shows it. */
  readonly source: string
  readonly logger: Logger
}

/** Limits of the Events API v2 ("Send an Alert Event"): characters. */
const MOST_KEY = 255
const MOST_SUMMARY = 1_024
/** So many links are listed: a body may have 512 KB, and nobody reads more. */
const MOST_LINKS = 50

const ACTIONS = {
  opened: 'trigger',
  worsened: 'trigger',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
} as const satisfies Record<Exclude<PageEvent['action'], 'changed'>, string>

/**
 * The API knows no urgency: a service set to "Dynamic notifications based on alert severity" calls with high urgency for
 * `critical` and `error`, with low for the others ("Dynamic Notifications"). An error is to be told at low urgency.
 */
const SEVERITIES = {
  critical: 'critical',
  error: 'warning',
  warning: 'warning',
  info: 'info',
} as const satisfies Record<PageEvent['level'], string>

/**
 * Tells pages to PagerDuty (Events API v2): alert events by their key, and change events for what is only `changed`.
 * Repeating an event is harmless, since an event applies to the open alert of its key: so no outcome is ever `unknown`.
 */
export function createPagerDuty(settings: PagerDutySettings): Notifier {
  const post = (form: Form): Promise<PostResult> =>
    postJson(`${settings.eventsUrl}${form.path}`, JSON.stringify(form.body), {}, settings)

  return {
    async send(delivery): Promise<SendOutcome> {
      const page = pageOf(delivery)
      if (page === null) return UNPAGEABLE
      const whole = formOf(page.event, page.at, settings)
      const answer = await post(whole)
      const plain = plainer(whole)
      // An event that is not taken as it is must not hold up those after it: its bare facts may go through.
      if (answer.type === 'failed' || answer.status !== 400 || plain === null || isAboutKey(answer.body))
        return outcomeOf(answer, delivery, settings)
      settings.logger.error(
        { alertKey: delivery.dispatch.key, errors: errorsOf(answer.body, settings) },
        'PagerDuty does not take a page as it is, which is a defect; its bare facts are sent instead.',
      )
      return outcomeOf(await post(plain), delivery, settings)
    },
    find: async () => UNSEARCHABLE,
  }
}

const UNPAGEABLE: SendOutcome = {
  type: 'rejected',
  scope: 'message',
  error: 'not_a_page',
  advice: 'only pages go to a pager: report this as a defect',
}

interface Form {
  readonly path: '/v2/enqueue' | '/v2/change/enqueue'
  readonly body: {
    readonly routing_key: string
    readonly payload?: Readonly<Record<string, unknown>>
    readonly [field: string]: unknown
  }
}

function formOf(event: PageEvent, at: number, { routingKey, source }: PagerDutySettings): Form {
  const links = [{ href: 'https://console.scaleway.com/interlink/links', text: 'InterLink in the console' }]
  const common = {
    summary: clip(event.summary, MOST_SUMMARY),
    source,
    timestamp: new Date(at).toISOString(),
    custom_details: detailsOf(event),
  }
  if (event.action === 'changed') {
    return { path: '/v2/change/enqueue', body: { routing_key: routingKey, payload: common, links } }
  }
  const action = ACTIONS[event.action]
  const target = { routing_key: routingKey, event_action: action, dedup_key: keyOf(event.key) }
  if (action !== 'trigger') return { path: '/v2/enqueue', body: target }
  const first = event.links[0]
  return {
    path: '/v2/enqueue',
    body: {
      ...target,
      payload: {
        ...common,
        severity: SEVERITIES[event.level],
        ...(first === undefined ? {} : { component: first.name }),
        group: event.region,
        class: 'InterLink',
      },
      links,
      client: 'interlink-bot',
    },
  }
}

/** The same event with what is required and nothing else; null where it already holds nothing else. */
function plainer({ path, body }: Form): Form | null {
  if (body.payload === undefined) return null
  const { links: _links, client: _client, payload, ...target } = body
  const { summary, source, severity } = payload
  return { path, body: { ...target, payload: { summary, source, ...(severity ? { severity } : {}) } } }
}

function detailsOf({ incidentId, level, reason, region, since, links, action }: PageEvent) {
  return {
    what: action,
    level,
    why: reason,
    incident: incidentId,
    region,
    bad_since: new Date(since).toISOString(),
    links: links.slice(0, MOST_LINKS).map(({ id, name, status }) => ({ id, name, status })),
    ...(links.length > MOST_LINKS ? { links_not_listed: links.length - MOST_LINKS } : {}),
  }
}

function outcomeOf(
  answer: PostResult,
  { dispatch }: ClaimedDelivery,
  settings: PagerDutySettings,
): SendOutcome {
  if (answer.type === 'failed') return { type: 'unavailable', error: `PagerDuty: ${answer.error}` }
  const { status, body, retryAfterMs } = answer
  // An alert has no ts at PagerDuty: its own key stands for it.
  if (status === 202) return { type: 'sent', ts: dispatch.key }
  if (status === 429) return { type: 'rate_limited', afterMs: retryAfterMs }
  if (status >= 500 || status === 408) return { type: 'unavailable', error: `PagerDuty answered ${status}` }
  const errors = errorsOf(body, settings)
  const refused = {
    type: 'rejected',
    error: `PagerDuty answered ${status}${errors === '' ? '' : ` (${errors})`}`,
  } as const
  if (status !== 400 && status !== 413)
    return { ...refused, scope: 'channel', advice: 'check PAGERDUTY_EVENTS_URL' }
  return isAboutKey(body)
    ? {
        ...refused,
        scope: 'channel',
        advice:
          'check PAGERDUTY_ROUTING_KEY: it has to be the integration key of an Events API v2 integration',
      }
    : { ...refused, scope: 'message', advice: 'report this as a defect' }
}

function isAboutKey(body: string): boolean {
  return /routing[_ ]key/i.test(body)
}

/** What PagerDuty says is wrong, without the key and not at length. */
function errorsOf(body: string, { routingKey }: PagerDutySettings): string {
  let answer: unknown
  try {
    answer = JSON.parse(body)
  } catch {
    return ''
  }
  const errors = typeof answer === 'object' && answer !== null && 'errors' in answer ? answer.errors : null
  const texts = Array.isArray(errors) ? errors.filter((error) => typeof error === 'string') : []
  return clip(texts.join('; ').replaceAll(routingKey, '[redacted]'), 200)
}

/** A longer key is replaced by one that is the same each time. */
function keyOf(key: string): string {
  return key.length <= MOST_KEY ? key : createHash('sha256').update(key).digest('hex')
}

/** At most `most` UTF-16 units, without half a character at the end. */
function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
