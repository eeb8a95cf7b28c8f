import type { Button } from '@slack/types'
import { z } from 'zod'
import { oneLine } from '../../diagnostics/words.ts'
import { ACT_KINDS, type Act } from '../../remedies/acts.ts'
import type { Asker } from '../../remedies/authorise.ts'
import { callsOf } from '../../remedies/calls.ts'
import type { Performed } from '../../remedies/desk.ts'
import type { LinkOrder } from '../../remedies/ports.ts'
import { type Premise, parsePremise } from '../../remedies/premise.ts'
import type { Differences } from '../../remedies/reorder/order.ts'
import { actions, type RenderedMessage } from '../limits.ts'
import { channelValue, fixButton, undoContactedButton } from '../remedy-actions.ts'
import { planWindow, renderAsCode, renderDeed, renderOutcome } from '../views/plan.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import { jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import { named, tellDeed } from './remedy-telling.ts'
import type { Shown } from './remedy-window.ts'

/** What the window of a plan carries in its `private_metadata`. */
export interface Confirming {
  readonly premise: Premise
  /** The name of the link, for what is told. */
  readonly name: string
  /** The name of what the act is about, for the same (`Plan.about`). */
  readonly about: string | null
  /** Slack's id of the channel that it was asked in. */
  readonly channel: string | null
  /** What is to be different about a link that is ordered again; null for any other act. */
  readonly differences: Differences | null
}

/** So much (characters) fits into the metadata of a window beside the longest premise. */
const LONGEST_NAME = 80
const LONGEST_ABOUT = 60

/** What is to be different about a new link, as it travels in a window's metadata. */
export const differencesSchema = z.object({
  name: z.string().nullable(),
  popId: z.string().nullable(),
  bandwidthMbps: z.number().nullable(),
  partnerId: z.string().nullable(),
  connectionId: z.string().nullable(),
})

const metadataSchema = z.object({
  premise: z.unknown(),
  name: z.string(),
  about: z.string().nullable().default(null),
  channel: channelValue,
  differences: differencesSchema.nullable(),
})

/** Reads the metadata of a plan's window; null for what another version of the bot made. */
export function readConfirming(metadata: string): Confirming | null {
  const parsed = metadataSchema.safeParse(jsonOf(metadata))
  if (!parsed.success) return null
  const { name, about, channel, differences } = parsed.data
  const premise = parsePremise(JSON.stringify(parsed.data.premise))
  return premise === null ? null : { premise, name, about, channel, differences }
}

/** Plans an act, and shows exactly what will happen, to be confirmed; or why it will not. `notes` are mrkdwn. */
export async function planned(
  act: Act,
  linkId: string,
  asker: Asker,
  { remedies }: Helpers,
  more: {
    readonly notes?: readonly string[]
    readonly differences?: Differences
    /** What is ordered in the place of the link, so that its calls are shown whole. */
    readonly order?: LinkOrder
  } = {},
): Promise<Shown> {
  const answer = await remedies.desk.plan(act, linkId, asker)
  switch (answer.type) {
    case 'refused':
      return renderRefusal(answer)
    case 'as_code':
      return renderAsCode(answer)
    case 'plan': {
      const { premise, link } = answer.plan
      const name = oneLine(link.name).slice(0, LONGEST_NAME)
      const about = shortened(answer.plan.about)
      const { notes = [], differences = null, order = null } = more
      const calls = order === null ? answer.plan.calls : callsOf(act, link, order)
      const metadata: Confirming = { premise, name, about, channel: asker.channel, differences }
      return planWindow({ ...answer.plan, calls }, JSON.stringify(metadata), notes)
    }
  }
}

/** Plans an act that only writes something down, and does it: its form was the confirmation. */
export async function recorded(act: Act, linkId: string, asker: Asker, helpers: Helpers): Promise<Shown> {
  const answer = await helpers.remedies.desk.plan(act, linkId, asker)
  if (answer.type === 'refused') return renderRefusal(answer)
  if (answer.type === 'as_code') return renderAsCode(answer)
  const { premise, link } = answer.plan
  const performed = await helpers.remedies.desk.perform(premise, '', asker)
  if (performed.type === 'cleared' || performed.type === 'key')
    throw new Error(`${act.type} only writes something down.`)
  const about = shortened(answer.plan.about)
  const confirming = { premise, name: link.name, about, channel: asker.channel, differences: null }
  return outcomeOf(performed, confirming, asker, helpers)
}

/** Shows what came of an act, and tells it where others follow the link. */
export async function outcomeOf(
  ended: Exclude<Performed, { type: 'cleared' | 'key' }>,
  { premise, name, about, channel }: Confirming,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  if (ended.type === 'refused') return renderRefusal(ended, [name])
  if (ended.type === 'as_code') return renderAsCode(ended)
  const title = ACT_KINDS[premise.act.type].label
  if (ended.type !== 'dry_run') {
    const who = await named(asker.member, helpers)
    const more = ended.type === 'done' ? ended.remark : ended.sentence
    const deed = { act: premise.act.type, outcome: ended.type, link: name, about, more } as const
    await tellDeed(renderDeed(deed, who), premise.linkId, asker, helpers)
  }
  const names = about === null ? [name] : [name, about]
  const isUndoable = premise.act.type === 'mark_contacted' && ended.type === 'done'
  const undo = isUndoable ? await undoOf(premise.linkId, channel, helpers) : []
  return withNext(renderOutcome(ended, title, names), premise.linkId, channel, undo)
}

/** Takes back what was just written down of a link's partner, for whoever wrote it. */
async function undoOf(linkId: string, channel: string | null, { remedies }: Helpers) {
  const at = (await remedies.records.contactsOf([linkId])).get(linkId)?.at
  return at === undefined ? [] : [undoContactedButton({ link: linkId, at, channel })]
}

function shortened(about: string | null): string | null {
  return about === null ? null : oneLine(about).slice(0, LONGEST_ABOUT)
}

/** An answer with the way on to what can be done next, after the buttons of `first`. */
export function withNext(
  message: RenderedMessage,
  linkId: string,
  channel: string | null,
  first: readonly Button[] = [],
): RenderedMessage {
  const buttons = actions([...first, fixButton(linkId, channel, 'What is next?')])
  return { ...message, blocks: [...message.blocks, buttons] }
}
