import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { View } from '../../src/simulator/slack/workspace.ts'
import { ADA, type Bot, startBot } from '../support/bot.ts'
import { HOUR, linkId, SECOND, words } from '../support/over-time.ts'
import { buttonsOf, GUEST, messageAt, OLU, sendSilenceModal, type } from '../support/pressing.ts'
import { errorsOf, expectDone, press, seen, windowOf } from '../support/slack-doors.ts'

let bot: Bot
let tolerated: RegExp | null
beforeEach(async () => {
  tolerated = null
  bot = await startBot()
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot).filter((line) => tolerated?.test(line) !== true)).toEqual([])
})

const text = (view: View | undefined) => words({ text: '', blocks: view?.blocks ?? [] })
const published = (userId = ADA) =>
  bot.slack.calls().filter(({ method, args }) => method === 'views.publish' && args.user_id === userId).length

/** A person's dashboard, once it says what fits. */
const home = (fits: RegExp, userId = ADA) =>
  seen(bot, () => {
    const view = bot.slack.home(userId)
    return fits.test(text(view)) ? view : undefined
  })

async function open(userId = ADA): Promise<View> {
  const before = published(userId)
  expectDone(await bot.slack.openHome({ userId }))
  await seen(bot, () => (published(userId) > before ? true : undefined))
  return seen(bot, () => bot.slack.home(userId))
}

async function outage(name = 'amsterdam-prod'): Promise<void> {
  bot.interlink.world.setStatus(linkId(bot, name), 'all_down')
  await bot.poll()
}

/** What a press in the Home tab answers in its window. */
async function pressed(actionId: string, more: { blockId?: string; value?: string } = {}): Promise<View> {
  const view = await seen(bot, () => bot.slack.home(ADA))
  await press(bot, { viewId: view.id }, actionId, more)
  return windowOf(bot, (now) => !text(now).includes('Looking it up…'))
}

describe('The Home tab', () => {
  test('shows a member open incidents, links by state, orders and health', async () => {
    await outage()
    await type(bot, 'subscribe prod error')
    const shown = text(await open())
    expect(shown).toMatch(/`fr-par`: 5 links, read[\s\S]*1 open incident[\s\S]*Critical.*`amsterdam-prod`/)
    expect(shown).toMatch(/4 Active[\s\S]*Orders that wait for their partner[\s\S]*`marseille-backup`/)
    expect(shown).toMatch(/My subscriptions[\s\S]*`prod`/)
  })

  test('of a guest is closed, with a sentence', async () => {
    const view = await open(GUEST)
    expect(text(view)).toMatch(/not guests/)
    expect(text(view)).not.toContain('paris')
    await outage()
    await bot.clock.advance(10 * SECOND)
    await type(bot, 'help')
    expect(published(GUEST)).toBe(1)
  })

  test('shows the links of one state where that is chosen, also when it is opened again', async () => {
    const { id } = await open()
    await press(bot, { viewId: id }, 'home_filter', { value: 'provisioning' })
    const filtered = await home(/warsaw-recovery/)
    await seen(bot, () => (published() >= 2 ? true : undefined))
    expect(text(bot.slack.home(ADA))).not.toContain('paris-prod-a')
    expect(filtered.id).toBe(id)
    expect(text(await open())).not.toContain('paris-prod-a')
    await press(bot, { viewId: id }, 'home_filter', { value: 'expired' })
    expect(text(await home(/No link is in this state now/))).toContain('1 Provisioning')
  })

  test('is brought up to date once for several changes, for those alone who have opened it', async () => {
    await open()
    expect(published()).toBe(1)
    await outage()
    await outage('paris-prod-a')
    await bot.clock.advance(5 * SECOND)
    await home(/2 open incidents/)
    await type(bot, 'help')
    expect(published()).toBe(2)
    expect(published(OLU)).toBe(0)
  })

  test('is not brought up to date where nobody has looked for an hour', async () => {
    await open()
    await bot.clock.advance(HOUR + SECOND)
    await outage()
    await bot.clock.advance(5 * SECOND)
    await type(bot, 'help')
    expect(published()).toBe(1)
  })

  test('of somebody who has become a guest since is not brought up to date any more', async () => {
    const leaver = { id: 'U0LEAVER6', name: 'lou', realName: 'Lou', tz: 'UTC', isRestricted: false }
    await bot.close()
    bot = await startBot({ people: [leaver] })
    await open(leaver.id)
    await open()
    leaver.isRestricted = true
    await bot.clock.advance(6 * 60 * SECOND)
    await outage()
    await bot.clock.advance(5 * SECOND)
    await seen(bot, () => (published() === 2 ? true : undefined))
    expect(published(leaver.id)).toBe(1)
  })

  test('that Slack does not take says so in its place', async () => {
    tolerated = /A request from Slack broke/
    bot.slack.faults.failWith({ method: 'views.publish', error: 'fatal_error' })
    await bot.slack.openHome({ userId: ADA })
    expect(text(await home(/Something went wrong/))).toContain('reference')
    expect(text(await open())).toContain('paris-prod-a')
  })

  test('that is not refreshed once is refreshed with the next change', async () => {
    await open()
    bot.slack.faults.failWith({ method: 'views.publish', error: 'ratelimited' })
    await outage()
    await bot.clock.advance(5 * SECOND)
    await seen(bot, () => (published() === 2 ? true : undefined))
    await outage('paris-prod-a')
    await bot.clock.advance(5 * SECOND)
    await home(/2 open incidents/)
    expect(bot.log.join('')).toContain('A dashboard was not brought up to date')
  })

  test('that Slack opens twice is published once', async () => {
    bot.slack.faults.redeliver()
    await open()
    await bot.stop()
    expect(published()).toBe(1)
  })
})

