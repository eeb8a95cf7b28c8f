import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { words } from '../support/over-time.ts'
import { auditOf, fix, OPERATORS, offered, openRemedy, submit, windowSaying } from '../support/remedies.ts'
import { made, orderAgain, progress, refusedLink, reorderForm, ticking } from '../support/reordering.ts'
import { answered, errorsOf, press, seen } from '../support/slack-doors.ts'

const NET_OPS = 'C0NETOPS01'
/** A channel in which commands can be typed, and the bot may not post. */
const RANDOM = 'C0RANDOM01'

/** One bot for all of it: each test has a link of its own. */
let bot: Bot
beforeAll(async () => {
  const channel = { id: NET_OPS, name: 'net-ops', members: [ADA], botIsMember: true }
  bot = await startBot({ env: OPERATORS, channels: [channel] })
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

describe('The message that ticks', () => {
  test('is found again where the answer to its first post was lost', async () => {
    await refusedLink(bot, 'paris-lost')
    const form = await reorderForm(bot, 'paris-lost')
    const shown = await submit(bot, form, {}, /What will happen/)
    bot.slack.faults.loseAnswer({ method: 'chat.postMessage' })
    await submit(bot, shown, { remedy_typed: 'paris-lost' }, /It has begun/)
    await progress(bot, 'paris-lost', /☑ Remove the tag of the order/)
    expect(ticking(bot, 'paris-lost')).toHaveLength(1)
  })

  test('is found again by the next life, where this one ended before it knew of it', async () => {
    await refusedLink(bot, 'paris-crash')
    const form = await reorderForm(bot, 'paris-crash')
    const shown = await submit(bot, form, {}, /What will happen/)
    bot.slack.faults.loseAnswer({ method: 'chat.postMessage' })
    await bot.slack.submitView({
      userId: ADA,
      viewId: shown.id,
      state: { remedy_typed: { remedy_typed: 'paris-crash' } },
    })
    await bot.slack.waitFor(() => ticking(bot, 'paris-crash').length > 0)
    await bot.stop()
    await bot.start()
    await progress(bot, 'paris-crash', /☑ Remove the tag of the order/)
    expect(ticking(bot, 'paris-crash')).toHaveLength(1)
  })

  test('is posted once where Slack failed for certain, and anew where it was deleted', async () => {
    await refusedLink(bot, 'paris-gone')
    const form = await reorderForm(bot, 'paris-gone')
    const shown = await submit(bot, form, {}, /What will happen/)
    bot.slack.faults.failWith({ method: 'chat.postMessage', status: 503 })
    await submit(bot, shown, { remedy_typed: 'paris-gone' }, /It has begun/)
    const message = await progress(bot, 'paris-gone', /☑ Remove the tag of the order/)
    expect(ticking(bot, 'paris-gone')).toHaveLength(1)
    bot.slack.deleteMessage(ALERT_CHANNEL, message.ts)
    bot.interlink.world.setStatus(made(bot, 'paris-gone')?.id ?? '', 'active')
    const anew = await progress(bot, 'paris-gone', /Done, at/)
    expect(anew.ts).not.toBe(message.ts)
    expect(anew.thread_ts).toBe(message.thread_ts)
  })
})

/** Has Scaleway turn each order away, as for want of room, from now on. */
function noOrders(): void {
  bot.interlink.faults.next({
    match: ({ method, path }) => method === 'POST' && path.endsWith('/links'),
    times: 99,
    answer: apiErrors.quotasExceeded('links', 10, 10),
  })
}

/** What is told beside a message that ticks, once it is. */
async function news(says: RegExp): Promise<StoredMessage> {
  const find = () => bot.slack.messages(ALERT_CHANNEL).filter((message) => says.test(words(message)))
  const first = await seen(bot, () => find()[0])
  expect(find()).toHaveLength(1)
  return first
}

describe('What somebody has to hear of', () => {
  test('is told in the thread, to the channel and to whoever asked: that it stopped, waits for the partner, is done', async () => {
    const { alert } = await refusedLink(bot, 'paris-news')
    noOrders()
    await orderAgain(bot, 'paris-news')
    const stopped = await progress(bot, 'paris-news', /It has stopped/)
    const first = await news(/`paris-news` \*has stopped/)
    expect(first).toMatchObject({ thread_ts: alert.ts, reply_broadcast: true })
    expect(words(first)).toMatch(/<@U0ADA0001>[\s\S]*quota[\s\S]*`paris-news` \([^)]+\) was deleted/)

    // The link is gone: whoever asks for it finds what stands still, with its buttons.
    await bot.poll()
    const card = await fix(bot, 'paris-news')
    expect(words(card)).toMatch(/is gone[\s\S]*It has stopped[\s\S]*By hand, instead/)
    expect(offered(card)).toEqual(
      expect.arrayContaining(['reorder_resume', 'reorder_other', 'reorder_give_up']),
    )
    expect(words(await bot.say('status paris-news'))).toMatch(/is gone[\s\S]*It has stopped/)

    // A life that did not see it told does not tell it again.
    await bot.stop()
    await bot.start()
    await progress(bot, 'paris-news', /It has stopped/)
    bot.interlink.faults.clear()
    await press(bot, { messageTs: stopped.ts, channelId: ALERT_CHANNEL }, 'reorder_resume')
    await progress(bot, 'paris-news', /☑ Remove the tag of the order/)
    const waits = await news(/`paris-news` \*waits for the partner/)
    expect(waits.reply_broadcast).not.toBe(true)
    expect(offered(waits)).toEqual(['remedy_mail:provision:en'])
    await news(/`paris-news` \*has stopped/)
    bot.interlink.world.setStatus(made(bot, 'paris-news')?.id ?? '', 'active')
    await progress(bot, 'paris-news', /Done, at/)
    expect(await news(/`paris-news` \*is done/)).toMatchObject({ thread_ts: alert.ts, reply_broadcast: true })

    const rows = (await auditOf(bot)).filter(
      ({ link, act }) => link.name === 'paris-news' && act === 'attach_vpc',
    )
    expect(rows).toMatchObject([
      {
        outcome: 'done',
        channel: ALERT_CHANNEL,
        before: 'VPC none',
        after: expect.stringMatching(/^VPC (?!none)[a-z-]+$/),
      },
      { outcome: 'begun', what: expect.stringMatching(/^Attach VPC [a-z-]+, as on the link/) },
    ])
  })

  test('is told to whoever looks and sees no change; what is done to the new link stands in the thread, too', async () => {
    const { alert } = await refusedLink(bot, 'paris-look')
    await orderAgain(bot, 'paris-look')
    const { ts } = await progress(bot, 'paris-look', /It waits[\s\S]*☑ Remove the tag of the order/)
    const place = { messageTs: ts, channelId: ALERT_CHANNEL }
    const looked = await answered(bot, () => press(bot, place, 'reorder_resume'))
    expect(words(looked)).toMatch(
      /^⏳ The new link `paris-look` \([^)]+\): looked at, and nothing has changed, at <!date[^>]+> \([^)]+UTC\)\. The partner has to accept the new order/,
    )

    await bot.poll()
    const card = await fix(bot, 'paris-look')
    const plan = await openRemedy(bot, card, 'reveal_pairing_key:', /What will happen/)
    const key = await submit(bot, plan, {}, /This is the pairing key/)
    expect(await news(/had the pairing key of `paris-look` shown/)).toMatchObject({ thread_ts: alert.ts })
    const next = offered(key).find((id) => id.startsWith('remedy:mark_contacted'))
    await bot.slack.click({ userId: ADA, viewId: key.id, actionId: next ?? '' })
    const form = await windowSaying(bot, /^Link `paris-look`/)
    await submit(bot, form, { remedy_reference: 'FIX-77' }, /Done/)
    expect(await news(/noted that the partner of `paris-look` was contacted/)).toMatchObject({
      thread_ts: alert.ts,
    })

    bot.interlink.world.setStatus(made(bot, 'paris-look')?.id ?? '', 'active')
    await press(bot, place, 'reorder_resume')
    await progress(bot, 'paris-look', /Done, at/)
    // The message says what a look has changed: nobody is told that nothing did.
    expect(bot.slack.ephemerals(ADA).filter((one) => /nothing has changed/.test(words(one)))).toHaveLength(1)
  })

  test('stands in the alert channel where it was asked for in one in which the bot may not post', async () => {
    const hidden = { provisioned: false, deletionBegunBy: null }
    bot.interlink.world.addLink({ name: 'paris-random', status: 'requested', hidden })
    await bot.poll()
    const card = await fix(bot, 'paris-random', ADA, RANDOM)
    const shown = await openRemedy(bot, card, 'delete_link:', /What will happen/)
    await submit(bot, shown, { remedy_typed: 'paris-random' }, /It has begun/)
    const done = await progress(bot, 'paris-random', /Done, at/, 'Delete')
    expect(done.thread_ts).toBeUndefined()
    expect(await news(/`paris-random` \*is done/)).toMatchObject({ thread_ts: done.ts })
    await bot.poll()
    expect(words(await fix(bot, 'paris-random'))).toMatch(
      /is gone[\s\S]*Deleted by this bot\*, as <@U0ADA0001> asked/,
    )
  })
})

