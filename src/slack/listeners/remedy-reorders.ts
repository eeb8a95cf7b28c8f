import { z } from 'zod'
import type { Asker } from '../../remedies/authorise.ts'
import type { Performed } from '../../remedies/desk.ts'
import { AS_IT_WAS, type Differences, type Market, planReorder } from '../../remedies/reorder/order.ts'
import type { Seen } from '../../remedies/weigh.ts'
import { prose } from '../escape.ts'
import { channelValue, reorderValue } from '../remedy-actions.ts'
import { renderAsCode } from '../views/plan.ts'
import { renderProblem } from '../views/problem.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import { REORDER_WINDOW, reorderNotes, reorderWindow } from '../views/reorder-form.ts'
import { type FormValues, jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import { type Confirming, planned } from './remedy-acts.ts'
import { askerOf, type Shown } from './remedy-window.ts'
import { privateReply, type Reply } from './reply.ts'

const metadataSchema = z.object({ link: z.string(), channel: channelValue })

const UNREAD = renderProblem(
  'The link could not be read just now, so nothing was done. Press again in a minute.',
)

/** Asks what is to be different, once it is known that it may be ordered again. */
export async function reorderFormShown(linkId: string, asker: Asker, { remedies }: Helpers): Promise<Shown> {
  const answer = await remedies.desk.plan({ type: 'reorder_link' }, linkId, asker)
  if (answer.type === 'refused') return renderRefusal(answer)
  if (answer.type === 'as_code') return renderAsCode(answer)
  const sight = await remedies.look(linkId)
  if (sight.type !== 'found') return UNREAD
  const metadata = JSON.stringify({ link: linkId, channel: asker.channel })
  return reorderWindow(sight.evidence, sight.directory, metadata)
}

/** The form as it was sent: the differences, what is wrong with it by block, or null for one of another version. */
export function readReorderForm(metadata: string, values: FormValues) {
  const parsed = metadataSchema.safeParse(jsonOf(metadata))
  if (!parsed.success) return null
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
  return { ...parsed.data, asked }
}

/** Shows what would be kept, lost and paid, to be confirmed. */
export async function reorderPlanned(
  linkId: string,
  asked: Differences,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const sight = await helpers.remedies.look(linkId)
  if (sight.type !== 'found') return UNREAD
  const { link } = sight.evidence
  const differences = onlyDifferent(asked, link)
  const order = planReorder(link, differences, await marketFor(differences, sight, helpers))
  if (order.type === 'refused') return renderProblem(prose(order.why))
  const notes = reorderNotes(order.plan, [link.name, order.plan.order.name])
  return planned({ type: 'reorder_link' }, linkId, asker, helpers, { notes, differences })
}

/** Begins what was confirmed. Its progress is shown by a message of its own. */
export async function begun(
  cleared: Extract<Performed, { type: 'cleared' }>,
  { name, differences }: Confirming,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const { remedies } = helpers
  let order: { readonly asked: Differences; readonly market: Market | null } | null = null
  if (cleared.act.type === 'reorder_link') {
    const sight = await remedies.look(cleared.evidence.link.id)
    const asked = differences ?? AS_IT_WAS
    const market = sight.type === 'found' ? await marketFor(asked, sight, helpers) : null
    order = { asked, market }
  }
  const answer = await remedies.reorders.begin(cleared, order, asker)
  if (answer.type === 'refused') return renderRefusal(answer, [name])
  return renderProblem('It has begun. One message in the thread, or in the channel, shows how it goes on.')
}

/** Resume, Look now and Give up, on the message of a reorder. The message itself is edited as it goes on. */
export async function changeReorder(
  act: 'resume' | 'giveUp',
  id: string,
  asker: Asker,
  { remedies }: Helpers,
): Promise<Reply | null> {
  const answer = await remedies.reorders[act](id, asker)
  return answer.type === 'refused' ? privateReply(renderRefusal(answer)) : null
}

/** Notes that somebody pressed one of them who may not use the bot. */
export async function reorderTurnedAway(
  pressed: { readonly value: string | undefined; readonly by: string; readonly channel: string },
  reason: string,
  { remedies }: Helpers,
): Promise<void> {
  const id = reorderValue.safeParse(pressed.value)
  if (id.success) await remedies.reorders.turnAway(id.data, askerOf(pressed, null), reason)
}

function onlyDifferent(
  asked: Differences,
  { name, popId, bandwidthMbps, kind }: Seen['evidence']['link'],
): Differences {
  const unless = <T>(value: T | null, now: T | null) => (value === now ? null : value)
  return {
    name: unless(asked.name, name.trim()),
    popId: unless(asked.popId, popId),
    bandwidthMbps: unless(asked.bandwidthMbps, bandwidthMbps),
    partnerId: unless(asked.partnerId, kind.type === 'hosted' ? kind.partnerId : null),
    connectionId: unless(asked.connectionId, kind.type === 'self_hosted' ? kind.connectionId : null),
  }
}

/**
 * What can be ordered. Whether the partner offers that bandwidth at that PoP is asked wherever one of them differs: an order
 * that Scaleway would refuse has to be refused here, while the old link is still there.
 */
async function marketFor(
  asked: Differences,
  { evidence: { link }, directory }: Seen,
  { remedies }: Helpers,
): Promise<Market> {
  const { pops, partners, connections } = directory
  const market = { pops, partners, connections, partnersAt: new Map<string, readonly string[]>() }
  const { partnerId, popId, bandwidthMbps } = asked
  const chosen = partnerId ?? (link.kind.type === 'hosted' ? link.kind.partnerId : null)
  const partner = partners.find(({ id }) => id === chosen)
  if (partner === undefined || (partnerId ?? popId ?? bandwidthMbps) === null) return market
  const offers = await remedies.offersOf(link.region, [partner], bandwidthMbps ?? link.bandwidthMbps)
  if (offers === null) return market
  const at = new Set(offers.flatMap(({ popNames }) => popNames))
  const there = pops.map((pop) => [pop.id, at.has(pop.displayName || pop.name) ? [partner.id] : []] as const)
  return { ...market, partnersAt: new Map(there) }
}
