import { ADA, type Bot, NO_REMINDERS, startBot } from './bot.ts'
import { linkId } from './over-time.ts'

export const TEAM = 'C0TEAM0001'
export const SIX = ['ams-1', 'ams-2', 'ams-3', 'ams-4', 'ams-5', 'ams-6'] as const

/** A bot that watches Amsterdam with six links in service, all over one partner at one PoP. `prepare` is run before it starts. */
export async function startWithSix(
  env: Readonly<Record<string, string>> = NO_REMINDERS,
  prepare: (bot: Bot) => void = () => {},
): Promise<Bot> {
  const bot = await startBot({
    started: false,
    env,
    channels: [{ id: TEAM, name: 'team', members: [ADA], botIsMember: true }],
  })
  const { world } = bot.interlink
  const { id: _id, vlan: _vlan, ...like } = world.link(linkId(bot, 'amsterdam-prod')) ?? {}
  for (const { id, region } of world.links()) if (region === 'nl-ams') world.removeLink(id)
  for (const name of SIX) world.addLink({ ...like, name })
  prepare(bot)
  await bot.start()
  return bot
}

/** Messages of their own in the alert channel, after the baseline's summary. */
export const storiesOf = (bot: Bot) =>
  bot
    .channel()
    .slice(1)
    .filter(({ thread_ts }) => thread_ts === undefined)
