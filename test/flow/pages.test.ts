import { afterEach, describe, expect, test } from 'vitest'
import { NO_REMINDERS } from '../support/bot.ts'
import {
  HOUR,
  linkId,
  MINUTE,
  onlyInService,
  pollAfter,
  pollFor,
  pollUntil,
  restart,
  SECOND,
  TUESDAY,
} from '../support/over-time.ts'
import { type PagedBot, startPagedBot } from '../support/paged-bot.ts'
import { pressButton } from '../support/pressing.ts'

let bot: PagedBot
afterEach(() => bot.close())

async function start(now = TUESDAY, prepare = () => {}): Promise<void> {
  bot = await startPagedBot({ now, env: NO_REMINDERS, started: false })
  onlyInService(bot)
  prepare()
  await bot.start()
}
const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const alertTs = () => bot.channel()[1]?.ts ?? ''
const actions = () => bot.webhook.events().map(({ event }) => event)
const called = () => bot.pagerduty.notifications()

describe('an outage is paged', () => {
  test('after 60 s where it took the last path, with the words of the incident', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollAfter(bot, 50 * SECOND)
    expect(called()).toEqual([])
    await pollAfter(bot, 10 * SECOND)
    expect(called()).toMatchObject([{ urgency: 'high', summary: expect.stringContaining('amsterdam-prod') }])
    await pollFor(bot, 5 * MINUTE)
    expect(called()).toHaveLength(1)
    expect(bot.webhook.events()).toMatchObject([
      {
        event: 'opened',
        incident: { level: 'critical', region: 'nl-ams' },
        links: [{ name: 'amsterdam-prod' }],
      },
    ])
  })

  test('after 90 s where another path is left', async () => {
    await start(TUESDAY, () => {
      // The only other way into its VPC has less bandwidth: it does not make up for the loss.
      bot.interlink.world.setLink(linkId(bot, 'paris-prod-b'), { bandwidth_mbps: 100 })
    })
    set('paris-prod-a', 'all_down')
    await bot.poll()
    await pollAfter(bot, 80 * SECOND)
    expect(called()).toEqual([])
    await pollAfter(bot, 10 * SECOND)
    expect(called()).toMatchObject([{ urgency: 'high', summary: expect.stringContaining('paris-prod-a') }])
  })

  test('not at all where it heals itself before that', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    set('amsterdam-prod', 'active')
    await pollAfter(bot, 50 * SECOND)
    await pollFor(bot, 5 * MINUTE)
    expect(called()).toEqual([])
    expect(bot.webhook.events()).toEqual([])
  })

  test('at once where a change of configuration made it, which is a change event too', async () => {
    await start()
    bot.interlink.world.setLink(linkId(bot, 'amsterdam-prod'), { enable_route_propagation: false })
    await bot.poll()
    expect(called()).toMatchObject([{ urgency: 'high' }])
    expect(bot.pagerduty.changes()).toMatchObject([
      { payload: { summary: expect.stringContaining('amsterdam-prod') } },
    ])
    expect(actions()).toEqual(['changed', 'opened'])
  })

  test('once for a thousand links with one cause', async () => {
    bot = await startPagedBot({ now: TUESDAY, env: NO_REMINDERS, started: false })
    const { world } = bot.interlink
    const { id: _id, vlan: _vlan, ...like } = world.link(linkId(bot, 'amsterdam-prod')) ?? {}
    const ids = Array.from({ length: 1_000 }, (_, n) => world.addLink({ ...like, name: `link-${n}` }).id)
    await bot.start()
    for (const id of ids) world.setStatus(id, 'all_down')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollFor(bot, 5 * MINUTE, MINUTE)
    expect(called()).toMatchObject([{ summary: expect.stringContaining('and 1000 more') }])
    expect(actions()).toEqual(['opened'])
    for (const id of ids) world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    // The link that is still down keeps the page.
    expect(actions()).toEqual(['opened'])
    set('amsterdam-prod', 'active')
    await bot.poll()
    await bot.stable()
    expect(actions()).toEqual(['opened', 'resolved'])
    expect(called()).toHaveLength(1)
  })
})

