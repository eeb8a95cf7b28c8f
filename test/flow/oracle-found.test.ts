import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { ADA, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { linkId, MINUTE, payload, pollAfter, words } from '../support/over-time.ts'
import { messageAt, messagesIn, type } from '../support/pressing.ts'

/*
 * Small histories that the naive oracle (test/oracle) found the bot to tell wrongly.
 */

const TEAM = 'C0TEAM0001'
const LINK = 'paris-prod-a'

let bot: Bot
beforeEach(async () => {
  const team = { id: TEAM, name: 'team', members: [ADA], botIsMember: true }
  bot = await startBot({ env: NO_REMINDERS, channels: [team] })
})
afterEach(() => bot.close())

type Change = Parameters<Bot['interlink']['world']['setLink']>[1]
const set = (change: Change, name = LINK) => bot.interlink.world.setLink(linkId(bot, name), change)
const messageOf = (name: string) =>
  bot.channel().find((one) => payload(one)?.link_id === linkId(bot, name) && payload(one)?.kind === 'link')
const lines = (name: string) => bot.thread(messageOf(name)?.ts ?? '').map((line) => payload(line)?.kind)
const isOpen = async (name: string) =>
  (await bot.store().openIncidents()).some(
    ({ subject }) => subject.type === 'link' && subject.linkId === linkId(bot, name),
  )

describe('a channel that began to want to hear of a link', () => {
  test('while it was bad hears of it when its silence is over', async () => {
    set({ status: 'all_down', bgp_v4_status: 'down', bgp_v6_status: 'down' })
    await bot.poll()
    await type(bot, `subscribe name:${LINK} warning`, { channelId: TEAM })
    await type(bot, `silence name:${LINK} 10m fibre works`)
    await pollAfter(bot, MINUTE)
    expect(messagesIn(bot, TEAM)).toEqual([])
    await pollAfter(bot, 10 * MINUTE)
    expect(messagesIn(bot, TEAM).map(payload)).toMatchObject([{ kind: 'link', link_id: linkId(bot, LINK) }])
    expect(lines(LINK)).toEqual(['note'])
  })
})

describe('a link that is moved to another VPC', () => {
  test('in the very poll that finds it up again recovers as any other', async () => {
    set({ status: 'limited_connectivity', bgp_v6_status: 'down' })
    await bot.poll()
    set({ status: 'active', bgp_v6_status: 'up', vpc_id: demoIds.vpcs.staging })
    await pollAfter(bot, MINUTE)
    expect(words(messageAt(bot, messageOf(LINK)?.ts ?? ''))).toContain('confirming')
    await pollAfter(bot, 3 * MINUTE)
    expect(await isOpen(LINK)).toBe(false)
    expect(lines(LINK)).toEqual(['link_line', 'link_line'])
  })

  test('while a session has never been up is not told to be over', async () => {
    const name = 'dc5-own-port-staging'
    set(
      {
        status: 'limited_connectivity',
        routing_policy_v6_id: demoIds.policies.prodV6,
        bgp_v6_status: 'down',
      },
      name,
    )
    await bot.poll()
    set({ vpc_id: demoIds.vpcs.prod }, name)
    await pollAfter(bot, MINUTE)
    await pollAfter(bot, MINUTE)
    expect(await isOpen(name)).toBe(true)
    expect(lines(name)).toEqual(['link_line'])
  })
})
