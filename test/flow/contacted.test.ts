import { afterEach, describe, expect, test } from 'vitest'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { closeWindows } from '../support/every-remedy.ts'
import { HOUR, onlyInService, TUESDAY, words } from '../support/over-time.ts'
import { GUEST, OLU, pressButton } from '../support/pressing.ts'
import {
  expectAudited,
  fix,
  OPERATORS,
  offered,
  openRemedy,
  submit,
  windowSaying,
} from '../support/remedies.ts'
import { press, replaced, told as toldAfter } from '../support/slack-doors.ts'

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
    .filter((line) => !/ada (noted|took back) that/.test(line))

const NO_MESSAGE = { ts: '', text: '', blocks: [] }

/** Ada marks the partner as contacted, from the order's card, and reads the answer. */
async function contact(reference: string) {
  const form = await openRemedy(bot, await fix(bot, 'lyon'), 'mark_contacted:', /Link/)
  const answer = await submit(bot, form, { remedy_reference: reference }, new RegExp(reference))
  await bot.settle()
  return answer
}

/** An order that the bot has just seen. */
async function startWithOrder(): Promise<void> {
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
}

describe('an order whose partner was contacted', () => {
  test('is not nudged about, and is chased two working days after the last contact, once for each', async () => {
    await startWithOrder()
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
  })

  test('is nudged about and chased as before once that is undone, by whoever may record it alone', async () => {
    await startWithOrder()
    // The answer to whoever recorded it takes it back.
    const answer = await contact('ORD-1')
    const line = await toldAfter(bot, () => press(bot, { viewId: answer.id }, 'undo_contacted'))
    await windowSaying(bot, /Done: Undo[^\n]*not contacted any more/)
    expect(words(line)).toMatch(
      /ada took back that the partner of `lyon` was contacted, with the order number `ORD-1`\. It was recorded by ada at 2026-11-17/,
    )
    await expectAudited(bot, {
      act: 'undo_contacted',
      outcome: 'done',
      by: ADA,
      before: expect.stringContaining(`contacted by ${ADA}`),
      after: 'nobody has recorded a contact',
    })
    await closeWindows(bot)
    expect(words(await fix(bot, 'lyon'))).not.toContain('was contacted')
    await startAt('11-17T14:30')
    expect(told()).toHaveLength(1)
    expect(told()[0]).toContain('The partner has not answered the order')

    // The message of the incident takes back the last of two, and shows the one before it.
    await contact('ORD-2')
    await contact('ORD-3')
    await closeWindows(bot)
    const message = () =>
      bot.channel().find((one) => words(one).includes('has not answered the order')) ?? NO_MESSAGE
    expect(words(message())).toContain('ORD-3')
    const card = await fix(bot, 'lyon')
    for (const [userId, says] of [
      [OLU, /Only operators may do this[\s\S]*<@U0ADA0001>/],
      [GUEST, /not guests/],
    ] as const) {
      expect(words(await pressButton(bot, message().ts, 'undo_contacted', { userId }))).toMatch(says)
      await expectAudited(bot, {
        act: 'undo_contacted',
        outcome: 'refused',
        by: userId,
        channel: ALERT_CHANNEL,
      })
    }
    expect(offered(await fix(bot, 'lyon', OLU))).not.toContain('undo_contacted')
    expect(words(message())).toContain('ORD-3')
    const undone = await pressButton(bot, message().ts, 'undo_contacted')
    expect(words(undone)).toMatch(/order number is `ORD-2`[\s\S]*<@U0ADA0001> had recorded [^\n]*`ORD-3`/)
    expect(words(message())).toMatch(/order number is `ORD-2`/)
    // A card that is older than that takes nothing else back.
    const late = await replaced(bot, card, () => press(bot, { ephemeralId: card.ts }, 'undo_contacted'))
    expect(words(late)).toMatch(/undone already, or another contact was recorded since/)
    await expectAudited(bot, { act: 'undo_contacted', outcome: 'refused', by: ADA })
    expect(words(message())).toMatch(/order number is `ORD-2`/)
    const again = await fix(bot, 'lyon')
    await replaced(bot, again, () => press(bot, { ephemeralId: again.ts }, 'undo_contacted'))
    await bot.settle()
    expect(words(message())).not.toContain('was contacted')
    expect(offered(message())).not.toContain('undo_contacted')
    // Two working days after the order, as if nobody had been contacted.
    await startAt('11-19T10:30')
    expect(told().join()).toContain('The partner has not answered the order for 2 days')
  })
})
