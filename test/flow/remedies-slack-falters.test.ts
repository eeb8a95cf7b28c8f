import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { View } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { closeWindows } from '../support/every-remedy.ts'
import { linkId, payload, words } from '../support/over-time.ts'
import { auditOf, OPERATORS, plan, saidBy, stateOf, windowSaying, writes } from '../support/remedies.ts'
import { errorsOf, press, seen, windowOf } from '../support/slack-doors.ts'

const LINK = 'paris-prod-b'
const TOLD = /route propagation (?:on|off) for/

let bot: Bot
beforeAll(async () => {
  bot = await startBot({ env: { ...OPERATORS, ...NO_REMINDERS } })
}, 60_000)
afterEach(async () => {
  bot.slack.faults.clear()
  await closeWindows(bot)
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** The window that asks whether propagation is to be turned over, and what confirms it. */
async function asked(name: string = LINK) {
  const isOn = bot.interlink.world.link(linkId(bot, name))?.enable_route_propagation === true
  const view = await plan(bot, name, isOn ? 'disable_propagation:' : 'enable_propagation:')
  return { view, state: isOn ? stateOf({ remedy_typed: name }) : {} }
}

/** Confirms it, and lets time go on until the window says what came of it. */
async function confirm({ view, state }: Awaited<ReturnType<typeof asked>>): Promise<View> {
  await bot.slack.submitView({ userId: ADA, viewId: view.id, state })
  const ended = windowSaying(bot, /^(?!Looking it up)/u)
  await goOn(30)
  return ended
}

/** Lets so many seconds go by, with time for what goes over the network in each. */
async function goOn(seconds: number): Promise<void> {
  for (let each = 0; each < seconds; each += 1) {
    await bot.clock.advance(1_000)
    await fetch(`http://127.0.0.1:${bot.app().port}/healthz`)
  }
}

/** What everybody was told of it, in the channel and in its threads. */
const told = () => bot.slack.messages(ALERT_CHANNEL).filter(({ text }) => TOLD.test(text))

/** The message that tells the incident of a link. */
const storyOf = (name: string) =>
  bot.channel().find((one) => payload(one)?.kind === 'link' && words(one).includes(name))

const faults = () => bot.slack.faults

describe('The window of an act says what came of it where Slack', () => {
  test.each([
    ['asks to wait', () => faults().rateLimit({ method: 'views.update', retryAfterS: 2, times: 2 })],
    ['is out of order', () => faults().htmlError({ method: 'views.update', times: 2 })],
    ['loses the answer', () => faults().loseAnswer({ method: 'views.update', times: 2 })],
    ['fails inside', () => faults().failWith({ method: 'views.update', error: 'fatal_error', times: 2 })],
  ])('%s', async (_what, falter) => {
    const form = await asked()
    const before = writes(bot).length
    falter()
    expect(saidBy(await confirm(form))).toMatch(/Done: Turn route propagation/)
    expect(writes(bot)).toHaveLength(before + 1)
  })
})

test('Whoever waits before a window that Slack does not take at all hears in a direct message where to look', async () => {
  const form = await asked()
  faults().htmlError({ method: 'views.update', times: 6 })
  await bot.slack.submitView({ userId: ADA, viewId: form.view.id, state: form.state })
  const direct = () => bot.slack.messages(bot.slack.directChannel(ADA) ?? '').at(-1)
  for (let each = 0; each < 60 && !/went wrong inside/.test(words(direct())); each += 1) await goOn(1)
  expect(words(direct())).toMatch(/perhaps not done. Look[\s\S]*reference/)
  expect(errorsOf(bot)).toHaveLength(1)
  bot.log.length = 0
})

describe('What was done is told once where Slack', () => {
  test.each([
    ['asks to wait', () => faults().rateLimit({ method: 'chat.postMessage', retryAfterS: 20 })],
    ['is out of order', () => faults().htmlError({ method: 'chat.postMessage', times: 2 })],
    ['loses the answer', () => faults().loseAnswer({ method: 'chat.postMessage' })],
  ])('%s', async (_what, falter) => {
    const form = await asked()
    const before = told().length
    falter()
    expect(saidBy(await confirm(form))).toMatch(/Done: Turn route propagation/)
    for (let each = 0; told().length === before && each < 20; each += 1) await goOn(20)
    // Whatever may still be under way has its time, too.
    await goOn(60)
    expect(told()).toHaveLength(before + 1)
    expect((await auditOf(bot))[0]).toMatchObject({ outcome: 'done', by: ADA })
  })

  test('has no message of the incident any more: beside where it stood', async () => {
    const name = 'paris-prod-a'
    bot.interlink.world.setStatus(linkId(bot, name), 'all_down')
    await bot.poll()
    await bot.stable()
    const story = await seen(bot, () => storyOf(name))
    bot.slack.deleteMessage(ALERT_CHANNEL, story.ts)
    const before = told().length
    await confirm(await asked(name))
    expect(told().slice(before)).toHaveLength(1)
    expect(told().at(-1)?.thread_ts).toBeUndefined()
  })
})

describe('A silence whose channel the bot is not in any more', () => {
  test('is answered in a direct message', async () => {
    bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
    await bot.poll()
    await bot.stable()
    const story = await seen(bot, () => storyOf('amsterdam-prod'))
    await press(bot, { messageTs: story.ts, channelId: ALERT_CHANNEL }, 'silence_story')
    const { id } = await windowOf(bot)
    bot.slack.setBotMember(ALERT_CHANNEL, false)
    await bot.slack.submitView({ userId: ADA, viewId: id, state: { silence_duration: { duration: '1h' } } })
    const direct = () => bot.slack.messages(bot.slack.directChannel(ADA) ?? '').map(words)
    await bot.slack.waitFor(() => direct().some((text) => /silenced until/i.test(text)))
    expect(direct().at(-1)).toMatch(/amsterdam-prod/)
    bot.slack.setBotMember(ALERT_CHANNEL, true)
  })
})
