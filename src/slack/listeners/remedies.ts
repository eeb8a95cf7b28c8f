import type { Family } from '../../domain/link.ts'
import type { Act } from '../../remedies/acts.ts'
import type { Asker } from '../../remedies/authorise.ts'
import { choicesFor } from '../../remedies/choices.ts'
import { latestTickets } from '../../remedies/records.ts'
import { prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { fixValue, type MailValue, mailValue, type RemedyValue, remedyValue } from '../remedy-actions.ts'
import { type AskingAct, actForm } from '../views/act-form.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import { jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import { fixShown } from './link-shown.ts'
import type { TurnedAway } from './press.ts'
import { planned } from './remedy-acts.ts'
import { mailShown } from './remedy-mails.ts'
import { reorderFormShown } from './remedy-reorders.ts'
import { ticketShown } from './remedy-tickets.ts'
import { askerOf, inWindow, noteOtherVersion, type Shown, type WindowPress } from './remedy-window.ts'

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
export async function rightsTurnedAway(pressed: TurnedAway, reason: string, helpers: Helpers): Promise<void> {
  const value = fixValue.safeParse(jsonOf(pressed.value) ?? pressed.value)
  if (!value.success) return noteOtherVersion(pressed, reason, helpers)
  const { link, channel } = value.data
  await helpers.remedies.desk.noteRefused('forget_rights', link, askerOf(pressed, channel), reason)
}

/** A button of one remedy: opens its window. */
export function openRemedy(value: RemedyValue, pressed: WindowPress, helpers: Helpers) {
  return inWindow(pressed, helpers, () => remedyShown(value, askerOf(pressed, value.channel), helpers))
}

/** Notes that somebody pressed it who may not use the bot. */
export async function remedyTurnedAway(pressed: TurnedAway, reason: string, helpers: Helpers): Promise<void> {
  const value = remedyValue.safeParse(jsonOf(pressed.value))
  if (!value.success) return noteOtherVersion(pressed, reason, helpers)
  const { link, remedy, channel } = value.data
  await helpers.remedies.desk.noteRefused(remedy, link, askerOf(pressed, channel), reason)
}

/** The same of a mail. */
export async function mailTurnedAway(pressed: TurnedAway, reason: string, helpers: Helpers): Promise<void> {
  const value = mailValue.safeParse(jsonOf(pressed.value))
  if (!value.success) return noteOtherVersion(pressed, reason, helpers)
  const { link, channel } = value.data
  await helpers.remedies.desk.noteRefused('contact_partner', link, askerOf(pressed, channel), reason)
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
