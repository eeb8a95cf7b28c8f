import { afterEach, describe, expect, test } from 'vitest'
import { ADA, type Bot } from '../support/bot.ts'
import { linkId, MINUTE, payload, pollAfter, restart, SECOND, words } from '../support/over-time.ts'
import { buttonsOf, messageAt, messagesIn, pressButton, type } from '../support/pressing.ts'
import { type SIX, startWithSix, storiesOf, TEAM } from '../support/six-links.ts'

type Name = (typeof SIX)[number]

let bot: Bot
afterEach(() => bot.close())

const set = (name: Name, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const stories = () => storiesOf(bot)
const kinds = () => stories().map((message) => payload(message)?.kind)
const [first, second, third] = [() => stories()[0], () => stories()[1], () => stories()[2]]
const lines = (ts: string | undefined) => bot.thread(ts ?? '').map(words)

/** Half a minute goes by, these go bad, and a poll sees it. */
async function down(...names: readonly Name[]): Promise<void> {
  for (const name of names) set(name, 'all_down')
  await pollAfter(bot, 30 * SECOND)
}

describe('links that go bad one poll after another by one cause', () => {
  test('are told in the first message once there are enough of them; the second says where it is told now', async () => {
    bot = await startWithSix()
    await down('ams-1')
    await down('ams-2')
    expect(kinds()).toEqual(['link', 'link'])
    const other = buttonsOf(second())
    expect(other).toContain('acknowledge')
    await down('ams-3')
    expect(stories()).toHaveLength(2)
    expect(payload(first())).toMatchObject({ kind: 'group', severity: 'critical', count: 3 })
    for (const name of ['ams-1', 'ams-2', 'ams-3']) expect(words(first())).toContain(`\`${name}\``)
    expect(payload(second())).toMatchObject({ kind: 'moved', severity: 'info', count: 1 })
    expect(words(second())).toMatch(/Told with others from now on · ams-2/)
    expect(words(second())).toMatch(/part of what went bad over `[^`]+ at [^`]+`/)
    expect(buttonsOf(second())).toEqual([])
  })

  test('say aloud, once and in the thread of the first, that there are more', async () => {
    bot = await startWithSix()
    await down('ams-1')
    await down('ams-2')
    const before = bot.channel().length
    await down('ams-3')
    expect(bot.channel()).toHaveLength(before + 1)
    expect(bot.channel().at(-1)).toMatchObject({ thread_ts: first()?.ts, reply_broadcast: true })
    expect(lines(first()?.ts)).toHaveLength(1)
    expect(lines(first()?.ts)[0]).toContain('ams-3')
    expect(lines(second()?.ts)).toEqual([])
  })

  test('go on in that message alone: recovery, worsening and acknowledgement', async () => {
    bot = await startWithSix()
    await down('ams-1')
    await down('ams-2')
    await down('ams-3')
    const moved = words(second())
    await pressButton(bot, first()?.ts ?? '', 'acknowledge')
    expect(words(first())).toContain('Critical, acknowledged')
    for (const name of ['ams-1', 'ams-2', 'ams-3'] as const) set(name, 'active')
    await bot.poll()
    await bot.stable()
    expect(words(first())).toContain('Recovered')
    expect(lines(first()?.ts).at(-1)).toMatch(/3 links recovered/)
    expect(words(second())).toBe(moved)
    expect(lines(second()?.ts)).toEqual([])
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('have what else the same poll brings said in the thread of that message', async () => {
    bot = await startWithSix()
    await down('ams-1')
    bot.interlink.world.setLink(linkId(bot, 'ams-2'), {
      status: 'limited_connectivity',
      bgp_v6_status: 'down',
    })
    await pollAfter(bot, 30 * SECOND)
    expect(payload(second())).toMatchObject({ kind: 'link' })
    set('ams-2', 'all_down')
    await down('ams-3')
    expect(lines(second()?.ts)).toEqual([])
    expect(lines(first()?.ts)).toHaveLength(1)
    for (const name of ['ams-2', 'ams-3']) expect(lines(first()?.ts)[0]).toContain(name)
  })

  test('leave what somebody has acknowledged with whoever took it', async () => {
    bot = await startWithSix()
    await down('ams-1')
    await down('ams-2')
    await pressButton(bot, second()?.ts ?? '', 'acknowledge')
    await down('ams-3')
    expect(words(first())).toMatch(/\*Acknowledged\* by .* \(1 of 3 incidents\)/)
    const taken = (await bot.store().openIncidents()).filter(
      ({ acknowledgement }) => acknowledgement !== null,
    )
    expect(taken.map(({ subject }) => subject)).toEqual([
      expect.objectContaining({ linkId: linkId(bot, 'ams-2') }),
    ])
  })

  test('are all taken on by the one button that is left', async () => {
    bot = await startWithSix()
    await down('ams-1')
    await down('ams-2')
    await down('ams-3')
    await pressButton(bot, first()?.ts ?? '', 'acknowledge')
    const open = await bot.store().openIncidents()
    expect(open.map(({ acknowledgement }) => acknowledgement?.by)).toEqual([ADA, ADA, ADA])
  })

  test('answer to a button in the old thread with what it was about, where that is told now', async () => {
    bot = await startWithSix({ ALERT_TIMERS: 'remindCritical=30s/30d,remindError=30d/30d' })
    await down('ams-1')
    await down('ams-2')
    await pollAfter(bot, 30 * SECOND)
    const reminder = bot.slack
      .messages(second()?.channel ?? '')
      .find((message) => message.thread_ts === second()?.ts && payload(message)?.kind === 'note')
    expect(buttonsOf(reminder)).toEqual(['acknowledge'])
    await down('ams-3')
    expect(payload(second())?.kind).toBe('moved')
    const answer = await pressButton(bot, reminder?.ts ?? '', 'acknowledge')
    expect(words(answer)).toContain('You have acknowledged ams-2.')
    expect(words(first())).toContain('(1 of 3 incidents)')
  })

  test('are told so, too, where the bot was restarted between any two of them, and ever after', async () => {
    bot = await startWithSix()
    await down('ams-1')
    await restart(bot)
    await down('ams-2')
    await restart(bot)
    await down('ams-3')
    await restart(bot)
    expect(payload(first())).toMatchObject({ kind: 'group', count: 3 })
    set('ams-2', 'active')
    await bot.poll()
    await bot.stable()
    expect(words(first())).toMatch(/2 of 3 links bad/)
    expect(payload(second())?.kind).toBe('moved')
    expect(stories()).toHaveLength(2)
  })

  test('do not become one where the window of three minutes has gone by since the first', async () => {
    bot = await startWithSix()
    await down('ams-1')
    await pollAfter(bot, 4 * MINUTE)
    await down('ams-2')
    await down('ams-3')
    expect(kinds()).toEqual(['link', 'link', 'link'])
    await down('ams-4')
    expect(kinds()).toEqual(['link', 'group', 'moved'])
    expect(words(third())).toContain('ams-3')
    expect(payload(second())).toMatchObject({ count: 3 })
  })
})

describe('a channel that subscribed to one of them', () => {
  test('goes on with its message, which tells just what it heard of before', async () => {
    bot = await startWithSix()
    await type(bot, 'subscribe name:ams-2', { channelId: TEAM })
    await down('ams-1')
    await down('ams-2')
    await down('ams-3')
    const [message, ...more] = messagesIn(bot, TEAM)
    expect(more).toEqual([])
    expect(payload(message)).toMatchObject({ kind: 'link', link_id: linkId(bot, 'ams-2') })
    expect(bot.slack.messages(TEAM).filter(({ thread_ts }) => thread_ts !== undefined)).toEqual([])

    await restart(bot)
    set('ams-2', 'active')
    await bot.poll()
    await bot.stable()
    expect(words(messageAt(bot, message?.ts ?? '', TEAM))).toContain('Recovered')
    expect(messagesIn(bot, TEAM)).toHaveLength(1)
  })

  test('takes on the whole of it by the button of that message', async () => {
    bot = await startWithSix()
    await type(bot, 'subscribe name:ams-2', { channelId: TEAM })
    await down('ams-1')
    await down('ams-2')
    await down('ams-3')
    const [message] = messagesIn(bot, TEAM)
    await pressButton(bot, message?.ts ?? '', 'acknowledge', { channelId: TEAM })
    expect(words(messageAt(bot, message?.ts ?? '', TEAM))).toContain('Critical, acknowledged')
    expect(words(first())).toContain('Critical, acknowledged')
  })
})

describe('a channel that subscribed to some of them', () => {
  test('has the message of the first it heard of become the one of all it hears of', async () => {
    bot = await startWithSix()
    await type(bot, 'subscribe name:ams-[23]', { channelId: TEAM })
    await type(bot, 'subscribe name:ams-2', { channelId: TEAM })
    await type(bot, 'subscribe name:ams-3 mention @here', { channelId: TEAM })
    await down('ams-1')
    await down('ams-2')
    await down('ams-3')
    const [message, line, ...more] = messagesIn(bot, TEAM)
    expect(more).toEqual([])
    expect(payload(message)).toMatchObject({ kind: 'group', count: 2 })
    expect(words(message)).not.toContain('ams-1')
    expect(line).toMatchObject({ thread_ts: message?.ts, reply_broadcast: true })
    expect(words(line)).toMatch(/<!here>.*ams-3/)
  })
})
