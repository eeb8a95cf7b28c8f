import type { MessageMetadata } from '@slack/types'
import type { Alert } from '../alerting/alert.ts'
import type { ContactSource } from '../contacts/contact.ts'
import type { Clock } from '../domain/clock.ts'
import type { ClaimedDelivery, Notifier, SearchOutcome, SendOutcome } from '../watch/ports.ts'
import { impatientClient } from './client.ts'
import { clip } from './escape.ts'
import type { RenderedMessage } from './limits.ts'
import type { Logger } from './logger.ts'
import { ALERT_EVENT_TYPE, alertMetadata, minimalMetadata } from './metadata.ts'
import { createPeople, peopleIn } from './people.ts'
import { sendFailure, TOKEN_ERRORS } from './send-errors.ts'
import { renderAlert } from './views/alert.ts'

/** A message is looked for from this long before its attempt: Slack's clock and ours need not agree (ms). */
const CLOCK_SKEW_MS = 60_000
const PAGE_SIZE = 100
/** More pages than this are not searched: the channel counts as unreadable then, and the message says it may repeat. */
const MOST_PAGES = 20

/** Tells alerts in Slack, with a client of its own that fails fast: the outbox tries again. */
export function createNotifier(settings: {
  readonly botToken: string
  readonly apiUrl: string
  readonly clock: Clock
  readonly fetch: typeof fetch
  /** When to stop waiting for an answer (ms). */
  readonly timeoutMs: number
  readonly logger: Logger
  /** Asked when an alert is rendered: the outbox keeps no phone numbers. */
  readonly contacts: ContactSource
}): Notifier {
  const client = impatientClient({ ...settings, token: settings.botToken })
  const people = createPeople((user) => client.users.info({ user }))

  const call = async (delivery: ClaimedDelivery, form: Form): Promise<string> => {
    const { dispatch, channel, parentTs } = delivery
    const content = {
      channel,
      text: clip(form.text, MOST_TEXT),
      blocks: [...form.blocks],
      ...(form.metadata === null ? {} : { metadata: form.metadata }),
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

  const tryCall = async (delivery: ClaimedDelivery, form: Form) => {
    try {
      return { type: 'sent' as const, ts: await call(delivery, form) }
    } catch (error) {
      return sendFailure(error)
    }
  }

  /** A view that breaks must not hold up its channel: the bare facts are sent, and the defect is logged. */
  const render = async (delivery: ClaimedDelivery): Promise<RenderedMessage> => {
    const { alert, dispatch } = delivery
    const edit = dispatch.type === 'edit'
    const names = edit ? new Map<string, string>() : await people.names(peopleIn(alert))
    try {
      return renderAlert(alert, settings.clock.now(), {
        mayRepeat: delivery.mayRepeat,
        story: delivery.story,
        mention: dispatch.type === 'post' || isBroadcast(dispatch) ? delivery.mention : null,
        anew: delivery.anew,
        edit,
        names,
        contacts: settings.contacts,
      })
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
      const forms = formsOf(delivery, await render(delivery))
      for (const [index, form] of forms.entries()) {
        const outcome = await tryCall(delivery, form)
        if (outcome.type !== 'unrenderable') return outcome
        const last = index === forms.length - 1
        settings.logger.error(
          { alertKey: delivery.dispatch.key, form: form.name, error: outcome.error },
          `Slack does not take an alert as it is, which is a defect; ${last ? 'it is tried again later' : 'it is sent in a plainer form instead'}.`,
        )
        if (last)
          return {
            type: 'rejected',
            scope: 'message',
            error: outcome.error,
            advice: 'report this as a defect',
          }
      }
      throw new Error('An alert has at least one form to be sent in.')
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

function isBroadcast(dispatch: ClaimedDelivery['dispatch']): boolean {
  return dispatch.type === 'reply' && dispatch.broadcast
}

/** What is left to say of an alert that no view can show. Ids and regions are the API's own, and hold no markup. */
function bareFacts(alert: Alert): string {
  const { severity, link_id: linkId, region } = alertMetadata('', null, alert).event_payload
  const subject = linkId === undefined ? (region ?? 'InterLink') : `link ${linkId} in ${region}`
  return `An alert of level ${severity} about ${subject}: ask /interlink status for details.`
}

/** chat.update refuses a longer text with `msg_too_long`, and chat.postMessage advises against it (docs.slack.dev). */
const MOST_TEXT = 4_000

/** One way to send an alert. Without metadata, a message whose answer is lost cannot be found again. */
interface Form extends RenderedMessage {
  readonly name: string
  readonly metadata: MessageMetadata | null
}

/** The ways to send an alert, best first: what Slack does not take in one form may go through in the next. */
function formsOf(
  { dispatch, incidentId, alert }: ClaimedDelivery,
  { text, blocks }: RenderedMessage,
): Form[] {
  const key = dispatch.type === 'edit' ? dispatch.parentKey : dispatch.key
  return [
    { name: 'whole', text, blocks, metadata: alertMetadata(key, incidentId, alert) },
    { name: 'plain text', text, blocks: [], metadata: minimalMetadata(key, alert) },
    { name: 'plain text without metadata', text, blocks: [], metadata: null },
  ]
}

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
