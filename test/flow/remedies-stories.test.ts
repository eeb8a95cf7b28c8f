import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { STORIES, type Stage, type StoryName } from '../../src/simulator/demo/stories.ts'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { words } from '../support/over-time.ts'
import { messageAt } from '../support/pressing.ts'
import { linkRow, OPERATORS, openRemedy, submit } from '../support/remedies.ts'
import { answered, errorsOf, press } from '../support/slack-doors.ts'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({ env: OPERATORS })
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** Plays a story of the demo, and returns the alert that it ends with. */
async function play(name: StoryName): Promise<StoredMessage> {
  const stage: Stage = {
    world: bot.interlink.world,
    now: () => bot.clock.now(),
    skip() {},
    breakRegion: () => () => {},
    async afterPoll() {
      await bot.poll()
    },
  }
  await STORIES[name].play(stage)
  const alert = bot.channel().at(-1)
  if (alert === undefined) throw new Error('Nothing was told.')
  return alert
}

/** Presses Fix… on an alert. */
function fixFrom({ ts }: StoredMessage) {
  return answered(bot, () => press(bot, { messageTs: ts, channelId: ALERT_CHANNEL }, 'fix_link'))
}

describe('The stories that end with a remedy', () => {
  test('active but dark: three clicks on Fix…, and the path is complete', async () => {
    const alert = await play('active but dark')
    expect(words(alert)).toMatch(
      /Attach VPC `prod-ams` again[\s\S]*Attach routing policy `ams-v4` for IPv4 again/,
    )
    const vpc = await openRemedy(bot, await fixFrom(alert), 'attach_vpc:', /^Link `/)
    await submit(
      bot,
      await submit(bot, vpc, { remedy_vpc: demoIds.vpcs.amsterdamProd }, /What will happen/),
      {},
      /Done: /,
    )
    await bot.poll()
    await bot.poll()
    // Policies and propagation are missing still: a part that the bot has put back ends nothing.
    expect(words(messageAt(bot, alert.ts))).not.toMatch(/Recovered|Closed/)
    expect(bot.thread(alert.ts).map(words).join('\n')).not.toMatch(/Critical: changed/)
    const policy = await openRemedy(bot, await fixFrom(alert), 'set_policy:ipv4', /^Link `/)
    await submit(
      bot,
      await submit(bot, policy, { remedy_policy: demoIds.policies.amsterdamV4 }, /What will happen/),
      {},
      /Done: /,
    )
    await bot.poll()
    await bot.poll()
    expect(words(messageAt(bot, alert.ts))).toMatch(/has route propagation off/)
    const propagation = await openRemedy(bot, await fixFrom(alert), 'enable_propagation:', /What will happen/)
    await submit(bot, propagation, {}, /Done: /)
    expect(linkRow(bot, 'amsterdam-prod')).toMatchObject({
      vpc_id: demoIds.vpcs.amsterdamProd,
      enable_route_propagation: true,
    })
    expect(bot.thread(alert.ts).map(words).join('\n')).toMatch(
      /attached VPC `prod-ams`[\s\S]*put routing policy `ams-v4`[\s\S]*turned route propagation on/,
    )
    const before = bot.channel().length
    await bot.poll()
    await bot.stable()
    expect(bot.channel()).toHaveLength(before)
    expect(words(messageAt(bot, alert.ts))).toMatch(/Recovered|Closed/)
  })

  test('refused: ordered again from Fix…, with the mail for the new key in its message', async () => {
    const alert = await play('refused')
    const form = await openRemedy(bot, await fixFrom(alert), 'reorder_link:', /What is to be different/)
    const shown = await submit(bot, form, {}, /What will happen/)
    const old = bot.interlink.world.links().find(({ status }) => status === 'refused')
    await submit(bot, shown, { remedy_typed: old?.name ?? '' }, /It has begun/)
    for (let turn = 0; turn < 60 && bot.slack.modals(ADA).length > 0; turn += 1) {
      if (/Draft the mail to the partner/.test(bot.thread(alert.ts).map(words).join('\n'))) break
      await bot.clock.advance(5_000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(bot.thread(alert.ts).map(words).join('\n')).toMatch(/☑ Order the new link/)
    const made = bot.interlink.world.links().filter(({ name }) => name === old?.name)
    expect(made).toMatchObject([{ status: 'requested', partner: { partner_id: old?.partner?.partner_id } }])
    expect(made[0]?.id).not.toBe(old?.id)
  })
})
