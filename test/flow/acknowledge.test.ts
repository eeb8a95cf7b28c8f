import { afterEach, describe, expect, test } from 'vitest'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { HOUR, linkId, MINUTE, payload, pollAfter, pollFor, restart, words } from '../support/over-time.ts'
import { buttonsOf, GUEST, messageAt, OLU, pressButton } from '../support/pressing.ts'

let bot: Bot
afterEach(() => bot.close())

const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const kinds = () => bot.channel().map((message) => payload(message)?.kind)

/** A critical incident; returns the `ts` of its message. */
async function outage(name = 'amsterdam-prod'): Promise<string> {
  bot = await startBot()
  set(name, 'all_down')
  await bot.poll()
  return bot.channel()[1]?.ts ?? ''
}

describe('Acknowledge', () => {
  test('shows on the alert who has taken it on, since when and until when', async () => {
    const ts = await outage()
    expect(buttonsOf(messageAt(bot, ts))).toContain('acknowledge')
    const answer = await pressButton(bot, ts, 'acknowledge')
    expect(words(messageAt(bot, ts))).toContain('Critical, acknowledged')
    expect(words(messageAt(bot, ts))).toMatch(
      new RegExp(`\\*Acknowledged\\* by <@${ADA}> at .*03:12:\\d\\d UTC.*until .*05:12:\\d\\d UTC`),
    )
    expect(words(answer)).toMatch(/You have acknowledged amsterdam-prod.*05:12 UTC/)
    expect(bot.channel()).toHaveLength(2)
  })

  test('stops the reminders, which a later one would have been', async () => {
    const ts = await outage()
    await pollFor(bot, 6 * MINUTE, MINUTE)
    expect(kinds()).toEqual(['baseline', 'link', 'note'])
    await pressButton(bot, ts, 'acknowledge')
    await pollFor(bot, HOUR, 5 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'link', 'note'])
  })

  test('on a reminder acknowledges what it reminds of', async () => {
    const ts = await outage()
    await pollAfter(bot, 5 * MINUTE)
    const reminder = bot.channel()[2]?.ts ?? ''
    expect(buttonsOf(messageAt(bot, reminder))).toEqual(['acknowledge'])
    await pressButton(bot, reminder, 'acknowledge')
    expect(words(messageAt(bot, ts))).toContain('Critical, acknowledged')
  })

  test('becomes an undo, with which reminders begin anew', async () => {
    const ts = await outage()
    await pressButton(bot, ts, 'acknowledge')
    expect(buttonsOf(messageAt(bot, ts))).toContain('undo_acknowledge')
    expect(buttonsOf(messageAt(bot, ts))).not.toContain('acknowledge')
    await pollAfter(bot, 10 * MINUTE)
    const answer = await pressButton(bot, ts, 'undo_acknowledge')
    expect(words(answer)).toContain('the acknowledgement is undone')
    expect(words(messageAt(bot, ts))).not.toMatch(/acknowledged/i)
    expect(buttonsOf(messageAt(bot, ts))).toContain('acknowledge')
    await pollAfter(bot, 4 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'link'])
    await pollAfter(bot, MINUTE)
    expect(kinds()).toEqual(['baseline', 'link', 'note'])
    expect(words(bot.channel()[2])).toContain('reminder 1')
  })

  test('can be undone by somebody else, who is told what it was about', async () => {
    const ts = await outage()
    await pressButton(bot, ts, 'acknowledge')
    await pressButton(bot, ts, 'undo_acknowledge', { userId: OLU })
    expect(words(messageAt(bot, ts))).not.toMatch(/acknowledged/i)
    const text = words(bot.slack.ephemerals(OLU).at(-1))
    expect(text).toContain('amsterdam-prod')
  })

  test('expires after two hours of a critical incident with a line that the channel sees', async () => {
    const ts = await outage()
    await pressButton(bot, ts, 'acknowledge')
    await pollFor(bot, 2 * HOUR - 5 * MINUTE, 30 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'link'])
    await pollAfter(bot, 5 * MINUTE)
    const note = bot.channel()[2]
    expect(note).toMatchObject({ thread_ts: ts, reply_broadcast: true })
    expect(words(note)).toMatch(/acknowledgement of Ada has expired/i)
    expect(words(note)).toContain('amsterdam-prod')
    expect(words(note)).not.toContain(`<@${ADA}>`)
    expect(words(messageAt(bot, ts))).not.toContain('*Acknowledged*')
    await pollAfter(bot, 5 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'link', 'note', 'note'])
    expect(words(bot.channel()[3])).toContain('reminder 1')
  })

  test('ends when it gets worse, so that everybody hears of that', async () => {
    bot = await startBot()
    set('marseille-backup', 'failed')
    await bot.poll()
    const ts = bot.channel()[1]?.ts ?? ''
    await pressButton(bot, ts, 'acknowledge')
    await pollAfter(bot, 4 * HOUR)
    expect(kinds()).toEqual(['baseline', 'link', 'link_line'])
    expect(payload(bot.channel()[2])).toMatchObject({ severity: 'error' })
    expect(words(messageAt(bot, ts))).not.toContain('*Acknowledged*')
    await pollAfter(bot, HOUR)
    expect(kinds()).toEqual(['baseline', 'link', 'link_line', 'note'])
  })

  test('pressed twice in a row acts once, and answers once', async () => {
    const ts = await outage()
    const click = () =>
      bot.slack.click({ userId: ADA, actionId: 'acknowledge', messageTs: ts, channelId: ALERT_CHANNEL })
    // Both at one moment of the bot's clock, which stands still until the answer is there.
    await Promise.all([click(), click()])
    await bot.slack.waitFor(() => bot.slack.ephemerals(ADA).length > 0)
    await bot.settle()
    await bot.say('help')
    expect(bot.slack.ephemerals(ADA)).toHaveLength(2)
    expect((await bot.store().openIncidents())[0]?.history.map(({ event }) => event)).toEqual([
      'opened',
      'acknowledged',
    ])
  })

  test('on a message that is over says so, and changes nothing', async () => {
    const ts = await outage()
    const before = messageAt(bot, ts)
    set('amsterdam-prod', 'active')
    // The button stands on somebody's screen, though the incident ends meanwhile.
    bot.slack.faults.failWith({ method: 'chat.update', status: 503, times: 200 })
    await bot.app().poll()
    await bot.clock.advance(2 * MINUTE)
    await bot.app().poll()
    expect(await bot.store().openIncidents()).toEqual([])
    expect(words(messageAt(bot, ts))).toBe(words(before))
    await bot.slack.click({
      userId: ADA,
      actionId: 'acknowledge',
      messageTs: ts,
      channelId: bot.env().ALERT_CHANNEL ?? '',
    })
    await bot.slack.waitFor(() => bot.slack.ephemerals(ADA).length === 1)
    expect(words(bot.slack.ephemerals(ADA)[0])).toContain('This is over by now; nothing was changed.')
    bot.slack.faults.clear()
    await bot.settle(600_000)
    expect(words(messageAt(bot, ts))).toContain('Recovered')
    expect(words(messageAt(bot, ts))).not.toMatch(/acknowledged/i)
    expect(buttonsOf(messageAt(bot, ts))).not.toContain('acknowledge')
  })

  test('is refused to a guest with a sentence', async () => {
    const ts = await outage()
    const answer = await pressButton(bot, ts, 'acknowledge', { userId: GUEST })
    expect(words(answer)).toMatch(/not guests/)
    expect(words(messageAt(bot, ts))).not.toMatch(/acknowledged/i)
    expect(await bot.store().openIncidents()).toMatchObject([{ acknowledgement: null }])
  })

  test("on a group's message takes on all of its links", async () => {
    bot = await startBot({ started: false })
    const { world } = bot.interlink
    const {
      id: _id,
      vlan: _vlan,
      ...like
    } = world.links().find(({ name }) => name === 'amsterdam-prod') ?? {
      id: '',
      vlan: 0,
    }
    const ids = [1, 2, 3].map((n) => world.addLink({ ...like, name: `ams-${n}` }).id)
    await bot.start()
    for (const id of ids) world.setStatus(id, 'all_down')
    await bot.poll()
    const ts = bot.channel()[1]?.ts ?? ''
    expect(payload(bot.channel()[1])).toMatchObject({ kind: 'group', count: 3 })
    const answer = await pressButton(bot, ts, 'acknowledge')
    expect(words(answer)).toMatch(/acknowledged ams-\d and 2 more/)
    expect(words(messageAt(bot, ts))).toContain('acknowledged')
    expect((await bot.store().openIncidents()).map(({ acknowledgement }) => acknowledgement?.by)).toEqual([
      ADA,
      ADA,
      ADA,
    ])
    await pollFor(bot, HOUR, 5 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'group'])
    await pollAfter(bot, HOUR)
    expect(kinds()).toEqual(['baseline', 'group', 'note'])
    expect(payload(bot.channel()[2])).toMatchObject({ count: 3 })
  })

  test('survives a restart, and so does its end', async () => {
    const ts = await outage()
    await pressButton(bot, ts, 'acknowledge')
    await restart(bot)
    await pollFor(bot, HOUR, 10 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'link'])
    expect(words(messageAt(bot, ts))).toContain('Critical, acknowledged')
    await bot.stop()
    await bot.clock.advance(HOUR)
    await bot.start()
    expect(kinds()).toEqual(['baseline', 'link', 'note'])
    await pollAfter(bot, MINUTE)
    expect(kinds()).toEqual(['baseline', 'link', 'note'])
  })
})
