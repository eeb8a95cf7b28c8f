import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { type Bot, NO_REMINDERS, startBot, wordsOf } from '../support/bot.ts'
import { linkId, pollAfter, words } from '../support/over-time.ts'
import { type } from '../support/pressing.ts'
import { OPERATORS, plan, submit } from '../support/remedies.ts'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({ env: { ...OPERATORS, ...NO_REMINDERS } })
})
afterEach(() => bot.close())

const AUDIT_TRAIL = /^\/audit-trail\//
const SOMEBODY = { principalId: 'somebody-else', userAgent: 'scaleway-sdk-go terraform-provider/2.60' }

async function fixed(name: string, remedy: string): Promise<void> {
  const shown = await plan(bot, name, remedy)
  const typed = remedy.startsWith('disable') || remedy.startsWith('detach') ? { remedy_typed: name } : {}
  await submit(bot, shown, typed, /Done: /)
}

const diagnosed = async (name: string) => words(await type(bot, `diagnose "${name}"`))

/** Whom the cloud's record names for what the bot writes: the stand-in's ids of key holders begin with this. */
const BOTS_KEY = 'e1f2a3b4'

describe('What an operator had the bot do is no stranger’s doing to a diagnosis', () => {
  test('that names the operator, before a poll has seen it and after, and asks that person', async () => {
    await fixed('amsterdam-prod', 'disable_propagation:')
    for (const look of ['at once', 'after a poll']) {
      const text = await diagnosed('amsterdam-prod')
      expect([look, text]).toEqual([
        look,
        expect.stringMatching(/route propagation was turned off by this bot, as <@U0ADA0001> asked/i),
      ])
      expect(text).toMatch(
        /Ask <@U0ADA0001>, who had this bot make the change at [\d-]+ \d\d:\d\d UTC, whether/,
      )
      expect(text).not.toContain(BOTS_KEY)
      await pollAfter(bot, 60_000)
    }
    await fixed('amsterdam-prod', 'enable_propagation:')
    const text = await diagnosed('amsterdam-prod')
    expect(text).toMatch(/Route propagation was turned on by this bot, as <@U0ADA0001> asked, just now/)
    expect(text).not.toContain(BOTS_KEY)

    await fixed('paris-prod-a', 'detach_vpc:')
    const detached = await diagnosed('paris-prod-a')
    expect(detached).toMatch(/the VPC was detached by this bot, as <@U0ADA0001> asked/)
    expect(detached).not.toContain(BOTS_KEY)
    await pollAfter(bot, 60_000)
    expect(await diagnosed('paris-prod-b')).not.toContain(BOTS_KEY)
  })

  test('that knows it also where the Audit Trail may not be read', async () => {
    bot.interlink.faults.next({
      match: { path: AUDIT_TRAIL },
      times: Number.POSITIVE_INFINITY,
      answer: apiErrors.permissionsDenied('audit_trail', 'read'),
    })
    await fixed('amsterdam-prod', 'disable_propagation:')
    const text = await diagnosed('amsterdam-prod')
    expect(text).toMatch(/route propagation was turned off by this bot, as <@U0ADA0001> asked/i)
    expect(text).toMatch(/not checked[\s\S]*who changed the link lately/i)
  })

  test('that goes on naming somebody else who did the same later', async () => {
    await fixed('amsterdam-prod', 'disable_propagation:')
    await fixed('amsterdam-prod', 'enable_propagation:')
    await pollAfter(bot, 5 * 60_000)
    bot.interlink.world.setLinkAs(SOMEBODY, linkId(bot, 'amsterdam-prod'), {
      enable_route_propagation: false,
    })
    const text = await diagnosed('amsterdam-prod')
    expect(text).toContain('route propagation was turned off by `somebody-else` with Terraform')
    expect(text).toContain('Ask `somebody-else`, who made the change with Terraform')
  })
})

describe('What an operator had the bot do is no stranger’s doing to an alert', () => {
  const alert = () => {
    const message = bot.channel().findLast(({ text }) => /Critical|Error|Warning/.test(text))
    return message === undefined ? '' : `${message.text}\n${wordsOf(message)}`
  }

  test('that names whoever asked for it, where the sessions drop after it', async () => {
    for (const remedy of ['disable_propagation:', 'enable_propagation:']) {
      await fixed('amsterdam-prod', remedy)
      await pollAfter(bot, 30_000)
    }
    bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
    await pollAfter(bot, 30_000)
    expect(alert()).toMatch(/\*Changed by\*\nThis bot, as (ada|`U0ADA0001`) asked\n<!date/)
    expect(alert()).not.toContain(BOTS_KEY)
  })

  test('that names somebody else, where they changed more of the link before the same poll', async () => {
    const path = { routing_policy_v4_id: null, bgp_v4_status: 'disabled' } as const
    const robot = { ...SOMEBODY, userAgent: 'python-requests/2' }
    bot.interlink.world.setLinkAs(robot, linkId(bot, 'amsterdam-prod'), path)
    await fixed('amsterdam-prod', 'disable_propagation:')
    await pollAfter(bot, 30_000)
    expect(alert()).toMatch(/\*Changed by\*\n`somebody-else` over the API/)
    expect(alert()).not.toContain(BOTS_KEY)
  })
})
