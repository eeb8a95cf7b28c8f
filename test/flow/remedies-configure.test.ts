import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { GUEST, OLU } from '../support/pressing.ts'
import { filledIn } from '../support/refusals.ts'
import {
  auditOf,
  expectAudited,
  fix,
  linkRow,
  OPERATORS,
  offered,
  openRemedy,
  plan,
  saidBy,
  submit,
  windowSaying,
  writes,
} from '../support/remedies.ts'
import { answered, errorsOf, expectSlackTakesIt, press, told } from '../support/slack-doors.ts'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({ env: OPERATORS })
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** Takes the path of a link away, as if it had never been configured. */
function unconfigure(name: string): void {
  bot.interlink.world.setLink(linkId(bot, name), {
    vpc_id: null,
    routing_policy_v4_id: null,
    routing_policy_v6_id: null,
    enable_route_propagation: false,
    bgp_v4_status: 'disabled',
    bgp_v6_status: 'disabled',
  })
}

describe('/interlink fix', () => {
  test('offers an operator what applies, the way out first, and says what does not', async () => {
    const card = await fix(bot, 'paris-prod-a')
    expect(words(card)).toMatch(/Fix paris-prod-a/)
    expect(offered(card)).toContain('remedy:disable_propagation:')
    expect(words(card)).toMatch(/Not offered[\s\S]*A VPC is attached already|What else can be done/)
    expectSlackTakesIt(card)
  })

  test('names the operators to whoever is none, and offers only what changes nothing', async () => {
    const card = await fix(bot, 'paris-prod-a', OLU)
    expect(words(card)).toMatch(/Only operators may do this[\s\S]*<@U0ADA0001>/)
    expect(offered(card).filter((id) => id.startsWith('remedy:'))).toEqual(['remedy:open_ticket:'])
  })

  test('stays readable for links of any name, and within what Slack takes', async () => {
    for (const { id } of bot.interlink.world.links()) expectSlackTakesIt(await fix(bot, id))
  })

  test('answers guests that the bot is not for them', async () => {
    const card = await fix(bot, 'paris-prod-a', GUEST)
    expect(offered(card)).toEqual([])
  })

  test('is a button on cards and diagnoses', async () => {
    const card = await bot.say('status paris-prod-a')
    const fixed = await answered(bot, () => press(bot, { ephemeralId: card.ts }, 'fix_link'))
    expect(words(fixed)).toMatch(/Fix paris-prod-a/)
    expect(offered(await bot.say('diagnose paris-prod-a'))).toContain('fix_link')
  })

  test('says until when waiting is the way out', async () => {
    bot.interlink.world.setStatus(linkId(bot, 'paris-prod-a'), 'failed')
    expect(words(await fix(bot, 'paris-prod-a'))).toMatch(/Wait for Scaleway's technical team/)
  })

  test('shows code instead of acting where code owns the link', async () => {
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-a'), { tags: ['managed-by:terraform'] })
    const card = await fix(bot, 'paris-prod-a')
    expect(words(card)).toMatch(/Infrastructure as code owns this link/)
    const view = await openRemedy(bot, card, 'disable_propagation:', /enable_route_propagation = false/)
    expect(saidBy(view)).toMatch(/scw interlink link disable_propagation/)
    expect(writes(bot)).toEqual([])
    await expectAudited(bot, { outcome: 'refused', act: 'disable_propagation' })
  })
})

describe('A link is configured from its buttons', () => {
  test('VPC, policy and propagation, one after another, until its path is complete', async () => {
    unconfigure('paris-prod-a')
    const card = await fix(bot, 'paris-prod-a')
    const form = await openRemedy(bot, card, 'attach_vpc:', /Link/)
    const shown = await submit(bot, form, { remedy_vpc: demoIds.vpcs.prod }, /What will happen/)
    expect(saidBy(shown)).toMatch(/Attach VPC `prod` to `paris-prod-a`[\s\S]*attach-vpc/)
    expect(writes(bot)).toEqual([])
    const story = await told(bot, () => submit(bot, shown, {}, /Done: /))
    expect(words(story)).toBe('🟢 ada attached VPC `prod` to `paris-prod-a`.')
    expect(linkRow(bot, 'paris-prod-a')?.vpc_id).toBe(demoIds.vpcs.prod)

    const done = await windowSaying(bot, /Done: /)
    await press(bot, { viewId: done.id }, 'fix_link')
    const next = await windowSaying(bot, /The way out/)
    await press(bot, { viewId: next.id }, 'remedy:set_policy:ipv4')
    const policies = await windowSaying(bot, /^Link `/)
    const replacing = await submit(
      bot,
      policies,
      { remedy_policy: demoIds.policies.prodV4 },
      /What will happen/,
    )
    await submit(bot, replacing, {}, /Done: /)

    const last = await plan(bot, 'paris-prod-a', 'enable_propagation:')
    await submit(bot, last, {}, /Done: /)
    expect(linkRow(bot, 'paris-prod-a')).toMatchObject({
      routing_policy_v4_id: demoIds.policies.prodV4,
      enable_route_propagation: true,
    })
    const done3 = (await auditOf(bot)).filter(({ outcome }) => outcome === 'done')
    expect(done3.map(({ act, by, channel }) => [act, by, channel])).toEqual([
      ['enable_propagation', ADA, ALERT_CHANNEL],
      ['set_policy', ADA, ALERT_CHANNEL],
      ['attach_vpc', ADA, ALERT_CHANNEL],
    ])
  })

  test('a policy is created from a form, whose mistakes are shown in it', async () => {
    const card = await fix(bot, 'dc5-own-port-staging')
    const form = await openRemedy(bot, card, 'create_policy:', /Link/)
    const typed = { remedy_family: 'ipv4', remedy_name: 'lab', remedy_prefixes_in: '10.1.0.0/33' }
    await bot.slack.submitView({
      userId: ADA,
      viewId: form.id,
      state: Object.fromEntries(Object.entries(typed).map(([key, value]) => [key, { [key]: value }])),
    })
    expect(bot.slack.modals(ADA).at(-1)?.errors.remedy_prefixes_in).toMatch(/is no prefix of IPv4/)
    const shown = await submit(
      bot,
      form,
      { remedy_prefixes_in: '10.1.0.0/17, 10.1.128.0/17' },
      /What will happen/,
    )
    expect(saidBy(shown)).toMatch(/10\.1\.0\.0\/16/)
    // It announces nothing, unlike the routing policy in whose place it comes.
    await submit(bot, shown, { remedy_typed: 'dc5-own-port-staging' }, /Done: /)
    const created = bot.interlink.world.policies().find(({ name }) => name === 'lab')
    expect(linkRow(bot, 'dc5-own-port-staging')?.routing_policy_v4_id).toBe(created?.id)
  })

  test('is told where alerts go where it was asked in a direct message, or where the bot is no member', async () => {
    await bot.slack.openHome({ userId: ADA })
    for (const [channelId, remedy, did] of [
      [bot.slack.directChannel(ADA) ?? '', 'disable_propagation:', /ada turned route propagation off/],
      ['C0RANDOM01', 'enable_propagation:', /ada turned route propagation on/],
    ] as const) {
      const card = await fix(bot, 'paris-prod-a', ADA, channelId)
      await press(bot, { ephemeralId: card.ts, channelId }, `remedy:${remedy}`)
      const shown = await windowSaying(bot, /What will happen/)
      await submit(bot, shown, filledIn(shown, remedy, 'paris-prod-a'), /Done: /)
      expect(words(bot.channel().at(-1)), channelId).toMatch(did)
    }
  })

  test('what goes by the name of another link is confirmed by its id alone, which stands in the heading', async () => {
    const id = linkId(bot, 'paris-prod-a')
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-b'), { name: 'paris-prod-a' })
    await bot.poll()
    expect(JSON.stringify((await bot.say('fix paris-prod-a')).blocks)).toContain(`(${id.slice(0, 8)})`)
    const shown = await plan(bot, id, 'disable_propagation:')
    expect(saidBy(shown)).toContain(`Turn route propagation off: paris-prod-a (${id.slice(0, 8)})`)
    const typed = { remedy_typed: { remedy_typed: 'paris-prod-a' } }
    await bot.slack.submitView({ userId: ADA, viewId: shown.id, state: typed })
    expect(bot.slack.modals(ADA).at(-1)?.errors.remedy_typed).toMatch(/Another link has the same name/)
    expect(writes(bot)).toEqual([])
    await submit(bot, shown, { remedy_typed: id.slice(0, 8) }, /Done: /)
  })

  test('what takes something away has to be typed, says what breaks, and tells the thread', async () => {
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    expect(saidBy(shown)).toMatch(/What breaks, or may/)
    await bot.slack.submitView({
      userId: ADA,
      viewId: shown.id,
      state: { remedy_typed: { remedy_typed: 'paris' } },
    })
    expect(bot.slack.modals(ADA).at(-1)?.errors.remedy_typed).toMatch(/neither the name/)
    expect(writes(bot)).toEqual([])
    await submit(bot, shown, { remedy_typed: 'paris-prod-a' }, /Done: /)
    expect(linkRow(bot, 'paris-prod-a')?.enable_route_propagation).toBe(false)
  })
})

describe('An act is refused', () => {
  test('where what was shown is not so any more', async () => {
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-a'), { name: 'paris-prod-z' })
    const end = await submit(bot, shown, { remedy_typed: 'paris-prod-a' }, /not what was shown/)
    expect(saidBy(end)).toMatch(/nothing was done/)
    await expectAudited(bot, { outcome: 'refused', act: 'disable_propagation' })
    expect(writes(bot)).toEqual([])
  })

  test('in another channel than REMEDY_CHANNELS names', async () => {
    await bot.stop()
    await bot.start({ REMEDY_CHANNELS: 'C0ELSEWHERE' })
    expect(words(await fix(bot, 'paris-prod-a'))).toMatch(/only be done in the channels[\s\S]*<#C0ELSEWHERE>/)
  })

  test('to somebody who is no operator any more, by a button that is older', async () => {
    const card = await fix(bot, 'paris-prod-a')
    await bot.stop()
    await bot.start({ OPERATORS: OLU })
    await openRemedy(bot, card, 'disable_propagation:', /Only operators may do this/)
    await expectAudited(bot, { outcome: 'refused', by: ADA, act: 'disable_propagation' })
    await openRemedy(bot, card, 'set_policy:ipv4', /Only operators may do this/)
    await expectAudited(bot, { outcome: 'refused', by: ADA, act: 'set_policy' })
  })

  test('in a state in which it does not help, by a button that is older', async () => {
    const card = await fix(bot, 'paris-prod-a')
    bot.interlink.world.setStatus(linkId(bot, 'paris-prod-a'), 'locked')
    await openRemedy(bot, card, 'disable_propagation:', /Trust and Safety/)
    await expectAudited(bot, { outcome: 'refused', act: 'disable_propagation' })
  })

  test('for good, where the API key lacks the right, and says so on the card from then on', async () => {
    bot.interlink.faults.next({
      match: ({ method }) => method === 'POST',
      answer: apiErrors.permissionsDenied('interlink', 'write'),
    })
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    await submit(bot, shown, { remedy_typed: 'paris-prod-a' }, /It was not done/)
    await expectAudited(bot, { outcome: 'failed', act: 'disable_propagation' })
    const card = await fix(bot, 'paris-prod-a')
    expect(offered(card)).not.toContain('remedy:disable_propagation:')
    expect(words(card)).toMatch(/Not offered[\s\S]*Turn route propagation off[\s\S]*key/)
  })

  test('where its window is sent twice', async () => {
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    bot.slack.faults.redeliver()
    await submit(bot, shown, { remedy_typed: 'paris-prod-a' }, /Done: /)
    expect(writes(bot)).toHaveLength(1)
  })

  test('where nothing is to be done but shown', async () => {
    await bot.stop()
    await bot.start({ DRY_RUN: 'true' })
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    const end = await submit(bot, shown, { remedy_typed: 'paris-prod-a' }, /none was/)
    expect(saidBy(end)).toMatch(/POST .*disable-route-propagation/)
    expect(writes(bot)).toEqual([])
    await expectAudited(bot, { outcome: 'dry_run' })
  })
})
