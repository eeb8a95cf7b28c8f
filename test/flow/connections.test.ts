import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const PORT = demoIds.connections.parisOwnPort
const payload = (message: StoredMessage | undefined) => message?.metadata?.event_payload
const words = (message: StoredMessage | undefined) => wordsOf(message ?? { text: '' })
const kinds = () => bot.channel().map((message) => payload(message)?.kind)
const linkId = (name: string): string =>
  bot.interlink.world.links().find((link) => link.name === name)?.id ?? ''

/** The status of a connection is read at most once a minute. */
async function pollAMinuteLater(): Promise<void> {
  await bot.clock.advance(61_000)
  await bot.poll()
}

/** A bot that watches `names` ride on one connection: the demo's own link over it, and others like it. */
async function ridden(...names: readonly string[]): Promise<readonly string[]> {
  bot = await startBot({ started: false })
  const { world } = bot.interlink
  const { id: first, vlan: _vlan, ...model } = world.link(linkId('dc5-own-port-staging')) ?? {}
  const others = names.map((name) => world.addLink({ ...model, name }).id)
  await bot.start()
  return [first ?? '', ...others]
}

describe('a dedicated connection that fails', () => {
  test('together with its links is one message that names them, without a word of theirs', async () => {
    const ids = await ridden('second', 'third', 'fourth')
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    for (const id of ids) bot.interlink.world.setStatus(id, 'all_down')
    await pollAMinuteLater()
    expect(kinds()).toEqual(['baseline', 'connection'])
    const alert = bot.channel()[1]
    expect(payload(alert)).toMatchObject({
      severity: 'critical',
      region: 'fr-par',
      from: 'active',
      to: 'failed',
      count: 4,
    })
    expect(words(alert)).toContain('dc5-own-port is failed')
    for (const name of ['dc5-own-port-staging', 'second', 'third', 'fourth'])
      expect(words(alert)).toContain(`\`${name}\``)
    expect(words(alert)).toMatch(
      /VPC `staging`: IPv4 still by `.+`, with 100 Mbps in place of the 20 Gbps lost\./,
    )
    expect(bot.thread(alert?.ts ?? '')).toEqual([])
    expect(await bot.store().openIncidents()).toHaveLength(5)
  })

  test('before its links do takes them in as they follow, silently', async () => {
    const ids = await ridden('second')
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    await pollAMinuteLater()
    const alert = bot.channel()[1]
    expect(payload(alert)).toMatchObject({ kind: 'connection', severity: 'critical', count: 0 })
    expect(words(alert)).toContain('2 links over it')
    for (const id of ids) {
      bot.interlink.world.setStatus(id, 'all_down')
      await pollAMinuteLater()
    }
    expect(kinds()).toEqual(['baseline', 'connection'])
    expect(payload(bot.channel()[1])).toMatchObject({
      count: 2,
      links: [{ to: 'all_down' }, { to: 'all_down' }],
    })
    expect(bot.channel()[1]?.edited).toBeDefined()
    expect(bot.thread(alert?.ts ?? '')).toEqual([])
    expect(await bot.store().openIncidents()).toHaveLength(3)
  })

  test('and comes back ends with one line, and its links with theirs', async () => {
    const [id = ''] = await ridden()
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    await pollAMinuteLater()
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    const alert = bot.channel()[1]

    bot.interlink.world.setConnection(PORT, { status: 'active' })
    await pollAMinuteLater()
    expect(words(bot.channel()[1])).toContain('Up, confirming, 1 link not yet')
    expect(words(bot.channel()[1])).toContain('Up again after 1 min')
    expect(bot.thread(alert?.ts ?? '')).toEqual([])
    expect(await bot.store().openIncidents()).toHaveLength(2)

    await bot.stable()
    expect(words(bot.channel()[1])).toContain('Connection back, 1 link not yet')
    expect(bot.thread(alert?.ts ?? '').map((line) => payload(line)?.kind)).toEqual(['connection_line'])
    expect(words(bot.thread(alert?.ts ?? '')[0])).toContain('The connection is back after')
    expect(await bot.store().openIncidents()).toHaveLength(1)

    bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    expect(words(bot.channel()[1])).toContain('Recovered')
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'info' })
    expect(kinds()).toEqual(['baseline', 'connection'])
    expect(bot.thread(alert?.ts ?? '')).toHaveLength(2)
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('in other words than before says so in its thread, quietly', async () => {
    await ridden()
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    await pollAMinuteLater()
    bot.interlink.world.setConnection(PORT, { status: 'locked' })
    await pollAMinuteLater()
    await pollAMinuteLater()
    expect(kinds()).toEqual(['baseline', 'connection'])
    expect(payload(bot.channel()[1])).toMatchObject({ from: 'active', to: 'locked' })
    const lines = bot.thread(bot.channel()[1]?.ts ?? '')
    expect(lines.map((line) => [payload(line)?.from, payload(line)?.to])).toEqual([['failed', 'locked']])
  })
})