describe('Where remedies may not be used in the alert channel', () => {
  test('its message stands where its buttons may be pressed, and `fix` there has them, too', async () => {
    await bot.stop()
    onTestFinished(async () => {
      await bot.stop()
      await bot.start({ REMEDY_CHANNELS: '' })
    })
    await bot.start({ REMEDY_CHANNELS: NET_OPS })
    const { alert } = await refusedLink(bot, 'paris-elsewhere')
    noOrders()
    await orderAgain(bot, 'paris-elsewhere', NET_OPS)
    const stopped = await progress(
      bot,
      'paris-elsewhere',
      /It has stopped/,
      'Delete and order again',
      NET_OPS,
    )
    expect(ticking(bot, 'paris-elsewhere')).toEqual([])
    expect(await news(/paris-elsewhere` \*has stopped[\s\S]*stands in <#C0NETOPS01>/)).toMatchObject({
      thread_ts: alert.ts,
    })
    await bot.poll()
    const card = await fix(bot, 'paris-elsewhere', ADA, NET_OPS)
    bot.interlink.faults.clear()
    await press(bot, { ephemeralId: card.ts }, 'reorder_resume')
    const going = await progress(
      bot,
      'paris-elsewhere',
      /☑ Remove the tag of the order/,
      'Delete and order again',
      NET_OPS,
    )
    expect(going.ts).toBe(stopped.ts)
  })
})
