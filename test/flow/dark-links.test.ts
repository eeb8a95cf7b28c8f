import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  DAY,
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  restart,
  TUESDAY,
  words,
} from '../support/over-time.ts'

let bot: Bot
afterEach(() => bot.close())

const LINK = 'amsterdam-prod'

async function start(prepare = () => {}, env: Readonly<Record<string, string>> = {}): Promise<void> {
  bot = await startBot({ now: TUESDAY, env: { ...NO_REMINDERS, ...env }, started: false })
  onlyInService(bot)
  prepare()
  await bot.start()
}
const change = (patch: Parameters<Bot['interlink']['world']['setLink']>[1]) =>
  bot.interlink.world.setLink(linkId(bot, LINK), patch)
const kinds = () => bot.channel().map((message) => payload(message)?.kind)
const root = () => bot.channel()[1]
/** VPCs and policies are read at most once in five minutes. */
const later = () => pollAfter(bot, 301_000)

describe('a new link that is active while no traffic can flow', () => {
  test('is told once, after one business day, with the first step that is missing', async () => {
    await start()
    bot.interlink.world.addLink({
      name: 'lyon',
      status: 'active',
      vpc_id: null,
      routing_policy_v4_id: null,
      routing_policy_v6_id: null,
      enable_route_propagation: false,
      bgp_v4_status: 'disabled',
      bgp_v6_status: 'disabled',
    })
    await bot.poll()
    expect(kinds()).toEqual(['baseline'])
    await bot.stop()
    await bot.clock.advance(DAY - 5 * MINUTE)
    await bot.start()
    expect(kinds()).toEqual(['baseline'])
    await pollAfter(bot, 10 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'link'])
    expect(payload(root())).toMatchObject({ severity: 'warning', link_id: linkId(bot, 'lyon'), to: 'active' })
    expect(words(root())).toContain('no traffic can flow')
    expect(words(root())).toMatch(/1\. .*VPC/)
    await restart(bot)
    await later()
    expect(kinds()).toEqual(['baseline', 'link'])

    // The next step that is missing is no news; the last one that is done is the end of it.
    const id = linkId(bot, 'lyon')
    bot.interlink.world.setLink(id, { vpc_id: demoIds.vpcs.prod })
    await bot.poll()
    expect(words(root())).toMatch(/1\. .*routing policy/i)
    bot.interlink.world.setLink(id, {
      routing_policy_v4_id: demoIds.policies.prodV4,
      enable_route_propagation: true,
      bgp_v4_status: 'up',
    })
    await bot.poll()
    expect(kinds()).toEqual(['baseline', 'link'])
    expect(words(root())).toMatch(/Up, confirming|Closed/)
    await bot.stable()
    expect(await bot.store().openIncidents()).toEqual([])
  })
})

describe('a step that a link in service loses is an outage', () => {
  test.each([
    ['its VPC', { vpc_id: null }],
    ['route propagation', { enable_route_propagation: false }],
    ['the policies of both families', { routing_policy_v4_id: null, routing_policy_v6_id: null }],
  ] as const)('though its status and sessions stay as they were: %s', async (_step, patch) => {
    await start()
    const before = bot.interlink.world.link(linkId(bot, LINK))
    change(patch)
    await bot.poll()
    expect(kinds()).toEqual(['baseline', 'link'])
    expect(payload(root())).toMatchObject({ severity: 'critical', from: 'active', to: 'active' })
    await bot.poll()
    await restart(bot)
    expect(kinds()).toEqual(['baseline', 'link'])
    change({ ...before })
    await bot.poll()
    expect(words(root())).toContain('Up, confirming')
    await bot.stable()
    expect(words(root())).toContain('Recovered')
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('the routing of its VPC, which is no change of the link at all', async () => {
    await start()
    bot.interlink.world.setVpc(demoIds.vpcs.amsterdamProd, { routing_enabled: false })
    await later()
    expect(kinds()).toEqual(['baseline', 'link'])
    expect(payload(root())).toMatchObject({ severity: 'critical', link_id: linkId(bot, LINK) })
    expect(words(root())).toMatch(/routing/i)
    await later()
    await restart(bot)
    expect(kinds()).toEqual(['baseline', 'link'])
    bot.interlink.world.setVpc(demoIds.vpcs.amsterdamProd, { routing_enabled: true })
    await later()
    await bot.stable()
    expect(words(root())).toContain('Recovered')
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('the prefixes of its only policy, told under the message of the policy', async () => {
    await start(() => change({ routing_policy_v6_id: null, bgp_v6_status: 'disabled' }))
    const { policies } = demoIds
    const filters = bot.interlink.world.policies().find(({ id }) => id === policies.amsterdamV4)
    bot.interlink.world.setPolicy(policies.amsterdamV4, { prefix_filter_in: [] })
    await later()
    expect(kinds()).toEqual(['baseline', 'policy'])
    expect(payload(root())).toMatchObject({ severity: 'critical', region: 'nl-ams' })
    expect(words(root())).toContain(`\`${LINK}\``)
    expect(await bot.store().openIncidents()).toMatchObject([
      { rule: 'path_broken', level: 'critical', subject: { linkId: linkId(bot, LINK) } },
    ])
    await later()
    await restart(bot)
    expect(kinds()).toEqual(['baseline', 'policy'])

    bot.interlink.world.setPolicy(policies.amsterdamV4, { prefix_filter_in: filters?.prefix_filter_in ?? [] })
    await later()
    await bot.stable()
    expect(await bot.store().openIncidents()).toEqual([])
    expect(bot.thread(root()?.ts ?? '').map((line) => words(line))).toEqual([
      expect.stringContaining('Recovered'),
    ])
  })
})
