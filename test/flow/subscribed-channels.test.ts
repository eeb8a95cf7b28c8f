import { afterEach, describe, expect, test } from 'vitest'
import { ADA, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  DAY,
  HOUR,
  linkId,
  MINUTE,
  payload,
  pollAfter,
  pollUntil,
  restart,
  words,
} from '../support/over-time.ts'
import { messagesIn, type } from '../support/pressing.ts'

const TEAM = 'C0TEAM0001'
const SHARED = 'C0SHARED01'

let bot: Bot
afterEach(() => bot.close())

const start = async () => {
  bot = await startBot({
    env: NO_REMINDERS,
    channels: [
      { id: TEAM, name: 'team', members: [ADA], botIsMember: true },
      { id: SHARED, name: 'with-partner', members: [ADA], botIsMember: true, isExtShared: true },
    ],
  })
}
const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const digests = (channelId = TEAM) =>
  messagesIn(bot, channelId).filter((message) => payload(message)?.kind === 'digest')

describe('the digest of a subscription', () => {
  test('comes to its channel once a day at its time in its zone, and says how its links are', async () => {
    await start()
    await type(bot, 'subscribe region:nl-ams digest 09:00 Europe/Paris', { channelId: TEAM })
    set('amsterdam-prod', 'all_down')
    set('dc5-own-port-staging', 'all_down')
    await bot.poll()
    const nine = Date.parse('2026-11-21T08:00:00Z')
    await pollUntil(bot, nine - MINUTE, HOUR)
    expect(digests()).toEqual([])
    await pollAfter(bot, MINUTE)
    expect(digests()).toHaveLength(1)
    expect(payload(digests()[0])).toMatchObject({ count: 1 })
    expect(words(digests()[0])).toMatch(/1 of 2 links bad[\s\S]*amsterdam-prod/)
    expect(words(digests()[0])).not.toContain('dc5-own-port-staging')
    await pollUntil(bot, nine + DAY - MINUTE, 4 * HOUR)
    expect(digests()).toHaveLength(1)
    await pollAfter(bot, MINUTE)
    expect(digests()).toHaveLength(2)
    expect(digests('C0NETONCALL')).toEqual([])
  })

  test('is made up for after a restart over its time, and told once', async () => {
    await start()
    await type(bot, 'subscribe digest 09:00 UTC', { channelId: TEAM })
    await bot.stop()
    await bot.clock.advance(7 * HOUR)
    await bot.start()
    expect(digests()).toHaveLength(1)
    await restart(bot)
    await pollAfter(bot, 3 * HOUR)
    expect(digests()).toHaveLength(1)
  })

  test('names the silences and the unreadable regions that concern it, and no others', async () => {
    await start()
    await type(bot, 'subscribe region:nl-ams digest 04:00 UTC', { channelId: TEAM })
    await type(bot, 'silence name:amsterdam-* 8h works at AM5')
    await type(bot, 'silence name:paris-* 8h works at TH2')
    bot.interlink.faults.regionDown('pl-waw', '403')
    await bot.clock.advance(50 * MINUTE)
    await bot.pollThrough()
    expect(words(digests()[0])).toContain('works at AM5')
    expect(words(digests()[0])).not.toMatch(/works at TH2|pl-waw/)
  })
})

describe('a channel that is shared with other organizations', () => {
  test('is warned of first, and hears of alerts only once that was meant', async () => {
    await start()
    const warning = await type(bot, 'subscribe tag:prod', { channelId: SHARED })
    expect(words(warning)).toMatch(/shared beyond this workspace.*Nothing was subscribed so far/)
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(messagesIn(bot, SHARED)).toEqual([])

    await bot.slack.click({
      userId: ADA,
      actionId: 'subscribe_anyway',
      ephemeralId: warning.ts,
      channelId: SHARED,
    })
    await bot.slack.waitFor(() => bot.slack.ephemerals(ADA).some(({ replaced }) => replaced === 1))
    set('paris-prod-a', 'all_down')
    await pollAfter(bot, 5 * MINUTE)
    expect(messagesIn(bot, SHARED).map(payload)).toMatchObject([{ link_id: linkId(bot, 'paris-prod-a') }])
  })
})

describe('a channel that the bot is not in', () => {
  test('is told so when it subscribes; what waits for it is told once it is in', async () => {
    await start()
    const random = 'C0RANDOM01'
    const answer = await type(bot, 'subscribe tag:prod', { channelId: random })
    expect(words(answer)).toContain('The bot is not in this channel')
    set('amsterdam-prod', 'all_down')
    await bot.app().poll()
    for (let turn = 0; turn < 8; turn += 1) {
      await bot.app().delivered()
      await bot.clock.advance(1_000)
    }
    expect(bot.channel().map((message) => payload(message)?.kind)).toEqual(['baseline', 'link', 'stuck'])
    expect(messagesIn(bot, random)).toEqual([])
    bot.slack.setBotMember(random, true)
    await bot.settle(HOUR)
    expect(messagesIn(bot, random).map(payload)).toMatchObject([{ kind: 'link', to: 'all_down' }])
  })
})
