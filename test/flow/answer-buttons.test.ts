import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { diagnoseButton, linkRunbookButton } from '../../src/slack/actions.ts'
import { actions } from '../../src/slack/limits.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { buttonsOf, GUEST, OLU, type } from '../support/pressing.ts'
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

const RANDOM = 'C0RANDOM01'

let bot: Bot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

describe('Diagnose', () => {
  const button = () => actions([diagnoseButton(linkId(bot, 'paris-prod-a'))])

  test('on a message of the channel answers whoever pressed it', async () => {
    const { ts } = await botPosts(bot, [button()])
    const place = { messageTs: ts, channelId: ALERT_CHANNEL }
    const answer = await answered(bot, () => press(bot, place, 'diagnose_link', { userId: OLU }), OLU)
    expect(words(answer)).toContain('paris-prod-a is up')
    expect(buttonsOf(answer)).toContain('share_answer')
    expect(bot.thread(ts)).toEqual([])
  })

  test('in a thread answers there, for everyone in it', async () => {
    const parent = say(bot, 'which one?')
    const { ts } = await botPosts(bot, [button()], { threadTs: parent.ts })
    const answer = await told(bot, () =>
      press(bot, { messageTs: ts, channelId: ALERT_CHANNEL }, 'diagnose_link'),
    )
    expect(answer.thread_ts).toBe(parent.ts)
    expect(words(answer)).toContain('paris-prod-a is up')
    expect(buttonsOf(answer)).not.toContain('share_answer')
    expect(bot.slack.ephemerals()).toEqual([])
  })

  test('in a thread refuses a guest where they alone see it', async () => {
    const parent = say(bot, 'which one?')
    const { ts } = await botPosts(bot, [button()], { threadTs: parent.ts })
    const place = { messageTs: ts, channelId: ALERT_CHANNEL }
    const answer = await answered(bot, () => press(bot, place, 'diagnose_link', { userId: GUEST }), GUEST)
    expect(words(answer)).toMatch(/not guests/)
    expect(bot.thread(parent.ts)).toHaveLength(1)
  })
})

describe('Share to channel', () => {
  test.each([
    'list',
    'status paris-prod-a',
    'diagnose paris-prod-a',
    'incidents',
    'vpc prod',
    'whatif down paris-prod-a',
    'partner hexaix',
    'router paris-prod-a bird',
    'runbook all down',
    'why paris-prod-a',
    'silences',
    'subscriptions',
  ])('shows everyone what "%s" answers, and who asked', async (typed) => {
    const answer = await type(bot, typed)
    const shared = await told(bot, () => press(bot, { ephemeralId: answer.ts }, 'share_answer'))
    expect(shared.thread_ts).toBeUndefined()
    expect(words(shared)).toContain(words(answer).split('\n')[0])
    expect(words(shared)).toContain(`<@${ADA}> asked \`/interlink ${typed}\``)
    expect(shared.text).toContain(`<@${ADA}> asked`)
    expect(buttonsOf(shared)).not.toContain('share_answer')
    expectSlackTakesIt(shared, { names: [`<@${ADA}>`, `<#${ALERT_CHANNEL}>`] })
  })

  test.each(['history paris-prod-a', 'report 24h'])(
    'shows everyone the picture of what "%s" answers, and the answer, which needs no button for it then',
    async (typed) => {
      const answer = await type(bot, typed)
      const picture = await told(bot, () => press(bot, { ephemeralId: answer.ts }, 'share_answer'))
      expect(picture.files?.map(({ name }) => name.replace(/^.*\./u, ''))).toEqual(['png', 'csv'])
      const shared = await seen(bot, () =>
        bot.slack.messages(ALERT_CHANNEL).find(({ ts, blocks }) => ts > picture.ts && blocks !== undefined),
      )
      expect(words(shared)).toContain(words(answer).split('\n')[0])
      expect(shared.text).toContain(`<@${ADA}> asked`)
      expect(buttonsOf(shared)).not.toContain('files_here')
    },
  )

  test('shares the words of a picture where the bot may not upload it, with the button that shows it later', async () => {
    const answer = await type(bot, 'history paris-prod-a', { channelId: RANDOM })
    const place = { ephemeralId: answer.ts, channelId: RANDOM }
    const shared = await told(bot, () => press(bot, place, 'share_answer'), RANDOM)
    expect(words(shared)).toContain(words(answer).split('\n')[0])
    expect(buttonsOf(shared)).toContain('files_here')
  })

  test('works where the bot is no member', async () => {
    const answer = await type(bot, 'list', { channelId: RANDOM })
    const shared = await told(
      bot,
      () => press(bot, { ephemeralId: answer.ts, channelId: RANDOM }, 'share_answer'),
      RANDOM,
    )
    expect(words(shared)).toContain('8 links')
  })

  test('of an answer in a thread shares in that thread', async () => {
    const menu = await told(bot, () => say(bot, '@interlink diagnose paris'))
    const place = { messageTs: menu.ts, channelId: ALERT_CHANNEL }
    const answer = await answered(bot, () =>
      press(bot, place, 'pick_link', { value: linkId(bot, 'paris-prod-a') }),
    )
    const shared = await told(bot, () => press(bot, { ephemeralId: answer.ts }, 'share_answer'))
    expect(shared.thread_ts).toBe(menu.thread_ts)
    expect(words(shared)).toContain('paris-prod-a is up')
  })

  test('of what cannot be said any more tells so, to whoever pressed it alone', async () => {
    const before = bot.slack.messages(ALERT_CHANNEL).length
    for (const say of ['help', 'dance', 'status']) {
      const { ts } = await botPosts(bot, [
        actions([
          {
            type: 'button',
            action_id: 'share_answer',
            text: { type: 'plain_text', text: 'Share' },
            value: JSON.stringify({ say }),
          },
        ]),
      ])
      await answered(bot, () => press(bot, { messageTs: ts, channelId: ALERT_CHANNEL }, 'share_answer'))
    }
    expect(bot.slack.messages(ALERT_CHANNEL)).toHaveLength(before + 3)
  })
})

