import { afterEach, describe, expect, test } from 'vitest'
import { ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { HOUR, linkId, MINUTE, payload, pollAfter, pollFor, restart, words } from '../support/over-time.ts'
import { messagesIn, pressButton, type } from '../support/pressing.ts'

const TEAM = 'C0TEAM0001'

let bot: Bot
afterEach(() => bot.close())

/** A bot whose members have typed this in a channel of their own. */
async function subscribed(...texts: readonly string[]): Promise<void> {
  bot = await startBot({
    channels: [{ id: TEAM, name: 'team', members: ['U0ADA0001', 'U0OPS0002'], botIsMember: true }],
  })
  for (const text of texts) await type(bot, `subscribe ${text}`, { channelId: TEAM })
}

const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const told = () => messagesIn(bot, TEAM)
const names = () =>
  told().map(
    ({ text }) => /(?:paris-prod-[ab]|amsterdam-prod|dc5-own-port-staging|marseille-backup)/.exec(text)?.[0],
  )
const pings = (message: { readonly text: string } | undefined) =>
  /^<[!@][^>]*>/.exec(message?.text ?? '')?.[0]

/** Four more links like `amsterdam-prod`, in service; returns their ids. */
async function fourMore(): Promise<readonly string[]> {
  const { world } = bot.interlink
  const model = world.links().find(({ name }) => name === 'amsterdam-prod')
  if (model === undefined) throw new Error('The demo world has no amsterdam-prod.')
  const { id: _id, vlan: _vlan, ...like } = model
  const ids = ['one', 'two', 'three', 'four'].map((n) => world.addLink({ ...like, name: `ams-${n}` }).id)
  await bot.poll()
  return ids
}

/** One link after the other, ten minutes apart: each is told alone. */
async function allGoDown(): Promise<void> {
  for (const name of ['amsterdam-prod', 'paris-prod-a', 'paris-prod-b', 'dc5-own-port-staging']) {
    set(name, 'all_down')
    await pollAfter(bot, 4 * MINUTE)
  }
}

describe('/interlink subscribe', () => {
  test('tells an alert in both channels, each with a key and a thread of its own', async () => {
    await subscribed('tag:prod')
    expect(told()).toEqual([])
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    const [here, ...more] = told()
    const there = bot.channel()[1]
    expect(more).toEqual([])
    expect(payload(here)).toMatchObject({ kind: 'link', link_id: linkId(bot, 'amsterdam-prod') })
    expect(payload(here)?.incident_id).toBe(payload(there)?.incident_id)
    expect(payload(here)?.alert_key).not.toBe(payload(there)?.alert_key)

    await pollAfter(bot, 5 * MINUTE)
    set('amsterdam-prod', 'active')
    await bot.poll()
    await bot.stable()
    const inTeam = bot.slack.messages(TEAM)
    expect(inTeam.slice(1).map(({ thread_ts }) => thread_ts)).toEqual([here?.ts, here?.ts])
    expect(bot.thread(there?.ts ?? '')).toHaveLength(2)
    for (const message of [told()[0], bot.channel()[1]]) expect(words(message)).toContain('Recovered')
    const keys = [...inTeam, ...bot.slack.messages(ALERT_CHANNEL)].map(
      (message) => payload(message)?.alert_key,
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('an acknowledgement in one channel shows in the other', async () => {
    await subscribed('tag:prod')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pressButton(bot, told()[0]?.ts ?? '', 'acknowledge', { channelId: TEAM })
    for (const message of [told()[0], bot.channel()[1]])
      expect(words(message)).toContain('Critical, acknowledged')
  })

  test.each([
    ['no filter', '', ['amsterdam-prod', 'paris-prod-a', 'paris-prod-b', 'dc5-own-port-staging']],
    ['a region', 'region:nl-ams', ['amsterdam-prod']],
    ['a tag', 'tag:secondary', ['paris-prod-b']],
    ['a partner', 'partner:HexaIX', ['paris-prod-a']],
    ['a PoP', 'pop:DC5', ['dc5-own-port-staging']],
    ['a VPC', 'vpc:staging', ['dc5-own-port-staging']],
    ['a glob of names', 'name:paris-prod-*', ['paris-prod-a', 'paris-prod-b']],
    ['two conditions', 'region:fr-par tag:primary', ['paris-prod-a']],
  ])('with %s hears of what fits, while ALERT_CHANNEL hears of everything', async (_, filter, expected) => {
    await subscribed(filter)
    await allGoDown()
    expect(names().filter((name, index, all) => all.indexOf(name) === index)).toEqual(expected)
    const everything = new Set(bot.channel().flatMap((message) => payload(message)?.link_id ?? []))
    expect(everything.size).toBe(4)
  })

  test('with a project hears of its links alone', async () => {
    bot = await startBot({
      started: false,
      channels: [{ id: TEAM, name: 'team', members: ['U0ADA0001'], botIsMember: true }],
    })
    const other = '99999999-0000-4000-8000-000000000001'
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-b'), { project_id: other })
    await bot.start()
    await type(bot, `subscribe project:${other}`, { channelId: TEAM })
    await allGoDown()
    expect(names()[0]).toBe('paris-prod-b')
    expect(new Set(names()).size).toBe(1)
  })

  test('with a level hears of nothing milder, and of what becomes as bad as that', async () => {
    await subscribed('error')
    set('marseille-backup', 'failed')
    await bot.poll()
    await pollAfter(bot, HOUR)
    expect(told()).toEqual([])
    await pollAfter(bot, 3 * HOUR)
    expect(told().map(payload)).toMatchObject([{ kind: 'link', severity: 'error', to: 'failed' }])
    expect(bot.channel().map(payload).slice(1)).toMatchObject([{ severity: 'error' }, { kind: 'link_line' }])
    await pollAfter(bot, HOUR)
    expect(told()[1]).toMatchObject({ thread_ts: told()[0]?.ts, reply_broadcast: true })
  })

  test('pings whom it names on messages and what is broadcast, and nobody on edits and recoveries', async () => {
    await subscribed('tag:prod mention @here')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(pings(told()[0])).toBe('<!here>')
    expect(pings(bot.channel()[1])).toBeUndefined()
    await pollAfter(bot, 5 * MINUTE)
    expect(pings(told()[1])).toBe('<!here>')
    set('amsterdam-prod', 'active')
    await bot.poll()
    await bot.stable()
    const lines = bot.slack.messages(TEAM)
    expect(lines).toHaveLength(3)
    expect(pings(lines[0])).toBeUndefined()
    expect(pings(lines[2])).toBeUndefined()
  })

  test.each([
    ['a person', '@olu', '<@U0OPS0002>'],
    ['a user group', '<!subteam^S0NOC00001|@noc>', '<!subteam^S0NOC00001>'],
  ])('pings %s from the level on that is named', async (_, typed, token) => {
    await subscribed(`mention ${typed} from critical`)
    set('marseille-backup', 'failed')
    await bot.poll()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(told().map(pings)).toEqual([undefined, token])
  })

  test("names in a group's message only the links that fit", async () => {
    await subscribed('name:*-two', 'name:*-three')
    const ids = await fourMore()
    for (const id of ids) bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    const group = bot.channel().find((message) => payload(message)?.kind === 'group')
    expect(payload(group)).toMatchObject({ count: 4 })
    expect(payload(told().at(-1))).toMatchObject({ kind: 'group', count: 2 })
    await pollFor(bot, 6 * MINUTE, MINUTE)
    for (const id of ids) bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    const heard = bot.slack.messages(TEAM).map(words).join('\n')
    expect(heard).toMatch(/ams-two/)
    expect(heard).toMatch(/2 links recovered/)
    expect(heard).not.toMatch(/ams-one|ams-four/)
  })

  test('pings for a group whoever of its subscriptions reaches the most people', async () => {
    await subscribed('mention @olu', 'name:*-three mention @here')
    for (const id of await fourMore()) bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    expect(pings(told().at(-1))).toBe('<!here>')
  })

  test('hears of each link of a group that gets bad enough, one after the other', async () => {
    await subscribed('error')
    const ids = await fourMore()
    for (const id of ids) bot.interlink.world.setLink(id, { status: 'configuring' })
    await bot.poll()
    await pollAfter(bot, 5 * MINUTE)
    expect(payload(bot.channel().at(-1))).toMatchObject({ kind: 'group', severity: 'warning', count: 4 })
    expect(told()).toEqual([])
    bot.interlink.world.setStatus(ids[1] ?? '', 'all_down')
    await pollAfter(bot, 5 * MINUTE)
    expect(payload(told()[0])).toMatchObject({ kind: 'group', count: 1, links: [{ id: ids[1] }] })
    bot.interlink.world.setStatus(ids[2] ?? '', 'all_down')
    await pollAfter(bot, MINUTE)
    expect(payload(told()[0])).toMatchObject({ count: 2, links: [{ id: ids[1] }, { id: ids[2] }] })
    expect(told().slice(1).map(payload)).toMatchObject([{ kind: 'link_line', link_id: ids[2] }])
  })

  test('is remembered over a restart, listed, and ended by its filter', async () => {
    await subscribed('tag:prod error mention @here from critical digest 09:00 Europe/Paris', 'region:pl-waw')
    await restart(bot)
    const listed = words(await type(bot, 'subscriptions', { channelId: TEAM }))
    expect(listed).toContain('2 subscriptions of this channel')
    expect(listed).toMatch(
      /tag:prod.* from error on, pings `@here` from critical on, digest at 09:00 `Europe\/Paris`/,
    )
    expect(words(await type(bot, 'subscriptions'))).toContain('This channel has no subscription')
    expect(words(await type(bot, 'unsubscribe tag:prod'))).toContain('This channel has no subscription')
    expect(words(await type(bot, 'unsubscribe tag:prod', { channelId: TEAM }))).toContain(
      'The subscription is ended: "tag:prod" from error on.',
    )
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(told()).toEqual([])
    expect(bot.channel()).toHaveLength(2)
  })

  test('to what no link fits says so: a misspelt word would never be heard of', async () => {
    await subscribed()
    const misspelt = words(await type(bot, 'subscribe tag:prod errror', { channelId: TEAM }))
    expect(misspelt).toContain('This channel hears of "tag:prod errror" from warning on')
    expect(misspelt).toContain('No link fits that now. Look whether each word is spelt as you mean it')
    expect(words(await type(bot, 'subscribe tag:prod', { channelId: TEAM }))).not.toContain('No link fits')
    expect(words(await type(bot, 'silence nosuch 1h'))).toContain('which fits no link now. Look whether')
  })

  test('typed again for the same filter changes the subscription, and tells nothing twice', async () => {
    await subscribed('tag:prod', 'tag:prod critical', 'name:amsterdam*')
    expect(await bot.store().subscriptions()).toHaveLength(2)
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(told()).toHaveLength(1)
  })
})
