import type { Family } from '../../domain/link.ts'
import type { StatusAnswer } from '../../queries/answers.ts'
import type { Act } from '../../remedies/acts.ts'
import type { Asker } from '../../remedies/authorise.ts'
import { choicesFor } from '../../remedies/choices.ts'
import { prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { type MailValue, type RemedyValue, remedyValue } from '../remedy-actions.ts'
import { type AskingAct, actForm } from '../views/act-form.ts'
import { type LinkRecords, recordLines, renderFix } from '../views/fix.ts'
import { renderLinkCard } from '../views/link-card.ts'
import { renderAsCode } from '../views/plan.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import { jsonOf } from './form-values.ts'
import type { Asking, Helpers } from './helpers.ts'
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
  if (found.type !== 'found') return privateReply(renderStatusAnswer(found, clock.now(), 'fix'))
  return privateReply(await fixShown(found.card.evidence.link.id, askerOf(asking, null), helpers))
}

/** The card of a link, with what is written down of it; or which link may be meant. */
export async function statusShown(answer: StatusAnswer, helpers: Helpers): Promise<RenderedMessage> {
  const now = helpers.clock.now()
  if (answer.type !== 'found') return renderStatusAnswer(answer, now)
  const records = await recordsOf(answer.card.evidence.link.id, helpers)
  return renderLinkCard(answer.card, now, recordLines(records))
}

async function recordsOf(linkId: string, { remedies }: Helpers): Promise<LinkRecords> {
  const [contacts, tickets, reorders] = await Promise.all([
    remedies.records.contactsOf([linkId]),
    remedies.records.ticketsOf(linkId),
    remedies.reorders.ofLink(linkId),
  ])
  return { contacted: contacts.get(linkId) ?? null, tickets, reorder: reorders[0] ?? null }
}

/** What can be done about a link, by its id: `fix_link`. */
export async function fixShown(linkId: string, asker: Asker, helpers: Helpers): Promise<RenderedMessage> {
  const [answer, records] = await Promise.all([
    helpers.remedies.desk.offers(linkId, asker),
    recordsOf(linkId, helpers),
  ])
  return renderFix(answer, records, asker.channel)
}

/** A button of one remedy: opens its window. */
export function openRemedy(value: RemedyValue, pressed: WindowPress, helpers: Helpers) {
  return inWindow(pressed, helpers, () => remedyShown(value, askerOf(pressed, value.channel), helpers))
}

/** Notes that somebody pressed it who may not use the bot. Drafts change nothing, and are not noted. */
export async function remedyTurnedAway(
  pressed: { readonly value: string | undefined; readonly by: string; readonly channel: string },
  reason: string,
  { remedies }: Helpers,
): Promise<void> {
  const value = remedyValue.safeParse(jsonOf(pressed.value))
  if (!value.success) return
  const { link, remedy, channel } = value.data
  if (remedy === 'contact_partner' || remedy === 'open_ticket') return
  await remedies.desk.turnAway(remedy, link, askerOf(pressed, channel), reason)
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
  const answer = await remedies.desk.plan(empty, linkId, asker)
  if (answer.type === 'refused') return renderRefusal(answer)
  const sight = await remedies.look(linkId)
  if (sight.type !== 'found')
    return answer.type === 'as_code'
      ? renderAsCode(answer)
      : renderProblem('The link could not be read just now. Press again.')
  const { link } = sight.evidence
  const { family } = wanted
  const metadata = {
    link: link.id,
    remedy: wanted.type,
    family,
    channel: asker.channel,
    project: link.projectId,
  }
  const form = actForm(wanted, link, choicesFor(link, sight.directory), JSON.stringify(metadata))
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
