import { afterEach, describe, expect, test } from 'vitest'
import { ADA, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  linkId,
  onlyInService,
  payload,
  pollAfter,
  restart,
  SECOND,
  TUESDAY,
  words,
} from '../support/over-time.ts'
import { messagesIn, pressButton, type } from '../support/pressing.ts'

const TEAM = 'C0TEAM0001'

let bot: Bot
afterEach(() => bot.close())

const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const own = (): ReturnType<typeof messagesIn> =>
  messagesIn(bot, TEAM).filter((message) => message.thread_ts === undefined)
const thread = () => bot.slack.messages(TEAM).filter(({ thread_ts }) => thread_ts === own()[0]?.ts)

/** A bot that finds these links in these statuses when it first looks. */
async function start(found: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  bot = await startBot({
    now: TUESDAY,
    env: { ...NO_REMINDERS, ...env },
    channels: [{ id: TEAM, name: 'team', members: [ADA], botIsMember: true }],
    started: false,
  })
  onlyInService(bot)
  const { world } = bot.interlink
  const { id: _id, vlan: _vlan, ...like } = world.link(linkId(bot, 'amsterdam-prod')) ?? {}
  world.addLink({ ...like, name: 'amsterdam-second' })
  for (const [name, status] of Object.entries(found)) set(name, status)
  await bot.start()
}

describe('links that were bad when the bot first looked, in a channel that subscribed to them', () => {
  const FOUND = {
    'amsterdam-prod': 'limited_connectivity',
    'amsterdam-second': 'limited_connectivity',
    'paris-prod-a': 'limited_connectivity',
  }

  test('are one message there from their next change on, which is edited to the end', async () => {
    await start(FOUND)
    await type(bot, 'subscribe region:nl-ams', { channelId: TEAM })
    set('amsterdam-prod', 'all_down')
    await pollAfter(bot, 30 * SECOND)
    expect(own().map(payload)).toMatchObject([
      { kind: 'baseline', severity: 'critical', count: 1, links: [{ id: linkId(bot, 'amsterdam-prod') }] },
    ])
    expect(words(own()[0])).not.toMatch(/Watching|paris|fr-par/)
    set('amsterdam-prod', 'active')
    await pollAfter(bot, 30 * SECOND)
    expect(words(own()[0])).toContain('Up, confirming')
    await bot.stable()
    expect(words(own()[0])).toContain('All that was bad at first sight has recovered')
    expect(own()).toHaveLength(1)
    expect(thread().map(({ text }) => text)).toMatchObject([
      expect.stringMatching(/Recovered.*amsterdam-prod/),
    ])
    expect(thread()[0]?.reply_broadcast).not.toBe(true)
  })

  test('join that message one after the other, each said aloud as it gets worse', async () => {
    await start(FOUND)
    await type(bot, 'subscribe region:nl-ams', { channelId: TEAM })
    set('amsterdam-prod', 'all_down')
    await pollAfter(bot, 30 * SECOND)
    set('amsterdam-second', 'all_down')
    set('paris-prod-a', 'all_down')
    await pollAfter(bot, 30 * SECOND)
    expect(own()).toHaveLength(1)
    expect(payload(own()[0])).toMatchObject({ count: 2 })
    expect(thread()).toMatchObject([
      { reply_broadcast: true, text: expect.stringContaining('amsterdam-second') },
    ])
    expect(bot.slack.messages(TEAM).map(words).join()).not.toContain('paris')
  })

  test('can be acknowledged there, which ALERT_CHANNEL shows too', async () => {
    await start(FOUND)
    await type(bot, 'subscribe region:nl-ams', { channelId: TEAM })
    set('amsterdam-prod', 'all_down')
    await pollAfter(bot, 30 * SECOND)
    await pressButton(bot, own()[0]?.ts ?? '', 'acknowledge', { channelId: TEAM })
    for (const message of [own()[0], bot.channel()[0]]) expect(words(message)).toContain('*Acknowledged*')
  })
})

describe('a region that is added later', () => {
  const bothBad = { 'amsterdam-prod': 'all_down', 'amsterdam-second': 'all_down' }

  test('tells what it finds bad in channels that subscribed to it, and goes on there to the end', async () => {
    await start(bothBad, { INTERLINK_REGIONS: 'fr-par' })
    await type(bot, 'subscribe name:amsterdam-prod mention @here', { channelId: TEAM })
    await restart(bot, { INTERLINK_REGIONS: 'fr-par,nl-ams' })
    expect(payload(bot.channel().at(-1))).toMatchObject({ kind: 'baseline', count: 2 })
    expect(own().map(payload)).toMatchObject([
      { kind: 'baseline', count: 1, links: [{ id: linkId(bot, 'amsterdam-prod') }] },
    ])
    expect(own()[0]?.text).not.toContain('<!here>')
    set('amsterdam-prod', 'active')
    set('amsterdam-second', 'active')
    await pollAfter(bot, 30 * SECOND)
    await restart(bot)
    await bot.stable()
    expect(words(own()[0])).toContain('All that was bad at first sight has recovered')
    expect(thread()).toHaveLength(1)
    expect(bot.slack.messages(TEAM).map(words).join()).not.toContain('amsterdam-second')
  })

  test('tells them nothing that is milder than they asked for, nor that nothing is bad', async () => {
    await start({ 'paris-prod-a': 'limited_connectivity' }, { INTERLINK_REGIONS: 'nl-ams' })
    await type(bot, 'subscribe region:fr-par error', { channelId: TEAM })
    await type(bot, 'subscribe region:pl-waw', { channelId: TEAM })
    await restart(bot, { INTERLINK_REGIONS: 'nl-ams,fr-par,pl-waw' })
    expect(payload(bot.channel().at(-1))).toMatchObject({ kind: 'baseline', severity: 'warning' })
    expect(own()).toEqual([])
  })
})
