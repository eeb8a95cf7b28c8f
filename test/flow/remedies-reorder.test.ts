import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { GUEST, messageAt, OLU } from '../support/pressing.ts'
import {
  expectAudited,
  fix,
  OPERATORS,
  offered,
  openRemedy,
  plan,
  saidBy,
  submit,
  windowSaying,
} from '../support/remedies.ts'
import { answered, errorsOf, press, seen } from '../support/slack-doors.ts'

const LINK = 'paris-prod-a'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({ env: OPERATORS })
  bot.interlink.world.setLink(linkId(bot, LINK), { hidden: { provisioned: false, deletionBegunBy: null } })
  bot.interlink.world.setStatus(linkId(bot, LINK), 'refused')
  await bot.poll()
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** The message that ticks, once it says something that fits; time goes on for it. */
async function progress(says: RegExp): Promise<StoredMessage> {
  for (let turn = 0; turn < 60; turn += 1) {
    const found = bot.slack.messages(ALERT_CHANNEL).find((message) => says.test(words(message)))
    if (found !== undefined) return found
    await bot.clock.advance(5_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const all = bot.slack.messages(ALERT_CHANNEL).map(words).join('\n---\n')
  throw new Error(`Nothing says ${says}: ${all.slice(-3_000)}`)
}

describe('Delete and order again', () => {
  test('asks what is to differ, shows what is lost and paid, and ticks until the new link is configured', async () => {
    const alert = bot.channel().at(-1)
    const old = linkId(bot, LINK)
    const form = await openRemedy(bot, await fix(bot, LINK), 'reorder_link:', /What is to be different/)
    const shown = await submit(
      bot,
      form,
      { reorder_name: 'paris-prod-c', reorder_partner: demoIds.partners.librePro },
      /What will happen/,
    )
    expect(saidBy(shown)).toMatch(
      /called `paris-prod-c`[\s\S]*pairing key ends[\s\S]*billed from its creation/,
    )
    await submit(bot, shown, { remedy_typed: LINK }, /It has begun/)
    const message = await progress(/Delete and order again[\s\S]*☑ Remove the tag of the order/)
    expect(message.thread_ts).toBe(alert?.ts)
    const made = bot.interlink.world.links().find(({ name }) => name === 'paris-prod-c')
    expect(made).toMatchObject({
      vpc_id: demoIds.vpcs.prod,
      partner: { partner_id: demoIds.partners.librePro },
    })
    expect(bot.interlink.world.link(old)).toBeUndefined()
    expect(offered(message)).toContain('remedy_mail:provision:en')
    bot.interlink.world.setStatus(made?.id ?? '', 'active')
    const ended = await progress(/Done, at/)
    expect(ended.ts).toBe(message.ts)
  })

  test('refuses what the partner does not offer, before anything is deleted', async () => {
    const form = await openRemedy(bot, await fix(bot, LINK), 'reorder_link:', /What is to be different/)
    const wanted = { reorder_partner: demoIds.partners.hexaIx, reorder_pop: demoIds.pops.dc5 }
    const refused = await submit(bot, form, wanted, /offers no links of [\s\S]* at [\s\S]*Offered instead: /)
    const [again] = offered(refused)
    await bot.slack.click({ userId: ADA, viewId: refused.id, actionId: again ?? '' })
    await windowSaying(bot, /What is to be different/)
    expect(bot.interlink.world.link(linkId(bot, LINK))?.status).toBe('refused')
  })

  test('says which bandwidth is none, in the form', async () => {
    const form = await openRemedy(bot, await fix(bot, LINK), 'reorder_link:', /What is to be different/)
    await bot.slack.submitView({
      userId: ADA,
      viewId: form.id,
      state: { reorder_bandwidth: { reorder_bandwidth: 'much' } },
    })
    expect(bot.slack.modals(ADA).at(-1)?.errors.reorder_bandwidth).toMatch(/whole number/)
  })

  test('stops where Scaleway refuses, and is given up or resumed by operators alone', async () => {
    bot.interlink.faults.next({
      match: ({ method, path }) => method === 'POST' && path.endsWith('/links'),
      times: 99,
      answer: '403',
    })
    const form = await openRemedy(bot, await fix(bot, LINK), 'reorder_link:', /What is to be different/)
    const shown = await submit(bot, form, {}, /What will happen/)
    await submit(bot, shown, { remedy_typed: LINK }, /It has begun/)
    const message = await progress(/It has stopped[\s\S]*By hand, instead/)
    // The link with the button that asks Scaleway again is gone, and Resume does.
    expect(words(message)).toMatch(/give it InterLinkFullAccess in the link's project\. Then resume\./)
    expect(words(message)).not.toContain('Ask Scaleway again')
    const place = { messageTs: message.ts, channelId: ALERT_CHANNEL }
    const refusal = await answered(bot, () => press(bot, place, 'reorder_resume', { userId: OLU }), OLU)
    expect(words(refusal)).toMatch(/Only operators may do this/)
    await expectAudited(bot, { act: 'reorder_link', outcome: 'refused', by: OLU })
    const guest = await answered(bot, () => press(bot, place, 'reorder_resume', { userId: GUEST }), GUEST)
    expect(words(guest)).toMatch(/not guests/)
    await expectAudited(bot, { act: 'reorder_link', outcome: 'refused', by: GUEST })
    // The buttons of an answer that only its asker sees stay as they were.
    const card = await fix(bot, LINK)
    expect(offered(card)).toContain('reorder_resume')
    await press(bot, place, 'reorder_give_up')
    const ended = await seen(bot, () => {
      const now = messageAt(bot, message.ts)
      return /Given up by/.test(words(now)) ? now : undefined
    })
    expect(offered(ended ?? {})).toEqual([])

    while ((await bot.store().prune(Number.MAX_SAFE_INTEGER)) > 0);
    const late = await answered(bot, () => press(bot, { ephemeralId: card.ts }, 'reorder_resume'))
    expect(words(late)).toMatch(/not known any more: nothing was done/)
    const empty = { id: '', name: '', region: '' }
    await expectAudited(bot, { act: 'change_reorder', outcome: 'refused', by: ADA, link: empty })
    expect(words(await bot.say('audit act:change_reorder'))).toMatch(
      /refused\* Change a deletion or order · .*\n?.*Go on with the deletion or order.*not known any more/,
    )
  })
})

describe('A bot that is started with other settings', () => {
  test.each([{ REMEDIES: 'off' }, { DRY_RUN: 'true' }, { OPERATORS: '' }])(
    'leaves alone with %j what was begun before, and says so in its message and its log',
    async (changed) => {
      const old = linkId(bot, LINK)
      bot.interlink.faults.next({ match: ({ method }) => method === 'DELETE', times: 99, answer: '503' })
      const shown = await plan(bot, LINK, 'delete_link:')
      await submit(bot, shown, { remedy_typed: LINK }, /It has begun/)
      const { ts } = await progress(/It waits/)
      await bot.stop()
      bot.interlink.faults.clear()
      const calls = () => bot.interlink.calls().filter(({ method }) => method !== 'GET').length
      const before = calls()
      await bot.start(changed)
      await bot.clock.advance(300_000)
      expect(calls()).toBe(before)
      expect(bot.interlink.world.link(old)).toBeDefined()
      expect(bot.log.join('')).toMatch(/no deletion or order goes on/)
      const held = messageAt(bot, ts)
      expect(words(held)).toMatch(/It is held back where it stands[\s\S]*no deletion or order goes on/)
      expect(offered(held ?? {})).toEqual([])
      expect(words(await bot.say('incidents'))).toMatch(
        /1 waits for a person[\s\S]*⏸ \*Held back\* deletion of `paris-prod-a`[^\n]*\n[^\n]*no deletion or order goes on/,
      )
      await bot.stop()
      await bot.start({ REMEDIES: 'on', DRY_RUN: 'false', ...OPERATORS })
      expect((await progress(/Delete: paris-prod-a[\s\S]*Done, at/)).ts).toBe(ts)
    },
  )
})

describe('Delete', () => {
  test('is confirmed by the name, and ends with the link gone', async () => {
    const old = linkId(bot, LINK)
    const shown = await plan(bot, LINK, 'delete_link:')
    await submit(bot, shown, { remedy_typed: old.slice(0, 8) }, /It has begun/)
    await progress(/Delete: paris-prod-a[\s\S]*Done, at/)
    expect(bot.interlink.world.link(old)).toBeUndefined()
  })

  test('waits for the partner, with the mail to ask it, and goes on once its side is gone', async () => {
    const old = linkId(bot, LINK)
    bot.interlink.world.setLink(old, { hidden: { provisioned: true, deletionBegunBy: null } })
    const shown = await plan(bot, LINK, 'delete_link:')
    await submit(bot, shown, { remedy_typed: LINK }, /It has begun/)
    const message = await progress(/It waits, and goes on by itself/)
    expect(offered(message)).toContain('remedy_mail:deprovision:en')
    bot.interlink.world.partnerDeletes(old)
    await press(bot, { messageTs: message.ts, channelId: ALERT_CHANNEL }, 'reorder_resume')
    expect((await progress(/Done, at/)).ts).toBe(message.ts)
  })

  test('is not begun twice', async () => {
    const card = await fix(bot, LINK)
    const one = await openRemedy(bot, card, 'delete_link:', /What will happen/)
    const two = await openRemedy(bot, card, 'delete_link:', /What will happen/)
    await Promise.all([
      submit(bot, two, { remedy_typed: LINK }, /begun|done/),
      bot.slack.submitView({ userId: ADA, viewId: one.id, state: { remedy_typed: { remedy_typed: LINK } } }),
    ])
    await progress(/Delete: paris-prod-a/)
    const messages = bot.slack
      .messages(ALERT_CHANNEL)
      .filter((message) => /Delete: paris-prod-a/.test(words(message)))
    expect(messages).toHaveLength(1)
  })
})
