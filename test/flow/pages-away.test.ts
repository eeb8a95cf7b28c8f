import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { NO_REMINDERS } from '../support/bot.ts'
import {
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  pollFor,
  pollUntold,
  restart,
  SECOND,
  TUESDAY,
  words,
} from '../support/over-time.ts'
import { type PagedBot, startPagedBot, WEBHOOK_SECRET } from '../support/paged-bot.ts'

let bot: PagedBot
afterEach(() => bot.close())

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  bot = await startPagedBot({ now: TUESDAY, env: NO_REMINDERS, started: false })
  onlyInService(bot)
  await bot.start(env)
}
const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const events = () => bot.webhook.events().map(({ event }) => event)

/** The last path into a VPC is down for long enough to be paged. */
async function outage(name = 'amsterdam-prod'): Promise<void> {
  set(name, 'all_down')
  await pollUntold(bot, 0)
  await pollUntold(bot, 90 * SECOND)
}
async function recovery(name = 'amsterdam-prod'): Promise<void> {
  set(name, 'active')
  await pollUntold(bot, 0)
  await pollUntold(bot, 2 * MINUTE)
}

describe('a pager that is away for a while', () => {
  test('is told everything once it is back, in order, while Slack and the other pager go on', async () => {
    await start()
    bot.pagerduty.fault({ type: 'fail', status: 500 }, 20)
    await outage()
    await recovery()
    await outage()
    expect(events()).toEqual(['opened', 'resolved', 'opened'])
    expect(bot.channel().map((message) => payload(message)?.kind)).toEqual(['baseline', 'link', 'link'])
    expect(bot.pagerduty.alerts()).toEqual([])
    for (let minute = 0; minute < 25; minute += 1) await pollUntold(bot, MINUTE)
    expect(bot.pagerduty.alerts().map(({ state, log }) => [state, log])).toEqual([
      ['resolved', ['trigger', 'resolve']],
      ['triggered', ['trigger']],
    ])
    expect(events()).toEqual(['opened', 'resolved', 'opened'])
  })

  test('over a restart of the bot loses nothing', async () => {
    await start()
    bot.pagerduty.fault({ type: 'hang_up' }, 4)
    await outage()
    expect(bot.pagerduty.alerts()).toEqual([])
    await restart(bot)
    await pollFor(bot, 2 * MINUTE)
    expect(bot.pagerduty.notifications()).toHaveLength(1)
    expect(events()).toEqual(['opened'])
  })

  test('and has taken what it did not answer is told again, which calls nobody twice', async () => {
    await start()
    bot.pagerduty.fault({ type: 'hang_up_after_storing' })
    bot.webhook.fault({ type: 'hang_up_after_storing' })
    await outage()
    await pollUntold(bot, 2 * MINUTE)
    expect(bot.pagerduty.alerts()).toMatchObject([{ log: ['trigger', 'trigger'] }])
    expect(bot.pagerduty.notifications()).toHaveLength(1)
    expect(bot.webhook.repetitions()).toBe(1)
    expect(events()).toEqual(['opened'])
  })

  test('asks to wait, and is left in peace for as long as it asked', async () => {
    await start()
    bot.pagerduty.fault({ type: 'fail', status: 429, retryAfterS: 40 })
    await outage()
    const asked = bot.pagerduty.requests.length
    await pollAfter(bot, 30 * SECOND)
    // The poll lets time go on until all is told: not before the pager wants to be asked again.
    expect(bot.clock.now()).toBeGreaterThanOrEqual(TUESDAY + 130 * SECOND)
    expect(bot.pagerduty.requests).toHaveLength(asked + 1)
    expect(bot.pagerduty.notifications()).toHaveLength(1)
  })
})

describe('a pager that refuses the bot', () => {
  test('is told once in the channel of all alerts, with what to mend, and gets its pages afterwards', async () => {
    await start({ PAGERDUTY_ROUTING_KEY: 'W0123456789abcdefghijklmnopqrstu' })
    await outage()
    for (let minute = 0; minute < 10; minute += 1) await pollUntold(bot, MINUTE)
    const stuck = bot.channel().filter((message) => payload(message)?.kind === 'stuck')
    expect(stuck).toHaveLength(1)
    expect(words(stuck[0])).toContain('PAGERDUTY_ROUTING_KEY')
    expect(words(stuck[0])).toContain('pagerduty')
    expect(words(stuck[0])).not.toContain('W0123456789')
    await bot.stop()
    await bot.start()
    await pollFor(bot, 2 * MINUTE)
    expect(bot.pagerduty.notifications()).toHaveLength(1)
  })
})

describe('while Slack is away', () => {
  test('whoever is on call is reached all the same, in time, and told when it is over', async () => {
    await start()
    bot.slack.faults.failWith({ method: 'chat.postMessage', status: 503, times: 10_000 })
    bot.slack.faults.failWith({ method: 'chat.update', status: 503, times: 10_000 })
    set('amsterdam-prod', 'all_down')
    await pollUntold(bot, 0)
    await pollUntold(bot, MINUTE)
    expect(bot.pagerduty.notifications()).toMatchObject([{ urgency: 'high', at: bot.clock.now() }])
    await recovery()
    expect(bot.pagerduty.alerts()).toMatchObject([{ state: 'resolved' }])
    expect(events()).toEqual(['opened', 'resolved'])
    expect(bot.channel()).toHaveLength(1)
    bot.slack.faults.clear()
    await pollAfter(bot, MINUTE)
    expect(bot.channel()).toHaveLength(2)
  })
})

describe('the webhook', () => {
  test('is signed over timestamp and body, and names an id that differs from event to event', async () => {
    await start()
    await outage()
    await recovery()
    const [opened, resolved] = bot.webhook.requests
    for (const request of [opened, resolved]) {
      const { 'x-interlink-timestamp': timestamp, 'x-interlink-signature': signature } =
        request?.headers ?? {}
      const signed = createHmac('sha256', WEBHOOK_SECRET)
        .update(`${timestamp}.${request?.body}`)
        .digest('hex')
      expect(signature).toBe(`v1=${signed}`)
    }
    expect(opened?.path).toBe('/alerts')
    expect(opened?.headers['x-interlink-id']).not.toBe(resolved?.headers['x-interlink-id'])
    expect(bot.webhook.events()).toHaveLength(2)
  })

  test('signed with another secret than the receiver knows is refused, told once, and not lost', async () => {
    await start({ ALERT_WEBHOOK_SECRET: 'a secret of somebody else' })
    await outage()
    for (let minute = 0; minute < 3; minute += 1) await pollUntold(bot, MINUTE)
    expect(bot.webhook.events()).toEqual([])
    const stuck = bot.channel().filter((message) => payload(message)?.kind === 'stuck')
    expect(stuck.map(words)).toEqual([expect.stringContaining('ALERT_WEBHOOK_SECRET')])
    await bot.stop()
    await bot.start()
    await pollFor(bot, 2 * MINUTE)
    expect(events()).toEqual(['opened'])
  })
})