describe('A button of the Home tab', () => {
  test('answers in a window, which first says that it is looking', async () => {
    await outage()
    await open()
    const shown = await pressed('diagnose_link')
    expect(text(shown)).toMatch(/amsterdam-prod[\s\S]*Whose move/)
    const opened = bot.slack.calls().find(({ method }) => method === 'views.open')
    expect(String(opened?.args.view)).toContain('Looking it up…')
    expect(bot.slack.ephemerals()).toEqual([])
  })

  test.each([
    ['list', /8 links/, 'All links'],
    ['incidents', /No incident is open|open incident/, 'All incidents'],
    ['runbook', /all_down/, 'Runbooks'],
    ['help', /What you can ask/, 'Help'],
  ])('says /interlink %s', async (_command, says, label) => {
    const view = await open()
    const row = view.blocks.find(({ elements }) => JSON.stringify(elements ?? '').includes(label))
    const elements = row?.elements as { action_id: string; text: { text: string }; value: string }[]
    const index = elements.findIndex((element) => element.text.text === label)
    expect(buttonsOf({ blocks: view.blocks })[index]).toBeDefined()
    // Slack tells two buttons of one id in one block apart by nothing: each needs an id of its own.
    const ids = elements.map(({ action_id: id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(text(await pressed(elements[index]?.action_id ?? ''))).toMatch(says)
  })

  test('whose answer has buttons answers those in the same window', async () => {
    await open()
    const window = await pressed('diagnose_link')
    const runbook = buttonsOf(window).find((id) => id.includes('runbook')) ?? 'none'
    await press(bot, { viewId: window.id }, runbook)
    const after = await windowOf(bot, (now) => text(now).includes('What it means'))
    expect(after.id).toBe(window.id)
  })

  test('whose window is closed meanwhile leaves nothing behind', async () => {
    const { id } = await open()
    bot.slack.faults.failWith({ method: 'views.update', error: 'not_found' })
    await press(bot, { viewId: id }, 'diagnose_link')
    await seen(bot, () => bot.slack.calls().find(({ method }) => method === 'views.update'))
    await bot.stop()
    expect(bot.slack.calls().filter(({ method }) => method === 'views.update')).toHaveLength(1)
  })

  test('whose window came too late is answered in a direct message', async () => {
    const { id } = await open()
    bot.slack.faults.failWith({ method: 'views.open', error: 'expired_trigger_id', times: 2 })
    await press(bot, { viewId: id }, 'diagnose_link')
    const sent = await seen(bot, () =>
      bot.slack.calls().find(({ method, args }) => method === 'chat.postMessage' && args.channel === ADA),
    )
    expect(String(sent.args.text)).toContain('Whose move')
  })

  test('Acknowledge takes the incident on, and the dashboard shows it', async () => {
    await outage()
    await open()
    expect(text(await pressed('acknowledge'))).toContain('You have acknowledged amsterdam-prod')
    await bot.settle()
    expect(words(messageAt(bot, bot.channel()[1]?.ts ?? ''))).toContain('acknowledged')
    await bot.clock.advance(5 * SECOND)
    const after = await home(/acknowledged by/)
    expect(buttonsOf({ blocks: after.blocks })).not.toContain('acknowledge')
  })

  test('Fix… shows what can be done about the link of an incident, in a window', async () => {
    await outage()
    const { id } = await open()
    await press(bot, { viewId: id }, 'fix_link')
    const window = await windowOf(bot, (now) => text(now).includes('The way out'))
    expect(text(window)).toMatch(/Fix amsterdam-prod[\s\S]*Contact the partner/)
  })

  test('Silence… asks for how long, and tells what was done in a direct message', async () => {
    await outage()
    const { id } = await open()
    await press(bot, { viewId: id }, 'silence_story')
    const window = await windowOf(bot)
    await sendSilenceModal(bot, window.id, { duration: '4h', reason: 'optics' })
    const sent = await seen(bot, () =>
      bot.slack.calls().find(({ method, args }) => method === 'chat.postMessage' && args.channel === ADA),
    )
    expect(String(sent.args.text)).toContain('silenced until')
    await bot.settle()
    await bot.clock.advance(5 * SECOND)
    const after = await home(/1 silence/)
    await press(bot, { viewId: after.id }, 'end_silence')
    await windowOf(bot, (now) => text(now).includes('is over'))
    expect(await bot.store().openSilences()).toEqual([])
  })

  test('"Ask about a link…" opens the window that asks', async () => {
    const { id } = await open()
    await press(bot, { viewId: id }, 'ask_about_link')
    expect((await windowOf(bot)).callback_id).toBe('ask_about_link')
    expect(bot.slack.modals(ADA)).toHaveLength(1)
  })
})
