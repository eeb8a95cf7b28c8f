import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, NO_REMINDERS, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

/** A policy that three links share: the two into the VPC "prod" of Paris, and one that is only ordered. */
const SHARED = demoIds.policies.prodV4
const payload = (message: StoredMessage | undefined) => message?.metadata?.event_payload
const words = (message: StoredMessage | undefined) => wordsOf(message ?? { text: '' })
const kinds = () => bot.channel().map((message) => payload(message)?.kind)

/** Policies are read at most once in five minutes. */
async function pollMinutesLater(): Promise<void> {
  await bot.clock.advance(301_000)
  await bot.poll()
}

describe('an edit of a routing policy that links share', () => {
  test('which takes a prefix out is one error that names it, its direction and the links, told once', async () => {
    bot = await startBot({ env: NO_REMINDERS })
    bot.interlink.world.setPolicy(SHARED, { prefix_filter_in: [] })
    await pollMinutesLater()
    expect(kinds()).toEqual(['baseline', 'policy'])
    const alert = bot.channel()[1]
    expect(payload(alert)).toMatchObject({ severity: 'critical', region: 'fr-par', count: 3 })
    expect(words(alert)).toContain('policy prod-v4 was edited')
    expect(words(alert)).toContain('No longer accepted from outside:* `10.20.0.0/16`')
    expect(words(alert)).toContain('Attached to 3 links: `paris-prod-a`, `paris-prod-b`, `marseille-backup`.')
    expect(words(alert)).toContain('VPC `prod`: *no path left for IPv4*.')
    // Nothing gets through any more: the links in service stand in its message, without messages of their own.
    const open = await bot.store().openIncidents()
    expect(open.map(({ rule }) => rule)).toEqual(['path_broken', 'path_broken'])
    expect(new Set(open.map(({ rootKey }) => rootKey)).size).toBe(1)

    await pollMinutesLater()
    await bot.stop()
    await bot.start()
    await pollMinutesLater()
    expect(kinds()).toEqual(['baseline', 'policy'])
  })

  test('made while the bot was off is told when it is back', async () => {
    bot = await startBot()
    await bot.stop()
    bot.interlink.world.setPolicy(SHARED, { prefix_filter_out: [] })
    await bot.start()
    expect(kinds()).toEqual(['baseline', 'policy'])
    expect(words(bot.channel()[1])).toContain('No longer announced to outside:* `172.16.0.0/22`')
    await bot.stop()
    await bot.start()
    expect(bot.channel()).toHaveLength(2)
  })

  test('and the edit that takes it back are two messages', async () => {
    bot = await startBot()
    const before = bot.interlink.world.policies().find(({ id }) => id === SHARED)?.prefix_filter_in ?? []
    bot.interlink.world.setPolicy(SHARED, { prefix_filter_in: [] })
    await pollMinutesLater()
    bot.interlink.world.setPolicy(SHARED, { prefix_filter_in: before })
    await pollMinutesLater()
    expect(kinds()).toEqual(['baseline', 'policy', 'policy'])
    expect(words(bot.channel()[2])).toContain('Now accepted from outside:* `10.20.0.0/16`')
    expect(words(bot.channel()[2])).not.toContain('No longer')
  })

  test('is told beside the outage that it makes', async () => {
    bot = await startBot()
    bot.interlink.world.setPolicy(demoIds.policies.amsterdamV4, { prefix_filter_in: [] })
    const down = bot.interlink.world.links().find(({ name }) => name === 'amsterdam-prod')
    bot.interlink.world.setStatus(down?.id ?? '', 'all_down')
    await pollMinutesLater()
    expect(kinds().sort()).toEqual(['baseline', 'link', 'policy'])
  })
})

describe('silence is kept', () => {
  test('about a policy that no link uses', async () => {
    bot = await startBot({ started: false })
    const { id } = bot.interlink.world.addPolicy({ name: 'spare', prefix_filter_in: ['10.99.0.0/16'] })
    await bot.start()
    bot.interlink.world.setPolicy(id, { prefix_filter_in: [] })
    await pollMinutesLater()
    expect(bot.channel()).toHaveLength(1)
  })

  test('about a new name, and about policies that could not be read', async () => {
    bot = await startBot()
    bot.interlink.world.setPolicy(SHARED, { name: 'renamed', tags: ['x'] })
    await pollMinutesLater()
    bot.interlink.faults.next({ match: { path: /routing-policies/ }, times: 99, answer: '503' })
    await bot.clock.advance(301_000)
    await bot.pollThrough()
    bot.interlink.faults.clear()
    await pollMinutesLater()
    expect(bot.channel()).toHaveLength(1)
  })

  test('about edits older than the baseline', async () => {
    bot = await startBot({ started: false })
    bot.interlink.world.setPolicy(SHARED, { prefix_filter_in: [] })
    await bot.start()
    await pollMinutesLater()
    expect(bot.channel()).toHaveLength(1)
  })
})