describe('A long list', () => {
  test('is paged in its place, back and forth, and shared as what was typed', async () => {
    const model = bot.interlink.world.links()[0]
    if (model === undefined) throw new Error('The demo world has no link.')
    const { id: _id, vlan: _vlan, ...like } = model
    for (let n = 10; n < 75; n += 1)
      bot.interlink.world.addLink({ ...like, name: `page-link-${n}`, bandwidth_mbps: 50 })
    await bot.poll()
    const first = await type(bot, 'list page-link')
    const place = { ephemeralId: first.ts }
    expect(words(first)).toContain('page-link-10')
    expect(words(first)).not.toContain('page-link-50')
    const second = await replaced(bot, first, () => press(bot, place, 'list_page'))
    expect(words(second)).toContain('page-link-50')
    expect(words(second)).not.toContain('page-link-10')
    expectSlackTakesIt(second)
    const back = await replaced(bot, first, () => press(bot, place, 'list_page_back'))
    expect(words(back)).toContain('page-link-10')
    expect(bot.slack.ephemerals(ADA)).toHaveLength(1)
    expect(words(await told(bot, () => press(bot, place, 'share_answer')))).toContain('page-link-10')
  })
})

describe('Router', () => {
  test('goes through the systems, and the parts of a template, in its place', async () => {
    const first = await type(bot, 'router paris-prod-a')
    const place = { ephemeralId: first.ts }
    for (const [id, says] of [
      ['router_vendor_bird', 'BIRD 2'],
      ['router_vendor_ios_xe', 'IOS-XE'],
      ['router_vendor_junos', 'Junos'],
      ['router_vendor_routeros', 'RouterOS'],
      ['router_vendor_frr', 'FRRouting'],
    ] as const) {
      const next = await replaced(bot, first, () => press(bot, place, id))
      expect(words(next)).toMatch(new RegExp(`Router for paris-prod-a: .*${says}`))
      expect(buttonsOf(next)).not.toContain(id)
      expectSlackTakesIt(next)
    }
    const shared = await told(bot, () => press(bot, place, 'share_answer'))
    expect(words(shared)).toContain('FRRouting')
  })
})

describe('Runbook', () => {
  test('for a link fills in its facts, beside what it was pressed on', async () => {
    const { ts } = await botPosts(bot, [actions([linkRunbookButton(linkId(bot, 'amsterdam-prod'))])])
    const place = { messageTs: ts, channelId: ALERT_CHANNEL }
    const answer = await answered(bot, () => press(bot, place, 'link_runbook'))
    expect(words(answer)).toContain('`amsterdam-prod`')
    expect(words(answer)).not.toContain('see the card')
    expectSlackTakesIt(answer)
  })

  test('of the index opens the one that is chosen', async () => {
    const index = await type(bot, 'runbook all_dwon')
    expect(words(index)).toContain('These are the nearest')
    const answer = await answered(bot, () => press(bot, { ephemeralId: index.ts }, 'show_runbook'))
    expect(words(answer)).toContain('What it means')
  })
})
