import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMAND_HELP } from '../../src/slack/views/help.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId } from '../support/over-time.ts'
import { errorsOf, expectDone, press, say, seen, windowOf } from '../support/slack-doors.ts'
import { slackProblems, textsOf } from '../support/slack-limits.ts'

let bot: Bot
beforeAll(async () => {
  bot = await startBot()
})
afterAll(() => bot.close())

const command = fc.constantFrom(...Object.keys(COMMAND_HELP))
const piece = fc.constantFrom(
  'paris',
  'paris-prod-a',
  '- *old* DC <migration> & @here `co`',
  'down',
  'actif',
  'name:',
  'vpc:"',
  '7d',
  '2026-11-01..2026-11-15',
  'from 10:00 to',
  'digest 09:00 Mars/Olympus',
  '<!channel>',
  '<@U0ADA0001|ada>',
  '<#C0NETONCALL>',
  '<https://x.example|',
  '&lt;',
  '“',
  '`',
  '```',
  '*',
  '\u202e',
  '\u0000',
  '😀',
  '\ud800',
  '-1',
  '99999999999999999999d',
  '[',
  '(?:',
  '\\',
  '%s',
  '__proto__',
)
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ minLength: 2500, maxLength: 3900 }),
)
const typed = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(command, words).map(([name, rest]) => `${name} ${rest}`) },
  { weight: 1, arbitrary: words },
)

const RUNS = 150

test('Any text to /interlink is answered once, within the limits of Slack, and is no error', async () => {
  await fc.assert(
    fc.asyncProperty(typed, async (text) => {
      const before = bot.slack.ephemerals(ADA).length
      const outcome = await bot.slack.command({
        userId: ADA,
        channelId: ALERT_CHANNEL,
        command: '/interlink',
        text,
      })
      expect(outcome).toMatchObject({ ok: true })
      const answer = await seen(bot, () => bot.slack.ephemerals(ADA)[before])
      expect(slackProblems({ text: answer.text, blocks: answer.blocks ?? [] })).toEqual([])
      // What was typed pings nobody.
      expect([answer.text, ...textsOf(answer.blocks, 'mrkdwn')].join()).not.toContain('<!channel>')
      expect(bot.slack.ephemerals(ADA)).toHaveLength(before + 1)
      expect(errorsOf(bot)).toEqual([])
    }),
    { numRuns: RUNS },
  )
})

test('Any text to a mention is answered once, within the limits of Slack, and is no error', async () => {
  await fc.assert(
    fc.asyncProperty(typed, fc.boolean(), async (text, first) => {
      const { ts } = say(
        bot,
        first ? `<@${bot.slack.botUserId}> ${text}` : `${text} <@${bot.slack.botUserId}>`,
      )
      const known = bot.slack.ephemerals(ADA).length
      const answers = () => [
        ...bot.slack.ephemerals(ADA).slice(known),
        ...bot.slack.messages(ALERT_CHANNEL).filter((one) => one.thread_ts === ts && one.ts !== ts),
      ]
      const answer = await seen(bot, () => answers()[0])
      expect(slackProblems({ text: answer.text, blocks: answer.blocks ?? [] })).toEqual([])
      expect([answer.text, ...textsOf(answer.blocks, 'mrkdwn')].join()).not.toContain('<!channel>')
      expect(answers()).toHaveLength(1)
      expect(errorsOf(bot)).toEqual([])
    }),
    { numRuns: RUNS },
  )
})

/** More of the ways in: each of them takes the same words, so that fewer are tried. */
const FEWER = { numRuns: 40 }

/** What a window says pings nobody, and is something. */
function expectAnswer(blocks: readonly unknown[]): void {
  const texts = textsOf(blocks, 'mrkdwn').join()
  expect(blocks).not.toEqual([])
  expect(texts).not.toContain('<!channel>')
  expect(errorsOf(bot)).toEqual([])
}

