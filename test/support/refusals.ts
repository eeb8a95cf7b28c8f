import { expect } from 'vitest'
import type { AuditRow } from '../../src/remedies/ports.ts'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { Chosen, Person, StoredMessage, View } from '../../src/simulator/slack/workspace.ts'
import { type RemedyValue, remedyButton } from '../../src/slack/remedy-actions.ts'
import { ADA, ALERT_CHANNEL, type Bot } from './bot.ts'
import { closeWindows, OTHER_V6 } from './every-remedy.ts'
import { words } from './over-time.ts'
import { saidBy, submit, writes } from './remedies.ts'
import { botPosts, press, seen } from './slack-doors.ts'

/** Every remedy that is an act, as its button's id ends: each is authorised, confirmed and audited. */
export const ACTS = [
  'attach_vpc:',
  'detach_vpc:',
  'set_policy:ipv4',
  'set_policy:ipv6',
  'create_policy:',
  'detach_policy:ipv4',
  'detach_policy:ipv6',
  'enable_propagation:',
  'disable_propagation:',
  'delete_link:',
  'reorder_link:',
  'reveal_pairing_key:',
  'mark_contacted:',
  'record_ticket:',
] as const

export type ActButton = (typeof ACTS)[number]

/** Those that change something at Scaleway. */
export const WRITING = ACTS.slice(0, 11)

/** Those that change how a link is configured. */
export const CONFIGURING = ACTS.slice(0, 9)

/** Posts the buttons of all acts on a link where everybody can press them, as an older message has them. */
export function boardOf(
  bot: Bot,
  link: string,
  channelId: string = ALERT_CHANNEL,
  remedies: readonly string[] = ACTS,
): Promise<StoredMessage> {
  const buttons = remedies.map((one) => {
    const [remedy = '', family = ''] = one.split(':')
    const value = { link, remedy, family: family || null, channel: null } as RemedyValue
    return remedyButton(value, one)
  })
  return botPosts(bot, [{ type: 'actions', elements: buttons }], { channelId })
}

/** Somebody of another workspace, in a shared channel. */
export const STRANGER: Person = {
  id: 'U0OTHER04',
  name: 'oda',
  realName: 'Oda',
  tz: 'UTC',
  teamId: 'T0OTHER',
}

interface Press {
  readonly board: StoredMessage
  readonly remedy: string
  readonly userId?: string
}

/** What the one who presses is told: in a window; by a message of their own where they may not use the bot at all. */
async function toldAlone(bot: Bot, { board, remedy, userId = ADA }: Press, says: RegExp): Promise<string> {
  const before = new Set(bot.slack.ephemerals(userId).map(({ ts }) => ts))
  const windows = new Set(bot.slack.modals(userId).map(({ view }) => view.id))
  const place = { messageTs: board.ts, channelId: board.channel }
  await press(bot, place, `remedy:${remedy}`, { userId })
  return seen(bot, () => {
    const view = bot.slack.modals(userId).at(-1)?.view
    const answer = bot.slack.ephemerals(userId).find(({ ts }) => !before.has(ts))
    const isNew = view !== undefined && !windows.has(view.id)
    return [isNew ? saidBy(view) : '', words(answer)].find((text) => says.test(text))
  })
}

/** All that others than the one who pressed can see of it, and all that was written at Scaleway. */
export const traces = (bot: Bot) => ({
  written: writes(bot).length,
  told: bot.slack.channels().map(({ id }) => bot.slack.messages(id).length),
})

/**
 * Presses a remedy, and proves that it is refused: one answer to whoever pressed alone, one row of the audit that says the
 * same, nothing told and nothing written.
 */
export async function expectRefused(bot: Bot, pressed: Press, says: RegExp): Promise<void> {
  const { board, remedy, userId = ADA } = pressed
  const before = traces(bot)
  const rows = await rowsOf(bot)
  await toldAlone(bot, pressed, says)
  await expectOneRefusal(bot, { remedy, by: userId, channel: board.channel }, says, rows.length)
  expect(traces(bot), remedy).toEqual(before)
  await closeWindows(bot, userId)
}

