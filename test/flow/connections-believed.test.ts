import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  pollFor,
  restart,
  words,
} from '../support/over-time.ts'
import { messagesIn, type } from '../support/pressing.ts'

const PORT = demoIds.connections.parisOwnPort
const LINK = 'dc5-own-port-staging'

let bot: Bot
afterEach(() => bot.close())

const set = (status: string) => bot.interlink.world.setConnection(PORT, { status })
const kinds = () => bot.channel().map((message) => payload(message)?.kind)
const message = () => bot.channel()[1]
const lines = () => bot.thread(message()?.ts ?? '').map((line) => words(line))
const open = () => bot.store().openIncidents()

async function watched(): Promise<void> {
  bot = await startBot({ started: false, env: NO_REMINDERS })
  onlyInService(bot)
  await bot.start()
}

/** Its status is read at most once a minute. */
const pollMinutes = (minutes: number) => pollFor(bot, minutes * MINUTE, MINUTE)

describe('a dedicated connection that is back', () => {
  test('is shown as up at once, and believed after two minutes, with one quiet line', async () => {
    await watched()
    set('failed')
    await pollMinutes(2)
    set('active')
    await pollMinutes(2)
    expect(words(message())).toContain('🟢 Up, confirming · connection dc5-own-port is active')
    expect(words(message())).not.toContain('What to do next')
    expect(lines()).toEqual([])
    expect(await open()).toMatchObject([{ subject: { type: 'connection' }, upSince: expect.any(Number) }])
    await pollMinutes(2)
    expect(words(message())).toContain('🟢 Recovered')
    expect(lines()).toHaveLength(1)
    expect(lines()[0]).toContain('The connection is back after')
    expect(lines()[0]).toContain('`failed` → `active`')
    expect(await open()).toEqual([])
    expect(kinds()).toEqual(['baseline', 'connection'])
  })

  test('and fails again before that is the same incident, without another ping', async () => {
    await watched()
    set('failed')
    await pollMinutes(2)
    const [{ id = '' } = {}] = await open()
    set('active')
    await pollMinutes(1)
    set('failed')
    await pollMinutes(1)
    expect(kinds()).toEqual(['baseline', 'connection'])
    expect(words(message())).toContain('🔴 Critical · connection dc5-own-port is failed')
    expect(lines()).toHaveLength(1)
    expect(lines()[0]).toContain('`active` → `failed`')
    await pollMinutes(10)
    expect(await open()).toMatchObject([{ id, upSince: null }])
  })

  test('is not believed to be up by what was read before it could not be read any more', async () => {
    await watched()
    set('failed')
    await pollMinutes(2)
    set('active')
    await pollMinutes(1)
    bot.interlink.faults.next({ match: { path: /dedicated-connections/ }, times: 999, answer: '503' })
    await bot.clock.advance(5 * MINUTE)
    await bot.pollThrough()
    expect(words(message())).toContain('Up, confirming')
    bot.interlink.faults.clear()
    await pollMinutes(1)
    expect(words(message())).toContain('Recovered')
  })
})

describe('a dedicated connection that flaps', () => {
  test('stays one incident, is told as flapping once, and is over when it has been steady', async () => {
    await watched()
    for (let turn = 0; turn < 4; turn += 1) {
      set('failed')
      await pollMinutes(1)
      set('active')
      await pollMinutes(1)
    }
    expect(kinds()).toEqual(['baseline', 'connection', 'note'])
    expect(words(message())).toContain('Up, confirming, flapping')
    expect(words(bot.channel()[2])).toContain('flapping.* `dc5-own-port`: 4 changes')
    const told = lines().length
    set('failed')
    await pollMinutes(2)
    expect(lines()).toHaveLength(told)
    set('active')
    await pollMinutes(29)
    expect(await open()).toHaveLength(1)
    await pollMinutes(3)
    expect(await open()).toEqual([])
    expect(words(message())).toContain('Recovered')
    expect(lines().filter((line) => line.includes('Steady again'))).toHaveLength(1)
    expect(kinds()).toEqual(['baseline', 'connection', 'note'])
  })

  test('slowly enough to be believed each time opens two incidents at most', async () => {
    await watched()
    for (let turn = 0; turn < 4; turn += 1) {
      set('failed')
      await pollMinutes(1)
      set('active')
      await pollMinutes(4)
    }
    expect(kinds().filter((kind) => kind === 'connection')).toHaveLength(2)
    expect(await open()).toMatchObject([{ flapping: { since: expect.any(Number) } }])
  })
})