test('Any text in a message that the shortcut is used on is answered, beside it or by a window that asks', async () => {
  await fc.assert(
    fc.asyncProperty(words, async (text) => {
      const { ts } = say(bot, text)
      const ephemerals = bot.slack.ephemerals(ADA).length
      const known = new Set(bot.slack.modals(ADA).map(({ view }) => view.id))
      const at = { channelId: ALERT_CHANNEL, messageTs: ts }
      expectDone(await bot.slack.messageShortcut({ userId: ADA, callbackId: 'diagnose_message', ...at }))
      const answer = await seen(
        bot,
        () =>
          bot.slack.ephemerals(ADA)[ephemerals] ??
          bot.slack.modals(ADA).find(({ view }) => !known.has(view.id))?.view,
      )
      expectAnswer(answer.blocks ?? [])
    }),
    FEWER,
  )
})

test('Any text typed into a menu of links is answered with options that Slack takes', async () => {
  // A message that named no link has opened the same window, where that test came first.
  const known = new Set(bot.slack.modals(ADA).map(({ view }) => view.id))
  expectDone(await bot.slack.shortcut({ userId: ADA, callbackId: 'ask_about_link' }))
  const { id: viewId } = await windowOf(bot, ({ id }) => !known.has(id))
  await fc.assert(
    fc.asyncProperty(words, async (text) => {
      const outcome = await bot.slack.suggest({ userId: ADA, viewId, actionId: 'link', typed: text })
      // The stand-in refuses options that are longer, or more, than Slack takes.
      expect(outcome).toMatchObject({ ok: true, ack: { options: expect.any(Array) } })
      expect(errorsOf(bot)).toEqual([])
    }),
    { numRuns: RUNS },
  )
})

test('Any text typed into the window that silences is taken as a reason, or refused in a sentence', async () => {
  bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
  await bot.poll()
  const alert = bot.channel().at(-1)
  const reasons = fc.oneof(words, fc.string({ minLength: 280, maxLength: 320 })).filter((text) => text !== '')
  const moments = fc.constantFrom('1000000000', '1795000000', '4102444800', '9999999999')
  await fc.assert(
    fc.asyncProperty(reasons, moments, async (reason, date) => {
      const known = new Set(bot.slack.modals(ADA).map(({ view }) => view.id))
      await press(bot, { messageTs: alert?.ts ?? '', channelId: ALERT_CHANNEL }, 'silence_story')
      const { id: viewId } = await windowOf(bot, (view) => !known.has(view.id))
      const ephemerals = bot.slack.ephemerals(ADA).length
      const state = {
        silence_duration: { duration: 'date' },
        silence_date: { date },
        silence_reason: { reason: reason.slice(0, 300) },
      }
      expectDone(await bot.slack.submitView({ userId: ADA, viewId, state }))
      await seen(bot, () => {
        const errors = Object.keys(bot.slack.modals(ADA).find(({ view }) => view.id === viewId)?.errors ?? {})
        return errors.length > 0 ? errors : bot.slack.ephemerals(ADA)[ephemerals]
      })
      expect(errorsOf(bot)).toEqual([])
    }),
    { numRuns: 20 },
  )
})

test('Any value of a button of the Home tab is answered in a window', async () => {
  const actionIds = [
    'diagnose_link',
    'acknowledge',
    'silence_story',
    'link_runbook',
    'end_silence',
    'say_here',
  ]
  const values = words.filter((text) => text !== '').map((text) => text.slice(0, 2000))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...actionIds), values, async (action_id, value) => {
      const text = { type: 'plain_text', text: action_id }
      const elements = [{ type: 'button', action_id, value, text }]
      const view = { type: 'home', blocks: [{ type: 'actions', elements }] }
      const published = await fetch(`${bot.slack.apiUrl}views.publish`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bot.env().SLACK_BOT_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ user_id: ADA, view }),
      })
      expect(await published.json()).toMatchObject({ ok: true })
      const known = new Set(bot.slack.modals(ADA).map((one) => one.view.id))
      await press(bot, { viewId: bot.slack.home(ADA)?.id ?? '' }, action_id)
      const window = await windowOf(
        bot,
        ({ id, blocks }) => !known.has(id) && !textsOf(blocks, 'mrkdwn').join().includes('Looking it up…'),
      )
      expectAnswer(window.blocks)
    }),
    FEWER,
  )
})