describe('a dedicated connection that fails after its links were told', () => {
  test('takes over the message of the first, and says so aloud once', async () => {
    const [first = '', second = ''] = await ridden('second')
    bot.interlink.world.setStatus(first, 'all_down')
    await bot.poll()
    const alert = bot.channel()[1]
    expect(payload(alert)).toMatchObject({ kind: 'link', severity: 'critical' })
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    await pollAMinuteLater()
    expect(kinds()).toEqual(['baseline', 'connection', 'connection_line'])
    expect(bot.channel()[1]?.ts).toBe(alert?.ts)
    expect(payload(bot.channel()[1])).toMatchObject({ count: 1, links: [{ id: first }] })
    expect(bot.channel()[2]).toMatchObject({ thread_ts: alert?.ts, reply_broadcast: true })
    expect(words(bot.channel()[2])).toContain('these links share one cause')

    bot.interlink.world.setStatus(second, 'all_down')
    await pollAMinuteLater()
    expect(bot.channel()).toHaveLength(3)
    expect(payload(bot.channel()[1])).toMatchObject({ kind: 'connection', count: 2 })
  })

  test('does the same where another of its links goes down in the same poll', async () => {
    const [first = '', second = ''] = await ridden('second')
    bot.interlink.world.setStatus(first, 'all_down')
    await bot.poll()
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    bot.interlink.world.setStatus(second, 'all_down')
    await pollAMinuteLater()
    expect(kinds()).toEqual(['baseline', 'connection', 'connection_line'])
    expect(payload(bot.channel()[1])).toMatchObject({ count: 2 })
  })

  test('takes over the message of all of them where they were told as one', async () => {
    const ids = await ridden('second', 'third')
    for (const id of ids) bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    const group = bot.channel()[1]
    expect(payload(group)).toMatchObject({ kind: 'group', count: 3 })
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    await pollAMinuteLater()
    expect(kinds()).toEqual(['baseline', 'connection', 'connection_line'])
    expect(bot.channel()[1]?.ts).toBe(group?.ts)
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'critical', count: 3 })
  })

  test('long after has a message of its own', async () => {
    const [first = ''] = await ridden('second')
    bot.interlink.world.setStatus(first, 'all_down')
    await bot.poll()
    await bot.clock.advance(3_600_000)
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    // Their message is told anew in the same poll, and stays theirs.
    bot.interlink.world.setLink(first, { status: 'configuring' })
    await bot.poll()
    expect(kinds()).toEqual(['baseline', 'link', 'connection', 'note'])
    expect(payload(bot.channel()[1])).toMatchObject({ link_id: first, to: 'configuring' })
  })
})

