import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { linkId, MINUTE, onlyInService, payload, pollAfter, restart, words } from '../support/over-time.ts'
import { type } from '../support/pressing.ts'

let bot: Bot
afterEach(() => bot.close())

/** Two links lead into the VPC "prod" of Paris. */
const A = 'paris-prod-a'
const B = 'paris-prod-b'

const messageOf = (name: string) =>
  bot.channel().find((message) => payload(message)?.link_id === linkId(bot, name))
const detach = (name: string) =>
  bot.interlink.world.setLink(linkId(bot, name), { vpc_id: null, enable_route_propagation: false })

async function watched(): Promise<void> {
  bot = await startBot({ started: false, env: NO_REMINDERS })
  onlyInService(bot)
  await bot.start()
}

describe('a link whose VPC was detached', () => {
  test('is told with what is left of that VPC, at once and at its next change', async () => {
    await watched()
    detach(A)
    await pollAfter(bot, MINUTE)
    expect(words(messageOf(A))).toContain('into VPC `prod`: 1 of 2 left')
    expect(words(messageOf(A))).toContain('VPC `prod` has lost IPv4 and IPv6 over this link.')
    await restart(bot)
    bot.interlink.world.setLink(linkId(bot, A), { bgp_v6_status: 'down', status: 'limited_connectivity' })
    await pollAfter(bot, MINUTE)
    expect(payload(messageOf(A))).toMatchObject({ to: 'limited_connectivity' })
    expect(words(messageOf(A))).toContain('into VPC `prod`: 1 of 2 left')
  })

  test('is still listed by that VPC, and silenced with it', async () => {
    await watched()
    detach(A)
    await pollAfter(bot, MINUTE)
    expect(words(await type(bot, 'list vpc:prod'))).toContain(`\`${A}\``)
    // Both links of Paris, and amsterdam-prod in VPC prod-ams.
    expect(words(await type(bot, 'silence vpc:prod 1h'))).toContain('fits 3 links')
    expect(words(await type(bot, `why ${A}`))).toContain('vpc:prod')
  })

  test('is the last path into it once the other one is down too, and says so', async () => {
    await watched()
    detach(A)
    await pollAfter(bot, MINUTE)
    await pollAfter(bot, 5 * MINUTE)
    bot.interlink.world.setStatus(linkId(bot, B), 'all_down')
    await pollAfter(bot, MINUTE)
    expect(words(messageOf(A))).toContain('Last path into VPC `prod` for IPv4 and IPv6 is down.')
    bot.interlink.world.setStatus(linkId(bot, B), 'active')
    await pollAfter(bot, MINUTE)
    expect(words(messageOf(A))).toContain('into VPC `prod`: 1 of 2 left')
  })
})
