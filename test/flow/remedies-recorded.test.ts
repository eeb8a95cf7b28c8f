import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ADA, ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { HOUR, linkId, words } from '../support/over-time.ts'
import { messageAt } from '../support/pressing.ts'
import { fix, OPERATORS, openRemedy, saidBy, submit } from '../support/remedies.ts'
import { errorsOf, expectDone, seen } from '../support/slack-doors.ts'

const DOWN = 'amsterdam-prod'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({ env: { ...OPERATORS, ...NO_REMINDERS } })
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** Records a ticket about a link from its card, and returns what the form said before it was sent. */
async function recordTicket(name: string, state: Readonly<Record<string, string>>, says: RegExp) {
  const form = await openRemedy(bot, await fix(bot, name), 'record_ticket:', /Link/)
  await submit(bot, form, state, says)
  await bot.settle()
  return JSON.stringify(form.blocks)
}

/** The Home tab of Ada is brought up to date, and says this. */
async function expectHome(says: RegExp): Promise<void> {
  await bot.clock.advance(10_000)
  await seen(bot, () => {
    const blocks = bot.slack.home(ADA)?.blocks ?? []
    return says.test(words({ text: '', blocks })) ? true : undefined
  })
}

describe('What is written down of a link', () => {
  test('stands in the message of its incident, in the list of incidents and in the Home tab', async () => {
    bot.interlink.world.setStatus(linkId(bot, DOWN), 'all_down')
    await bot.poll()
    const alert = bot.channel().at(-1)
    if (alert === undefined) throw new Error('Nothing was told.')
    const message = () => words(messageAt(bot, alert.ts) ?? alert)
    expect(message()).not.toMatch(/Support ticket .* is/)
    expectDone(await bot.slack.openHome({ userId: ADA }))
    await expectHome(/Critical.*`amsterdam-prod`/)

    await recordTicket(DOWN, { remedy_reference: 'CASE <!here> 1' }, /noted|ticket/)
    expect(message()).toMatch(/Support ticket `CASE &lt;!here&gt; 1` is open, as <@U0ADA0001> noted/)
    expect(words(await bot.say('incidents'))).toMatch(/Ticket `CASE &lt;!here&gt; 1` open/)
    await expectHome(/ticket `CASE &lt;!here&gt; 1` open/)

    // The form offers the ticket that is open, to be closed.
    const form = await recordTicket(DOWN, { remedy_state: 'closed' }, /closed/)
    expect(form).toContain('"initial_value":"CASE <!here> 1"')
    expect(message()).toMatch(/`CASE &lt;!here&gt; 1` is closed/)
    expect(words(await bot.say('incidents'))).toMatch(/Ticket `CASE &lt;!here&gt; 1` closed/)
    expect(message()).not.toMatch(/is open/)
    const again = await openRemedy(bot, await fix(bot, DOWN), 'record_ticket:', /Link/)
    expect(saidBy(again)).not.toContain('CASE')
    expect(JSON.stringify(again.blocks)).not.toContain('initial_value')

    // A later edit of the message keeps it, and so does its end.
    bot.interlink.world.setStatus(linkId(bot, DOWN), 'active')
    await bot.poll()
    await bot.stable()
    expect(message()).toMatch(/Recovered[\s\S]*`CASE &lt;!here&gt; 1` is closed/)

    // What is written down once it is over stands in its message, too: a ticket that was filed by hand meanwhile, and its end.
    await recordTicket(DOWN, { remedy_reference: 'CASE 2' }, /`CASE 2`/)
    expect(message()).toMatch(/Recovered[\s\S]*`CASE 2` is open/)
    await bot.stop()
    await bot.clock.advance(26 * HOUR)
    await bot.start()
    await recordTicket(DOWN, { remedy_state: 'closed' }, /`CASE 2`/)
    expect(message()).toMatch(/Recovered[\s\S]*`CASE 2` is closed/)
    // A day later it is about nothing that is known.
    await recordTicket(DOWN, { remedy_reference: 'CASE 3' }, /`CASE 3`/)
    await recordTicket(DOWN, { remedy_state: 'closed' }, /`CASE 3`/)
    expect(message()).not.toContain('CASE 3')
    // The next incident of the link is not about that ticket.
    bot.interlink.world.setStatus(linkId(bot, DOWN), 'all_down')
    await bot.poll()
    const next = bot.slack
      .messages(ALERT_CHANNEL)
      .filter(({ thread_ts: ts }) => ts === undefined)
      .at(-1)
    expect(next?.ts).not.toBe(alert.ts)
    expect(words(next ?? alert)).not.toContain('CASE')
  })
})
