import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, NO_REMINDERS, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const linkId = (name: string) => bot.interlink.world.links().find((link) => link.name === name)?.id ?? ''
const setStatus = (name: string, status: string) => bot.interlink.world.setStatus(linkId(name), status)
const digests = (): readonly StoredMessage[] =>
  bot.channel().filter(({ metadata }) => metadata?.event_payload.kind === 'digest')
/** What the latest digest says is over. */
const over = () => wordsOf(digests().at(-1) ?? { text: '' }).split('Over since the last digest')[1] ?? ''

/** A bot at three in the morning, whose channel is summed up at four. */
const startSubscribed = async (filter = '', level = '') => {
  bot = await startBot({ env: NO_REMINDERS })
  await bot.say(`subscribe ${filter} ${level} digest 04:00 UTC`)
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
/** What links share is not read at every poll. */
const pollMinutes = async (minutes: number) => {
  for (let minute = 0; minute < minutes; minute += 1) {
    await bot.clock.advance(MINUTE_MS)
    await bot.poll()
  }
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
    expect(over()).toMatch(/`amsterdam-prod`.*was deleted/)
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

describe('a digest names what links share, where its channel subscribed to one of them', () => {
  const PORT = demoIds.connections.parisOwnPort
  const digest = () => wordsOf(digests().at(-1) ?? { text: '' })

  test('a connection that failed, and its end', async () => {
    await startSubscribed('name:dc5-own-port-staging')
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    await pollMinutes(6)
    await until(FOUR)
    expect(digest()).toContain('Digest · 1 connection bad')
    expect(digest()).toMatch(/\*Critical\* Dedicated connection `.*` in `fr-par`: A dedicated connection/)
    bot.interlink.world.setConnection(PORT, { status: 'active' })
    await pollMinutes(6)
    await until(FOUR + DAY_MS)
    expect(over()).toMatch(/\*Recovered\* Dedicated connection/)
    await until(FOUR + 2 * DAY_MS)
    expect(digest()).not.toContain('Dedicated connection')
  })

  test('a routing policy that was edited', async () => {
    await startSubscribed('name:paris-prod-b')
    bot.interlink.world.setPolicy(demoIds.policies.prodV4, { prefix_filter_out: [] })
    await pollMinutes(6)
    await until(FOUR)
    expect(over()).toMatch(/\*Error\* Routing policy `prod-v4` in `fr-par`/)
  })

  test('a region that cannot be read, and its end', async () => {
    await startSubscribed('region:nl-ams')
    bot.interlink.faults.regionDown('nl-ams', '403')
    await bot.poll()
    await until(FOUR)
    expect(digest()).toContain('Digest · 1 unreadable region bad')
    expect(digest()).toMatch(/\*Warning\* Region `nl-ams`: .*Since /)
    bot.interlink.faults.clear()
    await bot.poll()
    await until(FOUR + DAY_MS)
    expect(over()).toMatch(/\*Recovered\* Region `nl-ams`/)
  })

  test('and nothing of what does not concern it', async () => {
    await startSubscribed('name:paris-prod-b')
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    bot.interlink.world.setPolicy(demoIds.policies.stagingV4, { prefix_filter_out: [] })
    bot.interlink.faults.regionDown('pl-waw', '403')
    await pollMinutes(6)
    await until(FOUR)
    expect(digest()).toContain('Digest · all 1 link well')
    expect(digest()).not.toMatch(/Dedicated connection|Routing policy|pl-waw/)
  })
})

describe('a digest of a channel that asked for errors', () => {
  const digest = () => wordsOf(digests().at(-1) ?? { text: '' })

  test('names what is as bad as that, and counts what is milder', async () => {
    await startSubscribed('', 'error')
    setStatus('marseille-backup', 'failed')
    setStatus('amsterdam-prod', 'all_down')
    bot.interlink.faults.regionDown('pl-waw', '403')
    await bot.poll()
    await until(FOUR)
    expect(digest()).toMatch(/\*Critical\* `amsterdam-prod`/)
    expect(digest()).not.toContain('`marseille-backup`')
    expect(digest()).not.toContain('Region `pl-waw`')
    expect(digest()).toMatch(/2 more incidents are open that are milder than error/)
  })

  test('does not call well what is only milder, and leaves out what was milder and is over', async () => {
    await startSubscribed('name:marseille-backup', 'error')
    setStatus('marseille-backup', 'failed')
    await bot.poll()
    await until(FOUR)
    expect(digest()).toContain('Digest · nothing bad but 1 milder')
    setStatus('marseille-backup', 'requested')
    await bot.poll()
    await until(FOUR + DAY_MS)
    expect(over()).toBe('')
  })
})