describe('a page follows its incident', () => {
  test('to its end: recovery resolves it by the key of the incident', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollAfter(bot, 60 * SECOND)
    const [incident] = await bot.store().openIncidents()
    expect(bot.pagerduty.alert(incident?.id ?? '')).toMatchObject({ state: 'triggered' })
    set('amsterdam-prod', 'active')
    await bot.poll()
    expect(bot.pagerduty.alert(incident?.id ?? '')).toMatchObject({ state: 'triggered' })
    await bot.stable()
    expect(bot.pagerduty.alert(incident?.id ?? '')).toMatchObject({
      state: 'resolved',
      log: ['trigger', 'resolve'],
    })
    expect(bot.webhook.events()).toMatchObject([
      { event: 'opened', incident: { key: incident?.id } },
      { event: 'resolved', incident: { key: incident?.id } },
    ])
  })

  test('to whoever acknowledges it in Slack, before the next poll', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollAfter(bot, 60 * SECOND)
    await pressButton(bot, alertTs(), 'acknowledge')
    expect(bot.pagerduty.alerts()).toMatchObject([{ state: 'acknowledged' }])
    expect(actions()).toEqual(['opened', 'acknowledged'])
  })

  test('that got worse after it was acknowledged, with a second key that calls again', async () => {
    await start()
    // One family of the last path is lost: critical, and acknowledged.
    bot.interlink.world.setLink(linkId(bot, 'amsterdam-prod'), {
      status: 'limited_connectivity',
      bgp_v6_status: 'down',
    })
    await bot.poll()
    await pollAfter(bot, 60 * SECOND)
    await pressButton(bot, alertTs(), 'acknowledge')
    await pollAfter(bot, MINUTE)
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollFor(bot, 2 * MINUTE)
    const [first, second, ...more] = called()
    expect(more).toEqual([])
    expect(second?.dedupKey).toBe(`${first?.dedupKey}#2`)
    expect(actions()).toEqual(['opened', 'acknowledged', 'worsened'])
    set('amsterdam-prod', 'active')
    await bot.poll()
    await bot.stable()
    expect(bot.pagerduty.alerts().map(({ state }) => state)).toEqual(['resolved', 'resolved'])
  })

  test('over a restart: nobody is called twice, and the end is told', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await restart(bot)
    await pollAfter(bot, 60 * SECOND)
    await restart(bot)
    await pollFor(bot, 3 * MINUTE)
    expect(called()).toHaveLength(1)
    await bot.stop()
    set('amsterdam-prod', 'active')
    await bot.start()
    await bot.stable()
    expect(actions()).toEqual(['opened', 'resolved'])
    expect(bot.pagerduty.alerts()).toMatchObject([{ state: 'resolved' }])
  })
})

describe('nobody is called out of bed', () => {
  test('for an error: it is paged at low urgency when work begins', async () => {
    await start(Date.parse('2026-11-21T03:12:00Z'))
    set('paris-prod-a', 'all_down')
    await bot.poll()
    const monday = Date.parse('2026-11-23T09:00:00Z')
    await pollUntil(bot, monday - MINUTE, HOUR)
    expect(called()).toEqual([])
    await pollUntil(bot, monday)
    expect(called()).toMatchObject([{ urgency: 'low', summary: expect.stringContaining('paris-prod-a') }])
    expect(bot.webhook.events()).toMatchObject([{ event: 'opened', incident: { level: 'error' } }])
  })

  test('for a warning, ever', async () => {
    await start()
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-a'), {
      status: 'limited_connectivity',
      bgp_v6_status: 'down',
    })
    await bot.poll()
    expect(bot.channel()).toHaveLength(2)
    await pollFor(bot, 26 * HOUR, HOUR)
    expect(called()).toEqual([])
    expect(bot.webhook.requests).toEqual([])
  })

  test('for what is silenced', async () => {
    await start()
    await bot.say('silence link:amsterdam-prod 4h planned')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollFor(bot, 30 * MINUTE, 5 * MINUTE)
    expect(bot.pagerduty.requests).toEqual([])
    expect(bot.webhook.requests).toEqual([])
    expect(await bot.store().openIncidents()).toMatchObject([{ level: 'critical', page: null }])
  })
})
