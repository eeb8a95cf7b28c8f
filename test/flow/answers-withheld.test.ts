import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refreshDiagnosisButton } from '../../src/slack/actions.ts'
import { actions } from '../../src/slack/limits.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { buttonsOf, OLU, type } from '../support/pressing.ts'
import {
  answered,
  botPosts,
  errorsOf,
  expectSlackTakesIt,
  press,
  replaced,
  say,
  seen,
  told,
} from '../support/slack-doors.ts'

const PARTNERS = 'C0PARTNERS'
const QUIET = 'C0QUIET001'

let bot: Bot
beforeAll(async () => {
  bot = await startBot({
    channels: [
      { id: PARTNERS, name: 'with-partner', members: [ADA], botIsMember: true, isExtShared: true },
      { id: QUIET, name: 'quiet', members: [ADA], botIsMember: true, isPrivate: true },
    ],
  })
  await type(bot, 'subscribe name:amsterdam* warning', { channelId: QUIET })
  bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
  await bot.poll()
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const inPartners = () => bot.slack.messages(PARTNERS).filter(({ bot_id: botId }) => botId !== undefined)

describe('In a channel that people of other organizations read', () => {
  test('an answer is shared once whoever wants it says so again', async () => {
    const answer = await type(bot, 'status amsterdam-prod', { channelId: PARTNERS })
    const before = inPartners().length
    const place = { ephemeralId: answer.ts, channelId: PARTNERS }
    const warning = await answered(bot, () => press(bot, place, 'share_answer'))
    expect(words(warning)).toMatch(/People of other organizations[\s\S]*Nothing was shared so far/)
    expect(buttonsOf(warning)).toEqual(['share_anyway'])
    expectSlackTakesIt(warning)
    expect(inPartners()).toHaveLength(before)
    const anyway = { ephemeralId: warning.ts, channelId: PARTNERS }
    const shared = await told(bot, () => press(bot, anyway, 'share_anyway'), PARTNERS)
    expect(words(shared)).toContain('amsterdam-prod is down')
    expect(words(shared)).toContain(`<@${ADA}> asked`)
  })

  test('a mention is answered to whoever asked alone, with the way to share it', async () => {
    const before = inPartners().length
    const answer = await answered(bot, () =>
      say(bot, '@interlink diagnose amsterdam-prod', { channelId: PARTNERS }),
    )
    expect(words(answer)).toContain('amsterdam-prod is down')
    expect(words(answer)).toContain('So this answer is seen by you alone.')
    expect(buttonsOf(answer)).toContain('share_answer')
    expectSlackTakesIt(answer)
    expect(inPartners()).toHaveLength(before)
  })

  test('Diagnose in a thread answers whoever pressed it alone', async () => {
    const parent = say(bot, 'which one?', { channelId: PARTNERS })
    const diagnose = {
      ...refreshDiagnosisButton(linkId(bot, 'amsterdam-prod')),
      action_id: 'diagnose_link',
    }
    const { ts } = await botPosts(bot, [actions([diagnose])], { channelId: PARTNERS, threadTs: parent.ts })
    const before = inPartners().length
    const answer = await answered(bot, () =>
      press(bot, { messageTs: ts, channelId: PARTNERS }, 'diagnose_link'),
    )
    expect(words(answer)).toContain('amsterdam-prod is down')
    expect(buttonsOf(answer)).toContain('share_answer')
    expect(inPartners()).toHaveLength(before)
  })
})

describe('Refresh under a diagnosis', () => {
  test('in a thread shows the new one in its place, for everyone there', async () => {
    const diagnosis = await told(bot, () => say(bot, '@interlink diagnose paris-prod-a'))
    expect(words(diagnosis)).toContain('paris-prod-a is up')
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-a'), { enable_route_propagation: false })
    const before = bot.slack.messages(ALERT_CHANNEL).length
    await press(bot, { messageTs: diagnosis.ts, channelId: ALERT_CHANNEL }, 'refresh_diagnosis', {
      userId: OLU,
    })
    const now = await seen(bot, () =>
      bot.slack
        .messages(ALERT_CHANNEL)
        .find((one) => one.ts === diagnosis.ts && words(one).includes('route propagation')),
    )
    expect(now.thread_ts).toBe(diagnosis.thread_ts)
    expect(buttonsOf(now)).not.toContain('share_answer')
    expect(bot.slack.messages(ALERT_CHANNEL)).toHaveLength(before)
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-a'), { enable_route_propagation: true })
  })

  test('of one’s own answer replaces that', async () => {
    const answer = await type(bot, 'diagnose paris-prod-a')
    const again = await replaced(bot, answer, () =>
      press(bot, { ephemeralId: answer.ts }, 'refresh_diagnosis'),
    )
    expect(words(again)).toContain('paris-prod-a is up')
    expect(buttonsOf(again)).toContain('share_answer')
  })
})

describe('A private channel that hears of a link', () => {
  test('is named to whoever asks alone, and not to all who read another channel', async () => {
    for (const ask of [
      'why amsterdam-prod',
      'incidents',
      'status amsterdam-prod',
      'history amsterdam-prod',
    ]) {
      const mine = JSON.stringify((await type(bot, ask)).blocks)
      const everybodys = await told(bot, () => say(bot, `@interlink ${ask}`))
      if (ask !== 'history amsterdam-prod') expect(mine, ask).toContain(QUIET)
      expect(JSON.stringify(everybodys.blocks), ask).not.toContain(QUIET)
      expect(words(everybodys), ask).not.toContain('name:amsterdam')
      expect(words(everybodys), ask).toContain('amsterdam-prod')
    }
    const why = await told(bot, () => say(bot, '@interlink why amsterdam-prod'))
    expect(words(why)).toContain('• other channels: to see which')
    expect(words(why)).toContain(`<#${ALERT_CHANNEL}>`)
    const there = await told(
      bot,
      () => say(bot, '@interlink why amsterdam-prod', { channelId: QUIET }),
      QUIET,
    )
    expect(words(there)).toContain('name:amsterdam')
  })
})

describe('What was typed nearly right', () => {
  test('is one press away where a command was misspelt', async () => {
    const help = await type(bot, 'diagnos paris-prod-a')
    const say = 'say_here:diagnose paris-prod-a'
    const answer = await answered(bot, () => press(bot, { ephemeralId: help.ts }, say))
    expect(words(answer)).toContain('paris-prod-a is up')
  })

  test('is understood as a page of the console, a sentence, or a period', async () => {
    const page = `https://console.scaleway.com/interlink/links/fr-par/${linkId(bot, 'paris-prod-a')}/overview`
    expect(words(await type(bot, `diagnose <${page}>`))).toContain('paris-prod-a is up')
    expect(words(await type(bot, 'whatif paris-prod-a down'))).toContain('If paris-prod-a went down')
    expect(words(await type(bot, 'history paris-prod-a last week'))).toContain(
      'Not known in all of this time',
    )
    expect(words(await type(bot, 'history paris-prod-a last weak'))).toContain('period cannot be read')
    expect(words(await type(bot, 'report last week'))).toMatch(/Not known of 8 links[\s\S]*week of/)
    const none = await type(bot, 'report nonsense')
    expect(words(none)).toMatch(/No link fits `nonsense`: all words must fit[\s\S]*A period is typed as/)
    expect(buttonsOf(none)).not.toContain('files_to_me')
  })

  test('of a link that is gone says so, whatever is asked about it', async () => {
    bot.interlink.world.removeLink(linkId(bot, 'warsaw-recovery'))
    await bot.poll()
    await bot.clock.advance(60_000)
    for (const ask of ['status', 'why', 'fix', 'router'])
      expect(words(await type(bot, `${ask} warsaw-recovery`)), ask).toMatch(
        /`warsaw-recovery` is gone: the poll at/,
      )
    expect(words(await type(bot, 'diagnose warsaw-recovery'))).toContain(
      '`warsaw-recovery` no longer exists at Scaleway',
    )
    expect(words(await type(bot, 'history warsaw-recovery'))).toContain('(deleted)')
  })
})
