import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { linkId, MINUTE, onlyInService, payload, pollAfter, words } from '../support/over-time.ts'

const ROBOT = {
  principalId: 'c0de1e55-0000-4000-8000-000000000602',
  userAgent:
    'scaleway-sdk-go/v1.0.0-beta.35 (go1.24; linux; amd64) terraform-provider/2.60.0 terraform/1.13.1',
}
const PERSON = {
  principalId: 'ada00000-0000-4000-8000-000000000603',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
}
const PORT = demoIds.connections.parisOwnPort

let bot: Bot
afterEach(() => bot.close())

const message = () => bot.channel()[1]
const asked = () => bot.interlink.calls().filter(({ path }) => path.startsWith('/audit-trail/'))

async function watched(...others: readonly string[]): Promise<readonly string[]> {
  bot = await startBot({ started: false, env: NO_REMINDERS })
  onlyInService(bot)
  const { world } = bot.interlink
  const { id: first = '', vlan: _vlan, ...model } = world.link(linkId(bot, 'dc5-own-port-staging')) ?? {}
  const ids = others.map((name) => world.addLink({ ...model, name }).id)
  await bot.start()
  return [first, ...ids]
}

describe('links that go bad by one change each', () => {
  test('are told as one with who changed all of them', async () => {
    const ids = await watched('second', 'third')
    for (const id of ids) bot.interlink.world.setLinkAs(ROBOT, id, { enable_route_propagation: false })
    await pollAfter(bot, MINUTE)
    expect(payload(message())).toMatchObject({ kind: 'group', count: 3 })
    expect(words(message())).toContain(`Changed by \`${ROBOT.principalId}\` with Terraform at `)
    expect(message()?.text).toContain(`Changed by \`${ROBOT.principalId}\` with Terraform at `)
  })

  test('name nobody where they were changed by two, or one of them by nobody who is known', async () => {
    const [first = '', second = '', third = ''] = await watched('second', 'third')
    const off = { enable_route_propagation: false }
    bot.interlink.world.setLinkAs(ROBOT, first, off)
    bot.interlink.world.setLinkAs(ROBOT, second, off)
    bot.interlink.world.setLinkAs(PERSON, third, off)
    await pollAfter(bot, MINUTE)
    expect(payload(message())).toMatchObject({ kind: 'group', count: 3 })
    expect(words(message())).not.toContain('Changed by')
  })

  test('go on naming whoever it was while another one joins that they changed, too, and not otherwise', async () => {
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = await watched(
      'second',
      'third',
      'fourth',
      'fifth',
    )
    const off = { enable_route_propagation: false }
    for (const id of [first, second, third]) bot.interlink.world.setLinkAs(ROBOT, id, off)
    await pollAfter(bot, MINUTE)
    bot.interlink.world.setLinkAs(ROBOT, fourth, off)
    await pollAfter(bot, MINUTE)
    expect(payload(message())).toMatchObject({ kind: 'group', count: 4 })
    expect(words(message())).toContain(`Changed by \`${ROBOT.principalId}\``)
    bot.interlink.world.setStatus(fifth, 'all_down')
    await pollAfter(bot, 0.5 * MINUTE)
    expect(payload(message())).toMatchObject({ kind: 'group', count: 5 })
    expect(words(message())).not.toContain('Changed by')
  })
})

describe('an edit of a routing policy', () => {
  test('is told with who made it, though policies are read each five minutes only', async () => {
    await watched()
    const edited = await fetch(
      `${bot.interlink.url}/interlink/v1beta1/regions/fr-par/routing-policies/${demoIds.policies.prodV4}`,
      {
        method: 'PATCH',
        headers: { 'X-Auth-Token': bot.env().SCW_SECRET_KEY ?? '', 'User-Agent': 'scaleway-cli/2.42.0' },
        body: JSON.stringify({ prefix_filter_in: ['10.99.0.0/16'] }),
      },
    )
    expect(edited.status).toBe(200)
    await pollAfter(bot, 4.9 * MINUTE)
    await pollAfter(bot, 0.2 * MINUTE)
    expect(payload(message())).toMatchObject({ kind: 'policy' })
    expect(words(message())).toMatch(/Changed by `[\w-]+` with the scw CLI at /)
    expect(words(message())).toContain('Ask them whether it was planned.')
    expect(message()?.text).toMatch(/Changed by `[\w-]+` with the scw CLI at /)
  })

  test('that nobody is known for asks who made it', async () => {
    await watched()
    bot.interlink.world.setPolicy(demoIds.policies.prodV4, { prefix_filter_in: ['10.99.0.0/16'] })
    await pollAfter(bot, 5.1 * MINUTE)
    expect(asked()).toHaveLength(1)
    expect(words(message())).toContain('Ask who edited it.')
    expect(words(message())).not.toContain('Changed by')
  })
})

describe('a dedicated connection that fails', () => {
  const recorded = (resource: string) => ({
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      events: [
        {
          recorded_at: new Date(bot.clock.now()).toISOString(),
          principal: { id: PERSON.principalId },
          user_agent: PERSON.userAgent,
          method_name: 'DisableDedicatedConnection',
          resources: [{ id: resource }],
          status_code: 200,
        },
      ],
    }),
  })

  test('is told with who made the change that did it, where the Audit Trail names them', async () => {
    await watched()
    bot.interlink.faults.next({ match: { path: /^\/audit-trail\// }, answer: recorded(PORT) })
    bot.interlink.world.setConnection(PORT, { status: 'disabled' })
    await pollAfter(bot, 2 * MINUTE)
    expect(asked().map(({ query }) => query)).toMatchObject([{ resource_id: [PORT] }])
    expect(payload(message())).toMatchObject({ kind: 'connection', to: 'disabled' })
    expect(words(message())).toContain(`*Changed by*\n\`${PERSON.principalId}\` in the console`)
    expect(message()?.text).toContain(`Changed by \`${PERSON.principalId}\``)
    bot.interlink.world.setConnection(PORT, { status: 'active' })
    await pollAfter(bot, 2 * MINUTE)
    expect(words(message())).toContain(`*Changed by*\n\`${PERSON.principalId}\` in the console`)
  })

  test('names nobody where it failed by itself', async () => {
    await watched()
    bot.interlink.world.setConnection(PORT, { status: 'failed' })
    await pollAfter(bot, 2 * MINUTE)
    expect(payload(message())).toMatchObject({ kind: 'connection', to: 'failed' })
    expect(words(message())).not.toContain('Changed by')
  })
})
