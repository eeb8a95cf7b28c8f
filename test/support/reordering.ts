import { randomUUID } from 'node:crypto'
import type { StoredMessage, View } from '../../src/simulator/slack/workspace.ts'
import { ALERT_CHANNEL, type Bot } from './bot.ts'
import { linkId, words } from './over-time.ts'
import { fix, openRemedy, submit } from './remedies.ts'

/** A link that its partner refused, and the alert that tells it. */
export async function refusedLink(
  bot: Bot,
  name: string,
): Promise<{ readonly id: string; readonly alert: StoredMessage }> {
  const { world } = bot.interlink
  const { id: _, ...like } = world.links().find((link) => link.id === linkId(bot, 'paris-prod-a')) ?? {
    id: '',
  }
  const hidden = { provisioned: false, deletionBegunBy: null }
  const { id } = world.addLink({ ...like, id: randomUUID(), name, status: 'requested', hidden })
  await bot.poll()
  world.setStatus(id, 'refused')
  await bot.poll()
  const alert = bot.channel().find((message) => words(message).includes(name))
  if (alert === undefined) throw new Error('Nothing was told.')
  return { id, alert }
}

/** The message that ticks of a link, once it says something that fits; time goes on for it. */
export async function progress(
  bot: Bot,
  name: string,
  says: RegExp,
  what = 'Delete and order again',
  channel = ALERT_CHANNEL,
): Promise<StoredMessage> {
  const all = () => ticking(bot, name, what, channel)
  for (let turn = 0; turn < 60; turn += 1) {
    const found = all().find((message) => says.test(words(message)))
    if (found !== undefined) return found
    await bot.clock.advance(5_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`Nothing says ${says}: ${all().map(words).join('\n---\n').slice(-3_000)}`)
}

/** The messages that tick of a link. */
export function ticking(
  bot: Bot,
  name: string,
  what = 'Delete and order again',
  channel = ALERT_CHANNEL,
): readonly StoredMessage[] {
  return bot.slack.messages(channel).filter((message) => words(message).includes(`${what}: ${name}`))
}

/** Asks in a channel for a link to be ordered again, up to the form of what is to differ. */
export async function reorderForm(bot: Bot, name: string, channel = ALERT_CHANNEL): Promise<View> {
  const card = await fix(bot, name, undefined, channel)
  return openRemedy(bot, card, 'reorder_link:', /What is to be different/)
}

/** Has a link ordered again as it was. */
export async function orderAgain(bot: Bot, name: string, channel = ALERT_CHANNEL): Promise<void> {
  const shown = await submit(bot, await reorderForm(bot, name, channel), {}, /What will happen/)
  await submit(bot, shown, { remedy_typed: name }, /It has begun/)
}

/** The link of that name at Scaleway. */
export function made(bot: Bot, name: string) {
  return bot.interlink.world.links().find((link) => link.name === name)
}
