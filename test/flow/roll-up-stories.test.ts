import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { linkId, MINUTE, payload, pollAfter, SECOND, words } from '../support/over-time.ts'
import { SIX, startWithSix, storiesOf } from '../support/six-links.ts'

type Name = (typeof SIX)[number]

let bot: Bot
afterEach(() => bot.close())

const set = (name: Name, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const stories = () => storiesOf(bot)
const kinds = () => stories().map((message) => payload(message)?.kind)
const [first, second] = [() => stories()[0], () => stories()[1]]

/** Half a minute goes by, these go bad, and a poll sees it. */
async function down(...names: readonly Name[]): Promise<void> {
  for (const name of names) set(name, 'all_down')
  await pollAfter(bot, 30 * SECOND)
}

/** Two more places with six links each in service, and how to take the first so many of one down. */
async function places() {
  const { world } = bot.interlink
  const { id: _id, vlan: _vlan, ...like } = world.link(linkId(bot, 'ams-1')) ?? {}
  const [there = [], beyond = []] = [world.addPop().id, world.addPop().id].map((place) =>
    SIX.map((_, n) => world.addLink({ ...like, name: `${place}-${n}`, pop_id: place }).id),
  )
  await bot.poll()
  const fail = (ids: readonly string[]) => {
    for (const id of ids) world.setStatus(id, 'all_down')
  }
  return { there, beyond, fail }
}

describe('groups that turn out to be one', () => {
  test('become one message as well', async () => {
    bot = await startWithSix()
    const { there, beyond, fail } = await places()
    await down('ams-1', 'ams-2', 'ams-3')
    fail(there.slice(0, 3))
    await pollAfter(bot, 30 * SECOND)
    expect(kinds()).toEqual(['group', 'group'])
    fail(beyond.slice(0, 3))
    await pollAfter(bot, 30 * SECOND)
    expect(kinds()).toEqual(['group', 'moved'])
    expect(payload(first())).toMatchObject({ count: 9 })
    expect(words(second())).toMatch(/Told with others from now on · 3 links/)
  })

  test('stay apart where one of them tells something older, too', async () => {
    bot = await startWithSix()
    const { there, beyond, fail } = await places()
    fail(there.slice(0, 1))
    await bot.poll()
    await pollAfter(bot, 2 * MINUTE)
    await down('ams-1', 'ams-2', 'ams-3')
    fail(there.slice(1, 3))
    await pollAfter(bot, 10 * SECOND)
    expect(kinds()).toEqual(['group', 'group'])
    fail(beyond.slice(0, 5))
    await pollAfter(bot, MINUTE)
    expect(kinds()).toEqual(['group', 'group'])
    expect([payload(first())?.count, payload(second())?.count]).toEqual([3, 8])
  })
})

describe('links over a dedicated connection that are told before it is read that it failed', () => {
  test('are told in its message alone from then on', async () => {
    bot = await startBot({ started: false, env: NO_REMINDERS })
    const { world } = bot.interlink
    const { id: _id, vlan: _vlan, ...like } = world.link(linkId(bot, 'dc5-own-port-staging')) ?? {}
    const riders = [linkId(bot, 'dc5-own-port-staging'), world.addLink({ ...like, name: 'rider-2' }).id]
    await bot.start()
    world.setConnection(demoIds.connections.parisOwnPort, { status: 'failed' })
    for (const id of riders) {
      world.setStatus(id, 'all_down')
      await bot.poll()
    }
    expect(kinds()).toEqual(['link', 'link'])
    await pollAfter(bot, 2 * MINUTE)
    expect(kinds()).toEqual(['connection', 'moved'])
    expect(payload(first())).toMatchObject({ count: 2 })
    expect(words(second())).toContain('over the dedicated connection `dc5-own-port`')
  })
})

describe('links whose cause was told already', () => {
  test('stay in the message of that cause, and are no evidence of another one', async () => {
    bot = await startBot({ started: false, env: NO_REMINDERS })
    const { world } = bot.interlink
    const { id: _id, vlan: _vlan, ...like } = world.link(linkId(bot, 'dc5-own-port-staging')) ?? {}
    const others = ['paris-prod-a', 'paris-prod-b']
    for (const { id, name, region } of world.links())
      if (region === 'fr-par' && !['dc5-own-port-staging', ...others].includes(name)) world.removeLink(id)
    const riders = [linkId(bot, 'dc5-own-port-staging')]
    for (const name of ['rider-2', 'rider-3']) riders.push(world.addLink({ ...like, name }).id)
    await bot.start()
    world.setConnection(demoIds.connections.parisOwnPort, { status: 'failed' })
    // Connections are read more rarely than links.
    await pollAfter(bot, 2 * MINUTE)
    for (const id of riders) world.setStatus(id, 'all_down')
    await pollAfter(bot, 30 * SECOND)
    expect(payload(first())).toMatchObject({ kind: 'connection', count: 3 })
    for (const name of others) world.setStatus(linkId(bot, name), 'all_down')
    await pollAfter(bot, 30 * SECOND)
    expect(kinds()).toEqual(['connection', 'link', 'link'])
    expect(payload(first())).toMatchObject({ kind: 'connection', count: 3 })
  })
})

describe('a link that goes bad by the cause of others which a first look has told', () => {
  test('is told alone, since those stay in its summary', async () => {
    bot = await startWithSix(NO_REMINDERS, ({ interlink: { world } }) => {
      for (const { id, name } of world.links())
        if (name === 'ams-1' || name === 'ams-2') world.setStatus(id, 'all_down')
    })
    expect(payload(bot.channel()[0])).toMatchObject({ kind: 'baseline', count: 2 })
    await down('ams-3')
    expect(kinds()).toEqual(['link'])
    expect(payload(bot.channel()[0])).toMatchObject({ count: 2 })
  })
})
