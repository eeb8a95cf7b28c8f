import { z } from 'zod'
import type { Asker } from '../../remedies/authorise.ts'
import { attachmentText } from '../../remedies/tickets/attachment.ts'
import { draftTicket } from '../../remedies/tickets/draft.ts'
import type { TicketDraft, TicketFacts, TicketForm } from '../../remedies/tickets/ticket.ts'
import { code } from '../escape.ts'
import { uploadFiles } from '../files.ts'
import type { RenderedMessage } from '../limits.ts'
import { channelValue } from '../remedy-actions.ts'
import { renderDeed } from '../views/plan.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import {
  renderTicket,
  renderTicketSent,
  TICKET_PRIORITIES,
  TICKET_WINDOW,
  ticketWindow,
} from '../views/ticket-form.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import { directChannel } from './direct-channel.ts'
import { type FormValues, jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import { withNext } from './remedy-acts.ts'
import { named, tellDeed } from './remedy-telling.ts'
import type { Shown } from './remedy-window.ts'

/** What the window of a ticket carries: its id is made once, so that sending it twice opens one ticket. */
const metadataSchema = z.object({ link: z.string(), ticket: z.string(), channel: channelValue })

/** Drafts a ticket, to be edited. */
export async function ticketShown(linkId: string, asker: Asker, helpers: Helpers): Promise<Shown> {
  const facts = await factsOf(linkId, helpers)
  if ('blocks' in facts) return facts
  const { remedies } = helpers
  const metadata = { link: linkId, ticket: remedies.newId(), channel: asker.channel }
  const { name } = facts.evidence.link
  return ticketWindow(draftTicket(facts), name, JSON.stringify(metadata), remedies.tickets.canSend)
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
  { link: linkId, ticket, typed }: NonNullable<ReturnType<typeof readTicketForm>>,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const facts = await factsOf(linkId, helpers)
  if ('blocks' in facts) return facts
  const drafted = draftTicket(facts)
  const form: TicketForm = { ...drafted.form, ...typed }
  const attachment = { ...drafted.attachment, text: attachmentText(facts, form) }
  const { remedies } = helpers
  const { link } = facts.evidence
  if (!remedies.tickets.canSend) return byHand({ ...drafted, form, attachment }, facts, asker, helpers)
  const incidentId = facts.incident?.id ?? null
  const sent = await remedies.tickets.send({ id: ticket, link, incidentId, form, attachment }, asker)
  if (sent.type === 'refused') return renderRefusal(sent, [link.name])
  if (sent.type === 'sent') {
    const who = await named(asker.member, helpers)
    const done = {
      type: 'done',
      sentence: sent.sentence,
      link: null,
      before: null,
      after: null,
      requestIds: [],
    } as const
    await tellDeed(
      renderDeed(done, { who, title: 'Open a support ticket', name: link.name }),
      linkId,
      asker,
      helpers,
    )
  }
  const url = sent.type === 'sent' ? sent.url : null
  return withNext(renderTicketSent(sent.sentence, url), linkId, asker.channel)
}

async function byHand(
  draft: TicketDraft,
  { evidence }: TicketFacts,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const { link } = evidence
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
  const sent = problem ?? 'The file to attach is in your messages with the bot.'
  return renderTicket(draft, { link, channel: asker.channel, sent })
}

async function factsOf(linkId: string, helpers: Helpers): Promise<TicketFacts | RenderedMessage> {
  const { questions, remedies, clock } = helpers
  const answer = await questions.diagnose(linkId)
  if (answer.type !== 'found') return renderStatusAnswer(answer, clock.now())
  const { evidence, diagnosis, incident, parts } = answer
  const requestIds = [...new Set(parts.flatMap(({ failure }) => failure?.requestId ?? []))]
  const { supportPlan } = remedies.settings
  return { evidence, diagnosis, incident, requestIds, supportPlan, now: clock.now() }
}
