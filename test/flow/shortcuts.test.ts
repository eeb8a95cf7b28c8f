import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { buttonsOf, GUEST } from '../support/pressing.ts'
import { answered, errorsOf, expectDone, say, seen, windowOf } from '../support/slack-doors.ts'

let bot: Bot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const text = (view: object) => words({ text: '', ...view })

async function diagnose({ ts }: StoredMessage, userId = ADA): Promise<void> {
  expectDone(
    await bot.slack.messageShortcut({
      userId,
      callbackId: 'diagnose_message',
      channelId: ALERT_CHANNEL,
      messageTs: ts,
    }),
  )
}

/** The window that asks which link, as it is opened by the shortcut. */
async function ask(userId = ADA) {
  expectDone(await bot.slack.shortcut({ userId, callbackId: 'ask_about_link' }))
  return windowOf(bot, ({ callback_id: id }) => id === 'ask_about_link', userId)
}

describe('"Diagnose this link" on a message', () => {
  test('that names one link answers beside it, to whoever asked', async () => {
    const message = say(bot, 'is Paris-Prod-A slow for anybody else?')
    const answer = await answered(bot, () => diagnose(message))
    expect(words(answer)).toContain('paris-prod-a is up')
    expect(answer.thread_ts).toBeUndefined()
    expect(buttonsOf(answer)).toContain('share_answer')
    expect(bot.slack.modals(ADA)).toEqual([])
  })

  test('in a thread answers in the thread', async () => {
    const parent = say(bot, 'hm')
    const reply = say(bot, linkId(bot, 'paris-prod-b'), { threadTs: parent.ts })
    const answer = await answered(bot, () => diagnose(reply))
    expect(words(answer)).toContain('paris-prod-b is up')
    expect(answer.thread_ts).toBe(parent.ts)
  })

  test('that is an alert diagnoses its link', async () => {
    bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
    await bot.poll()
    const alert = bot.channel()[1]
    if (alert === undefined) throw new Error('Nothing was told.')
    expect(words(await answered(bot, () => diagnose(alert)))).toMatch(/amsterdam-prod[\s\S]*Whose move/)
  })

  test('that names several asks which, among those', async () => {
    await diagnose(say(bot, 'paris-prod-b is up, and paris-prod-a?'))
    const view = await windowOf(bot)
    expect(text(view)).toMatch(/paris-prod-b[\s\S]*paris-prod-a/)
    expect(text(view)).not.toContain('amsterdam')
    await bot.slack.submitView({
      userId: ADA,
      viewId: view.id,
      state: { asked_link: { link: linkId(bot, 'paris-prod-a') } },
    })
    expect(text(await windowOf(bot, (now) => text(now).includes('paris-prod-a is up')))).toContain(
      'Whose move',
    )
  })

  test('that names none asks which, of all, by what is typed', async () => {
    await diagnose(say(bot, 'good morning'))
    const view = await windowOf(bot)
    const outcome = await bot.slack.suggest({
      userId: ADA,
      viewId: view.id,
      actionId: 'link',
      typed: 'warsaw',
    })
    expect(outcome).toMatchObject({ ok: true, ack: { options: [{ value: linkId(bot, 'warsaw-recovery') }] } })
  })

  test('by a guest gets a sentence, whatever the message names', async () => {
    for (const message of [say(bot, 'paris-prod-a'), say(bot, 'nothing')])
      expect(words(await answered(bot, () => diagnose(message, GUEST), GUEST))).toMatch(/not guests/)
    expect(bot.slack.modals(GUEST)).toEqual([])
  })

  test('whose window came too late says so', async () => {
    bot.slack.faults.failWith({ method: 'views.open', error: 'expired_trigger_id' })
    const answer = await answered(bot, () => diagnose(say(bot, 'good morning')))
    expect(words(answer)).toContain('The window could not be opened in time')
  })

  test('that Slack delivers twice is answered once', async () => {
    bot.slack.faults.redeliver()
    await answered(bot, () => diagnose(say(bot, 'paris-prod-a')))
    await bot.stop()
    expect(bot.slack.ephemerals(ADA)).toHaveLength(1)
  })
})

