import { afterEach, describe, expect, test } from 'vitest'
import { type PagerServer, startPagerServer } from '../../src/simulator/pager/server.ts'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  pollFor,
  pollUntold,
  restart,
  SECOND,
  TUESDAY,
  words,
} from '../support/over-time.ts'
import { turnsOf } from '../support/turns.ts'

let bot: Bot
let watchdog: PagerServer | null = null
afterEach(async () => {
  await bot.close()
  await watchdog?.close()
  watchdog = null
})

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  bot = await startBot({ now: TUESDAY, env: { ...NO_REMINDERS, ...env }, started: false })
  onlyInService(bot)
  await bot.start()
}
const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const down = (answer: '401' | '403' | '503' | null) => bot.interlink.faults.regionDown('nl-ams', answer)
const told = () =>
  bot
    .channel()
    .map((message) => [payload(message)?.kind, payload(message)?.severity, payload(message)?.region])
const blind = () => bot.channel().find((message) => payload(message)?.kind === 'scope')
/** So long, then a poll whose reads are tried again, which takes time of the clock. */
async function failFor(ms: number): Promise<void> {
  await bot.clock.advance(ms)
  await bot.pollThrough()
}

describe('a key that has expired', () => {
  test('is told at the second poll in a row that it is refused in, with what to do', async () => {
    await start()
    down('401')
    await bot.poll()
    expect(bot.channel()).toHaveLength(1)
    await pollAfter(bot, 30 * SECOND)
    expect(told().slice(1)).toEqual([['scope', 'warning', 'nl-ams']])
    expect(words(blind())).toMatch(/key/i)
    await pollFor(bot, 5 * MINUTE)
    await restart(bot)
    expect(bot.channel()).toHaveLength(2)
  })

  test('and is refused once is not told: that heals by itself more often than not', async () => {
    await start()
    down('401')
    await bot.poll()
    down(null)
    await pollAfter(bot, 30 * SECOND)
    down('401')
    await pollAfter(bot, 30 * SECOND)
    expect(bot.channel()).toHaveLength(1)
  })
})

describe('an API that is down', () => {
  test('is a warning after 5 minutes and an error after 15, and over with the next good poll', async () => {
    await start()
    down('503')
    await bot.pollThrough()
    const first = bot.clock.now()
    await failFor(4 * MINUTE)
    expect(bot.channel()).toHaveLength(1)
    await failFor(first + 5.5 * MINUTE - bot.clock.now())
    expect(told().slice(1)).toEqual([['scope', 'warning', 'nl-ams']])
    await failFor(first + 14 * MINUTE - bot.clock.now())
    expect(bot.channel()).toHaveLength(2)
    await failFor(90 * SECOND)
    expect(told().slice(1)).toEqual([
      ['scope', 'error', 'nl-ams'],
      ['scope_line', 'error', 'nl-ams'],
    ])
    expect(bot.channel()[2]).toMatchObject({ thread_ts: blind()?.ts, reply_broadcast: true })
    down(null)
    await bot.poll()
    expect(words(blind())).toContain('Recovered')
    expect(words(blind())).toContain('can be read again')
    expect(bot.channel()).toHaveLength(3)
    expect(await bot.store().openIncidents()).toEqual([])
  })
})

describe('blindness is critical', () => {
  test('while an outage is open in the region, and in no other of the same message', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    down('401')
    bot.interlink.faults.regionDown('pl-waw', '401')
    await bot.poll()
    await pollAfter(bot, 30 * SECOND)
    expect(bot.channel().slice(2).map(payload)).toMatchObject([
      { kind: 'scope', severity: 'critical', count: 2 },
    ])
    expect(words(blind())).toMatch(/Critical\* `nl-ams`[\s\S]*Warning\* `pl-waw`/)
  })
})

