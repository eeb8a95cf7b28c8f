import type { MessageMetadata } from '@slack/types'
import type { Alert } from '../alerting/alert.ts'
import type { ContactSource } from '../contacts/contact.ts'
import type { Clock } from '../domain/clock.ts'
import type { ClaimedDelivery, Notifier, SearchOutcome, SendOutcome } from '../watch/outbox.ts'
import { impatientClient } from './client.ts'
import { clip } from './escape.ts'
import { findMessage } from './find-message.ts'
import type { RenderedMessage } from './limits.ts'
import type { Logger } from './logger.ts'
import { ALERT_EVENT_TYPE, alertMetadata, minimalMetadata } from './metadata.ts'
import { createPeople, peopleIn } from './people.ts'
import { NO_UNFURLS, threadOf } from './posting.ts'
import { type RecordSource, recordsOfLinks } from './records.ts'
import { sendFailure } from './send-errors.ts'
import type { Told, ToldAt } from './told-at.ts'
import { renderAlert } from './views/alert.ts'

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
  /** Asked when an alert is rendered: what people write down meanwhile is shown with the next edit. */
  readonly records: RecordSource
  /** Asked when a digest is rendered: what it names may have moved into another message by then. */
  readonly toldAt: ToldAt
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
    if (dispatch.type === 'post') return tsOf(await client.chat.postMessage({ ...content, ...NO_UNFURLS }))
    if (parentTs === null) throw new Error('A reply was claimed before its parent was posted.')
    const thread = threadOf(parentTs, dispatch.broadcast)
    return tsOf(await client.chat.postMessage({ ...content, ...NO_UNFURLS, ...thread }))
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
    const [told, records] = await Promise.all([
      settings.toldAt(linkedIn(alert), alert.type === 'digest' ? alert.reorders : []),
      recordsOfLinks(linksIn(alert), settings),
    ])
    const names = edit
      ? new Map<string, string>()
      : await people.names(peopleIn([alert, ...(alert.type === 'link' ? records.values() : [])]))
    try {
      return renderAlert(alert, settings.clock.now(), {
        mayRepeat: delivery.mayRepeat,
        story: delivery.story,
        mention: dispatch.type === 'post' || isBroadcast(dispatch) ? delivery.mention : null,
        anew: delivery.anew,
        edit,
        names,
        contacts: settings.contacts,
        told: toldHere(told, delivery.channel),
        records,
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

    find: (delivery, since): Promise<SearchOutcome> =>
      findMessage(client, {
        channel: delivery.channel,
        parentTs: delivery.dispatch.type === 'reply' ? delivery.parentTs : null,
        since,
        mark: { eventType: ALERT_EVENT_TYPE, key: 'alert_key', value: delivery.dispatch.key },
      }),
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

function tsOf(answer: { readonly ts?: string | undefined }): string {
  if (answer.ts === undefined) throw new Error('Slack took a message and did not name its ts.')
  return answer.ts
}

/** The links of which a message shows what people have written down: those of the incidents that it tells. */
function linksIn(alert: Alert): readonly string[] {
  switch (alert.type) {
    case 'link':
      return [alert.evidence.link.id]
    case 'baseline':
    case 'group':
    case 'connection':
    case 'policy':
      return alert.entries.map(({ link }) => link.id)
    default:
      return []
  }
}

/** The incidents whose messages an alert links to: a digest's, each of which is told in a message of its own. */
function linkedIn(alert: Alert): readonly string[] {
  if (alert.type !== 'digest') return []
  return [...alert.open, ...alert.over, ...alert.shared].map(({ incidentId }) => incidentId)
}

/** Only messages of the channel that it is told in: who reads that may not be able to read others. */
function toldHere(told: Told, channel: string): Told {
  return new Map([...told].map(([id, all]) => [id, all.filter((message) => message.channel === channel)]))
}
