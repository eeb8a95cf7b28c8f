import { afterEach, describe, expect, test } from 'vitest'
import { ADA, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { HOUR, linkId, MINUTE, payload, pollAfter, pollUntil, restart, words } from '../support/over-time.ts'
import { type PagedBot, startPagedBot } from '../support/paged-bot.ts'
import { type } from '../support/pressing.ts'

let bot: Bot
afterEach(() => bot.close())

const at = (text: string) => Date.parse(text)
const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const kinds = () => bot.channel().map((message) => payload(message)?.kind)
const last = () => bot.channel().at(-1)
/** From 04:00 to 05:00 UTC, on the day that the clock stands at 03:12 of. */
const ANNOUNCED = 'from 05:00 to 06:00 Europe/Paris change CHG-1 new optics'
const BEGIN = at('2026-11-21T04:00:00Z')
const END = at('2026-11-21T05:00:00Z')

async function announced(filter: string): Promise<string> {
  bot = await startBot({ env: NO_REMINDERS })
  return words(await type(bot, `silence ${filter} ${ANNOUNCED}`))
}

describe('a maintenance that is announced', () => {
  test('is shown with its change, its begin and its end, and as not begun', async () => {
    const answer = await announced('name:amsterdam-prod')
    expect(answer).toContain('Silenced from 2026-11-21 04:00 UTC until 2026-11-21 05:00 UTC')
    expect(answer).toContain('which fits 1 link now')
    expect(answer).toContain('change `CHG-1`: new optics')
    expect(words(await type(bot, 'silences'))).toMatch(
      new RegExp(
        `\\*Maintenance\\* .*name:amsterdam-prod.* by <@${ADA}>, change .CHG-1.: new optics \\(1 link now, not begun\\)`,
      ),
    )
  })

  test('holds nothing back before it begins', async () => {
    await announced('name:amsterdam-prod')
    await bot.clock.advance(BEGIN - MINUTE - bot.clock.now())
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(kinds()).toEqual(['baseline', 'link'])
  })

  test('holds back inside, also what gets worse step by step, and over a restart', async () => {
    await announced('name:amsterdam-prod')
    await bot.clock.advance(BEGIN + MINUTE - bot.clock.now())
    set('amsterdam-prod', 'limited_connectivity')
    await bot.poll()
    set('amsterdam-prod', 'all_down')
    await pollAfter(bot, MINUTE)
    await restart(bot)
    await pollUntil(bot, END - MINUTE, 10 * MINUTE)
    expect(kinds()).toEqual(['baseline'])
    expect(words(await type(bot, 'silences'))).toContain('(1 link now)')
    set('amsterdam-prod', 'active')
    await bot.poll()
    await pollUntil(bot, END + 5 * MINUTE, MINUTE)
    expect(kinds()).toEqual(['baseline', 'silence_over'])
    expect(words(last())).toMatch(/Maintenance over.*nothing is bad now[\s\S]*0 still bad, 1 over meanwhile/)
  })

  test('holds back from its begin on what was told before it', async () => {
    await announced('name:amsterdam-prod')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    const alert = () => words(bot.channel()[1])
    await pollUntil(bot, BEGIN - MINUTE, 10 * MINUTE)
    expect(alert()).not.toContain('held back')
    await pollAfter(bot, MINUTE)
    expect(alert()).toContain('Critical, held back')
    await pollUntil(bot, END + 9 * MINUTE, 10 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'link'])
    await pollAfter(bot, MINUTE)
    expect(kinds()).toEqual(['baseline', 'link', 'silence_over', 'note'])
    expect(alert()).not.toContain('held back')
  })

  test('is over ten minutes after its end for what is still down: then it is told', async () => {
    await announced('name:amsterdam-prod')
    await bot.clock.advance(BEGIN + MINUTE - bot.clock.now())
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollUntil(bot, END + 9 * MINUTE, 10 * MINUTE)
    expect(kinds()).toEqual(['baseline'])
    await pollAfter(bot, MINUTE)
    expect(kinds().slice(1).sort()).toEqual(['link', 'silence_over'])
    const alert = bot.channel().find((message) => payload(message)?.kind === 'link')
    expect(payload(alert)).toMatchObject({ severity: 'critical', to: 'all_down' })
  })

  test('pages what is still down ten minutes after its end, and nothing before', async () => {
    const paged: PagedBot = await startPagedBot({ env: NO_REMINDERS })
    bot = paged
    await type(bot, `silence name:amsterdam-prod ${ANNOUNCED}`)
    await bot.clock.advance(BEGIN + MINUTE - bot.clock.now())
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollUntil(bot, END + 9 * MINUTE, 10 * MINUTE)
    expect(paged.pagerduty.notifications()).toEqual([])
    await pollAfter(bot, MINUTE)
    expect(paged.pagerduty.notifications()).toMatchObject([{ urgency: 'high' }])
  })

  test('lets the other way into the VPC speak at once, as the last path', async () => {
    await announced('name:paris-prod-a')
    await bot.clock.advance(BEGIN + MINUTE - bot.clock.now())
    set('paris-prod-a', 'all_down')
    await bot.poll()
    expect(kinds()).toEqual(['baseline'])
    set('paris-prod-b', 'all_down')
    await pollAfter(bot, MINUTE)
    expect(kinds()).toEqual(['baseline', 'link'])
    expect(payload(last())).toMatchObject({ severity: 'critical', link_id: linkId(bot, 'paris-prod-b') })
    expect(words(last())).toContain('Last path into VPC `prod` for IPv4 and IPv6 is down')
  })

  test('says of the other way that what is left may be down soon, though it is up', async () => {
    await announced('name:paris-prod-a')
    await bot.clock.advance(BEGIN + MINUTE - bot.clock.now())
    set('paris-prod-b', 'all_down')
    await bot.poll()
    expect(payload(last())).toMatchObject({ kind: 'link', severity: 'critical' })
    expect(words(last())).toMatch(/1 of 2 left.*maintenance/)
  })

  test('can be called off before it begins', async () => {
    await announced('name:amsterdam-prod')
    const [silence] = await bot.store().openSilences()
    await type(bot, `unsilence ${silence?.id}`)
    await bot.clock.advance(BEGIN + MINUTE - bot.clock.now())
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(kinds()).toEqual(['baseline', 'link'])
  })
})