describe('while a region cannot be read', () => {
  test('nothing in it recovers, is missed or is chased; what happened is told when it can be', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    down('403')
    await bot.poll()
    set('amsterdam-prod', 'active')
    await pollFor(bot, 10 * MINUTE, 2 * MINUTE)
    expect(words(bot.channel()[1])).toContain('Critical')
    expect(words(bot.channel()[1])).not.toContain('Up, confirming')
    expect((await bot.store().openIncidents()).map(({ rule, upSince }) => [rule, upSince])).toContainEqual([
      'down',
      null,
    ])
    down(null)
    await bot.poll()
    expect(words(bot.channel()[1])).toContain('Up, confirming')
    await bot.stable()
    expect(words(bot.channel()[1])).toContain('Recovered')
  })

  test('a link that is deleted meanwhile is told as gone afterwards, with the window', async () => {
    await start()
    down('403')
    await bot.poll()
    bot.interlink.world.removeLink(linkId(bot, 'amsterdam-prod'))
    await pollFor(bot, 6 * MINUTE, 2 * MINUTE)
    expect(bot.channel().map((message) => payload(message)?.kind)).toEqual(['baseline', 'scope'])
    down(null)
    await bot.poll()
    const gone = bot.channel().find((message) => payload(message)?.kind === 'link')
    expect(payload(gone)).toMatchObject({ severity: 'critical', from: 'active' })
    expect(words(gone)).toContain('not watching')
  })
})

describe('three scheduled polls without a good one', () => {
  const SCHEDULE = { POLL_SCHEDULE: '*/30 * * * * *' }

  test('count as blindness at the first failure where the bot itself was away', async () => {
    await start(SCHEDULE)
    await bot.stop()
    down('403')
    await bot.clock.advance(10 * MINUTE)
    await bot.start()
    expect(told().slice(1)).toEqual([['scope', 'warning', 'nl-ams']])
  })

  test('are no blindness where the bot was away for just one', async () => {
    await start(SCHEDULE)
    await bot.stop()
    down('403')
    await bot.clock.advance(45 * SECOND)
    await bot.start()
    expect(bot.channel()).toHaveLength(1)
  })
})

describe('HEARTBEAT_URL', () => {
  async function watched(env: Readonly<Record<string, string>> = {}): Promise<PagerServer> {
    const server = await startPagerServer(() => ({ status: 200, body: '' }))
    watchdog = server
    await start({ HEARTBEAT_URL: `${server.url}/beat`, ...env })
    return server
  }
  /** How often it was called by now, once no call is under way. */
  async function beats(server: PagerServer): Promise<number> {
    await turnsOf(new Promise(() => undefined))
    return server.requests.length
  }

  test('is called after each poll while all is well', async () => {
    const server = await watched()
    expect(await beats(server)).toBe(1)
    await pollAfter(bot, 30 * SECOND)
    expect(await beats(server)).toBe(2)
    await pollAfter(bot, 30 * SECOND)
    expect(await beats(server)).toBe(3)
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/beat' })
  })

  test('is not called once nothing could be read for five minutes, and again when something can', async () => {
    // How long is too long follows from the schedule.
    const server = await watched({ POLL_SCHEDULE: '30 * * * * *' })
    for (const region of ['fr-par', 'nl-ams', 'pl-waw']) bot.interlink.faults.regionDown(region, '403')
    await pollFor(bot, 4 * MINUTE, MINUTE)
    const well = await beats(server)
    expect(well).toBeGreaterThan(3)
    await pollFor(bot, 2 * MINUTE, MINUTE)
    const before = await beats(server)
    await pollFor(bot, 5 * MINUTE, MINUTE)
    expect(await beats(server)).toBe(before)
    bot.interlink.faults.clear()
    await pollAfter(bot, MINUTE)
    expect(await beats(server)).toBeGreaterThan(before)
  })

  test('is not called once an alert has waited for five minutes, and again when it was told', async () => {
    const server = await watched()
    bot.slack.faults.failWith({ method: 'chat.postMessage', status: 503, times: 10_000 })
    set('amsterdam-prod', 'all_down')
    await pollUntold(bot, MINUTE)
    await pollUntold(bot, 4 * MINUTE)
    const before = await beats(server)
    await pollUntold(bot, 2 * MINUTE)
    await pollUntold(bot, 2 * MINUTE)
    expect(await beats(server)).toBe(before)
    bot.slack.faults.clear()
    await pollUntold(bot, MINUTE)
    await pollUntold(bot, MINUTE)
    expect(await beats(server)).toBeGreaterThan(before)
  })
})
