import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { buttonsOf, GUEST, OLU } from '../support/pressing.ts'
import { answered, errorsOf, expectSlackTakesIt, press, say, told } from '../support/slack-doors.ts'

const OTHER_BOT = 'U0OTHERBOT'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({
    people: [{ id: OTHER_BOT, name: 'ci', realName: 'CI', tz: 'UTC', isBot: true }],
    channels: [{ id: 'C0ROBOTS01', name: 'robots', members: [OTHER_BOT, ADA], botIsMember: true }],
  })
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const fromBot = (): readonly StoredMessage[] =>
  bot.slack.messages(ALERT_CHANNEL).filter(({ thread_ts: thread }) => thread !== undefined)

describe('A mention of the bot', () => {
  test('in a channel is answered in its thread, for everyone', async () => {
    const asked = { ts: '' }
    const answer = await told(bot, () => {
      asked.ts = say(bot, '@interlink status paris-prod-a').ts
    })
    expect(answer.thread_ts).toBe(asked.ts)
    expect(words(answer)).toContain('paris-prod-a is up')
    expect(answer.reply_broadcast).toBeUndefined()
    expectSlackTakesIt(answer)
  })

  test('inside a thread is answered there', async () => {
    const parent = say(bot, 'paris is odd')
    const answer = await told(bot, () =>
      say(bot, '@interlink why paris-prod-a', { threadTs: parent.ts, userId: OLU }),
    )
    expect(answer.thread_ts).toBe(parent.ts)
    expect(words(answer)).toContain('Why paris-prod-a was told')
  })

  test('takes the words after it, and those before it where none follow', async () => {
    for (const text of [
      'hello @interlink status paris-prod-a',
      '@interlink, status “paris-prod-a”',
      '@interlink: *status paris-prod-a*',
      'status paris-prod-a @interlink',
      '@interlink status paris-prod-a @interlink',
    ])
      expect(words(await told(bot, () => say(bot, text))), text).toContain('paris-prod-a is up')
  })

  test('offers no sharing of what everybody sees already, but its picture where there is one', async () => {
    const status = await told(bot, () => say(bot, '@interlink status paris-prod-a'))
    expect(buttonsOf(status)).not.toContain('share_answer')
    const history = await told(bot, () => say(bot, '@interlink history paris-prod-a'))
    expect(buttonsOf(history)).toEqual(['files_here', 'files_to_me'])
  })

  test('that names several links is answered with a menu, whose choice its chooser alone sees', async () => {
    const menu = await told(bot, () => say(bot, '@interlink diagnose paris'))
    expect(words(menu)).toContain('2 links fit `paris`')
    const answer = await answered(
      bot,
      () =>
        press(bot, { messageTs: menu.ts, channelId: ALERT_CHANNEL }, 'pick_link', {
          userId: OLU,
          value: linkId(bot, 'paris-prod-b'),
        }),
      OLU,
    )
    expect(words(answer)).toContain('paris-prod-b is up')
    expect(answer.thread_ts).toBe(menu.thread_ts)
    expect(buttonsOf(answer)).toContain('share_answer')
  })

  test.each([
    ['without words', '@interlink', /What you can ask/],
    ['for the help', '@interlink help', /What you can ask/],
    ['with an unknown command', '@interlink dance', /There is no command `dance`/],
    ['that lacks its link', '@interlink diagnose', /Which link\?/],
    ['that the desk refuses', '@interlink silence paris', /Say for how long/],
  ])('%s is answered to who said it alone, where they said it', async (_what, text, says) => {
    const answer = await answered(bot, () => say(bot, text))
    expect(words(answer)).toMatch(says)
    // Slack shows nobody a private answer in a thread that does not exist yet.
    expect(answer.thread_ts).toBeUndefined()
    const parent = say(bot, 'in a thread')
    say(bot, 'and one more', { threadTs: parent.ts })
    expect((await answered(bot, () => say(bot, text, { threadTs: parent.ts }))).thread_ts).toBe(parent.ts)
    expect(fromBot().map(({ user }) => user)).not.toContain(bot.slack.botUserId)
  })

  test('acts for whoever says it, for all to see', async () => {
    const answer = await told(bot, () => say(bot, '@interlink silence name:warsaw* 2h optics'))
    expect(words(answer)).toMatch(/Silenced until/)
    expect(await bot.store().openSilences()).toMatchObject([{ filter: 'name:warsaw*', by: ADA }])
  })

  test('by a guest gets a sentence that they alone see', async () => {
    const answer = await answered(bot, () => say(bot, '@interlink list', { userId: GUEST }), GUEST)
    expect(words(answer)).toMatch(/not guests/)
    expect(fromBot()).toEqual([])
  })

  test('by another bot is not answered to the channel', async () => {
    say(bot, '@interlink list', { userId: OTHER_BOT, channelId: 'C0ROBOTS01' })
    const answer = await told(
      bot,
      () => say(bot, '@interlink status paris-prod-a', { channelId: 'C0ROBOTS01' }),
      'C0ROBOTS01',
    )
    expect(words(answer)).toContain('paris-prod-a is up')
    await bot.stop()
    const said = bot.slack.messages('C0ROBOTS01').filter(({ bot_id: id }) => id !== undefined)
    expect(said).toHaveLength(1)
  })

  test('that Slack delivers twice is answered once', async () => {
    bot.slack.faults.redeliver()
    await told(bot, () => say(bot, '@interlink status paris-prod-a'))
    await told(bot, () => say(bot, '@interlink status paris-prod-b'))
    await bot.stop()
    expect(fromBot()).toHaveLength(2)
  })

  test('is not heard where the bot is not in the channel', async () => {
    say(bot, '@interlink list', { channelId: 'C0RANDOM01' })
    await told(bot, () => say(bot, '@interlink status paris-prod-a'))
    await bot.stop()
    expect(bot.slack.messages('C0RANDOM01')).toHaveLength(1)
    expect(bot.slack.ephemerals()).toEqual([])
  })
})

test('A workspace that left the mentions out has everything else', async () => {
  await bot.close()
  bot = await startBot({
    manifest: (text) => text.replace(/^ +- app_mention(?:s:read)?\b.*$/gm, ''),
  })
  say(bot, '@interlink list')
  expect(words(await bot.say('status paris-prod-a'))).toContain('paris-prod-a is up')
  await bot.stop()
  expect(fromBot()).toEqual([])
})
