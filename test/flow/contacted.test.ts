import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, startBot } from '../support/bot.ts'
import { HOUR, linkId, onlyInService, TUESDAY, words } from '../support/over-time.ts'

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
/** What was told in the channel so far, after the baseline. */
const told = () => bot.channel().slice(1).map(words)

describe('an order whose partner was contacted', () => {
  test('is not nudged about, and is chased two working days after the contact, once for each', async () => {
    bot = await startBot({
      now: TUESDAY,
      env: { BUSINESS_HOURS: '09:00-18:00 Europe/Paris' },
      started: false,
    })
    onlyInService(bot)
    await bot.start()
    bot.interlink.world.addLink(ORDER)
    await bot.poll()
    await bot.clock.advance(HOUR)
    const contact = async () =>
      bot.store().recordContact({
        linkId: linkId(bot, 'lyon'),
        by: 'U0ADA0001',
        at: bot.clock.now(),
        reference: 'ORD-99',
      })
    await contact()
    // Half an hour after the nudge would have been told.
    await startAt('11-17T14:30')
    expect(told()).toEqual([])
    // Two working days after the order, but not after the contact.
    await startAt('11-19T10:30')
    expect(told()).toEqual([])
    await startAt('11-19T11:05')
    expect(told()).toHaveLength(1)
    expect(told()[0]).toContain('The partner has not answered the order')
    // A reminder was sent: the partner has its time anew, and the working day after that nothing is told.
    await contact()
    await startAt('11-20T11:30')
    expect(told()).toHaveLength(1)
    await startAt('11-23T11:10')
    expect(told().join()).toContain('The partner was contacted 4 days ago')
  }, 60_000)
})
