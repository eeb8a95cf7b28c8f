import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const linkId = (name: string): string => {
  const link = bot.interlink.world.links().find((candidate) => candidate.name === name)
  if (link === undefined) throw new Error(`No link is called ${name}.`)
  return link.id
}

describe('a link in service that goes down', () => {
  test('is one message, edited on recovery, with one line in its thread', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    const [, alert] = bot.channel()
    expect(alert?.metadata?.event_payload).toMatchObject({
      kind: 'link',
      severity: 'critical',
      link_id: id,
      region: 'nl-ams',
      from: 'active',
      to: 'all_down',
    })
    const told = wordsOf(alert ?? { text: '' })
    expect(told).toContain('amsterdam-prod')
    expect(told).toContain('prod-ams')
    expect(alert?.edited).toBeUndefined()

    await bot.poll()
    expect(bot.channel()).toHaveLength(2)

    bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    expect(wordsOf(bot.channel()[1] ?? { text: '' })).toMatch(/up, confirming/i)
    expect(bot.thread(alert?.ts ?? '')).toEqual([])
    await bot.clock.advance(110_000)
    await bot.poll()
    expect(bot.thread(alert?.ts ?? '')).toEqual([])
    await bot.clock.advance(20_000)
    await bot.poll()
    expect(bot.channel()).toHaveLength(2)
    const recovered = bot.channel()[1]
    expect(recovered?.ts).toBe(alert?.ts)
    expect(recovered?.edited).toBeDefined()
    expect(recovered?.metadata?.event_payload.alert_key).toBe(alert?.metadata?.event_payload.alert_key)
    const lines = bot.thread(alert?.ts ?? '')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.metadata?.event_payload).toMatchObject({
      kind: 'link_line',
      from: 'all_down',
      to: 'active',
    })
    expect(wordsOf(lines[0] ?? { text: '' })).toMatch(/Recovered/)
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('that had only lost one family is told again, loudly, when it loses the other', async () => {
    bot = await startBot()
    const id = linkId('paris-prod-a')
    bot.interlink.world.setLink(id, { status: 'limited_connectivity', bgp_v6_status: 'down' })
    await bot.poll()
    const alert = bot.channel()[1]
    expect(alert?.metadata?.event_payload).toMatchObject({ severity: 'warning', to: 'limited_connectivity' })
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    const broadcast = bot.channel()[2]
    expect(broadcast).toMatchObject({ thread_ts: alert?.ts, reply_broadcast: true })
    // An independent link still carries both families: one level below critical.
    expect(broadcast?.metadata?.event_payload).toMatchObject({ severity: 'error' })
    expect(bot.channel()[1]?.edited).toBeDefined()
  })

  test('and comes back for a moment, again and again, stays one message, and cries that it flaps once', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    for (let flap = 0; flap < 5; flap += 1) {
      bot.interlink.world.setStatus(id, 'all_down')
      await bot.clock.advance(30_000)
      await bot.poll()
      bot.interlink.world.setStatus(id, 'active')
      await bot.clock.advance(30_000)
      await bot.poll()
    }
    expect(bot.channel()).toHaveLength(3)
    expect(wordsOf(bot.channel()[2] ?? { text: '' })).toContain('flapping.*')
    expect(await bot.store().openIncidents()).toHaveLength(1)
    const lines = bot.thread(bot.channel()[1]?.ts ?? '')
    // It was down again once before it counted as flapping.
    expect(lines.map((line) => line.metadata?.event_payload.kind)).toEqual(['link_line', 'note'])
    await bot.clock.advance(30 * 60_000)
    await bot.poll()
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('recovers over a restart as if there had been none', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    await bot.stop()
    await bot.clock.advance(120_000)
    await bot.start()
    expect(await bot.store().openIncidents()).toEqual([])
    expect(bot.thread(bot.channel()[1]?.ts ?? '')).toHaveLength(1)
  })

  test('because its propagation was turned off is told as that change', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setLink(id, {
      enable_route_propagation: false,
      status: 'all_down',
      bgp_v4_status: 'disabled',
      bgp_v6_status: 'disabled',
    })
    await bot.poll()
    expect(bot.channel()[1]?.metadata?.event_payload).toMatchObject({ severity: 'critical' })
    expect(wordsOf(bot.channel()[1] ?? { text: '' })).toMatch(/propagation/i)
  })

  test('torn down by the bot itself is not alerted, in that poll or later', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    await bot.store().recordOwnAct({ linkId: id, change: 'deletion', at: bot.clock.now() })
    bot.interlink.world.setLink(id, { status: 'deprovisioning' })
    for (let polls = 0; polls < 3; polls += 1) {
      await bot.poll()
      await bot.clock.advance(30_000)
    }
    expect(bot.channel()).toHaveLength(1)
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('because the bot itself changed it is not told', async () => {
    bot = await startBot()
    const id = linkId('amsterdam-prod')
    await bot.store().recordOwnAct({ linkId: id, change: 'propagation', at: bot.clock.now() })
    bot.interlink.world.setLink(id, {
      enable_route_propagation: false,
      bgp_v4_status: 'disabled',
      bgp_v6_status: 'disabled',
    })
    await bot.poll()
    expect(bot.channel()).toHaveLength(1)
  })
})

describe('a link that moves forward', () => {
  test('is not told', async () => {
    bot = await startBot()
    const id = linkId('marseille-backup')
    bot.interlink.world.setStatus(id, 'provisioning')
    const report = await bot.poll()
    expect(report?.scopes.find(({ scope }) => scope.region === 'fr-par')?.transitions).toBe(1)
    expect(bot.channel()).toHaveLength(1)
  })

  test('or is new is not told', async () => {
    bot = await startBot()
    bot.interlink.world.addLink({ name: 'lyon', status: 'requested' })
    await bot.poll()
    expect(bot.channel()).toHaveLength(1)
  })
})

describe('a link that is missing from the list', () => {
  test('and answers 404 is told as gone', async () => {
    bot = await startBot()
    bot.interlink.world.removeLink(linkId('amsterdam-prod'))
    await bot.poll()
    expect(bot.channel()[1]?.metadata?.event_payload).toMatchObject({ severity: 'critical', from: 'active' })
    expect(await bot.store().openIncidents()).toEqual([])
    await bot.poll()
    expect(bot.channel()).toHaveLength(2)
  })

  test('but still answers its own GET is not gone', async () => {
    bot = await startBot()
    bot.interlink.faults.next({
      match: { method: 'GET', path: /\/links$/, region: 'nl-ams' },
      times: 1,
      answer: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ links: [], total_count: 0 }),
      },
    })
    const report = await bot.poll()
    expect(report?.scopes.find(({ scope }) => scope.region === 'nl-ams')).toMatchObject({
      links: 0,
      transitions: 0,
    })
    expect(bot.channel()).toHaveLength(1)
    expect((await bot.store().loadScope({ id: 'default/nl-ams', region: 'nl-ams' })).links.size).toBe(2)
  })

  test('because it is malformed is neither gone nor changed', async () => {
    bot = await startBot()
    bot.interlink.faults.malformedLink(linkId('amsterdam-prod'), 'status_missing')
    const report = await bot.poll()
    expect(report?.scopes.find(({ scope }) => scope.region === 'nl-ams')?.malformed).toHaveLength(1)
    expect(bot.channel()).toHaveLength(1)
    expect(bot.log.filter((line) => line.includes('cannot be understood'))).toHaveLength(1)
    await bot.poll()
    expect(bot.log.filter((line) => line.includes('cannot be understood'))).toHaveLength(1)
  })
})
