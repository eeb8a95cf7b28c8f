import { afterEach, describe, expect, test } from 'vitest'
import { NO_REMINDERS } from '../support/bot.ts'
import {
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  pollFor,
  pollUntil,
  restart,
  SECOND,
  TUESDAY,
  words,
} from '../support/over-time.ts'
import { type PagedBot, startPagedBot } from '../support/paged-bot.ts'

let bot: PagedBot
afterEach(() => bot.close())

/** The only link into its VPC. */
const LINK = 'amsterdam-prod'

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  bot = await startPagedBot({ now: TUESDAY, env: { ...NO_REMINDERS, ...env }, started: false })
  onlyInService(bot)
  await bot.start()
}
const set = (status: string) => bot.interlink.world.setStatus(linkId(bot, LINK), status)
const root = () => bot.channel()[1]
const lines = () => bot.thread(root()?.ts ?? '')
const header = () => words(root()).split('\n')[0] ?? ''

/** So many changes, the first of them to down, one each `everyMs`, each seen by a poll. */
async function changes(count: number, everyMs: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    set(n % 2 === 0 ? 'all_down' : 'active')
    await bot.poll()
    await pollUntil(bot, bot.clock.now() + everyMs, everyMs)
  }
}

describe('a link that flaps', () => {
  test('is called so from the fourth change in 30 min on: in its message, and by one broadcast', async () => {
    await start()
    await changes(3, MINUTE)
    expect(header()).not.toContain('flapping')
    expect(bot.channel()).toHaveLength(2)
    await changes(1, MINUTE)
    // Three changes end with it down; the fourth is seen as down once more, and it is up with the fifth.
    await changes(2, MINUTE)
    expect(header()).toContain('flapping')
    expect(words(root())).toContain('*Flapping* since')
    const [, , broadcast, ...more] = bot.channel()
    expect(more).toEqual([])
    expect(broadcast).toMatchObject({ thread_ts: root()?.ts, reply_broadcast: true })
    expect(words(broadcast)).toMatch(/flapping\.\*.*`amsterdam-prod`: 4 changes in 30 min/)
  })

  test('is not where the changes are further apart than that', async () => {
    await start()
    await changes(8, 11 * MINUTE)
    expect(header()).not.toContain('flapping')
    expect(bot.channel().filter((message) => words(message).includes('flapping'))).toEqual([])
  })

  test('has its changes summed up each hour, with the time it was up, and no longer told one by one', async () => {
    await start()
    await changes(4, MINUTE)
    const told = lines().length
    // Seven changes in an hour, and never quiet for half an hour.
    for (let n = 0; n < 9; n += 1) {
      set('all_down')
      await pollAfter(bot, SECOND)
      await pollAfter(bot, 6.5 * MINUTE)
      set('active')
      await pollAfter(bot, SECOND)
      await pollAfter(bot, 10.6 * MINUTE)
    }
    const digests = lines().slice(told)
    expect(digests.map((line) => payload(line)?.kind)).toEqual(['note', 'note'])
    expect(digests.every((line) => line.reply_broadcast !== true)).toBe(true)
    expect(words(digests[1])).toMatch(/still flapping\.\*.*: [67] changes in 1 h, up (5|6)\d % of it/)
    expect(bot.channel()).toHaveLength(3)
  })
})

describe('flapping ends after 30 quiet minutes', () => {
  test('with the link up: steady again, then recovered, each told quietly', async () => {
    await start()
    await changes(4, MINUTE)
    set('active')
    await pollFor(bot, 28 * MINUTE, MINUTE)
    expect(header()).toContain('flapping')
    expect(await bot.store().openIncidents()).toHaveLength(1)
    const told = lines().length
    await pollFor(bot, 5 * MINUTE)
    expect(lines().slice(told).map(words)).toEqual([
      expect.stringMatching(/Steady again\.\*.*flapping is over/),
      expect.stringContaining('Recovered'),
    ])
    expect(header()).toContain('Recovered')
    expect(header()).not.toContain('flapping')
    expect(bot.channel()).toHaveLength(3)
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('with the link down: it is still the outage, and later changes are told as usual', async () => {
    await start()
    await changes(5, MINUTE)
    await pollFor(bot, 31 * MINUTE, MINUTE)
    expect(header()).not.toContain('flapping')
    expect(header()).toContain('Critical')
    expect(words(lines().at(-1))).toContain('Steady again')
    expect(await bot.store().openIncidents()).toMatchObject([{ flapping: null, upSince: null }])
    set('active')
    await bot.poll()
    expect(header()).toContain('Up, confirming')
    await bot.stable()
    expect(header()).toContain('Recovered')
  })
})

describe('a restart while it flaps', () => {
  test('changes nothing: it goes on flapping, and is told once', async () => {
    await start()
    await changes(3, MINUTE)
    await restart(bot)
    set('active')
    await bot.poll()
    expect(header()).toContain('flapping')
    const told = bot.channel().length
    await restart(bot)
    await changes(4, 5 * MINUTE)
    await restart(bot)
    expect(header()).toContain('flapping')
    expect(bot.channel()).toHaveLength(told)
    set('active')
    await pollFor(bot, 33 * MINUTE, MINUTE)
    expect(header()).toContain('Recovered')
    expect(lines().filter((line) => words(line).includes('Steady again'))).toHaveLength(1)
  })
})

describe('whoever is on call', () => {
  test('is called once for all of it, and told when it is over', async () => {
    await start()
    await changes(20, 100 * SECOND)
    expect(bot.pagerduty.notifications()).toMatchObject([{ urgency: 'high' }])
    set('active')
    await pollFor(bot, 35 * MINUTE, MINUTE)
    expect(bot.pagerduty.notifications()).toHaveLength(1)
    expect(bot.webhook.events().map(({ event }) => event)).toEqual(['opened', 'resolved'])
    expect(bot.pagerduty.alerts()).toMatchObject([{ state: 'resolved' }])
  })

  test('is called for it also where no single time down lasted for long enough', async () => {
    await start()
    await changes(8, 40 * SECOND)
    expect(bot.pagerduty.notifications()).toHaveLength(1)
  })
})

test('thresholds are those of ALERT_TIMERS', async () => {
  await start({ ALERT_TIMERS: `${NO_REMINDERS.ALERT_TIMERS},flapChanges=2,flapQuiet=5m` })
  await changes(2, MINUTE)
  expect(header()).toContain('flapping')
  await pollFor(bot, 8 * MINUTE)
  expect(header()).toContain('Recovered')
})
