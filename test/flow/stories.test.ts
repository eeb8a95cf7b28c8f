import { afterEach, describe, expect, test } from 'vitest'
import { STORIES, type Stage, type StoryName } from '../../src/simulator/demo/stories.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

/** Plays a story of the demo against the bot, one poll after each step, and returns what the channel shows. */
async function play(name: StoryName): Promise<readonly StoredMessage[]> {
  bot = await startBot()
  const skipped: number[] = []
  const stage: Stage = {
    world: bot.interlink.world,
    now: () => bot.clock.now(),
    skip: (ms) => void skipped.push(ms),
    breakRegion(region) {
      bot.interlink.faults.regionDown(region, 'http_500_html')
      return () => bot.interlink.faults.regionDown(region, null)
    },
    async afterPoll() {
      for (const ms of skipped.splice(0)) await bot.clock.advance(ms)
      await bot.pollThrough()
    },
  }
  await STORIES[name].play(stage)
  return bot.channel().slice(1)
}

const payload = (message: StoredMessage | undefined) => message?.metadata?.event_payload
const words = (message: StoredMessage | undefined) => wordsOf(message ?? { text: '' })

describe('the stories of the demo', () => {
  test('outage: one critical message, which ends as recovered, with one line', async () => {
    const [alert, ...rest] = await play('outage')
    expect(rest).toEqual([])
    expect(payload(alert)).toMatchObject({ severity: 'critical', from: 'active', to: 'active' })
    expect(words(alert)).toMatch(/Recovered/)
    expect(bot.thread(alert?.ts ?? '')).toHaveLength(1)
  })

  test('partner never answers: one warning that says to delete and order again', async () => {
    const [alert, ...rest] = await play('partner never answers')
    expect(rest).toEqual([])
    expect(payload(alert)).toMatchObject({ severity: 'warning', from: 'requested', to: 'expired' })
    expect(words(alert)).toMatch(/1\. Delete the link/)
  })

  test('refused: one warning that quotes the partner', async () => {
    const [alert, ...rest] = await play('refused')
    expect(rest).toEqual([])
    expect(payload(alert)).toMatchObject({ severity: 'warning', from: 'requested', to: 'refused' })
    expect(words(alert)).toContain('No capacity left at this PoP')
  })

  test('limited connectivity: a warning, since another link still carries the family', async () => {
    const [alert, ...rest] = await play('limited connectivity')
    expect(rest).toEqual([])
    expect(payload(alert)).toMatchObject({ severity: 'warning', from: 'active', to: 'active' })
    expect(words(alert)).toMatch(/IPv6/)
    expect(bot.thread(alert?.ts ?? '')).toHaveLength(1)
  })

  test('region unreachable: told, told louder, and told when it is over; no link is said to be gone', async () => {
    const [alert, louder, ...rest] = await play('region unreachable')
    expect(rest).toEqual([])
    expect(payload(alert)).toMatchObject({ kind: 'scope', region: 'fr-par' })
    expect(louder?.reply_broadcast).toBe(true)
    expect(words(alert)).toMatch(/can be read again/)
  })
})
