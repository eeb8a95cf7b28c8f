import { expect } from 'vitest'
import type {
  Chosen,
  Ephemeral,
  Outcome,
  Place,
  StoredMessage,
  View,
} from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot } from './bot.ts'
import { messageFormattingProblems, slackProblems } from './slack-limits.ts'

/** Presses of one button by one person within 2 s count as one. */
const BETWEEN_PRESSES_MS = 3_000

/** What `find` finds, once it is there: it is looked for after every change that a person could see. */
export async function seen<T>(bot: Bot, find: () => T | undefined): Promise<T> {
  await bot.slack.waitFor(() => find() !== undefined)
  const found = find()
  if (found === undefined) throw new Error('It was there, and is not any more.')
  return found
}

/** Presses a button, or chooses from a menu; Ada unless told otherwise. */
export async function press(
  bot: Bot,
  place: Place,
  actionId: string,
  { userId = ADA, ...more }: { userId?: string; blockId?: string; value?: Chosen } = {},
): Promise<void> {
  await bot.clock.advance(BETWEEN_PRESSES_MS)
  expectDone(await bot.slack.click({ userId, actionId, ...more, ...place }))
}

/** Does something, and returns the first answer to it that only `userId` sees. */
export async function answered(bot: Bot, act: () => unknown, userId = ADA): Promise<Ephemeral> {
  const before = new Set(bot.slack.ephemerals(userId).map(({ ts }) => ts))
  await act()
  return seen(bot, () => bot.slack.ephemerals(userId).find(({ ts }) => !before.has(ts)))
}

/** Does something, and returns the answer that then stands in the place of `ephemeral`. */
export async function replaced(bot: Bot, { ts, user }: Ephemeral, act: () => unknown): Promise<Ephemeral> {
  const find = () => bot.slack.ephemerals(user).find((one) => one.ts === ts)
  const before = find()?.replaced ?? 0
  await act()
  return seen(bot, () => {
    const now = find()
    return now !== undefined && now.replaced > before ? now : undefined
  })
}

/** Does something, and returns the first message that everybody in the channel sees of it. */
export async function told(bot: Bot, act: () => unknown, channelId = ALERT_CHANNEL): Promise<StoredMessage> {
  const before = new Set(bot.slack.messages(channelId).map(({ ts }) => ts))
  await act()
  return seen(bot, () =>
    bot.slack.messages(channelId).find(({ ts, bot_id: botId }) => botId !== undefined && !before.has(ts)),
  )
}

/** Says something as a person; `@interlink` becomes a mention of the bot. */
export function say(
  bot: Bot,
  text: string,
  {
    userId = ADA,
    channelId = ALERT_CHANNEL,
    ...rest
  }: { userId?: string; channelId?: string; threadTs?: string } = {},
): StoredMessage {
  return bot.slack.postAs({ userId, channelId, text, ...rest })
}

/** A window on a person's screen, once it says something that fits. */
export function windowOf(bot: Bot, fits: (view: View) => boolean = () => true, userId = ADA): Promise<View> {
  return seen(bot, () => {
    const view = bot.slack.modals(userId).at(-1)?.view
    return view !== undefined && fits(view) ? view : undefined
  })
}

/** Posts a message of the bot's own with these blocks, as one of an alert or of another version of the bot. */
export async function botPosts(
  bot: Bot,
  blocks: readonly unknown[],
  { channelId = ALERT_CHANNEL, threadTs }: { channelId?: string; threadTs?: string } = {},
): Promise<StoredMessage> {
  return told(
    bot,
    async () => {
      const response = await fetch(`${bot.slack.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bot.env().SLACK_BOT_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ channel: channelId, text: 'x', blocks, thread_ts: threadTs }),
      })
      expect(await response.json()).toMatchObject({ ok: true })
    },
    channelId,
  )
}

/** What the bot has logged as errors. */
export function errorsOf(bot: Bot): readonly string[] {
  return bot.log.filter((line) => /"level":"?(?:error|fatal|50|60)/.test(line))
}

/** Slack's limits, and nothing in it that pings or breaks formatting but the tokens it `names` on purpose. */
export function expectSlackTakesIt(
  message: { readonly text: string; readonly blocks?: readonly unknown[] },
  { names = [] }: { readonly names?: readonly string[] } = {},
): void {
  const text = (value: string) => names.reduce((left, token) => left.replaceAll(token, 'somebody'), value)
  const blocks = JSON.parse(text(JSON.stringify(message.blocks ?? []))) as unknown[]
  const plain = { text: text(message.text), blocks }
  expect([...slackProblems(plain), ...messageFormattingProblems(plain)]).toEqual([])
}

export function expectDone(outcome: Outcome): void {
  expect(outcome).toMatchObject({ ok: true })
}
