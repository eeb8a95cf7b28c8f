import { z } from 'zod'
import type { Act } from '../../remedies/acts.ts'
import type { Asker } from '../../remedies/authorise.ts'
import { confirmationFor, isConfirmed } from '../../remedies/confirmation.ts'
import { readPolicyForm } from '../../remedies/policy-form.ts'
import { prose } from '../escape.ts'
import { channelValue } from '../remedy-actions.ts'
import { ACT_WINDOW } from '../views/act-form.ts'
import { PLAN_WINDOW } from '../views/plan.ts'
import { REORDER_WINDOW } from '../views/reorder-form.ts'
import { TICKET_WINDOW } from '../views/ticket-form.ts'
import { type FormValues, jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import { type Confirming, outcomeOf, planned, readConfirming, recorded } from './remedy-acts.ts'
import { keyShown } from './remedy-mails.ts'
import { begun, readReorderForm, reorderPlanned } from './remedy-reorders.ts'
import { readTicketForm, ticketFilled } from './remedy-tickets.ts'
import type { Shown } from './remedy-window.ts'

/** A form of a remedy as it was sent: what is wrong with it by block id, or what it leads to. */
export type RemedyForm =
  | { readonly type: 'errors'; readonly errors: Readonly<Record<string, string>> }
  /** Slack's id of the channel that its window was opened from. */
  | {
      readonly type: 'ok'
      readonly channel: string | null
      readonly work: (asker: Asker, helpers: Helpers) => Promise<Shown>
    }
  /** It is from another version of the bot. */
  | { readonly type: 'stale' }

const STALE: RemedyForm = { type: 'stale' }

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
    }
  },
  [REORDER_WINDOW.callbackId](metadata, values) {
    const filled = readReorderForm(metadata, values)
    if (filled === null) return STALE
    if ('errors' in filled) return { type: 'errors', errors: filled.errors }
    const { link, asked, channel } = filled
    return { type: 'ok', channel, work: (asker, helpers) => reorderPlanned(link, asked, asker, helpers) }
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
  })
  const record = (act: Act): RemedyForm => ({
    type: 'ok',
    channel,
    work: (asker, helpers) => recorded(act, link, asker, helpers),
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
  const { act, linkId, facts } = confirming.premise
  const confirmation = confirmationFor(act, { id: linkId, name: facts.name ?? confirming.name })
  if (confirmation.type === 'type' && !isConfirmed(confirmation, typed))
    return missing(
      PLAN_WINDOW.typed,
      'That is neither the name of the link nor the first 8 characters of its id.',
    )
  return {
    type: 'ok',
    channel: confirming.channel,
    work: (asker, helpers) => performed(confirming, typed, asker, helpers),
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
  return outcomeOf(came, confirming, asker, helpers)
}

function missing(block: string, sentence: string): RemedyForm {
  return { type: 'errors', errors: { [block]: sentence } }
}