describe('"Ask about a link"', () => {
  test.each([
    ['diagnose', /paris-prod-a is up[\s\S]*Whose move/],
    ['status', /paris-prod-a is up[\s\S]*What it means/],
    ['history', /History of paris-prod-a/],
    ['why', /Why paris-prod-a was told/],
    ['router', /Router for paris-prod-a/],
  ])('looks a link up by what is typed, and answers %s in the same window', async (question, says) => {
    const { id } = await ask()
    await bot.slack.suggest({ userId: ADA, viewId: id, actionId: 'link', typed: 'paris-prod-a' })
    const state = { asked_link: { link: linkId(bot, 'paris-prod-a') }, asked_question: { question } }
    expectDone(await bot.slack.submitView({ userId: ADA, viewId: id, state }))
    const view = await windowOf(bot, (now) => says.test(text(now)))
    expect(view.id).toBe(id)
    expect(view.submit).toBeNull()
    expect(buttonsOf({ blocks: view.blocks })).not.toContain('share_answer')
    expect(bot.slack.ephemerals()).toEqual([])
  })

  test('shows that it is looking while it is', async () => {
    const { id } = await ask()
    await bot.slack.suggest({ userId: ADA, viewId: id, actionId: 'link', typed: 'paris-prod-a' })
    const hung = bot.slack.faults.hang({ method: 'users.info' })
    const asked = () => bot.slack.calls().filter(({ method }) => method === 'users.info').length
    const before = asked()
    await bot.clock.advance(6 * 60_000)
    const state = { asked_link: { link: linkId(bot, 'paris-prod-a') } }
    void bot.slack.submitView({ userId: ADA, viewId: id, state })
    expect(text(await windowOf(bot, (now) => now.submit === null))).toContain('Looking it up…')
    await seen(bot, () => asked() > before || undefined)
    hung.release()
    await windowOf(bot, (now) => !text(now).includes('Looking it up…'))
    expect(text(await windowOf(bot))).toMatch(/Slack could not tell who you are/)
  })

  test('sent without a link is not sent, and with one that Slack made up is refused in the window', async () => {
    const { id } = await ask()
    const sent = (state: Record<string, Record<string, string>>) =>
      bot.slack.submitView({ userId: ADA, viewId: id, state })
    expect(await sent({})).toMatchObject({ ok: false, error: 'refused' })
    expect(await sent({ asked_link: { link: 'no-such-link' } })).toMatchObject({
      ok: false,
      error: 'refused',
    })
    expect((await windowOf(bot)).callback_id).toBe('ask_about_link')
  })

  test('of a link that went meanwhile says so', async () => {
    const { id } = await ask()
    await bot.slack.suggest({ userId: ADA, viewId: id, actionId: 'link', typed: 'paris-prod-a' })
    const state = { asked_link: { link: linkId(bot, 'paris-prod-a') } }
    bot.interlink.world.removeLink(linkId(bot, 'paris-prod-a'))
    await bot.poll()
    await bot.slack.submitView({ userId: ADA, viewId: id, state })
    const view = await windowOf(
      bot,
      (now) => !/Looking it up|Ask about/.test(text(now)) && now.submit === null,
    )
    expect(text(view)).toMatch(/No link is called|no longer exists/)
  })

  test('closed while it is answered leaves nothing behind', async () => {
    const { id } = await ask()
    await bot.slack.suggest({ userId: ADA, viewId: id, actionId: 'link', typed: 'paris-prod-a' })
    const state = { asked_link: { link: linkId(bot, 'paris-prod-a') } }
    bot.slack.faults.failWith({ method: 'views.update', error: 'not_found' })
    await bot.slack.submitView({ userId: ADA, viewId: id, state })
    await seen(bot, () => bot.slack.calls().find(({ method }) => method === 'views.update'))
    await bot.stop()
    expect(bot.slack.calls().filter(({ method }) => method === 'views.update')).toHaveLength(1)
  })

  test('by a guest opens no window, and tells them why', async () => {
    await bot.slack.shortcut({ userId: GUEST, callbackId: 'ask_about_link' })
    const sent = await seen(bot, () =>
      bot.slack.calls().find(({ method, args }) => method === 'chat.postMessage' && args.channel === GUEST),
    )
    expect(String(sent.args.text)).toMatch(/not guests/)
    expect(bot.slack.modals(GUEST)).toEqual([])
  })

  test('that came too late says so in a direct message', async () => {
    bot.slack.faults.failWith({ method: 'views.open', error: 'expired_trigger_id' })
    await bot.slack.shortcut({ userId: ADA, callbackId: 'ask_about_link' })
    const sent = await seen(bot, () =>
      bot.slack.calls().find(({ method, args }) => method === 'chat.postMessage' && args.channel === ADA),
    )
    expect(String(sent.args.text)).toContain('The window could not be opened in time')
  })
})
