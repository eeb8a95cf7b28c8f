import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { type Bot, startBot } from '../support/bot.ts'
import { linkId, MINUTE, payload, pollAfter, words } from '../support/over-time.ts'
import { messagesIn, type } from '../support/pressing.ts'

const TEAM = 'C0TEAM0001'
const PORT = demoIds.connections.parisOwnPort
const LINK = 'dc5-own-port-staging'

let bot: Bot
afterEach(() => bot.close())

const set = (status: string) => bot.interlink.world.setStatus(linkId(bot, LINK), status)

/** A connection that fails while its only link has never carried: an error. The link comes up on it all the same. */
async function failedWithAnIdleLink(): Promise<void> {
  bot = await startBot({
    started: false,
    channels: [{ id: TEAM, name: 'team', members: ['U0ADA0001', 'U0OPS0002'], botIsMember: true }],
  })
  set('ready')
  await bot.start()
  bot.interlink.world.setConnection(PORT, { status: 'failed' })
  await pollAfter(bot, 2 * MINUTE)
  expect(payload(bot.channel()[1])).toMatchObject({ kind: 'connection', severity: 'error' })
  set('active')
  await pollAfter(bot, MINUTE)
}

describe('a link that goes down under a dedicated connection whose failure is told', () => {
  test('is said aloud where it is worse than all that was told of the connection', async () => {
    await failedWithAnIdleLink()
    set('all_down')
    await pollAfter(bot, MINUTE)
    const [, connection, line, ...more] = bot.channel()
    expect(more).toEqual([])
    expect(payload(connection)).toMatchObject({ kind: 'connection', severity: 'critical', count: 1 })
    expect(line).toMatchObject({ thread_ts: connection?.ts, reply_broadcast: true })
    expect(words(line)).toContain(LINK)
  })

  test('brings the message of the connection to a channel that has come to want the link since', async () => {
    await failedWithAnIdleLink()
    await type(bot, `subscribe name:${LINK}`, { channelId: TEAM })
    expect(messagesIn(bot, TEAM)).toEqual([])
    set('all_down')
    await pollAfter(bot, MINUTE)
    const [message, ...more] = messagesIn(bot, TEAM)
    expect(more).toEqual([])
    expect(payload(message)).toMatchObject({ kind: 'connection', severity: 'critical', count: 1 })
  })
})
