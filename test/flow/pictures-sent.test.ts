import { afterEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { filesHereButton } from '../../src/slack/actions.ts'
import { actions } from '../../src/slack/limits.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { words } from '../support/over-time.ts'
import { GUEST, OLU, type } from '../support/pressing.ts'
import { answered, botPosts, errorsOf, press, say, seen, told } from '../support/slack-doors.ts'

let bot: Bot
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const without = (scope: string) => ({
  manifest: (text: string) => text.replace(new RegExp(`^ +- ${scope}\\b.*$`, 'm'), ''),
})

/** The message with a picture and its table, as it stands in a channel. */
function expectPicture(message: StoredMessage): void {
  expect(message.files?.map(({ name }) => name)).toEqual([
    expect.stringMatching(/\.png$/),
    expect.stringMatching(/\.csv$/),
  ])
  const [picture, table] = message.files ?? []
  expect(
    bot.slack
      .file(picture?.id ?? '')
      ?.content.subarray(1, 4)
      .toString(),
  ).toBe('PNG')
  expect(bot.slack.file(table?.id ?? '')?.content.toString()).toMatch(/,/)
}

/** Presses "Show the picture here" on an answer that everybody sees. */
async function here(userId = ADA) {
  const shared = await told(bot, () => say(bot, '@interlink history paris-prod-a'))
  const place = { messageTs: shared.ts, channelId: ALERT_CHANNEL }
  return { shared, act: () => press(bot, place, 'files_here', { userId }) }
}

/** Presses "Send me the picture" on an answer that its asker alone sees. */
async function toMe(typed = 'history paris-prod-a') {
  const answer = await type(bot, typed)
  return () => press(bot, { ephemeralId: answer.ts }, 'files_to_me')
}

const direct = async () => {
  const opened = await seen(bot, () =>
    bot.slack.calls().find(({ method }) => method === 'conversations.open'),
  )
  const { channel } = opened.answer as { channel: { id: string } }
  await seen(bot, () => (bot.slack.messages(channel.id).length > 0 ? true : undefined))
  return bot.slack.messages(channel.id)
}

describe('Show the picture here', () => {
  test('uploads the picture and its table to the thread, with what is on it in words, and who asked', async () => {
    bot = await startBot()
    const { shared, act } = await here(OLU)
    const message = await told(bot, act)
    expect(message.thread_ts).toBe(shared.thread_ts)
    expect(message.text).toMatch(/^<@U0OPS0002> asked `\/interlink history paris-prod-a`\n.*paris-prod-a/)
    expectPicture(message)
  })

  test('on a message of the channel uploads to the channel, a report too', async () => {
    bot = await startBot()
    const { ts } = await botPosts(bot, [actions([filesHereButton('report 24h')])])
    const message = await told(bot, () =>
      press(bot, { messageTs: ts, channelId: ALERT_CHANNEL }, 'files_here'),
    )
    expect(message.thread_ts).toBeUndefined()
    expectPicture(message)
  })

  test('where the bot is not in the channel says so to whoever pressed', async () => {
    bot = await startBot()
    const { act } = await here()
    bot.slack.setBotMember(ALERT_CHANNEL, false)
    expect(words(await answered(bot, act))).toContain('the bot is not in this channel. Invite it')
  })

  test('without the scope to upload says so', async () => {
    bot = await startBot(without('files:write'))
    const { act } = await here()
    expect(words(await answered(bot, act))).toContain('lacks the scope `files:write`')
  })

  test.each([
    ['is over its rate', { method: 'files.getUploadURLExternal', error: 'ratelimited' }],
    ['breaks', { method: 'files.completeUploadExternal', status: 503 }],
  ])('says to press again where Slack %s', async (_what, fault) => {
    bot = await startBot()
    const { act } = await here()
    bot.slack.faults.failWith(fault)
    expect(words(await answered(bot, act))).toContain('Press again in a minute')
  })

  test('refuses a guest', async () => {
    bot = await startBot()
    const { act } = await here(GUEST)
    expect(words(await answered(bot, act, GUEST))).toMatch(/not guests/)
    expect(bot.slack.messages(ALERT_CHANNEL).filter(({ files }) => files !== undefined)).toEqual([])
  })

  test('of a link that went meanwhile says so', async () => {
    bot = await startBot()
    const { ts } = await botPosts(bot, [actions([filesHereButton('history no-such-link')])])
    const place = { messageTs: ts, channelId: ALERT_CHANNEL }
    expect(words(await answered(bot, () => press(bot, place, 'files_here')))).toContain('No link is called')
  })
})

describe('Send me the picture', () => {
  test.each(['history paris-prod-a', 'report 24h'])('of %s goes to a direct message', async (typed) => {
    bot = await startBot()
    const act = await toMe(typed)
    expect(words(await answered(bot, act))).toContain('Sent: look at your messages with the bot.')
    const [message] = await direct()
    if (message === undefined) throw new Error('Nothing was sent.')
    expectPicture(message)
    expect(bot.slack.messages(ALERT_CHANNEL)).toHaveLength(1)
  })

  test('without the scope to open a conversation says so', async () => {
    bot = await startBot(without('im:write'))
    expect(words(await answered(bot, await toMe()))).toContain('lacks the scope `im:write`')
  })

  test('without the scope to upload says so', async () => {
    bot = await startBot(without('files:write'))
    expect(words(await answered(bot, await toMe()))).toContain('lacks the scope `files:write`')
  })

  test('while Slack opens no conversation says to press again', async () => {
    bot = await startBot()
    bot.slack.faults.failWith({ method: 'conversations.open', status: 503 })
    expect(words(await answered(bot, await toMe()))).toContain('Press again in a minute')
  })
})
