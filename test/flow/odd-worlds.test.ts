import { afterEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const SILENT = { bgp_v4_status: 'down', bgp_v6_status: 'down' } as const
const linkId = (name: string): string =>
  bot.interlink.world.links().find((link) => link.name === name)?.id ?? ''
const payload = (message: StoredMessage | undefined) => message?.metadata?.event_payload
const words = (message: StoredMessage | undefined) => wordsOf(message ?? { text: '' })

describe('another ALERT_CHANNEL', () => {
  test('takes new alerts, while what is open is told to its end where it began', async () => {
    bot = await startBot()
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.poll()
    const alert = bot.channel()[1]
    await bot.stop()

    bot.slack.setBotMember('C0RANDOM01', true)
    await bot.start({ ALERT_CHANNEL: 'C0RANDOM01' })
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'active')
    bot.interlink.world.setStatus(linkId('dc5-own-port-staging'), 'all_down')
    await bot.poll()
    await bot.stable()
    expect(bot.channel()).toHaveLength(2)
    expect(bot.channel()[1]?.edited).toBeDefined()
    expect(bot.thread(alert?.ts ?? '')).toHaveLength(1)
    const elsewhere = bot.slack.messages('C0RANDOM01')
    expect(elsewhere).toHaveLength(1)
    expect(payload(elsewhere[0])).toMatchObject({
      link_id: linkId('dc5-own-port-staging'),
      severity: 'critical',
    })
  })
})

describe('a channel that was mistyped', () => {
  test('strands nothing: once it is right, everything is told there', async () => {
    bot = await startBot({ started: false, env: { ALERT_CHANNEL: 'C0WRONG999' } })
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.startUnsettled()
    bot.interlink.world.setStatus(linkId('dc5-own-port-staging'), 'all_down')
    await bot.app().poll()
    await bot.stop()
    await bot.start({ ALERT_CHANNEL: 'C0NETONCALL' })
    expect(bot.channel().map((message) => payload(message)?.kind)).toEqual(['baseline', 'link'])
  })
})

describe('a region that is not watched any more', () => {
  test('ends its open incidents, which say so', async () => {
    bot = await startBot()
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.poll()
    await bot.stop()
    await bot.start({ INTERLINK_REGIONS: 'fr-par,pl-waw' })
    expect(await bot.store().openIncidents()).toEqual([])
    expect(bot.channel()).toHaveLength(2)
    expect(words(bot.channel()[1])).toMatch(/no longer watched/i)
  })
})

describe('a link whose entry cannot be understood', () => {
  test('is shown as not read, and is read again without a word', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.faults.malformedLink(id, 'status_missing')
    await bot.clock.advance(60_000)
    await bot.poll()
    await bot.clock.advance(3_600_000)
    await bot.poll()
    expect(wordsOf(await bot.say('status amsterdam-prod'))).toMatch(/not read since/i)
    expect(wordsOf(await bot.say('list amsterdam-prod'))).toMatch(/not read since/i)
    bot.interlink.faults.malformedLink(id, null)
    await bot.poll()
    expect(wordsOf(await bot.say('status amsterdam-prod'))).not.toMatch(/not read since/i)
    expect(bot.channel()).toHaveLength(1)
  })

  test('makes its region unreadable when no other can be understood either', async () => {
    bot = await startBot()
    for (const name of ['amsterdam-prod', 'amsterdam-own-port']) {
      bot.interlink.faults.malformedLink(linkId(name), 'not_an_object')
    }
    await bot.poll()
    await bot.clock.advance(6 * 60_000)
    await bot.poll()
    expect(payload(bot.channel()[1])).toMatchObject({ kind: 'scope', region: 'nl-ams', severity: 'warning' })
    const scope = { id: 'default/nl-ams', region: 'nl-ams' }
    expect((await bot.store().loadScope(scope)).links.size).toBe(2)
  })
})

describe('sessions that the API does not name', () => {
  test('are a warning, not an outage', async () => {
    bot = await startBot()
    bot.interlink.world.setLink(linkId('amsterdam-prod'), {
      bgp_v4_status: 'unknown_bgp_status',
      bgp_v6_status: 'half_open',
    })
    await bot.poll()
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'warning' })
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.poll()
    expect(payload(bot.channel()[2])).toMatchObject({ severity: 'critical' })
    expect(bot.channel()[2]?.reply_broadcast).toBe(true)
  })
})

