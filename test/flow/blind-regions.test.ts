import { afterEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  pollFor,
  restart,
  SECOND,
  TUESDAY,
  words,
} from '../support/over-time.ts'
import { type PagedBot, startPagedBot } from '../support/paged-bot.ts'
import { messagesIn, pressButton, type } from '../support/pressing.ts'

const TEAM = 'C0TEAM0001'
const REGIONS = ['fr-par', 'nl-ams', 'pl-waw'] as const
const OPTIONS = {
  now: TUESDAY,
  env: NO_REMINDERS,
  channels: [{ id: TEAM, name: 'team', members: [ADA], botIsMember: true }],
  started: false,
}

let bot: Bot
afterEach(() => bot.close())

async function start(): Promise<void> {
  bot = await startBot(OPTIONS)
  onlyInService(bot)
  await bot.start()
}
async function startPaged(): Promise<PagedBot> {
  const paged = await startPagedBot(OPTIONS)
  bot = paged
  onlyInService(paged)
  await paged.start()
  return paged
}
function down(answer: '401' | '403' | '503' | null, ...regions: readonly string[]): void {
  for (const region of regions) bot.interlink.faults.regionDown(region, answer)
}
/** What stands in a channel about regions. */
const told = (channelId?: string): readonly StoredMessage[] =>
  (channelId === undefined ? bot.channel() : messagesIn(bot, channelId)).filter((message) =>
    String(payload(message)?.kind).startsWith('scope'),
  )
const kinds = (channelId?: string) => told(channelId).map((message) => payload(message)?.kind)
const lines = (message: StoredMessage | undefined) => bot.thread(message?.ts ?? '')
const openScopes = async () =>
  (await bot.store().openIncidents()).filter(({ subject }) => subject.type === 'scope')
/** So long, then a poll whose reads are tried again, which takes time of the clock. */
async function failFor(ms: number): Promise<void> {
  await bot.clock.advance(ms)
  await bot.pollThrough()
}

describe('a key that is refused in every region', () => {
  test('is one message that names them all, each with an incident of its own in one story', async () => {
    await start()
    down('401', ...REGIONS)
    await bot.poll()
    await pollAfter(bot, 30 * SECOND)
    expect(kinds()).toEqual(['scope'])
    expect(payload(told()[0])).toMatchObject({ severity: 'warning', count: 3 })
    expect(words(told()[0])).toContain('3 regions cannot be read')
    for (const region of REGIONS) expect(words(told()[0])).toMatch(new RegExp(`\`${region}\`: since`))
    const scopes = await openScopes()
    expect(scopes.map(({ subject }) => subject.scopeId).sort()).toEqual(
      REGIONS.map((one) => `default/${one}`),
    )
    expect(new Set(scopes.map(({ rootKey }) => rootKey)).size).toBe(1)
  })

  test('in one region first is told at once, and the others are edited into that message quietly', async () => {
    await start()
    down('401', 'fr-par')
    await bot.poll()
    down('403', 'nl-ams', 'pl-waw')
    await pollAfter(bot, 30 * SECOND)
    expect(words(told()[0])).toContain('fr-par cannot be read')
    await pollAfter(bot, 30 * SECOND)
    expect(kinds()).toEqual(['scope'])
    expect(words(told()[0])).toContain('3 regions cannot be read')
    expect(lines(told()[0]).map(({ text }) => text)).toMatchObject([
      expect.stringMatching(/`nl-ams` and `pl-waw` cannot be read either/),
    ])
  })

  test('says which regions are left as they come back, and is over with the last, over a restart too', async () => {
    await start()
    down('401', ...REGIONS)
    await bot.poll()
    await pollAfter(bot, 30 * SECOND)
    down(null, 'fr-par', 'pl-waw')
    await pollAfter(bot, 30 * SECOND)
    expect(words(told()[0])).toMatch(/1 of 3 regions cannot be read[\s\S]*blind in `nl-ams`\./)
    expect(lines(told()[0]).at(-1)?.text).toMatch(
      /`fr-par` and `pl-waw` can be read again[\s\S]*Still unreadable: `nl-ams`/,
    )
    await restart(bot)
    down(null, 'nl-ams')
    await pollAfter(bot, 30 * SECOND)
    expect(words(told()[0])).toContain('Recovered · 3 regions can be read again')
    expect(lines(told()[0])).toHaveLength(2)
    expect(kinds()).toEqual(['scope'])
    expect(await openScopes()).toEqual([])
  })

  test('is acknowledged for all of them by one press', async () => {
    await start()
    down('401', ...REGIONS)
    await bot.poll()
    await pollAfter(bot, 30 * SECOND)
    await pressButton(bot, told()[0]?.ts ?? '', 'acknowledge')
    expect(words(told()[0])).toContain('Warning, acknowledged · 3 regions')
    expect((await openScopes()).every(({ acknowledgement }) => acknowledgement?.by === ADA)).toBe(true)
  })

  test('and in a region that comes back and fails again within minutes stands in its message once', async () => {
    await start()
    down('401', 'fr-par', 'nl-ams')
    await bot.poll()
    await pollAfter(bot, 30 * SECOND)
    down(null, 'nl-ams')
    await pollAfter(bot, 30 * SECOND)
    down('401', 'nl-ams')
    await pollAfter(bot, 30 * SECOND)
    await pollAfter(bot, 30 * SECOND)
    expect(kinds()).toEqual(['scope'])
    expect(payload(told()[0])).toMatchObject({ count: 2 })
    expect(words(told()[0])).toContain('2 regions cannot be read')
  })
})

