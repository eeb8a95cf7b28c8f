import type { Family } from '../../domain/link.ts'
import type { StatusAnswer } from '../../queries/answers.ts'
import type { DiagnoseAnswer } from '../../queries/diagnose.ts'
import type { Act } from '../../remedies/acts.ts'
import { type Asker, heldBack } from '../../remedies/authorise.ts'
import { choicesFor } from '../../remedies/choices.ts'
import { latestTickets } from '../../remedies/records.ts'
import { isEnded, type Reorder } from '../../remedies/reorder/saga.ts'
import { clip, prose } from '../escape.ts'
import { fitMessage, LIMITS, type RenderedMessage, section } from '../limits.ts'
import { byMention } from '../mentions.ts'
import { fixValue, type MailValue, mailValue, type RemedyValue, remedyValue } from '../remedy-actions.ts'
import { type AskingAct, actForm } from '../views/act-form.ts'
import { deletedLine, type LinkRecords, recordLines, renderFix } from '../views/fix.ts'
import { renderLinkCard } from '../views/link-card.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import { renderReorder } from '../views/reorder-progress.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import { jsonOf } from './form-values.ts'
import { type Asking, type Helpers, namingOf } from './helpers.ts'
import { toldTo } from './naming-channels.ts'
import { planned } from './remedy-acts.ts'
import { mailShown } from './remedy-mails.ts'
import { reorderFormShown } from './remedy-reorders.ts'
import { ticketShown } from './remedy-tickets.ts'
import { askerOf, inWindow, type Shown, type WindowPress } from './remedy-window.ts'
import { privateReply, type Reply } from './reply.ts'

/** What can be done about the link that the words name, for whoever asks. */
export async function fix(words: string, asking: Asking, helpers: Helpers): Promise<Reply> {
  const { questions, clock } = helpers
  const found = await questions.status(words)
  if (found.type !== 'found')
    return privateReply(await withDeletion(found, renderStatusAnswer(found, clock.now(), 'fix'), helpers))
  return privateReply(await fixShown(found.card.evidence.link.id, askerOf(asking, null), helpers))
}

/** The card of a link, with what is written down of it; or which link may be meant. */
export async function statusShown(
  answer: StatusAnswer,
  asking: Asking,
  helpers: Helpers,
): Promise<RenderedMessage> {
  const now = helpers.clock.now()
  if (answer.type !== 'found') return withDeletion(answer, renderStatusAnswer(answer, now), helpers)
  const { evidence, incident } = answer.card
  const [records, told, naming] = await Promise.all([
    recordsOf(evidence.link.id, helpers),
    toldTo(asking, incident === null ? [] : [incident.id], helpers),
    namingOf(handlersOf(answer), asking, helpers),
  ])
  return renderLinkCard(answer.card, now, recordLines(records), told.get(incident?.id ?? ''), naming)
}

/** What a card names people in: who has taken its incident on, and who made its silences. */
export function handlersOf(answer: StatusAnswer | DiagnoseAnswer): unknown {
  if (answer.type !== 'found') return null
  const { incident, silences } = 'card' in answer ? answer.card : answer
  return { incident, silences }
}

async function recordsOf(linkId: string, { remedies }: Helpers): Promise<LinkRecords> {
  const [contacts, tickets, reorders] = await Promise.all([
    remedies.records.contactsOf([linkId]),
    remedies.records.ticketsOf([linkId]),
    remedies.reorders.ofLink(linkId),
  ])
  return {
    contacted: contacts.get(linkId) ?? null,
    tickets: tickets.get(linkId) ?? [],
    reorder: reorders.find(({ old }) => old.id === linkId) ?? null,
    orderedBy: reorders.find(({ newLinkId }) => newLinkId === linkId) ?? null,
  }
}

/** What can be done about a link, by its id: `fix_link`. */
export async function fixShown(linkId: string, asker: Asker, helpers: Helpers): Promise<RenderedMessage> {
  const [answer, records] = await Promise.all([
    helpers.remedies.desk.offers(linkId, asker),
    recordsOf(linkId, helpers),
  ])
  const message = renderFix(answer, records, asker.channel)
  return answer.type === 'refused' && answer.why === 'gone'
    ? withReorder(message, records.reorder, helpers)
    : message
}

/** The answer about a link that is gone, with what this bot did to it, if it did. */
async function withDeletion(
  answer: Exclude<StatusAnswer, { type: 'found' }>,
  message: RenderedMessage,
  helpers: Helpers,
): Promise<RenderedMessage> {
  const link = answer.type === 'vanished' || answer.type === 'gone' ? answer.link : null
  return link === null ? message : withReorder(message, (await recordsOf(link.id, helpers)).reorder, helpers)
}

/** With its deletion, or order again: where things stand and what to press while it has not ended, else that it was done. */
function withReorder(
  { text, blocks }: RenderedMessage,
  reorder: Reorder | null,
  { remedies }: Helpers,
): RenderedMessage {
  if (reorder === null) return { text, blocks }
  const line = deletedLine(reorder)
  const more = isEnded(reorder)
    ? { text: line, blocks: [section(line)] }
    : renderReorder(reorder, byMention, heldBack(remedies.settings))
  return {
    text: clip(`${text}\n${more.text}`, LIMITS.fallbackText),
    blocks: fitMessage([...blocks], more.blocks),
  }
}