const rowsOf = (bot: Bot): Promise<readonly AuditRow[]> => bot.store().audit(0, 10_000)

async function expectOneRefusal(
  bot: Bot,
  { remedy, by, channel }: { readonly remedy: string; readonly by: string; readonly channel: string | null },
  says: RegExp,
  before: number,
): Promise<void> {
  const [act] = remedy.split(':')
  const rows = await rowsOf(bot)
  expect(rows.length - before, `${remedy} leaves one row`).toBe(1)
  expect(rows[0], remedy).toMatchObject({ act, by, channel, outcome: 'refused' })
  expect(rows[0]?.reason, remedy).toMatch(says)
  expect(rows[0]?.link.name, remedy).not.toBe('')
}

/** Presses a remedy that is not refused: it asks, or shows what will happen. */
export async function expectOpened(bot: Bot, pressed: Press): Promise<void> {
  await toldAlone(bot, pressed, /What will happen|^Link `|What is to be different/)
  await closeWindows(bot, pressed.userId)
}

/** What is filled into the window that a remedy opens, the link being called `name`. */
function filling(remedy: string, name: string): Readonly<Record<string, Chosen>> {
  switch (remedy) {
    case 'attach_vpc:':
      return { remedy_vpc: demoIds.vpcs.staging }
    case 'set_policy:ipv4':
      return { remedy_policy: demoIds.policies.stagingV4 }
    case 'set_policy:ipv6':
      return { remedy_policy: OTHER_V6 }
    case 'create_policy:':
      return { remedy_family: 'ipv4', remedy_name: 'made', remedy_prefixes_in: '10.77.0.0/16' }
    case 'record_ticket:':
      return { remedy_reference: '#1' }
    case 'mark_contacted:':
    case 'reorder_link:':
    case 'reveal_pairing_key:':
    case 'enable_propagation:':
      return {}
    default:
      return { remedy_typed: name }
  }
}

/** Opens the window of a remedy, and returns it: the form of what it needs, or the plan to be confirmed. */
export async function windowFor(bot: Bot, pressed: Press): Promise<View> {
  await toldAlone(bot, pressed, /What will happen|^Link `|What is to be different/)
  const view = bot.slack.modals(pressed.userId ?? ADA).at(-1)?.view
  if (view === undefined) throw new Error(`${pressed.remedy} opened no window.`)
  return view
}

/** Goes on from the window of a remedy to the plan that is to be confirmed; acts that only note something have none. */
export async function planAfter(bot: Bot, view: View, { board, remedy, userId = ADA }: Press): Promise<View> {
  if (view.callback_id === 'remedy_plan' || /^(?:mark|record)/.test(remedy)) return view
  return submit(bot, view, filling(remedy, nameOn(bot, board)), /What will happen/, userId)
}

/** Sends a window as it has to be filled in, and proves that it is refused, as `expectRefused` does. */
export async function expectSentInVain(
  bot: Bot,
  view: View,
  { board, remedy, userId = ADA }: Press,
  says: RegExp,
  name = nameOn(bot, board),
): Promise<void> {
  const before = traces(bot)
  const rows = await rowsOf(bot)
  await submit(bot, view, filledIn(view, remedy, name), says, userId)
  await expectOneRefusal(bot, { remedy, by: userId, channel: board.channel }, says, rows.length)
  expect(traces(bot), remedy).toEqual(before)
  await closeWindows(bot, userId)
}

/** What has to be filled into a window of a remedy, the link being called `name`. */
export function filledIn(view: View, remedy: string, name: string): Readonly<Record<string, Chosen>> {
  if (view.callback_id !== 'remedy_plan') return filling(remedy, name)
  return JSON.stringify(view.blocks).includes('"remedy_typed"') ? { remedy_typed: name } : {}
}

/** The name of the link that the buttons of a board are for. */
function nameOn(bot: Bot, board: StoredMessage): string {
  const [, id = ''] = /\\"link\\":\\"([^\\]+)/.exec(JSON.stringify(board.blocks)) ?? []
  return bot.interlink.world.link(id)?.name ?? ''
}
