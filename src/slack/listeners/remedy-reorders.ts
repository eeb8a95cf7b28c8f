import { z } from 'zod'
import { within } from '../../domain/within.ts'
import type { Asker } from '../../remedies/authorise.ts'
import { callsOf } from '../../remedies/calls.ts'
import type { Performed } from '../../remedies/desk.ts'
import { askMarket } from '../../remedies/reorder/ask-market.ts'
import { AS_IT_WAS, type Differences, onlyDifferent, planReorder } from '../../remedies/reorder/order.ts'
import type { Reorder } from '../../remedies/reorder/saga.ts'
import { isWaitingStill } from '../../remedies/reorder/standing.ts'
import { MARKET_UNREAD, type ReorderAnswer, type Wanted } from '../../remedies/reorder-desk.ts'
import type { ShownAsCode } from '../../remedies/weigh.ts'
import { prose } from '../escape.ts'
import { actions, type RenderedMessage } from '../limits.ts'
import { channelValue, leaveOutValue, remedyButton, reorderValue } from '../remedy-actions.ts'
import { renderAsCode } from '../views/plan.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import { REORDER_WINDOW, reorderNotes, reorderWindow } from '../views/reorder-form.ts'
import { renderLooked } from '../views/reorder-looked.ts'
import { type FormValues, jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import type { TurnedAway } from './press.ts'
import { type Confirming, planned } from './remedy-acts.ts'
import { askerOf, noteOtherVersion, type Shown } from './remedy-window.ts'
import { privateReply, type Reply } from './reply.ts'

const metadataSchema = z.object({ link: z.string(), channel: channelValue })

const LATE_LOOK =
  'Nothing could be seen yet. It is looked at again by itself, and the message says what comes of it.'

const UNREAD = 'The link could not be read just now, so nothing was done. Press again in a minute.'

/** Asks what is to be different, once it is known that it may be ordered again. */
export async function reorderFormShown(linkId: string, asker: Asker, { remedies }: Helpers): Promise<Shown> {
  const answer = await remedies.desk.plan({ type: 'reorder_link' }, linkId, asker)
  if (answer.type === 'refused') return renderRefusal(answer)
  if (answer.type === 'as_code') return renderAsCode(answer)
  const sight = await remedies.look(linkId)
  if (sight.type !== 'found') return renderProblem(UNREAD)
  const { evidence, directory } = sight
  const { link } = evidence
  // A diagnosis looks offers up where the order is over; elsewhere it is asked for here.
  const offers =
    evidence.offers ??
    (link.kind.type === 'hosted'
      ? await remedies.offersOf(link.region, directory.partners, link.bandwidthMbps)
      : null)
  const metadata = JSON.stringify({ link: linkId, channel: asker.channel })
  return reorderWindow(link, { directory, offers }, metadata)
}

/** The form as it was sent: the differences, what is wrong with it by block, or null for one of another version. */
export function readReorderForm(metadata: string, values: FormValues) {
  const parsed = metadataSchema.safeParse(jsonOf(metadata))
  if (!parsed.success) return null
  const read = readDifferences(values)
  return 'errors' in read ? read : { ...parsed.data, asked: read.asked }
}

/** The inputs of a form that asks for an order; what is wrong with them by block. */
export function readDifferences(
  values: FormValues,
): { readonly asked: Differences } | { readonly errors: Readonly<Record<string, string>> } {
  const typed = values.of(REORDER_WINDOW.bandwidth)
  if (!/^[1-9]\d{0,8}$/u.test(typed))
    return { errors: { [REORDER_WINDOW.bandwidth]: 'Give the bandwidth as a whole number of Mbps.' } }
  const chosen = (block: string) => values.of(block) || null
  const asked = {
    name: chosen(REORDER_WINDOW.name),
    popId: chosen(REORDER_WINDOW.pop),
    bandwidthMbps: Number(typed),
    partnerId: chosen(REORDER_WINDOW.partner),
    connectionId: chosen(REORDER_WINDOW.connection),
  }
  return { asked }
}

/** Shows what would be kept, lost and paid, to be confirmed. */
export async function reorderPlanned(
  linkId: string,
  asked: Differences,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const { remedies } = helpers
  const refuse = async (why: string): Promise<RenderedMessage> => {
    await remedies.desk.noteRefused('reorder_link', linkId, asker, why)
    return renderProblem(prose(why))
  }
  const sight = await remedies.look(linkId)
  if (sight.type !== 'found') return refuse(UNREAD)
  const { link } = sight.evidence
  const differences = onlyDifferent(asked, link)
  const market = await askMarket(link, differences, sight.directory, remedies.offersOf)
  if (market === null) return refuse(MARKET_UNREAD)
  const order = planReorder(link, differences, market)
  if (order.type === 'refused') return withAnotherTry(await refuse(order.why), linkId, asker)
  const notes = reorderNotes(order.plan, [link.name, order.plan.order.name])
  return planned({ type: 'reorder_link' }, linkId, asker, helpers, {
    notes,
    differences,
    order: order.plan.order,
  })
}

/** What the market does not offer can be chosen anew from where that is said. */
function withAnotherTry(
  { text, blocks }: RenderedMessage,
  link: string,
  { channel }: Asker,
): RenderedMessage {
  const value = { link, remedy: 'reorder_link', family: null, channel } as const
  return { text, blocks: [...blocks, actions([remedyButton(value, 'Choose again…')])] }
}

/** The calls that DRY_RUN keeps from being made, those of the new order and of its configuration among them. */
export async function withOrderCalls(
  shown: Extract<Performed, { type: 'dry_run' }>,
  { premise: { act, linkId }, differences }: Confirming,
  { remedies }: Helpers,
): Promise<Extract<Performed, { type: 'dry_run' }>> {
  if (act.type !== 'reorder_link') return shown
  const sight = await remedies.look(linkId)
  if (sight.type !== 'found') return shown
  const { link } = sight.evidence
  const asked = differences ?? AS_IT_WAS
  const market = await askMarket(link, asked, sight.directory, remedies.offersOf)
  const order = market === null ? null : planReorder(link, asked, market)
  return order?.type === 'planned' ? { ...shown, calls: callsOf(act, link, order.plan.order) } : shown
}

/** Begins what was confirmed. Its progress is shown by a message of its own. */
export async function begun(
  cleared: Extract<Performed, { type: 'cleared' }>,
  { name, differences }: Confirming,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const { remedies } = helpers
  let wanted: Wanted | null = null
  if (cleared.act.type === 'reorder_link') {
    const asked = differences ?? AS_IT_WAS
    const directory = await remedies.directoryOf(cleared.scope)
    wanted = { asked, market: await askMarket(cleared.evidence.link, asked, directory, remedies.offersOf) }
  }
  const answer = await remedies.reorders.begin(cleared, wanted, asker)
  if (answer.type === 'refused') return renderRefusal(answer, [name])
  return renderProblem('It has begun. One message in the thread, or in the channel, shows how it goes on.')
}

/** Resume, Look now and Give up, on the message of a reorder. The message itself is edited as it goes on. */
export async function changeReorder(
  act: 'resume' | 'giveUp',
  id: string,
  asker: Asker,
  helpers: Helpers,
): Promise<Reply | null> {
  const asked = helpers.clock.now()
  const answer = await helpers.remedies.reorders[act](id, asker)
  const isLook = answer.type === 'reorder' && answer.reorder.standing.type === 'waiting'
  return isLook ? lookedReply(answer.reorder, asked, helpers) : unlessDone(answer)
}

/** A look at what waits takes no longer than this (ms), for whoever asked for it. */
const LOOK_MS = 10_000

/** What a look came to that changed nothing: the message itself says the rest. */
async function lookedReply(
  before: Reorder,
  asked: number,
  { remedies, clock }: Helpers,
): Promise<Reply | null> {
  const look = () => remedies.reorders.looked(before.id)
  const after = await within(clock, LOOK_MS, look, () => null)
  if (after !== null && !isWaitingStill(before, after.reorder)) return null
  const isLate = after?.at == null || after.at < asked
  return privateReply(isLate ? renderProblem(LATE_LOOK) : renderLooked(after.reorder, after.at))
}

/** Go on without it, on the message of a reorder. */
export async function leaveStepOut(
  { reorder, step }: z.infer<typeof leaveOutValue>,
  asker: Asker,
  { remedies }: Helpers,
): Promise<Reply | null> {
  return unlessDone(await remedies.reorders.leaveOut(reorder, step, asker))
}

function unlessDone(answer: ReorderAnswer | ShownAsCode): Reply | null {
  if (answer.type === 'refused') return privateReply(renderRefusal(answer))
  return answer.type === 'as_code' ? privateReply(renderAsCode(answer)) : null
}

/** Notes that somebody pressed one of them who may not use the bot. */
export async function reorderTurnedAway(
  pressed: TurnedAway,
  reason: string,
  helpers: Helpers,
): Promise<void> {
  const leaving = leaveOutValue.safeParse(jsonOf(pressed.value))
  const id = reorderValue.safeParse(leaving.success ? leaving.data.reorder : pressed.value)
  if (!id.success) return noteOtherVersion(pressed, reason, helpers)
  await helpers.remedies.reorders.turnAway(id.data, askerOf(pressed, null), reason)
}
