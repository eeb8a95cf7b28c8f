import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ADA, type Bot, startBot } from '../support/bot.ts'
import { HOUR, linkId, MINUTE, payload, pollFor, words } from '../support/over-time.ts'
import { messageAt, type } from '../support/pressing.ts'

let bot: Bot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.close())

const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const kinds = () => bot.channel().map((message) => payload(message)?.kind)
const silences = async () => words(await type(bot, 'silences'))

/** A critical incident; returns the `ts` of its message. */
async function outage(): Promise<string> {
  set('amsterdam-prod', 'all_down')
  await bot.poll()
  return bot.channel()[1]?.ts ?? ''
}

describe('/interlink silence', () => {
  test('holds back what is open already, and what goes bad later', async () => {
    const ts = await outage()
    const answer = await type(bot, 'silence tag:prod 2h fibre works')
    expect(words(answer)).toMatch(/Silenced until 2026-11-21 05:12 UTC: .*tag:prod.*fits 3 links now/)
    expect(words(messageAt(bot, ts))).toContain('held back')
    set('paris-prod-a', 'all_down')
    await pollFor(bot, HOUR, 10 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'link'])
    set('dc5-own-port-staging', 'all_down')
    await bot.poll()
    expect(kinds()).toEqual(['baseline', 'link', 'link'])
  })

  test('refuses what it does not understand, with an example', async () => {
    for (const text of ['silence', 'silence tag:prod', 'silence 4h', 'silence tag:prod 45d'])
      expect(words(await type(bot, text))).toMatch(/For example: .*\/interlink silence /)
    expect(await bot.store().openSilences()).toEqual([])
  })

  test('silences lists those that are not over, and unsilence ends one by its id', async () => {
    await outage()
    await type(bot, 'silence tag:prod 2h fibre works')
    await type(bot, 'silence region:pl-waw until recovered')
    const listed = await silences()
    expect(listed).toMatch(/2 silences not over/)
    expect(listed).toMatch(new RegExp(`tag:prod.*by <@${ADA}>: fibre works \\(3 links now`))
    const [first] = await bot.store().openSilences()
    const answer = await type(bot, `unsilence ${first?.id.slice(0, 8)}`)
    expect(words(answer)).toContain('The silence for "tag:prod" is over.')
    expect(kinds().slice(2).sort()).toEqual(['note', 'silence_over'])
    expect(words(bot.channel().find((message) => payload(message)?.kind === 'silence_over'))).toMatch(
      /Ended by ada before its time/,
    )
    expect(await silences()).toMatch(/1 silence not over/)
    expect(words(await type(bot, 'unsilence nothing-like-it'))).toContain('No silence has that id')
  })
})