describe('a dedicated connection that no link in service rides on', () => {
  test('is an error when it fails, and is over when it is back', async () => {
    bot = await startBot()
    // amsterdam-own-port waits for its device: it never carried.
    const port = demoIds.connections.amsterdamOwnPort
    bot.interlink.world.setConnection(port, { status: 'disabled' })
    await pollAMinuteLater()
    expect(payload(bot.channel()[1])).toMatchObject({
      kind: 'connection',
      severity: 'error',
      region: 'nl-ams',
    })
    bot.interlink.world.setConnection(port, { status: 'active' })
    await pollAMinuteLater()
    expect(words(bot.channel()[1])).toContain('🟢 Up, confirming')
    expect(await bot.store().openIncidents()).toHaveLength(1)
    await pollAMinuteLater()
    expect(words(bot.channel()[1])).toContain('🟢 Recovered')
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('is left in peace when it is new, is built and comes into service', async () => {
    bot = await startBot()
    const { id } = bot.interlink.world.addConnection({ name: 'port-2', status: 'created' })
    for (const status of ['created', 'configuring', 'active']) {
      bot.interlink.world.setConnection(id, { status })
      await pollAMinuteLater()
    }
    expect(bot.channel()).toHaveLength(1)
  })
})

describe('a dedicated connection that is gone', () => {
  test('under links in service is critical, and over once they are gone too', async () => {
    const [id = ''] = await ridden()
    bot.interlink.world.removeConnection(PORT)
    await pollAMinuteLater()
    expect(payload(bot.channel()[1])).toMatchObject({
      kind: 'connection',
      severity: 'critical',
      to: 'deleted',
    })
    expect(words(bot.channel()[1])).toContain('dc5-own-port is gone')
    await pollAMinuteLater()
    expect(bot.channel()).toHaveLength(2)
    expect(bot.thread(bot.channel()[1]?.ts ?? '')).toEqual([])

    bot.interlink.world.removeLink(id)
    await pollAMinuteLater()
    expect(words(bot.channel()[1])).toContain('⚪ Closed')
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('is not one whose list could not be read', async () => {
    await ridden()
    bot.interlink.faults.next({ match: { path: /dedicated-connections/ }, times: 99, answer: '503' })
    await bot.clock.advance(61_000)
    await bot.pollThrough()
    expect(bot.channel()).toHaveLength(1)
    // It goes on from what was known once it can be read again.
    bot.interlink.faults.clear()
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    await pollAMinuteLater()
    expect(payload(bot.channel()[1])).toMatchObject({ from: 'active', to: 'failed' })
  })
})

describe('a restart', () => {
  test('in the middle of a failed connection tells nothing twice, and goes on with the same message', async () => {
    const [first = '', second = ''] = await ridden('second')
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    bot.interlink.world.setStatus(first, 'all_down')
    await pollAMinuteLater()
    const alert = bot.channel()[1]
    await bot.stop()
    bot.interlink.world.setStatus(second, 'all_down')
    await bot.start()
    expect(kinds()).toEqual(['baseline', 'connection'])
    expect(payload(bot.channel()[1])).toMatchObject({ count: 2 })
    await bot.stop()
    bot.interlink.world.setConnection(PORT, { status: 'active' })
    for (const id of [first, second]) bot.interlink.world.setStatus(id, 'active')
    await bot.clock.advance(61_000)
    await bot.start()
    await bot.stable()
    expect(kinds()).toEqual(['baseline', 'connection'])
    expect(bot.channel()[1]?.ts).toBe(alert?.ts)
    expect(words(bot.channel()[1])).toContain('🟢 Recovered')
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('finds a connection that failed while the bot was off', async () => {
    await ridden()
    await bot.stop()
    bot.interlink.world.setConnection(PORT, { status: 'locked' })
    await bot.start()
    expect(kinds()).toEqual(['baseline', 'connection'])
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'critical', from: 'active', to: 'locked' })
  })
})

describe('a failed connection in a region that is not watched any more', () => {
  test('is closed, and is not said to be back', async () => {
    await ridden()
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    await pollAMinuteLater()
    await bot.stop()
    await bot.start({ INTERLINK_REGIONS: 'nl-ams' })
    expect(kinds()).toEqual(['baseline', 'connection'])
    expect(words(bot.channel()[1])).toContain('is no longer watched')
    expect(await bot.store().openIncidents()).toEqual([])
  })
})
