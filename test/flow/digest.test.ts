import { afterEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, NO_REMINDERS, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const linkId = (name: string) => bot.interlink.world.links().find((link) => link.name === name)?.id ?? ''
const setStatus = (name: string, status: string) => bot.interlink.world.setStatus(linkId(name), status)
const digests = (): readonly StoredMessage[] =>
  bot.channel().filter(({ metadata }) => metadata?.event_payload.kind === 'digest')
/** What the latest digest says is over. */
const over = () => wordsOf(digests().at(-1) ?? { text: '' }).split('Over since the last digest')[1] ?? ''

/** A bot at three in the morning, whose channel is summed up at four. */
const startSubscribed = async (filter = '') => {
  bot = await startBot({ env: NO_REMINDERS })
  await bot.say(`subscribe ${filter} digest 04:00 UTC`)
}
const breakAndMend = async (name: string) => {
  setStatus(name, 'all_down')
  await bot.poll()
  await bot.clock.advance(60_000)
  setStatus(name, 'active')
  await bot.poll()
  await bot.stable()
}
const until = async (at: number) => {
  await bot.clock.advance(at - bot.clock.now())
  await bot.poll()
}
const FOUR = Date.parse('2026-11-21T04:00:00Z')

describe('a digest', () => {
  test('names what is over since the last one, and each of it once', async () => {
    await startSubscribed()
    await breakAndMend('amsterdam-prod')
    await until(FOUR)
    expect(over()).toContain('amsterdam-prod')
    await breakAndMend('dc5-own-port-staging')
    await until(FOUR + DAY_MS)
    expect(digests()).toHaveLength(2)
    expect(over()).toContain('dc5-own-port-staging')
    expect(over()).not.toContain('amsterdam-prod')
    await until(FOUR + 2 * DAY_MS)
    expect(digests()).toHaveLength(3)
    expect(over()).toBe('')
  })

  test('remembers over a restart what is over', async () => {
    await startSubscribed()
    await breakAndMend('amsterdam-prod')
    await bot.stop()
    await bot.start()
    await until(FOUR)
    expect(over()).toContain('amsterdam-prod')
  })

  test('names a link that is gone, in the poll of the digest too', async () => {
    await startSubscribed()
    bot.interlink.world.removeLink(linkId('amsterdam-prod'))
    await bot.poll()
    bot.interlink.world.removeLink(linkId('paris-prod-a'))
    await until(FOUR)
    expect(over()).toMatch(/amsterdam-prod.*Deleted/)
    expect(over()).toContain('paris-prod-a')
  })

  test('names nothing that its filter leaves out, nor what is still bad', async () => {
    await startSubscribed('region:fr-par')
    await breakAndMend('amsterdam-prod')
    bot.interlink.world.removeLink(linkId('amsterdam-own-port'))
    setStatus('paris-prod-a', 'all_down')
    await until(FOUR)
    expect(digests()).toHaveLength(1)
    expect(wordsOf(digests()[0] ?? { text: '' })).toContain('paris-prod-a')
    expect(over()).toBe('')
  })
})
