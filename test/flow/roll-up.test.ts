import { afterEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, NO_REMINDERS, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const payload = (message: StoredMessage | undefined) => message?.metadata?.event_payload
const words = (message: StoredMessage | undefined) => wordsOf(message ?? { text: '' })

/** A region of its own with `count` links in service, all over one partner at one PoP. */
async function manyLinks(count: number): Promise<readonly string[]> {
  bot = await startBot({ started: false, env: NO_REMINDERS })
  const { world } = bot.interlink
  const model = world.links().find(({ name }) => name === 'amsterdam-prod')
  if (model === undefined) throw new Error('The demo world has no amsterdam-prod.')
  for (const { id, region } of world.links()) if (region === 'nl-ams') world.removeLink(id)
  const ids = Array.from({ length: count }, (_, n) => {
    const { id: _id, vlan: _vlan, ...like } = model
    return world.addLink({ ...like, name: `link-${String(n).padStart(4, '0')}` }).id
  })
  await bot.start()
  return ids
}

describe('several links that go bad by one cause', () => {
  test('a thousand at once are one message', async () => {
    const ids = await manyLinks(1_000)
    for (const id of ids) bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    const [, group, ...rest] = bot.channel()
    expect(rest).toEqual([])
    expect(payload(group)).toMatchObject({ kind: 'group', severity: 'critical', count: 1_000 })
    expect(words(group)).toMatch(/1,?000 links bad over/)
    expect(await bot.store().openIncidents()).toHaveLength(1_000)

    for (const id of ids.slice(0, 990)) bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    expect(bot.channel()).toHaveLength(2)
    expect(words(bot.channel()[1])).toMatch(/10 of 1,?000 links bad/)
    expect(words(bot.channel()[1])).toContain('link-0990')
    const lines = bot.thread(group?.ts ?? '')
    expect(lines).toHaveLength(1)
    expect(words(lines[0])).toMatch(/990 links recovered/)

    for (const id of ids.slice(990)) bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    expect(words(bot.channel()[1])).toMatch(/Recovered/)
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('one after the other end in the message of the first, which says so aloud once', async () => {
    const ids = await manyLinks(6)
    const down = async (...some: readonly string[]) => {
      for (const id of some) bot.interlink.world.setStatus(id, 'all_down')
      await bot.clock.advance(30_000)
      await bot.poll()
    }
    await down(ids[0] ?? '')
    const first = bot.channel()[1]
    expect(payload(first)).toMatchObject({ kind: 'link' })
    await down(ids[1] ?? '', ids[2] ?? '', ids[3] ?? '')
    expect(bot.channel()).toHaveLength(3)
    expect(bot.channel()[1]?.ts).toBe(first?.ts)
    expect(payload(bot.channel()[1])).toMatchObject({ kind: 'group', count: 4 })
    expect(bot.channel()[2]).toMatchObject({ thread_ts: first?.ts, reply_broadcast: true })
    await down(ids[4] ?? '', ids[5] ?? '')
    expect(bot.channel()).toHaveLength(3)
    expect(payload(bot.channel()[1])).toMatchObject({ kind: 'group', count: 6 })
  })

  test('that go bad hours apart are each told alone', async () => {
    const ids = await manyLinks(4)
    for (const id of ids) {
      bot.interlink.world.setStatus(id, 'all_down')
      await bot.clock.advance(3_600_000)
      await bot.poll()
    }
    expect(bot.channel()).toHaveLength(1 + 4)
  })

  test('are told the same after a restart in between', async () => {
    const ids = await manyLinks(4)
    bot.interlink.world.setStatus(ids[0] ?? '', 'all_down')
    await bot.poll()
    await bot.stop()
    await bot.start()
    for (const id of ids) bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    expect(payload(bot.channel()[1])).toMatchObject({ kind: 'group', count: 4 })
    for (const id of ids) bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    expect(words(bot.channel()[1])).toMatch(/Recovered/)
  })
})

describe('a baseline whose links recover together', () => {
  test('gets one line in its thread', async () => {
    bot = await startBot({ started: false })
    const { world } = bot.interlink
    for (const name of ['amsterdam-prod', 'paris-prod-a', 'paris-prod-b']) {
      world.setStatus(world.links().find((link) => link.name === name)?.id ?? '', 'all_down')
    }
    await bot.start()
    for (const { id, status } of world.links()) if (status === 'all_down') world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    expect(bot.thread(bot.channel()[0]?.ts ?? '')).toHaveLength(1)
    expect(words(bot.thread(bot.channel()[0]?.ts ?? '')[0])).toMatch(/3 links recovered/)
  })
})