describe('a region that cannot be read', () => {
  test('is critical while a connection that links in service ride on is known to be bad', async () => {
    await watched()
    set('failed')
    await pollMinutes(1)
    expect(payload(message())).toMatchObject({ kind: 'connection', severity: 'critical' })
    bot.interlink.faults.next({ match: { path: /fr-par/ }, times: Number.POSITIVE_INFINITY, answer: '503' })
    for (let polls = 0; polls < 8; polls += 1) {
      await bot.clock.advance(MINUTE)
      await bot.pollThrough()
    }
    const blind = bot.channel().find((one) => payload(one)?.kind === 'scope')
    expect(payload(blind)).toMatchObject({ kind: 'scope', severity: 'critical' })
  })
})

describe('a dedicated connection that is bad at first sight', () => {
  test('is a line of the summary, which goes on telling it, and has no message of its own', async () => {
    bot = await startBot({ started: false, env: NO_REMINDERS })
    onlyInService(bot)
    set('failed')
    await bot.start()
    expect(kinds()).toEqual(['baseline'])
    const summary = () => words(bot.channel()[0])
    expect(summary()).toContain('🔴 Critical · 1 connection bad at first sight')
    expect(summary()).toContain('*Critical* connection `dc5-own-port` in `fr-par`: `failed`')
    expect(await open()).toMatchObject([{ subject: { type: 'connection' } }])
    set('active')
    await pollMinutes(1)
    expect(summary()).toContain('*Up, confirming* connection `dc5-own-port` in `fr-par`: `active`')
    await pollMinutes(3)
    expect(summary()).toContain('All that was bad at first sight has recovered')
    expect(bot.thread(bot.channel()[0]?.ts ?? '').map((line) => payload(line)?.kind)).toEqual([
      'connection_line',
    ])
    expect(kinds()).toEqual(['baseline'])
    expect(await open()).toEqual([])
  })

  test('is told to a channel that has subscribed to one of its links, and to no other', async () => {
    const [team, others] = ['C0TEAM0001', 'C0OTHER001'] as const
    const channel = { name: 'team', members: ['U0ADA0001', 'U0OPS0002'], botIsMember: true }
    bot = await startBot({
      started: false,
      env: { INTERLINK_REGIONS: 'nl-ams', ...NO_REMINDERS },
      channels: [
        { ...channel, id: team },
        { ...channel, id: others, name: 'others' },
      ],
    })
    onlyInService(bot)
    set('failed')
    await bot.start()
    await type(bot, `subscribe name:${LINK}`, { channelId: team })
    await type(bot, 'subscribe name:paris-prod-a', { channelId: others })
    await restart(bot, { INTERLINK_REGIONS: 'nl-ams,fr-par' })
    const [message, ...more] = messagesIn(bot, team)
    expect(more).toEqual([])
    expect(words(message)).toContain('*Critical* connection `dc5-own-port` in `fr-par`')
    expect(messagesIn(bot, others)).toEqual([])
    set('active')
    await pollMinutes(4)
    expect(words(messagesIn(bot, team)[0])).toContain('*Recovered* connection `dc5-own-port`')
  })

  test('does not keep its links from being told when they go down later', async () => {
    bot = await startBot({ started: false })
    onlyInService(bot)
    set('failed')
    await bot.start()
    await pollAfter(bot, 5 * MINUTE)
    bot.interlink.world.setStatus(linkId(bot, LINK), 'all_down')
    await pollAfter(bot, MINUTE)
    expect(bot.channel().map((one) => payload(one)?.link_id)).toContain(linkId(bot, LINK))
  })
})
