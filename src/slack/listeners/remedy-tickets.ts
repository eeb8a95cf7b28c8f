import { z } from 'zod'
import { oneLine } from '../../diagnostics/words.ts'
import type { DiagnoseAnswer } from '../../queries/diagnose.ts'
import type { Asker } from '../../remedies/authorise.ts'
import { attachmentText } from '../../remedies/tickets/attachment.ts'
import { draftTicket, typedTicket } from '../../remedies/tickets/draft.ts'
import type { TicketDraft, TicketFacts, TicketForm } from '../../remedies/tickets/ticket.ts'
import { code, prose } from '../escape.ts'
import { uploadFiles } from '../files.ts'
import { channelValue } from '../remedy-actions.ts'
import { renderDeed } from '../views/plan.ts'
import { refusalText } from '../views/remedy-words.ts'
import {
  renderTicket,
  renderTicketSent,
  TICKET_PRIORITIES,
  TICKET_WINDOW,
  ticketAgainWindow,
  ticketWindow,
} from '../views/ticket-form.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import { UNREAD_MARK } from '../views/words.ts'
import { directChannel } from './direct-channel.ts'
import { type FormValues, jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import { withNext } from './remedy-acts.ts'
import { named, tellDeed } from './remedy-telling.ts'
import type { Shown } from './remedy-window.ts'

/** What the window of a ticket carries: its id is made once, so that sending it twice opens one ticket. */
const metadataSchema = z.object({
  link: z.string(),
  ticket: z.string(),
  channel: channelValue,
  /** It goes to the team's own system, as its window said. */
  isSent: z.boolean().default(false),
})

type Carried = z.infer<typeof metadataSchema>

/** Drafts a ticket, to be edited. */
export async function ticketShown(linkId: string, asker: Asker, helpers: Helpers): Promise<Shown> {
  const facts = await factsOf(linkId, helpers)
  const { remedies, clock } = helpers
  if ('type' in facts) return renderStatusAnswer(facts, clock.now())
  const way = await remedies.tickets.wayFor(asker)
  const carried: Carried = {
    link: linkId,
    ticket: remedies.newId(),
    channel: asker.channel,
    isSent: way.type === 'sent',
  }
  return ticketWindow(draftTicket(facts), facts.evidence.link.name, JSON.stringify(carried), way)
}

/** A ticket as it was filled in; null where it was made by another version of the bot. */
export function readTicketForm(metadata: string, values: FormValues) {
  const parsed = metadataSchema.safeParse(jsonOf(metadata))
  const priority = TICKET_PRIORITIES.find((one) => one === values.of(TICKET_WINDOW.priority))
  if (!parsed.success || priority === undefined) return null
  const typed = {
    priority,
    subject: values.of(TICKET_WINDOW.subject),
    context: values.of(TICKET_WINDOW.context),
    expected: values.of(TICKET_WINDOW.expected),
    actual: values.of(TICKET_WINDOW.actual),
  }
  return { ...parsed.data, typed }
}

/** Sends a ticket to the team's own system, or hands it over to be filed by hand, with the file to attach. */
export async function ticketFilled(
  { typed, ...carried }: NonNullable<ReturnType<typeof readTicketForm>>,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const { link: linkId, ticket: id } = carried
  const facts = await factsOf(linkId, helpers)
  if ('type' in facts) return typedByHand(facts, { typed, ...carried }, asker, helpers)
  const drafted = draftTicket(facts)
  const form: TicketForm = { ...drafted.form, ...typed }
  const attachment = { ...drafted.attachment, text: attachmentText(facts, form) }
  const draft = { ...drafted, form, attachment }
  const { link } = facts.evidence
  const hand = async () => ({
    link,
    channel: asker.channel,
    sent: await fileSent(draft, link, asker, helpers),
    recording: await recordingFor(asker, helpers),
  })
  if (!carried.isSent) return renderTicket(draft, await hand())
  const incidentId = facts.incident?.id ?? null
  const sent = await helpers.remedies.tickets.send({ id, link, incidentId, form, attachment }, asker)
  switch (sent.type) {
    case 'sent': {
      const who = await named(asker.member, helpers)
      const more = sent.sentence
      const deed = { act: 'open_ticket', outcome: 'done', link: link.name, about: null, more } as const
      await tellDeed(renderDeed(deed, who), linkId, asker, helpers)
      return withNext(renderTicketSent(sent.sentence, sent.url, form), linkId, asker.channel)
    }
    case 'unavailable':
    case 'rejected':
      // The same id goes along, so that sending it again opens no second ticket.
      return ticketAgainWindow(draft, JSON.stringify(carried), { sentence: sent.sentence, ...(await hand()) })
    case 'refused':
      return renderTicket(draft, await hand(), refusalText(sent, [link.name]))
    case 'dry_run':
      return renderTicket(draft, await hand(), prose(sent.sentence))
  }
}

/** What was typed, handed over to be filed by hand, since its link is gone, or cannot be found any more. */
async function typedByHand(
  lost: Lost,
  { typed, link: linkId, isSent }: NonNullable<ReturnType<typeof readTicketForm>>,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const { remedies, clock } = helpers
  const isGone = lost.type === 'gone' || lost.type === 'vanished'
  const link = (isGone ? lost.link : null) ?? (await remedies.recall(linkId))?.link ?? null
  const name = oneLine(link?.name ?? '') || linkId
  const why = isGone
    ? `${name} no longer exists at Scaleway.`
    : `${name} cannot be found any more: no poll has seen it, and no region that can be read has it.`
  const sentence = isSent ? `${why} The ticket was not sent.` : why
  if (isSent) await remedies.desk.noteRefused('record_ticket', linkId, asker, sentence)
  const { supportPlan } = remedies.settings
  const draft = typedTicket(typed, { linkId, link, why, supportPlan, now: clock.now() })
  const sent = await fileSent(draft, { name }, asker, helpers)
  const hand = { link: { id: linkId, name }, channel: asker.channel, sent, recording: 'gone' } as const
  return renderTicket(draft, hand, `${UNREAD_MARK} ${prose(sentence, [name])} What you typed is below.`)
}

/** Whether somebody may note the reference of a ticket that they file by hand. */
async function recordingFor(asker: Asker, { remedies }: Helpers) {
  const permission = await remedies.mayAct(asker)
  return permission.type === 'refused' ? permission : ('offered' as const)
}

/** Sends the file to attach to whoever files the ticket; what became of it, as mrkdwn. */
async function fileSent(
  draft: Pick<TicketDraft, 'attachment'>,
  link: { readonly name: string },
  asker: Asker,
  helpers: Helpers,
): Promise<string> {
  const direct = await directChannel(asker.member, helpers)
  const problem =
    'text' in direct
      ? direct.text
      : await uploadFiles(
          helpers.client,
          [{ name: draft.attachment.name, alt: '', content: Buffer.from(draft.attachment.text) }],
          {
            channel: direct.channel,
            threadTs: null,
            comment: `To attach to the ticket about ${code(link.name, 120)}`,
          },
        )
  return problem ?? 'The file to attach is in your messages with the bot.'
}

/** Why there is nothing to draft from. */
type Lost = Exclude<DiagnoseAnswer, { readonly type: 'found' }>

async function factsOf(linkId: string, helpers: Helpers): Promise<TicketFacts | Lost> {
  const { questions, remedies, clock } = helpers
  const answer = await questions.diagnose(linkId)
  if (answer.type !== 'found') return answer
  // An id means one link: another that goes by it as its name is not meant.
  if (answer.evidence.link.id !== linkId) return { type: 'unknown', words: linkId, nearest: [], scopes: [] }
  const { evidence, diagnosis, incident, parts } = answer
  const requestIds = [...new Set(parts.flatMap(({ failure }) => failure?.requestId ?? []))]
  const { supportPlan } = remedies.settings
  return { evidence, diagnosis, incident, requestIds, supportPlan, now: clock.now() }
}