describe('regions that cannot be read for different causes', () => {
  test('are told apart: a key that is refused, and an API that is down', async () => {
    await start()
    down('503', 'nl-ams')
    await bot.pollThrough()
    await failFor(MINUTE)
    down('401', 'fr-par')
    await failFor(30 * SECOND)
    await failFor(30 * SECOND)
    await failFor(4 * MINUTE)
    expect(kinds()).toEqual(['scope', 'scope'])
    expect(told().map((message) => payload(message)?.region)).toEqual(['fr-par', 'nl-ams'])
  })

  test('are told apart where one began long after the other', async () => {
    await start()
    down('401', 'fr-par')
    await bot.poll()
    await pollFor(bot, 5 * MINUTE, MINUTE)
    down('401', 'nl-ams')
    await pollFor(bot, 2 * MINUTE, MINUTE)
    expect(kinds()).toEqual(['scope', 'scope'])
  })
})

describe('an API that is down in several regions', () => {
  test('is said aloud once when it gets worse, and not again when the others follow', async () => {
    await start()
    down('503', 'fr-par')
    await bot.pollThrough()
    const first = bot.clock.now()
    down('503', 'nl-ams')
    await failFor(2 * MINUTE)
    await failFor(first + 8 * MINUTE - bot.clock.now())
    expect(words(told()[0])).toContain('2 regions cannot be read')
    await failFor(first + 16 * MINUTE - bot.clock.now())
    expect(kinds()).toEqual(['scope', 'scope_line'])
    expect(told()[1]).toMatchObject({ thread_ts: told()[0]?.ts, reply_broadcast: true })
    await failFor(3 * MINUTE)
    expect(kinds()).toEqual(['scope', 'scope_line'])
    expect(lines(told()[0]).at(-1)?.text).toMatch(/worse\.\* `nl-ams` cannot be read/)
    expect((await openScopes()).map(({ level }) => level)).toEqual(['error', 'error'])
  })
})

