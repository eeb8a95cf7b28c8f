import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { words } from '../support/over-time.ts'
import { messageAt, OLU } from '../support/pressing.ts'
import {
  auditOf,
  expectAudited,
  fix,
  OPERATORS,
  offered,
  plan,
  saidBy,
  submit,
  windowSaying,
} from '../support/remedies.ts'
import { made, orderAgain, progress, refusedLink, reorderForm } from '../support/reordering.ts'
import { answered, errorsOf, press, seen } from '../support/slack-doors.ts'

/** One bot for all of it: each test has a link of its own. */
let bot: Bot
beforeAll(async () => {
  bot = await startBot({ env: OPERATORS })
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const at = ({ ts }: StoredMessage) => ({ messageTs: ts, channelId: ALERT_CHANNEL })

describe('An order that is just as it was', () => {
  test('is refused where the partner offers it no more, with what is offered instead, and nothing is deleted', async () => {
    const { id } = await refusedLink(bot, 'paris-withdrawn')
    const body = JSON.stringify({ pops: [], total_count: 0 })
    bot.interlink.faults.next({
      match: ({ path, query }) =>
        path.endsWith('/pops') && query.partner_id?.[0] === made(bot, 'paris-withdrawn')?.partner?.partner_id,
      times: 99,
      answer: { status: 200, headers: { 'Content-Type': 'application/json' }, body },
    })
    const form = await reorderForm(bot, 'paris-withdrawn')
    const shown = await submit(bot, form, {}, /offers no links of/)
    expect(saidBy(shown)).toMatch(/choose another partner or PoP\. Offered instead: .* at /)
    bot.interlink.faults.clear()
    expect(bot.interlink.world.link(id)?.status).toBe('refused')
  })

  test('is not made where the offers cannot be read: not known is not offered', async () => {
    const { id } = await refusedLink(bot, 'paris-unread')
    const form = await reorderForm(bot, 'paris-unread')
    const shown = await submit(bot, form, {}, /What will happen/)
    bot.interlink.faults.next({
      match: ({ path, query }) => path.endsWith('/pops') && query.partner_id !== undefined,
      times: 99,
      answer: '403_untyped',
    })
    await submit(bot, shown, { remedy_typed: 'paris-unread' }, /could not be read just now/)
    bot.interlink.faults.clear()
    await expectAudited(bot, { act: 'reorder_link', outcome: 'refused' })
    expect(bot.interlink.world.link(id)).toBeDefined()
  })
})

describe('A new link that Scaleway does not take', () => {
  test('is ordered otherwise: chosen from what is offered now, shown, confirmed, by operators alone', async () => {
    const { id } = await refusedLink(bot, 'paris-quota')
    const quota = apiErrors.quotasExceeded('links', 10, 10)
    bot.interlink.faults.next({
      match: ({ method, path }) => method === 'POST' && path.endsWith('/links'),
      answer: quota,
    })
    await orderAgain(bot, 'paris-quota')
    const stopped = await progress(bot, 'paris-quota', /It has stopped[\s\S]*quota/)
    expect(bot.interlink.world.link(id)).toBeUndefined()
    expect(offered(stopped)).toEqual(['reorder_resume', 'reorder_other', 'reorder_give_up'])

    await press(bot, at(stopped), 'reorder_other', { userId: OLU })
    await windowSaying(bot, /Only operators may do this/, OLU)
    await expectAudited(bot, { act: 'reorder_link', outcome: 'refused', by: OLU })

    await press(bot, at(stopped), 'reorder_other')
    const form = await windowSaying(
      bot,
      /could not be ordered[\s\S]*quota[\s\S]*What is to be ordered instead/,
    )
    expect(JSON.stringify(form.blocks)).toMatch(/LibrePro[^"]* \(at /)
    const nowhere = { reorder_partner: demoIds.partners.hexaIx, reorder_pop: demoIds.pops.dc5 }
    const other = { reorder_partner: demoIds.partners.librePro, reorder_name: 'paris-quota-b' }
    await submit(bot, form, nowhere, /offers no links of/)
    await expectAudited(bot, { act: 'reorder_link', outcome: 'refused', by: ADA })
    await press(bot, at(stopped), 'reorder_other')
    const again = await windowSaying(bot, /What is to be ordered instead/)
    const shown = await submit(bot, again, other, /will be ordered in place of/)
    expect(saidBy(shown)).toMatch(/called `paris-quota-b`[\s\S]*go over [\s\S]*billed from its creation/)
    await submit(bot, shown, {}, /It goes on/)
    const ended = await progress(bot, 'paris-quota', /☑ Remove the tag of the order/)
    expect(ended.ts).toBe(stopped.ts)
    expect(made(bot, 'paris-quota-b')).toMatchObject({
      vpc_id: demoIds.vpcs.prod,
      partner: { partner_id: demoIds.partners.librePro },
    })
    expect((await auditOf(bot)).map(({ what }) => what)).toContainEqual(
      expect.stringMatching(
        /^Order something else in place of the deleted link\. It will be called paris-quota-b/,
      ),
    )
  })

  test('says that its name is taken, and is ordered by another', async () => {
    await refusedLink(bot, 'paris-taken')
    bot.interlink.faults.next({
      match: ({ method, path }) => method === 'POST' && path.endsWith('/links'),
      answer: apiErrors.alreadyExists('link', randomUUID()),
    })
    await orderAgain(bot, 'paris-taken')
    const stopped = await progress(bot, 'paris-taken', /It has stopped[\s\S]*exists already/)
    await press(bot, at(stopped), 'reorder_other')
    const form = await windowSaying(bot, /What is to be ordered instead/)
    const shown = await submit(bot, form, { reorder_name: 'paris-free' }, /will be ordered in place of/)
    await submit(bot, shown, {}, /It goes on/)
    await progress(bot, 'paris-taken', /☑ Remove the tag of the order/)
    expect(made(bot, 'paris-free')).toBeDefined()
  })
})

describe('A VPC that was deleted meanwhile', () => {
  test('stops it, and it goes on without where an operator says so', async () => {
    await refusedLink(bot, 'paris-vpc')
    bot.interlink.faults.next({
      match: ({ method, path }) => method === 'POST' && path.endsWith('/attach-vpc'),
      times: 99,
      answer: apiErrors.notFound('vpc', demoIds.vpcs.prod),
    })
    await orderAgain(bot, 'paris-vpc')
    const stopped = await progress(bot, 'paris-vpc', /It has stopped[\s\S]*The VPC is not there any more/)
    bot.interlink.faults.clear()
    expect(offered(stopped)).toEqual([
      'remedy_mail:provision:en',
      'reorder_resume',
      'reorder_leave_out',
      'fix_link',
      'reorder_give_up',
    ])
    const refusal = await answered(
      bot,
      () => press(bot, at(stopped), 'reorder_leave_out', { userId: OLU }),
      OLU,
    )
    expect(words(refusal)).toMatch(/Only operators may do this/)
    await press(bot, at(stopped), 'reorder_leave_out')
    const going = await progress(bot, 'paris-vpc', /➖ Attach the VPC[\s\S]*☑ Remove the tag of the order/)
    expect(words(going)).toMatch(/Left out, as asked: VPC/)
    expect(made(bot, 'paris-vpc')).toMatchObject({ enable_route_propagation: false })
    expect(made(bot, 'paris-vpc')?.vpc_id ?? null).toBeNull()
  })
})

describe('A link that code owns by now', () => {
  test('is not gone on with: what to write into the code is shown', async () => {
    const { id } = await refusedLink(bot, 'paris-code')
    bot.interlink.faults.next({
      match: ({ method }) => method === 'DELETE',
      times: 99,
      answer: '403_untyped',
    })
    const shown = await plan(bot, 'paris-code', 'delete_link:')
    await submit(bot, shown, { remedy_typed: 'paris-code' }, /It has begun/)
    const stopped = await progress(bot, 'paris-code', /It has stopped/, 'Delete')
    bot.interlink.faults.clear()
    bot.interlink.world.setLink(id, { tags: ['managed-by:terraform'] })
    const answer = await answered(bot, () => press(bot, at(stopped), 'reorder_resume'))
    expect(words(answer)).toMatch(/Infrastructure as code owns this link[\s\S]*scw interlink link delete/)
    await expectAudited(bot, { act: 'delete_link', outcome: 'refused', by: ADA })
    expect(bot.interlink.world.link(id)).toBeDefined()
    await press(bot, at(stopped), 'reorder_give_up')
  })
})

describe('A deletion that leaves a link without its path', () => {
  const open = async () =>
    (await bot.store().openIncidents()).filter(({ rule }) => rule === 'deletion_halted')
  const incidents = async () => words(await bot.say('incidents'))

  test('is an incident once it has stopped, names who gave it up, and is over once the link is deleted after all', async () => {
    bot.interlink.faults.next({
      match: ({ method }) => method === 'DELETE',
      times: 99,
      answer: '403_untyped',
    })
    await submit(
      bot,
      await plan(bot, 'amsterdam-prod', 'delete_link:'),
      { remedy_typed: 'amsterdam-prod' },
      /It has begun/,
    )
    const stopped = await progress(bot, 'amsterdam-prod', /It has stopped/, 'Delete')
    await bot.poll()
    // Its operator confirmed that it was the last path: nobody is paged for that.
    expect(await open()).toMatchObject([{ level: 'error', page: null }])
    expect(await incidents()).toMatch(
      /`amsterdam-prod`[\s\S]*took the path away to delete the link, and that was given up or has stopped/,
    )
    const alert = await seen(bot, () =>
      bot.channel().find((one) => /as ada had asked, which stopped at/.test(words(one))),
    )
    expect(words(alert)).toContain('amsterdam-prod')

    await press(bot, at(stopped), 'reorder_give_up')
    await progress(bot, 'amsterdam-prod', /Given up|gave up/i, 'Delete')
    for (const _ of [1, 2, 3]) {
      await bot.clock.advance(30_000)
      await bot.poll()
    }
    expect(await open()).toMatchObject([{ level: 'error', page: null }])
    await seen(bot, () => {
      const now = messageAt(bot, alert.ts)
      return /to delete it, which <@U0ADA0001> gave up at/.test(words(now)) ? now : undefined
    })

    bot.interlink.faults.clear()
    await submit(
      bot,
      await plan(bot, 'amsterdam-prod', 'delete_link:'),
      { remedy_typed: 'amsterdam-prod' },
      /It has begun/,
    )
    await progress(bot, 'amsterdam-prod', /☑ Delete the link/, 'Delete')
    await bot.poll()
    expect(made(bot, 'amsterdam-prod')?.status).toBe('deprovisioning')
    expect(await open()).toEqual([])
    expect(words(await bot.say('status amsterdam-prod'))).toMatch(/This bot deleted it at Scaleway, as asked/)
  })
})

describe('The new link', () => {
  // Alone in its world: links that are refused one after another are told as one.
  let bot: Bot
  beforeAll(async () => {
    bot = await startBot({ env: OPERATORS })
  })
  afterAll(async () => {
    await bot.close()
    expect(errorsOf(bot)).toEqual([])
  })

  test('is named in the thread of the old one’s incident, and its own alert names the old one', async () => {
    const { id, alert } = await refusedLink(bot, 'paris-line')
    const form = await reorderForm(bot, 'paris-line')
    const shown = await submit(bot, form, { reorder_name: 'paris-heir' }, /What will happen/)
    await submit(bot, shown, { remedy_typed: 'paris-line' }, /It has begun/)
    const message = await progress(bot, 'paris-line', /☑ Remove the tag of the order/)
    expect(message.thread_ts).toBe(alert.ts)
    await bot.poll()
    const thread = bot.thread(alert.ts).map(words).join('\n')
    expect(thread).toMatch(/Gone\.[^\n]*This bot deleted it at [^\n]*, as (ada|<@U0ADA0001>) had asked\./)
    expect(words(messageAt(bot, alert.ts))).toMatch(/This bot deleted it at .*, as <@U0ADA0001> had asked\./)
    expect(thread).toMatch(/Replaced\.[\s\S]*replaced by `paris-heir` \(ordered again by this bot\)/)

    const heir = made(bot, 'paris-heir')?.id ?? ''
    bot.interlink.world.setStatus(heir, 'refused')
    await bot.poll()
    const own = bot.channel().find((one) => words(one).includes('paris-heir') && one.ts !== alert.ts)
    expect(words(own)).toContain(
      `Ordered again by this bot, in place of \`paris-line\` (\`${id}\`), which it deleted.`,
    )
    expect(words(await fix(bot, 'paris-heir'))).toMatch(
      /Ordered again by this bot\* in place of `paris-line`[\s\S]*was ordered and configured/,
    )
    const stopped = await progress(bot, 'paris-line', /The partner refused the new link, too/)
    expect(offered(stopped)).toContain('fix_link')

    // From there it is ordered again elsewhere, and what followed it is over.
    await orderAgain(bot, 'paris-heir')
    await progress(
      bot,
      'paris-line',
      /Not followed any more: [\s\S]* had the new link deleted, and ordered again/,
    )
    await progress(bot, 'paris-heir', /☑ Remove the tag of the order/)
    expect(words(messageAt(bot, own?.ts ?? ''))).toContain('in place of `paris-line`')
  })
})
