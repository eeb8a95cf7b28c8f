import { afterEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, NO_REMINDERS, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const payload = (message: StoredMessage | undefined) => message?.metadata?.event_payload
const words = (message: StoredMessage | undefined) => wordsOf(message ?? { text: '' })
const told = () =>
  bot.channel().map((message) => [payload(message)?.kind, payload(message)?.severity] as const)
const linkId = (name: string): string =>
  bot.interlink.world.links().find((link) => link.name === name)?.id ?? ''
/** So long without a poll, then one. */
async function pollAfter(ms: number): Promise<void> {
  await bot.clock.advance(ms)
  await bot.poll()
}

describe('a new link that stays failed', () => {
  test('for four hours is told again as an error, aloud, once, also over a restart', async () => {
    bot = await startBot({ env: NO_REMINDERS })
    const id = linkId('marseille-backup')
    bot.interlink.world.setStatus(id, 'failed')
    await bot.poll()
    const alert = bot.channel()[1]
    expect(payload(alert)).toMatchObject({ kind: 'link', severity: 'warning', to: 'failed' })

    await pollAfter(HOUR)
    // Whatever else changes of it, it is failed since then.
    bot.interlink.world.setLink(id, { name: 'renamed' })
    await pollAfter(HOUR)
    await bot.stop()
    await bot.start()
    await pollAfter(2 * HOUR - 5 * MINUTE)
    expect(told()).toHaveLength(2)
    await pollAfter(5 * MINUTE)
    expect(told().slice(1)).toEqual([
      ['link', 'error'],
      ['link_line', 'error'],
    ])
    expect(bot.channel()[2]).toMatchObject({ thread_ts: alert?.ts, reply_broadcast: true })

    await pollAfter(HOUR)
    await bot.stop()
    await bot.start()
    await pollAfter(HOUR)
    expect(told()).toHaveLength(3)
    expect(bot.thread(alert?.ts ?? '')).toHaveLength(1)
  })

  test('as long as ALERT_TIMERS says', async () => {
    bot = await startBot({ env: { ALERT_TIMERS: 'failedError=10m' } })
    bot.interlink.world.setStatus(linkId('marseille-backup'), 'failed')
    await bot.poll()
    await pollAfter(9 * MINUTE)
    expect(told()).toHaveLength(2)
    await pollAfter(2 * MINUTE)
    expect(told()[2]).toEqual(['link_line', 'error'])
  })
})

describe('a link in service that stays configuring', () => {
  test('with its sessions down is critical after 90 s, and recovers like any outage', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setLink(id, {
      status: 'configuring',
      bgp_v4_status: 'down',
      bgp_v6_status: 'down',
    })
    await bot.poll()
    bot.interlink.world.setLink(id, { name: 'renamed' })
    await pollAfter(MINUTE)
    expect(told()).toHaveLength(1)
    await pollAfter(MINUTE)
    expect(told()[1]).toEqual(['link', 'critical'])
    expect(payload(bot.channel()[1])).toMatchObject({ link_id: id, to: 'configuring' })
    await pollAfter(MINUTE)
    expect(told()).toHaveLength(2)

    bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    expect(words(bot.channel()[1])).toContain('Recovered')
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('with its sessions up is a warning after 5 min and critical after 15, over a restart too', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setLink(id, { status: 'configuring' })
    await bot.poll()
    await pollAfter(4 * MINUTE)
    expect(told()).toHaveLength(1)
    await pollAfter(MINUTE)
    expect(told()[1]).toEqual(['link', 'warning'])
    await bot.stop()
    await bot.start()
    expect(told()).toHaveLength(2)
    await pollAfter(10 * MINUTE)
    expect(told().slice(1)).toEqual([
      ['link', 'critical'],
      ['link_line', 'critical'],
    ])
    expect(bot.channel()[2]?.reply_broadcast).toBe(true)
  })

  test('and is done before that is not worth a word', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setLink(id, { status: 'configuring' })
    await bot.poll()
    await pollAfter(4 * MINUTE)
    bot.interlink.world.setStatus(id, 'active')
    await pollAfter(MINUTE)
    await pollAfter(HOUR)
    expect(told()).toHaveLength(1)
  })
})

describe('working days', () => {
  test('are those of BUSINESS_HOURS: a link that waits for the device is a warning once they are over', async () => {
    // Half an hour into Saturday in Paris, though not by UTC: the first working day after it ends half an hour into Monday.
    const friday = Date.parse('2026-11-20T23:30:00Z')
    bot = await startBot({
      now: friday,
      env: { ALERT_TIMERS: 'readyWarning=1bd', BUSINESS_HOURS: '09:00-18:00 Europe/Paris' },
    })
    const id = linkId('amsterdam-own-port')
    await bot.stop()
    await bot.clock.advance(47 * HOUR)
    await bot.start()
    await pollAfter(50 * MINUTE)
    expect(told()).toHaveLength(1)
    await pollAfter(10 * MINUTE)
    expect(told().slice(1)).toEqual([['link', 'warning']])
    expect(payload(bot.channel()[1])).toMatchObject({ link_id: id, to: 'ready' })
    await pollAfter(HOUR)
    expect(told()).toHaveLength(2)

    bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    expect(words(bot.channel()[1])).toContain('Closed')
    expect(await bot.store().openIncidents()).toEqual([])
  })
})

describe('a link that goes down beside one that is down already', () => {
  test('re-rates the open message of the other quietly: its own is the loud one', async () => {
    bot = await startBot({ env: NO_REMINDERS })
    const [first, second] = [linkId('paris-prod-a'), linkId('paris-prod-b')]
    bot.interlink.world.setStatus(first, 'all_down')
    await bot.poll()
    // The other link is independent, and still carries both families.
    expect(told()[1]).toEqual(['link', 'error'])
    const alert = bot.channel()[1]

    bot.interlink.world.setStatus(second, 'all_down')
    await pollAfter(10 * MINUTE)
    expect(told().slice(1)).toEqual([
      ['link', 'critical'],
      ['link', 'critical'],
    ])
    expect(payload(bot.channel()[2])).toMatchObject({ link_id: second })
    const lines = bot.thread(alert?.ts ?? '')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.reply_broadcast).not.toBe(true)
    expect(payload(lines[0])).toMatchObject({ severity: 'critical', link_id: first })

    await pollAfter(MINUTE)
    expect(bot.channel()).toHaveLength(3)
    expect(bot.thread(alert?.ts ?? '')).toHaveLength(1)
  })

  test('and comes back leaves the other as loud as it was, with what is left told anew', async () => {
    bot = await startBot({ env: NO_REMINDERS })
    const [first, second] = [linkId('paris-prod-a'), linkId('paris-prod-b')]
    for (const id of [first, second]) {
      bot.interlink.world.setStatus(id, 'all_down')
      await pollAfter(10 * MINUTE)
    }
    const before = words(bot.channel()[1])
    bot.interlink.world.setStatus(second, 'active')
    await bot.poll()
    await bot.stable()
    expect(payload(bot.channel()[1])).toMatchObject({ link_id: first, severity: 'critical' })
    expect(words(bot.channel()[1])).not.toBe(before)
    expect(bot.thread(bot.channel()[1]?.ts ?? '')).toHaveLength(1)
  })
})
