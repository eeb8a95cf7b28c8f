import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, wordsOf } from './bot.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The Tuesday most tests that go over time begin on: in the middle of the business hours of UTC, in ms. */
export const TUESDAY = Date.parse('2026-11-17T10:00:00Z')

/** What a message says of itself to other apps. */
export const payload = (message: StoredMessage | undefined) => message?.metadata?.event_payload

/** What a message says to people; nothing for none. */
export const words = (message: { readonly text: string; readonly blocks?: unknown } | undefined) =>
  wordsOf(message ?? { text: '' })

/** The id of the link that Scaleway knows by this name. */
export function linkId(bot: Bot, name: string): string {
  const link = bot.interlink.world.links().find((candidate) => candidate.name === name)
  if (link === undefined) throw new Error(`No link is called ${name}.`)
  return link.id
}

/** Takes away what is not in service, whose deadlines would be told too. Before the bot starts. */
export function onlyInService({ interlink: { world } }: Bot): void {
  for (const { id, status } of world.links()) if (status !== 'active') world.removeLink(id)
}

/** So long (ms) without a poll, then one. */
export async function pollAfter(bot: Bot, ms: number): Promise<void> {
  await bot.clock.advance(ms)
  await bot.poll()
}

/** Polls every `everyMs` for as long as `ms`, letting what is to be told be told in between. */
export async function pollFor(bot: Bot, ms: number, everyMs = 30 * SECOND): Promise<void> {
  const end = bot.clock.now() + ms
  while (bot.clock.now() < end) await pollAfter(bot, Math.min(everyMs, end - bot.clock.now()))
}

/** Polls until `at` (ms), every `everyMs`. */
export function pollUntil(bot: Bot, at: number, everyMs?: number): Promise<void> {
  return pollFor(bot, at - bot.clock.now(), everyMs)
}

/** Time is moved on by this at once while something may be under way: less than what any request may take (ms). */
const STEP = 9 * SECOND

/** Polls after `ms` without waiting for what cannot be told now. Until then it is tried as often as it is due. */
export async function pollUntold(bot: Bot, ms: number): Promise<void> {
  const end = bot.clock.now() + ms
  while (bot.clock.now() < end) {
    await bot.clock.advance(Math.min(STEP, end - bot.clock.now()))
    await bot.app().delivered()
  }
  await bot.app().poll()
  await bot.app().delivered()
}

/** Stops the bot, and starts it again: its first poll comes with that. */
export async function restart(bot: Bot, env: Readonly<Record<string, string>> = {}): Promise<void> {
  await bot.stop()
  await bot.start(env)
}
