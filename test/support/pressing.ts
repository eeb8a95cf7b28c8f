import type { Ephemeral, StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, nextEphemeral } from './bot.ts'

export const OLU = 'U0OPS0002'
export const GUEST = 'U0GUEST03'

/** Presses of one button by one person within 2 s count as one, and Slack's ids of acts are per press. */
const BETWEEN_PRESSES_MS = 3_000

/** Where a press comes from, and by whom; Ada in the alert channel unless told otherwise. */
interface Press {
  readonly userId?: string
  readonly channelId?: string
}

/** Presses a button of a message, and returns what only that person sees, once all that it changed is told. */
export async function pressButton(
  bot: Bot,
  messageTs: string,
  actionId: string,
  { userId = ADA, channelId = ALERT_CHANNEL }: Press = {},
): Promise<Ephemeral> {
  await bot.clock.advance(BETWEEN_PRESSES_MS)
  const answer = answerTo(bot, userId)
  const outcome = await bot.slack.click({ userId, actionId, messageTs, channelId })
  if (!outcome.ok) throw new Error(`Slack shows: ${outcome.shown}`)
  const answered = await answer()
  await bot.settle()
  return answered
}

/** Presses Silence… on a message, and returns the id of the modal that opens. */
export async function openSilenceModal(bot: Bot, messageTs: string, userId = ADA): Promise<string> {
  await bot.clock.advance(BETWEEN_PRESSES_MS)
  const opened = () => bot.slack.modals(userId).at(-1)?.view.id
  const outcome = await bot.slack.click({
    userId,
    actionId: 'silence_story',
    messageTs,
    channelId: ALERT_CHANNEL,
  })
  if (!outcome.ok) throw new Error(`Slack shows: ${outcome.shown}`)
  await bot.slack.waitFor(() => opened() !== undefined)
  return opened() ?? ''
}

/** What is chosen in the silence modal; an hour where nothing is. `date` is in ms. */
export interface SilenceChoice {
  readonly duration?: '1h' | '4h' | '24h' | 'date' | 'recovery'
  readonly date?: number
  readonly reason?: string
}

/** Sends the silence modal; returns what is wrong with it by block, empty where nothing is. */
export async function sendSilenceModal(
  bot: Bot,
  viewId: string,
  { duration = '1h', date, reason }: SilenceChoice,
  userId = ADA,
): Promise<Readonly<Record<string, string>>> {
  await bot.slack.submitView({
    userId,
    viewId,
    state: {
      silence_duration: { duration },
      ...(date === undefined ? {} : { silence_date: { date: String(Math.floor(date / 1000)) } }),
      ...(reason === undefined ? {} : { silence_reason: { reason } }),
    },
  })
  return bot.slack.modals(userId).at(-1)?.errors ?? {}
}

/** Silences what a message tells, by its button and modal; returns what only that person sees of it. */
export async function silenceByButton(
  bot: Bot,
  messageTs: string,
  choice: SilenceChoice,
  userId = ADA,
): Promise<Ephemeral> {
  const viewId = await openSilenceModal(bot, messageTs, userId)
  const answer = answerTo(bot, userId)
  const errors = await sendSilenceModal(bot, viewId, choice, userId)
  if (Object.keys(errors).length > 0) throw new Error(`The modal shows: ${JSON.stringify(errors)}`)
  const answered = await answer()
  await bot.settle()
  return answered
}

/** Types `/interlink …`, and returns what only that person sees, once all that it changed is told. */
export async function type(
  bot: Bot,
  text: string,
  { userId = ADA, channelId = ALERT_CHANNEL }: Press = {},
): Promise<Ephemeral> {
  const answer = answerTo(bot, userId)
  const outcome = await bot.slack.command({ userId, channelId, command: '/interlink', text })
  if (!outcome.ok) throw new Error(`Slack shows: ${outcome.shown}`)
  const answered = await answer()
  await bot.settle()
  return answered
}

/** What stands in a channel: messages of their own, and broadcast replies. */
export function messagesIn(bot: Bot, channelId: string): readonly StoredMessage[] {
  return bot.slack
    .messages(channelId)
    .filter((message) => message.thread_ts === undefined || message.reply_broadcast === true)
}

/** A message as it is now. */
export function messageAt(bot: Bot, ts: string, channelId = ALERT_CHANNEL): StoredMessage | undefined {
  return bot.slack.messages(channelId).find((message) => message.ts === ts)
}

/** The ids of the buttons of a message. */
export function buttonsOf(message: Pick<StoredMessage, 'blocks'> | undefined): readonly string[] {
  const rows = (message?.blocks ?? []).flatMap(({ type: kind, elements }) =>
    kind === 'actions' && Array.isArray(elements) ? elements : [],
  )
  return rows.flatMap((element: unknown) =>
    typeof element === 'object' && element !== null && 'action_id' in element
      ? [String(element.action_id)]
      : [],
  )
}

/** The first answer that the person has not seen by now. */
function answerTo(bot: Bot, userId: string): () => Promise<Ephemeral> {
  const seen = new Set(bot.slack.ephemerals(userId).map(({ ts }) => ts))
  return () => nextEphemeral(bot.slack, userId, seen)
}
