import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMAND_HELP } from '../../src/slack/views/help.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { errorsOf, say, seen } from '../support/slack-doors.ts'
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
}, 120_000)

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
}, 120_000)
