import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { Person, View } from '../../src/simulator/slack/workspace.ts'
import { ADA, type Bot, startBot } from '../support/bot.ts'
import { linkId } from '../support/over-time.ts'
import { GUEST, OLU, type } from '../support/pressing.ts'
import {
  auditOf,
  expectAudited,
  fix,
  OPERATORS,
  openRemedy,
  plan,
  saidBy,
  stateOf,
  submit,
  windowSaying,
  writes,
} from '../support/remedies.ts'
import { answered, botPosts, errorsOf, press, seen } from '../support/slack-doors.ts'

const CHANNEL = 'C0FIXING01'
/** An operator who does not stay one of this workspace. */
const eve = { id: 'U0EVE0001', name: 'eve', realName: 'Eve', tz: 'Europe/Paris', isRestricted: false }
const DARK = {
  vpc_id: null,
  routing_policy_v4_id: null,
  routing_policy_v6_id: null,
  enable_route_propagation: false,
  bgp_v4_status: 'disabled',
  bgp_v6_status: 'disabled',
} as const

let bot: Bot
beforeAll(async () => {
  bot = await startBot({
    started: false,
    env: { OPERATORS: `${OPERATORS.OPERATORS},${eve.id}` },
    people: [eve satisfies Person],
    channels: [{ id: CHANNEL, name: 'fixing', members: [eve.id, ADA], botIsMember: true }],
  })
  const { world } = bot.interlink
  for (let n = 0; n < 1_000; n += 1) {
    const name = n < 2 ? 'twin' : `office ${String(n).padStart(4, '0')}`
    world.addVpc({ id: `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`, name, region: 'fr-par' })
  }
  world.addPolicy({
    name: 'everything',
    region: 'fr-par',
    is_ipv6: false,
    prefix_filter_in: ['0.0.0.0/1', '128.0.0.0/1'],
  })
  world.addPolicy({ name: 'narrow', region: 'fr-par', is_ipv6: false, prefix_filter_in: ['10.1.0.0/16'] })
  world.addPolicy({
    name: 'nothing',
    region: 'fr-par',
    is_ipv6: true,
    prefix_filter_in: [],
    prefix_filter_out: [],
  })
  await bot.start()
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const policyNamed = (name: string) =>
  bot.interlink.world.policies().find((one) => one.name === name)?.id ?? ''

/** What a menu of a window offers for what is typed: its values by their labels. */
async function menu(view: View, actionId: string, typed: string): Promise<ReadonlyMap<string, string>> {
  const outcome = await bot.slack.suggest({ userId: ADA, viewId: view.id, actionId, typed })
  if (!outcome.ok) throw new Error(outcome.shown)
  const { options } = outcome.ack as unknown as { options: { text: { text: string }; value: string }[] }
  return new Map(options.map(({ text, value }) => [text.text, value]))
}

describe('A menu that cannot hold all there is to choose', () => {
  test('looks up what is typed, so that any of a thousand VPCs can be attached', async () => {
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-a'), DARK)
    const form = await openRemedy(bot, await fix(bot, 'paris-prod-a'), 'attach_vpc:', /^Link `/)
    expect((await menu(form, 'remedy_vpc', '')).size).toBe(100)
    const found = await menu(form, 'remedy_vpc', 'Office 09')
    expect(found.size).toBe(100)
    expect([...(await menu(form, 'remedy_vpc', 'twin')).keys()]).toEqual([
      'twin (00000000)',
      'twin (00000001)',
    ])
    expect([...(await menu(form, 'remedy_vpc', '00000123')).keys()]).toEqual(['office 0123'])
    const last = found.get('office 0999') ?? ''
    const shown = await submit(bot, form, { remedy_vpc: last }, /What will happen/)
    expect(saidBy(shown)).toMatch(/Attach VPC `office 0999` to/)
    await submit(bot, shown, {}, /Done: /)
    expect(bot.interlink.world.link(linkId(bot, 'paris-prod-a'))?.vpc_id).toBe(last)
  })
})

describe('An existing policy', () => {
  test.each([
    [
      'that lets every route through',
      'set_policy:ipv4',
      'everything',
      /0\.0\.0\.0\/0 lets every route through/,
    ],
    ['that lets none through', 'set_policy:ipv6', 'nothing', /lists are empty/],
  ])('%s has to be typed for', async (_what, remedy, name, why) => {
    const form = await openRemedy(bot, await fix(bot, 'paris-prod-b'), remedy, /^Link `/)
    const shown = await submit(bot, form, { remedy_policy: policyNamed(name) }, /What will happen/)
    expect(JSON.stringify(shown.blocks)).toMatch(why)
    const before = writes(bot).length
    await bot.slack.submitView({ userId: ADA, viewId: shown.id, state: stateOf({ remedy_typed: 'paris' }) })
    expect(bot.slack.modals(ADA).at(-1)?.errors.remedy_typed).toMatch(/neither the name/)
    expect(writes(bot)).toHaveLength(before)
    await submit(bot, shown, { remedy_typed: 'paris-prod-b' }, /Done: /)
    expect(writes(bot)).toHaveLength(before + 1)
  })

  test('that has come to let every route through since it was shown is not attached', async () => {
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-b'), {
      routing_policy_v4_id: demoIds.policies.prodV4,
    })
    const form = await openRemedy(bot, await fix(bot, 'paris-prod-b'), 'set_policy:ipv4', /^Link `/)
    const shown = await submit(bot, form, { remedy_policy: policyNamed('narrow') }, /What will happen/)
    bot.interlink.world.setPolicy(policyNamed('narrow'), { prefix_filter_in: ['0.0.0.0/0'] })
    const count = writes(bot).length
    const typed = { remedy_typed: 'paris-prod-b' }
    await submit(bot, shown, typed, /lets every route through now[\s\S]*nothing was done/)
    expect(writes(bot)).toHaveLength(count)
    await expectAudited(bot, { act: 'set_policy', outcome: 'refused', by: ADA })
  })
})

describe('A refusal that a window or a button tells is noted:', () => {
  test('a name that was typed wrongly, each time', async () => {
    const shown = await plan(bot, 'paris-prod-b', 'disable_propagation:')
    const before = (await auditOf(bot)).length
    for (const remedy_typed of ['paris', 'PARIS-PROD-B'])
      await bot.slack.submitView({ userId: ADA, viewId: shown.id, state: stateOf({ remedy_typed }) })
    await expect.poll(async () => (await auditOf(bot)).length).toBe(before + 2)
    await expectAudited(bot, {
      act: 'disable_propagation',
      outcome: 'refused',
      by: ADA,
      reason: 'That is neither the name of the link nor the first 8 characters of its id.',
    })
  })

  test('the audit as a file, for whoever is no operator, and for a guest', async () => {
    const page = await type(bot, 'audit')
    const button = (page.blocks ?? []).flatMap((block) => (block.type === 'actions' ? [block] : []))
    const post = await botPosts(bot, button)
    const place = { messageTs: post.ts, channelId: post.channel }
    for (const userId of [OLU, GUEST]) {
      await answered(bot, () => press(bot, place, 'audit_file', { userId }), userId)
      await expectAudited(bot, { act: 'export_audit', outcome: 'refused', by: userId })
    }
    expect(JSON.stringify((await type(bot, 'audit act:export_audit')).blocks)).toMatch(/Export the audit/)
  })

  test('an order that cannot be had, at its form', async () => {
    bot.interlink.world.setStatus(linkId(bot, 'dc5-own-port-staging'), 'expired')
    const form = await openRemedy(bot, await fix(bot, 'dc5-own-port-staging'), 'reorder_link:', /different/)
    await submit(bot, form, { reorder_bandwidth: '99999999' }, /./)
    const refusal = await windowSaying(bot, /^(?!Looking)[\s\S]*$/u)
    expect(saidBy(refusal)).not.toMatch(/What will happen/)
    await expectAudited(bot, { act: 'reorder_link', outcome: 'refused', by: ADA })
  })

  test('a form that somebody sends who is a guest by then', async () => {
    const card = await fix(bot, 'paris-prod-b', eve.id, CHANNEL)
    const shown = await openRemedy(bot, card, 'disable_propagation:', /What will happen/, eve.id)
    eve.isRestricted = true
    await bot.clock.advance(6 * 60_000)
    const count = writes(bot).length
    const end = await submit(bot, shown, { remedy_typed: 'paris-prod-b' }, /not guests/, eve.id)
    expect(saidBy(end)).not.toMatch(/Looking it up/)
    await expectAudited(bot, { act: 'disable_propagation', outcome: 'refused', by: eve.id, channel: CHANNEL })
    expect(writes(bot)).toHaveLength(count)
  })
})

describe('A window that waits for an answer', () => {
  test('ends in a sentence there where the work for it breaks', async () => {
    const card = await fix(bot, 'marseille-backup')
    bot.slack.faults.failWith({ method: 'views.update', error: 'invalid_arguments', times: 1 })
    const heard = bot.slack.ephemerals(ADA).length
    const view = await openRemedy(bot, card, 'contact_partner:', /went wrong inside the bot/)
    expect(saidBy(view)).toMatch(/reference/)
    expect(bot.slack.ephemerals(ADA)).toHaveLength(heard)
    const logged = await seen(bot, () => errorsOf(bot)[0])
    expect(logged).toMatch(/A request from Slack broke/)
    bot.log.length = 0
  })
})
