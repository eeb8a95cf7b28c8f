import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askedTwice } from '../support/asked-twice.ts'
import { ADA, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { type } from '../support/pressing.ts'

let bot: Bot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.close())

const TERRAFORM = { principalId: 'ops-app', userAgent: 'scaleway-sdk-go terraform-provider/2.60' }

/** An answer to Ada with these words, new or in the place of an older one, once it is there. */
function renewed(wanted: string): Promise<string> {
  const find = () =>
    bot.slack
      .ephemerals(ADA)
      .map(words)
      .find((text) => text.includes(wanted))
  return new Promise((resolve) => {
    const look = () => {
      const found = find()
      if (found === undefined) return
      stop()
      resolve(found)
    }
    const stop = bot.slack.onChange(look)
    look()
  })
}

describe('/interlink diagnose', () => {
  test('of a healthy link says so, with the routes that its VPC has learned', async () => {
    const text = words(await type(bot, 'diagnose paris-prod-a'))
    expect(text).toContain('sessions are up, the path is configured, traffic is not measured')
    expect(text).toContain('✓ IPv4 routes that the VPC has learned over InterLink: 2')
    expect(text).not.toContain('What was not checked')
  })

  test('of each link of the demo asks for nothing twice, nor when a person has taken its path away', async () => {
    const steps = async (name: string) => {
      const text = words(await type(bot, `diagnose "${name}"`))
      return (/\*What to do next\*\n([\s\S]*?)\n\*/.exec(text)?.[1] ?? '')
        .split('\n')
        .map((line) => line.replace(/^\d+\. /, ''))
    }
    for (const { name } of bot.interlink.world.links())
      expect([name, ...askedTwice(await steps(name))]).toEqual([name])
    const path = { vpc_id: null, routing_policy_v4_id: null, enable_route_propagation: false }
    bot.interlink.world.setLinkAs(TERRAFORM, linkId(bot, 'amsterdam-prod'), path)
    await bot.poll()
    const undone = await steps('amsterdam-prod')
    expect(askedTwice(undone)).toEqual([])
    for (const part of ['Attach VPC', 'Attach a routing policy for IPv4 again', 'Turn on route propagation'])
      expect(undone.join()).toContain(part)
  })

  test('names who turned propagation off before the sessions went, long after the alert', async () => {
    const id = linkId(bot, 'amsterdam-prod')
    bot.interlink.world.setLinkAs(TERRAFORM, id, { enable_route_propagation: false })
    await bot.clock.advance(60_000)
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.poll()
    await bot.stable()
    await bot.stable()
    const text = words(await type(bot, 'diagnose amsterdam-prod'))
    expect(text).toMatch(/route propagation was turned off by `?ops-app`? with Terraform/)
    expect(text).toContain('Undo it in the Terraform code too')
    expect(text).toContain('*Whose move:* Yours')
  })

  test('is done again, live, by its Refresh button', async () => {
    const first = await type(bot, 'diagnose paris-prod-b')
    bot.interlink.world.setStatus(linkId(bot, 'paris-prod-b'), 'all_down')
    await bot.clock.advance(3_000)
    const outcome = await bot.slack.click({
      userId: ADA,
      actionId: 'refresh_diagnosis',
      ephemeralId: first.ts,
    })
    expect(outcome).toMatchObject({ ok: true })
    const text = await renewed('Both BGP sessions are down')
    expect(text).toContain('Read live at')
  })
})