describe('the times of a maintenance', () => {
  test.each([
    [
      'in the zone that is typed',
      'from 2026-11-23 22:00 to 2026-11-24 02:00 America/New_York',
      '2026-11-24 03:00 UTC until 2026-11-24 07:00 UTC',
    ],
    [
      'in the zone of the business hours, where none is typed',
      'from mon 22:00 to tue 02:00',
      '2026-11-23 21:00 UTC until 2026-11-24 01:00 UTC',
    ],
    [
      'with a duration for an end',
      'from tomorrow 02:00 UTC for 90m',
      '2026-11-22 02:00 UTC until 2026-11-22 03:30 UTC',
    ],
  ])('are %s', async (_, typed, meant) => {
    bot = await startBot({ env: { BUSINESS_HOURS: '09:00-18:00 Europe/Paris' } })
    expect(words(await type(bot, `silence tag:prod ${typed} change CHG-7`))).toContain(
      `Silenced from ${meant}`,
    )
  })

  test('are refused with an example where they end before they begin', async () => {
    bot = await startBot()
    const answer = words(await type(bot, 'silence all from 2026-11-24 02:00 to 2026-11-23 22:00 UTC'))
    expect(answer).toMatch(/end before it begins.*For example: .*silence pop:TH2 from fri 22:00/)
    await bot.clock.advance(HOUR)
    expect(await bot.store().openSilences()).toEqual([])
  })
})