/** The key was given a right that it lacked: what can be done is shown anew. */
export async function rightsAskedAgain(
  { link, channel }: { readonly link: string; readonly channel: string | null },
  pressed: { readonly by: string; readonly channel: string },
  helpers: Helpers,
): Promise<RenderedMessage> {
  const asker = askerOf(pressed, channel)
  const refused = await helpers.remedies.desk.forgetRights(link, asker)
  return refused === null ? fixShown(link, asker, helpers) : renderRefusal(refused)
}

/** Notes that somebody pressed it who may not use the bot. */
export async function rightsTurnedAway(
  pressed: { readonly value: string | undefined; readonly by: string; readonly channel: string },
  reason: string,
  { remedies }: Helpers,
): Promise<void> {
  const value = fixValue.safeParse(jsonOf(pressed.value) ?? pressed.value)
  if (!value.success) return
  const { link, channel } = value.data
  await remedies.desk.noteRefused('forget_rights', link, askerOf(pressed, channel), reason)
}

/** A button of one remedy: opens its window. */
export function openRemedy(value: RemedyValue, pressed: WindowPress, helpers: Helpers) {
  return inWindow(pressed, helpers, () => remedyShown(value, askerOf(pressed, value.channel), helpers))
}

/** Notes that somebody pressed it who may not use the bot. */
export async function remedyTurnedAway(
  pressed: { readonly value: string | undefined; readonly by: string; readonly channel: string },
  reason: string,
  { remedies }: Helpers,
): Promise<void> {
  const value = remedyValue.safeParse(jsonOf(pressed.value))
  if (!value.success) return
  const { link, remedy, channel } = value.data
  await remedies.desk.noteRefused(remedy, link, askerOf(pressed, channel), reason)
}

/** The same of a mail. */
export async function mailTurnedAway(
  pressed: { readonly value: string | undefined; readonly by: string; readonly channel: string },
  reason: string,
  { remedies }: Helpers,
): Promise<void> {
  const value = mailValue.safeParse(jsonOf(pressed.value))
  if (!value.success) return
  const { link, channel } = value.data
  await remedies.desk.noteRefused('contact_partner', link, askerOf(pressed, channel), reason)
}

/** A button of one mail. */
export function openMail(value: MailValue, pressed: WindowPress, helpers: Helpers) {
  return inWindow(pressed, helpers, () =>
    mailShown(value.link, value, askerOf(pressed, value.channel), helpers),
  )
}

async function remedyShown(
  { link, remedy, family }: RemedyValue,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  switch (remedy) {
    case 'contact_partner':
      return mailShown(link, null, asker, helpers)
    case 'open_ticket':
      return ticketShown(link, asker, helpers)
    case 'reorder_link':
      return reorderFormShown(link, asker, helpers)
    case 'attach_vpc':
    case 'set_policy':
    case 'create_policy':
    case 'mark_contacted':
    case 'record_ticket':
      return formShown({ type: remedy, family }, link, asker, helpers)
    case 'detach_policy':
      return family === null ? STALE_WINDOW : planned({ type: remedy, family }, link, asker, helpers)
    default:
      return planned({ type: remedy }, link, asker, helpers)
  }
}

const STALE_WINDOW = renderProblem(
  'This button is from another version of the bot, and nothing was done. Ask again with `/interlink fix`.',
)

const UNREAD = 'The link could not be read just now, so nothing was done. Press again.'

/**
 * The form of an act that needs something. Whether it would be done at all is asked before, with nothing chosen yet: so who
 * may not, and what does not apply, is refused and noted at the press.
 */
async function formShown(
  wanted: { readonly type: AskingAct; readonly family: Family | null },
  linkId: string,
  asker: Asker,
  { remedies }: Helpers,
): Promise<Shown> {
  const empty = nothingChosen(wanted)
  if (empty === null) return STALE_WINDOW
  const refused = await remedies.desk.mayAsk(empty, linkId, asker)
  if (refused !== null) return renderRefusal(refused)
  const sight = await remedies.look(linkId)
  if (sight.type !== 'found') {
    await remedies.desk.noteRefused(wanted.type, linkId, asker, UNREAD)
    return renderProblem(UNREAD)
  }
  const { link } = sight.evidence
  const { family } = wanted
  const metadata = {
    link: link.id,
    remedy: wanted.type,
    family,
    channel: asker.channel,
    project: link.projectId,
  }
  const tickets = (await remedies.records.ticketsOf([link.id])).get(link.id) ?? []
  const open = latestTickets(tickets, 1).find(({ state }) => state === 'open') ?? null
  const choices = choicesFor(link, sight.directory)
  const form = actForm(wanted, link, choices, JSON.stringify(metadata), open?.reference ?? null)
  return typeof form === 'string' ? renderProblem(prose(form)) : form
}

function nothingChosen({
  type,
  family,
}: {
  readonly type: AskingAct
  readonly family: Family | null
}): Act | null {
  switch (type) {
    case 'attach_vpc':
      return { type, vpcId: '' }
    case 'set_policy':
      return family === null ? null : { type, family, policyId: '' }
    case 'create_policy':
      return { type, policy: { name: '', projectId: '', family: 'ipv4', prefixesIn: [], prefixesOut: [] } }
    case 'mark_contacted':
      return { type, reference: null }
    case 'record_ticket':
      return { type, reference: '', state: 'open' }
  }
}
