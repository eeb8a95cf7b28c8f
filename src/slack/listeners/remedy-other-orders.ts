import { z } from 'zod'
import type { Asker } from '../../remedies/authorise.ts'
import { askMarket } from '../../remedies/reorder/ask-market.ts'
import { type Differences, onlyDifferent, planOtherOrder } from '../../remedies/reorder/order.ts'
import type { Reorder } from '../../remedies/reorder/saga.ts'
import { MARKET_UNREAD } from '../../remedies/reorder-desk.ts'
import { prose } from '../escape.ts'
import { channelValue, reorderValue } from '../remedy-actions.ts'
import { renderAsCode } from '../views/plan.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import { otherOrderPlanWindow, otherOrderWindow } from '../views/reorder-form.ts'
import { type FormValues, jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import { differencesSchema } from './remedy-acts.ts'
import { readDifferences } from './remedy-reorders.ts'
import { askerOf, inWindow, type Shown, type WindowPress } from './remedy-window.ts'

/*
 * Another order in place of one that was refused: asked for, shown, confirmed. By then the old link is deleted, so what it
 * was is known from the reorder alone.
 */

const metadataSchema = z.object({ reorder: reorderValue, channel: channelValue })
const confirmingSchema = metadataSchema.extend({ asked: differencesSchema })

/** A form of it as it was sent; null for one of another version, or what is wrong with it by block. */
type Read<T> = (T & { readonly channel: string | null }) | null

/** The button: opens the form. */
export function openOtherOrder(id: string, pressed: WindowPress, helpers: Helpers) {
  return inWindow(pressed, helpers, () => otherOrderShown(id, askerOf(pressed, null), helpers))
}

async function otherOrderShown(id: string, asker: Asker, helpers: Helpers): Promise<Shown> {
  const open = await refusedOrder(id, asker, helpers)
  if (!('reorder' in open)) return open.shown
  const { remedies } = helpers
  const { reorder } = open
  const { old, order, scope } = reorder
  if (order === null) throw new Error('A refused order is one.')
  const directory = await remedies.directoryOf(scope)
  const offers =
    order.over.type === 'partner'
      ? await remedies.offersOf(old.region, directory.partners, order.bandwidthMbps)
      : null
  const metadata = JSON.stringify({ reorder: id, channel: asker.channel })
  return otherOrderWindow(reorder, order, { directory, offers }, metadata)
}

/** The form: what was chosen, as it differs from the old link. */
export function readOtherOrder(
  metadata: string,
  values: FormValues,
): Read<
  | { readonly reorder: string; readonly asked: Differences }
  | { readonly errors: Readonly<Record<string, string>> }
> {
  const parsed = metadataSchema.safeParse(jsonOf(metadata))
  if (!parsed.success) return null
  return { ...parsed.data, ...readDifferences(values) }
}

/** Shows what would be ordered, to be confirmed; or why that would be refused, and what is offered instead. */
export async function otherOrderPlanned(
  id: string,
  filled: Differences,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const open = await refusedOrder(id, asker, helpers)
  if (!('reorder' in open)) return open.shown
  const { remedies } = helpers
  const { old, scope } = open.reorder
  const asked = onlyDifferent(filled, old)
  const market = await askMarket(old, asked, await remedies.directoryOf(scope), remedies.offersOf)
  const refuse = async (why: string): Promise<Shown> => {
    await remedies.reorders.turnAway(id, asker, why)
    return renderProblem(prose(why))
  }
  if (market === null) return refuse(MARKET_UNREAD)
  const planned = planOtherOrder(old, asked, market)
  if (planned.type === 'refused') return refuse(planned.why)
  const metadata = JSON.stringify({ reorder: id, channel: asker.channel, asked })
  return otherOrderPlanWindow(planned.plan, old, metadata)
}

/** What was confirmed. */
export function readOtherOrderConfirmed(
  metadata: string,
): Read<{ readonly reorder: string; readonly asked: Differences }> {
  const parsed = confirmingSchema.safeParse(jsonOf(metadata))
  return parsed.success ? parsed.data : null
}

/** Orders what was confirmed. The message of the reorder shows how it goes on. */
export async function otherOrdered(
  id: string,
  asked: Differences,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const { remedies } = helpers
  const open = await refusedOrder(id, asker, helpers)
  if (!('reorder' in open)) return open.shown
  const { old, scope } = open.reorder
  const market = await askMarket(old, asked, await remedies.directoryOf(scope), remedies.offersOf)
  const answer = await remedies.reorders.orderInstead(id, { asked, market }, asker)
  if (answer.type === 'refused') return renderRefusal(answer, [old.name])
  if (answer.type === 'as_code') return renderAsCode(answer)
  return renderProblem('It goes on. Its message shows how.')
}

/** The reorder, for whoever may order something else for it; or what they are shown instead. */
async function refusedOrder(
  id: string,
  asker: Asker,
  { remedies }: Helpers,
): Promise<{ readonly reorder: Reorder } | { readonly shown: Shown }> {
  const answer = await remedies.reorders.refusedOrder(id, asker)
  if (answer.type === 'refused') return { shown: renderRefusal(answer) }
  if (answer.type === 'as_code') return { shown: renderAsCode(answer) }
  return { reorder: answer.reorder }
}
