import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, startBot } from '../support/bot.ts'
import { HOUR, linkId, payload, pollAfter, pollFor, words } from '../support/over-time.ts'
import { type } from '../support/pressing.ts'

let bot: Bot
afterEach(() => bot.close())

const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const told = () => bot.channel().map((message) => [payload(message)?.kind, payload(message)?.severity])

/** A bot that has seen the link with these tags, in service. */
async function tagged(name: string, ...tags: readonly string[]): Promise<void> {
  bot = await startBot({ started: false })
  bot.interlink.world.setLink(linkId(bot, name), { tags: [...tags] })
  await bot.start()
}

describe('the tag env:lab', () => {
  test('leaves the outage of a last path at warning, and says that it does', async () => {
    await tagged('amsterdam-prod', 'env:lab')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(told()[1]).toEqual(['link', 'warning'])
    expect(words(bot.channel()[1])).toMatch(/It is critical by itself; the tag env:lab leaves it at warning/)
    await pollFor(bot, 3 * HOUR, HOUR)
    expect(told()).toHaveLength(2)
  })
})

describe('the tag oncall:off', () => {
  test('mutes its link, which /interlink why says', async () => {
    await tagged('amsterdam-prod', 'Oncall:Off')
    set('amsterdam-prod', 'all_down')
    await pollFor(bot, 2 * HOUR, HOUR)
    set('amsterdam-prod', 'active')
    await bot.poll()
    await bot.stable()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(told()).toHaveLength(1)
    expect(words(await type(bot, 'why amsterdam-prod'))).toMatch(
      /Held back\* by its tag `oncall:off`[\s\S]*The link has the tag oncall:off, so nothing about it is told aloud/,
    )
  })

  test('that is taken off lets a link speak that is still down', async () => {
    await tagged('amsterdam-prod', 'oncall:off')
    set('amsterdam-prod', 'all_down')
    await pollAfter(bot, HOUR)
    bot.interlink.world.setLink(linkId(bot, 'amsterdam-prod'), { tags: [] })
    await bot.poll()
    expect(told()).toHaveLength(2)
    expect(told()[1]).toEqual(['link', 'critical'])
  })

  test('that is put on stops what was told of it, and its message says so', async () => {
    await tagged('amsterdam-prod')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    bot.interlink.world.setLink(linkId(bot, 'amsterdam-prod'), { tags: ['oncall:off'] })
    await pollFor(bot, 2 * HOUR, HOUR)
    expect(told()).toHaveLength(2)
    expect(words(bot.channel()[1])).toContain('*Held back* by its tag `oncall:off`')
  })

  test('says nothing of other links', async () => {
    await tagged('amsterdam-prod', 'oncall:off')
    set('amsterdam-prod', 'all_down')
    set('dc5-own-port-staging', 'all_down')
    await bot.poll()
    expect(bot.channel().map((message) => payload(message)?.link_id)).toEqual([
      undefined,
      linkId(bot, 'dc5-own-port-staging'),
    ])
  })
})

describe('the tag backup:vpn', () => {
  test('lowers an outage by one level, and says that the backup is not watched', async () => {
    await tagged('amsterdam-prod', 'backup:vpn')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(told()[1]).toEqual(['link', 'error'])
    expect(words(bot.channel()[1])).toMatch(/backup:vpn lowers it by one, though that backup is not watched/)
  })

  test('leaves a warning as it is', async () => {
    await tagged('marseille-backup', 'backup:vpn')
    set('marseille-backup', 'failed')
    await bot.poll()
    expect(told()[1]).toEqual(['link', 'warning'])
  })
})
