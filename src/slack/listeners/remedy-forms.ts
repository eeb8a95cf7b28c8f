import { z } from 'zod'
import type { Act, ActType } from '../../remedies/acts.ts'
import type { Asker } from '../../remedies/authorise.ts'
import { confirmationFor, isConfirmed } from '../../remedies/confirmation.ts'
import { readPolicyForm } from '../../remedies/policy-form.ts'
import { prose } from '../escape.ts'
import { channelValue } from '../remedy-actions.ts'
import { ACT_WINDOW } from '../views/act-form.ts'
import { PLAN_WINDOW } from '../views/plan.ts'
import { OTHER_ORDER_WINDOWS, REORDER_WINDOW } from '../views/reorder-form.ts'
import { TICKET_WINDOW } from '../views/ticket-form.ts'
import { type FormValues, jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import { type Confirming, outcomeOf, planned, readConfirming, recorded } from './remedy-acts.ts'
import { keyShown } from './remedy-mails.ts'
import {
  otherOrdered,
  otherOrderPlanned,
  readOtherOrder,
  readOtherOrderConfirmed,
} from './remedy-other-orders.ts'
import { begun, readReorderForm, reorderPlanned, withOrderCalls } from './remedy-reorders.ts'
import { readTicketForm, ticketFilled } from './remedy-tickets.ts'
import type { Shown } from './remedy-window.ts'

/** A form of a remedy as it was sent: what is wrong with it by block id, or what it leads to. */
export type RemedyForm =
  | {
      readonly type: 'errors'
      readonly errors: Readonly<Record<string, string>>
      /** Where what is wrong is no slip of the pen, but a refusal: it is noted. */
      readonly refusal?: {
        readonly channel: string | null
        readonly sentence: string
        readonly note: NoteRefused
      }
    }
  /** Slack's id of the channel that its window was opened from. */
  | {
      readonly type: 'ok'
      readonly channel: string | null
      readonly work: (asker: Asker, helpers: Helpers) => Promise<Shown>
      /** For whoever may not use the bot (any more). */
      readonly note: NoteRefused
      /** What it leads to is for one look only, and is not kept. */
      readonly isSecret?: boolean
    }
  /** It is from another version of the bot. */
  | { readonly type: 'stale' }

/** Notes a refusal that was told in this sentence. */
type NoteRefused = (asker: Asker, sentence: string, helpers: Helpers) => Promise<void>

const STALE: RemedyForm = { type: 'stale' }

/** Of an act on a link. */
const noteOf =
  (act: ActType, link: string): NoteRefused =>
  (asker, sentence, { remedies }) =>
    remedies.desk.noteRefused(act, link, asker, sentence)

/** Of a change of a reorder. */
const noteOfReorder =
  (reorder: string): NoteRefused =>
  (asker, sentence, { remedies }) =>
    remedies.reorders.turnAway(reorder, asker, sentence)

/** How each form is read. */
export const REMEDY_FORMS: Readonly<Record<string, (metadata: string, values: FormValues) => RemedyForm>> = {
  [ACT_WINDOW.callbackId]: actForm,
  [PLAN_WINDOW.callbackId]: planForm,
  [TICKET_WINDOW.callbackId](metadata, values) {
    const filled = readTicketForm(metadata, values)
    if (filled === null) return STALE
    return {
      type: 'ok',
      channel: filled.channel,
      work: (asker, helpers) => ticketFilled(filled, asker, helpers),
      note: noteOf('record_ticket', filled.link),
    }
  },
  [REORDER_WINDOW.callbackId](metadata, values) {
    const filled = readReorderForm(metadata, values)
    if (filled === null) return STALE
    if ('errors' in filled) return { type: 'errors', errors: filled.errors }
    const { link, asked, channel } = filled
    return {
      type: 'ok',
      channel,
      work: (asker, helpers) => reorderPlanned(link, asked, asker, helpers),
      note: noteOf('reorder_link', link),
    }
  },
  [OTHER_ORDER_WINDOWS.form](metadata, values) {
    const filled = readOtherOrder(metadata, values)
    if (filled === null) return STALE
    if ('errors' in filled) return { type: 'errors', errors: filled.errors }
    const { reorder, asked, channel } = filled
    return {
      type: 'ok',
      channel,
      work: (asker, helpers) => otherOrderPlanned(reorder, asked, asker, helpers),
      note: noteOfReorder(reorder),
    }
  },
  [OTHER_ORDER_WINDOWS.confirm](metadata) {
    const confirmed = readOtherOrderConfirmed(metadata)
    if (confirmed === null) return STALE
    const { reorder, asked, channel } = confirmed
    return {
      type: 'ok',
      channel,
      work: (asker, helpers) => otherOrdered(reorder, asked, asker, helpers),
      note: noteOfReorder(reorder),
    }
  },
}

const actSchema = z.object({
  link: z.string(),
  remedy: z.enum(['attach_vpc', 'set_policy', 'create_policy', 'mark_contacted', 'record_ticket']),
  family: z.enum(['ipv4', 'ipv6']).nullable(),
  channel: channelValue,
  project: z.string(),
})

/** The form of an act that needs something. */
function actForm(metadata: string, values: FormValues): RemedyForm {
  const parsed = actSchema.safeParse(jsonOf(metadata))
  if (!parsed.success) return STALE
  const { link, remedy, family, channel, project } = parsed.data
  const plan = (act: Act, notes: readonly string[] = []): RemedyForm => ({
    type: 'ok',
    channel,
    work: (asker, helpers) => planned(act, link, asker, helpers, { notes }),
    note: noteOf(remedy, link),
  })
  const record = (act: Act): RemedyForm => ({
    type: 'ok',
    channel,
    work: (asker, helpers) => recorded(act, link, asker, helpers),
    note: noteOf(remedy, link),
  })
  switch (remedy) {
    case 'attach_vpc': {
      const vpcId = values.of(ACT_WINDOW.vpc)
      return vpcId === '' ? missing(ACT_WINDOW.vpc, 'Choose a VPC.') : plan({ type: remedy, vpcId })
    }
    case 'set_policy': {
      const policyId = values.of(ACT_WINDOW.policy)
      if (family === null) return STALE
      return policyId === ''
        ? missing(ACT_WINDOW.policy, 'Choose a routing policy.')
        : plan({ type: remedy, family, policyId })
    }
    case 'create_policy': {
      const reading = readPolicyForm({
        name: values.of(ACT_WINDOW.name),
        family: values.of(ACT_WINDOW.family) === 'ipv6' ? 'ipv6' : 'ipv4',
        projectId: project,
        prefixesIn: values.of(ACT_WINDOW.prefixesIn),
        prefixesOut: values.of(ACT_WINDOW.prefixesOut),
      })
      if (reading.type === 'ok')
        return plan(
          { type: remedy, policy: reading.draft },
          reading.notes.map((note) => prose(note)),
        )
      const blocks = Object.entries(reading.problems).map(([field, problem]) => [
        ACT_WINDOW[field as keyof typeof reading.problems],
        problem,
      ])
      return { type: 'errors', errors: Object.fromEntries(blocks) }
    }
    case 'mark_contacted':
      return record({ type: remedy, reference: values.of(ACT_WINDOW.reference) || null })
    case 'record_ticket': {
      const reference = values.of(ACT_WINDOW.reference)
      const state = values.of(ACT_WINDOW.state) === 'closed' ? 'closed' : 'open'
      return reference === ''
        ? missing(ACT_WINDOW.reference, 'Type the reference of the ticket.')
        : record({ type: remedy, reference, state })
    }
  }
}

/** A plan that was confirmed. What is typed wrongly is said in the window, and asked for again. */
function planForm(metadata: string, values: FormValues): RemedyForm {
  const confirming = readConfirming(metadata)
  if (confirming === null) return STALE
  const typed = values.of(PLAN_WINDOW.typed)
  const { channel, premise } = confirming
  const { act, linkId, facts, risk, hasNamesake } = premise
  const link = { id: linkId, name: facts.name ?? confirming.name }
  const confirmation = confirmationFor(act, link, risk, hasNamesake)
  const note = noteOf(act.type, linkId)
  if (confirmation.type === 'type' && !isConfirmed(confirmation, typed)) {
    const sentence = hasNamesake
      ? 'Those are not the first 8 characters of its id. Another link has the same name.'
      : 'That is neither the name of the link nor the first 8 characters of its id.'
    return { type: 'errors', errors: { [PLAN_WINDOW.typed]: sentence }, refusal: { channel, sentence, note } }
  }
  return {
    type: 'ok',
    channel,
    work: (asker, helpers) => performed(confirming, typed, asker, helpers),
    note,
    isSecret: act.type === 'reveal_pairing_key',
  }
}

async function performed(
  confirming: Confirming,
  typed: string,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const came = await helpers.remedies.desk.perform(confirming.premise, typed, asker)
  if (came.type === 'cleared') return begun(came, confirming, asker, helpers)
  if (came.type === 'key') return keyShown(came, confirming, asker, helpers)
  const ended = came.type === 'dry_run' ? await withOrderCalls(came, confirming, helpers) : came
  return outcomeOf(ended, confirming, asker, helpers)
}

function missing(block: string, sentence: string): RemedyForm {
  return { type: 'errors', errors: { [block]: sentence } }
}