describe('a channel that subscribed to one region', () => {
  test('hears of that one alone: when it joins, gets worse and is over', async () => {
    await start()
    await type(bot, 'subscribe region:nl-ams', { channelId: TEAM })
    down('401', 'fr-par')
    await bot.poll()
    down('401', 'nl-ams', 'pl-waw')
    await pollAfter(bot, 30 * SECOND)
    expect(kinds(TEAM)).toEqual([])
    await pollAfter(bot, 30 * SECOND)
    expect(told(TEAM).map(payload)).toMatchObject([{ kind: 'scope', region: 'nl-ams' }])
    down(null, 'fr-par')
    await pollAfter(bot, 30 * SECOND)
    down(null, 'nl-ams', 'pl-waw')
    await pollAfter(bot, 30 * SECOND)
    const heard = bot.slack.messages(TEAM)
    expect(words(heard[0])).toContain('nl-ams can be read again')
    expect(heard).toHaveLength(2)
    expect(heard[1]).toMatchObject({ thread_ts: heard[0]?.ts })
    expect(heard.map(words).join()).not.toMatch(/fr-par|pl-waw/)
  })

  test('is told aloud that it gets worse, though the story as a whole does not', async () => {
    await start()
    await type(bot, 'subscribe region:nl-ams', { channelId: TEAM })
    down('503', 'fr-par')
    await bot.pollThrough()
    const first = bot.clock.now()
    down('503', 'nl-ams')
    await failFor(2 * MINUTE)
    await failFor(first + 8 * MINUTE - bot.clock.now())
    await failFor(first + 16 * MINUTE - bot.clock.now())
    expect(kinds(TEAM)).toEqual(['scope'])
    await failFor(3 * MINUTE)
    expect(kinds(TEAM)).toEqual(['scope', 'scope_line'])
    expect(kinds()).toEqual(['scope', 'scope_line'])
  })

  test('is reminded of that one alone', async () => {
    bot = await startBot({ ...OPTIONS, env: { ALERT_TIMERS: 'remindError=1m/30d' } })
    onlyInService(bot)
    await bot.start()
    await type(bot, 'subscribe region:nl-ams', { channelId: TEAM })
    down('503', 'fr-par', 'nl-ams')
    await bot.pollThrough()
    await failFor(6 * MINUTE)
    await failFor(10 * MINUTE)
    await failFor(2 * MINUTE)
    const reminder = (channelId: string) =>
      messagesIn(bot, channelId).findLast((message) => payload(message)?.kind === 'note')?.text
    expect(reminder('C0NETONCALL')).toMatch(/reminder 1.*(`fr-par` and `nl-ams`|`nl-ams` and `fr-par`)/)
    expect(reminder(TEAM)).toMatch(/reminder 1.*`nl-ams`/)
    expect(reminder(TEAM)).not.toContain('fr-par')
  })

  test('and to errors alone hears once its region is one, in a message of its own', async () => {
    await start()
    await type(bot, 'subscribe region:nl-ams error', { channelId: TEAM })
    down('503', 'fr-par', 'nl-ams')
    await bot.pollThrough()
    await failFor(6 * MINUTE)
    expect(kinds(TEAM)).toEqual([])
    await failFor(10 * MINUTE)
    expect(told(TEAM).map(payload)).toMatchObject([{ kind: 'scope', region: 'nl-ams', severity: 'error' }])
  })
})

describe('blindness that is critical in several regions', () => {
  test('pages once', async () => {
    const paged = await startPaged()
    for (const name of ['amsterdam-prod', 'paris-prod-a', 'paris-prod-b', 'dc5-own-port-staging'])
      bot.interlink.world.setStatus(linkId(bot, name), 'all_down')
    await bot.poll()
    down('401', 'fr-par', 'nl-ams')
    await pollFor(bot, 4 * MINUTE, 30 * SECOND)
    const called = paged.pagerduty.notifications().filter(({ summary }) => summary.includes('cannot be read'))
    expect(called).toMatchObject([{ summary: expect.stringMatching(/^(fr-par|nl-ams) and 1 more: /) }])
  })
})
