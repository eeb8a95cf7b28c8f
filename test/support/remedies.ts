import { expect } from 'vitest'
import type { AuditRow } from '../../src/remedies/ports.ts'
import type { Chosen, Ephemeral, View } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot } from './bot.ts'
import { linkId, words } from './over-time.ts'
import { answered, expectDone, press, seen } from './slack-doors.ts'

export const OPERATORS = { OPERATORS: ADA } as const

/** What a window says. */
export const saidBy = (view: View | undefined) => words({ text: '', blocks: view?.blocks ?? [] })

/** Types `/interlink fix`, and returns what only that person sees. */
export function fix(bot: Bot, name: string, userId = ADA, channelId = ALERT_CHANNEL): Promise<Ephemeral> {
  return answered(
    bot,
    async () =>
      expectDone(await bot.slack.command({ userId, channelId, command: '/interlink', text: `fix ${name}` })),
    userId,
  )
}

/** The action ids of what a message or window offers. */
export function offered(message: { readonly blocks?: unknown }): readonly string[] {
  return [...JSON.stringify(message.blocks ?? []).matchAll(/"action_id":"([^"]+)"/g)].map(
    ([, id]) => id ?? '',
  )
}

/** The window on top of a person's screen, once it says something that fits. */
export function windowSaying(bot: Bot, says: RegExp, userId = ADA): Promise<View> {
  return seen(bot, () => {
    const view = bot.slack.modals(userId).at(-1)?.view
    return view !== undefined && says.test(saidBy(view)) ? view : undefined
  })
}

/** Presses a remedy on an answer that only one person sees. */
export async function openRemedy(
  bot: Bot,
  card: Ephemeral,
  remedy: string,
  says: RegExp,
  userId = ADA,
): Promise<View> {
  const before = new Set(bot.slack.modals(userId).map(({ view }) => view.id))
  await press(bot, { ephemeralId: card.ts }, `remedy:${remedy}`, { userId })
  return seen(bot, () => {
    const view = bot.slack.modals(userId).at(-1)?.view
    return view !== undefined && !before.has(view.id) && says.test(saidBy(view)) ? view : undefined
  })
}

/** Sends the window, and returns the one that follows it, once it says something that fits. */
export async function submit(
  bot: Bot,
  { id, blocks }: View,
  state: Readonly<Record<string, Chosen>>,
  says: RegExp,
  userId = ADA,
): Promise<View> {
  // A menu that looks up what is typed holds only what it has found.
  for (const [block, typed] of Object.entries(state))
    if (JSON.stringify(blocks.find(({ block_id: one }) => one === block) ?? '').includes('external_select'))
      await bot.slack.suggest({ userId, viewId: id, actionId: block, typed: String(typed) })
  await bot.slack.submitView({ userId, viewId: id, state: stateOf(state) })
  return windowSaying(bot, says, userId)
}

/** Each block has the one input of its own name. */
export function stateOf(state: Readonly<Record<string, Chosen>>) {
  return Object.fromEntries(Object.entries(state).map(([block, value]) => [block, { [block]: value }]))
}

/** Fixes a link by its button, up to the plan that is to be confirmed. */
export async function plan(bot: Bot, name: string, remedy: string): Promise<View> {
  return openRemedy(bot, await fix(bot, name), remedy, /What will happen/)
}

/** The rows of the audit, the latest first. */
export function auditOf(bot: Bot): Promise<readonly AuditRow[]> {
  return bot.store().audit(0, 100)
}

/** The latest row of the audit says this. */
export async function expectAudited(bot: Bot, row: Partial<AuditRow>): Promise<void> {
  expect((await auditOf(bot))[0]).toMatchObject(row)
}

/** The calls that changed something at Scaleway. */
export function writes(bot: Bot): readonly string[] {
  return bot.interlink
    .calls()
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path.split('/').slice(6).join('/')}`)
}

export function linkRow(bot: Bot, name: string) {
  const id = linkId(bot, name)
  return bot.interlink.world.links().find((one) => one.id === id)
}