describe('an outage under another name', () => {
  test('stays as loud as it was', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    bot.interlink.world.setLink(id, { status: 'configuring', ...SILENT })
    await bot.poll()
    expect(bot.channel()).toHaveLength(2)
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'critical', to: 'configuring' })
  })

  test('that ends in a state which is not bad is not called a recovery', async () => {
    bot = await startBot()
    const id = linkId('marseille-backup')
    bot.interlink.world.setStatus(id, 'failed')
    await bot.poll()
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'warning' })
    bot.interlink.world.setStatus(id, 'requested')
    await bot.poll()
    expect(words(bot.channel()[1])).not.toMatch(/recovered/i)
    expect(words(bot.thread(bot.channel()[1]?.ts ?? '')[0])).not.toMatch(/recovered/i)
    expect(await bot.store().openIncidents()).toEqual([])
  })
})

describe('a region that is watched again', () => {
  test('tells what is still down there', async () => {
    bot = await startBot()
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.poll()
    await bot.stop()
    await bot.start({ INTERLINK_REGIONS: 'fr-par,pl-waw' })
    await bot.stop()
    await bot.start({ INTERLINK_REGIONS: 'fr-par,nl-ams,pl-waw' })
    expect(await bot.store().openIncidents()).toMatchObject([{ level: 'critical' }])
    expect(payload(bot.channel()[2])).toMatchObject({ kind: 'link', severity: 'critical' })
  })
})

describe('a link in service that is moved to another VPC', () => {
  test('is told by one message, for the VPC that it left', async () => {
    bot = await startBot()
    const staging = bot.interlink.world.vpcs().find(({ region }) => region === 'nl-ams')
    const other = bot.interlink.world.addVpc({ name: 'other-ams', region: 'nl-ams' })
    expect(staging).toBeDefined()
    bot.interlink.world.setLink(linkId('amsterdam-prod'), { vpc_id: other.id })
    await bot.poll()
    expect(payload(bot.channel()[1])).toMatchObject({ severity: 'critical' })
    expect(words(bot.channel()[1])).toMatch(/moved to another VPC/)
    expect(await bot.store().openIncidents()).toMatchObject([{ rule: 'vpc_moved' }])
    await bot.poll()
    expect(bot.channel()).toHaveLength(2)
  })
})

describe('a link that could not be read when the bot first looked', () => {
  test('is taken to have been in service, like every other of the baseline', async () => {
    bot = await startBot({ started: false })
    const id = linkId('amsterdam-prod')
    bot.interlink.faults.malformedLink(id, 'status_missing')
    await bot.start()
    bot.interlink.world.setStatus(id, 'all_down')
    bot.interlink.faults.malformedLink(id, null)
    await bot.poll()
    expect(payload(bot.channel()[1])).toMatchObject({ link_id: id, severity: 'critical' })
  })
})

describe('an outage that grows', () => {
  test('while it was being confirmed as over is told aloud', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setLink(id, { status: 'limited_connectivity', bgp_v6_status: 'down' })
    await bot.poll()
    bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    expect(bot.channel()[2]).toMatchObject({ thread_ts: bot.channel()[1]?.ts, reply_broadcast: true })
  })

  test('under a milder name does not get milder', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setLink(id, { status: 'limited_connectivity', bgp_v6_status: 'down' })
    await bot.poll()
    bot.interlink.world.setLink(id, { status: 'configuring', ...SILENT })
    await bot.poll()
    expect(payload(bot.channel()[2])).toMatchObject({ severity: 'critical' })
  })
})

describe('a region that cannot be read for another reason than before', () => {
  test('says the reason it has now', async () => {
    bot = await startBot()
    bot.interlink.faults.regionDown('nl-ams', 'html_200')
    await bot.pollThrough()
    await bot.clock.advance(6 * 60_000)
    await bot.pollThrough()
    bot.interlink.faults.regionDown('nl-ams', '401')
    await bot.pollThrough()
    expect(bot.channel()).toHaveLength(2)
    expect(words(bot.channel()[1])).toContain('SCW_SECRET_KEY')
  })
})
