import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, startBot } from '../support/bot.ts'
import { HOUR, onlyInService, TUESDAY, words } from '../support/over-time.ts'
import { fix, OPERATORS, openRemedy, submit } from '../support/remedies.ts'

let bot: Bot
afterEach(() => bot.close())

/** An order as it is before its partner has answered. */
const ORDER = {
  name: 'lyon',
  status: 'requested',
  bgp_v4_status: 'disabled',
  bgp_v6_status: 'disabled',
  enable_route_propagation: false,
  hidden: { provisioned: false, deletionBegunBy: null },
} as const

/** The bot is stopped, and starts at this moment, UTC, with a poll. */
async function startAt(time: string): Promise<void> {
  await bot.stop()
  await bot.clock.advance(Date.parse(`2026-${time}:00Z`) - bot.clock.now())
  await bot.start()
}
/** What was alerted in the channel so far, after the baseline. What Ada did is told there, too, while nothing is open. */
const told = () =>
  bot
    .channel()
    .slice(1)
    .map(words)
    .filter((line) => !line.includes('ada noted that'))

/** Ada marks the partner as contacted, from the order's card. */
async function contact(reference: string): Promise<void> {
  const form = await openRemedy(bot, await fix(bot, 'lyon'), 'mark_contacted:', /Link/)
  await submit(bot, form, { remedy_reference: reference }, new RegExp(reference))
  await bot.settle()
}

describe('an order whose partner was contacted', () => {
  test('is not nudged about, and is chased two working days after the last contact, once for each', async () => {
    bot = await startBot({
      now: TUESDAY,
      env: { ...OPERATORS, BUSINESS_HOURS: '09:00-18:00 Europe/Paris' },
      started: false,
    })
    onlyInService(bot)
    await bot.start()
    bot.interlink.world.addLink(ORDER)
    await bot.poll()
    await bot.clock.advance(HOUR)
    await contact('ORD-98')
    // Half an hour after the nudge would have been told.
    await startAt('11-17T14:30')
    expect(told()).toEqual([])
    // It was contacted again: the chase moves with that.
    await startAt('11-18T10:00')
    await contact('ORD-99')
    await startAt('11-19T11:05')
    expect(told()).toEqual([])
    // Two working days after the second contact.
    await startAt('11-20T09:55')
    expect(told()).toEqual([])
    await startAt('11-20T10:05')
    expect(told()).toHaveLength(1)
    expect(told()[0]).toContain('The partner has not answered the order')
    expect(told()[0]).toMatch(/contacted by [^\n]*ada[^\n]*order number is `ORD-99`/i)
    // A reminder was sent: the partner has its time anew, and the message says by whom, and which number.
    await contact('ORD-100')
    expect(told()[0]).toMatch(/contacted by <@U0ADA0001>[^\n]*order number is `ORD-100`/)
    expect(words(await bot.say('incidents'))).toContain('Partner contacted (`ORD-100`)')
    await startAt('11-20T11:30')
    expect(told()).toHaveLength(1)
    await startAt('11-24T10:20')
    expect(told().join()).toContain('The partner was contacted 4 days ago')
  }, 90_000)
})
