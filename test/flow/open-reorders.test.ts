import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { ADA, ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { linkId, payload, words } from '../support/over-time.ts'
import { OLU } from '../support/pressing.ts'
import { fix, OPERATORS, offered, plan, submit } from '../support/remedies.ts'
import { orderAgain, progress } from '../support/reordering.ts'
import { answered, errorsOf, expectDone, press, seen } from '../support/slack-doors.ts'

const FOUR = Date.parse('2026-11-21T04:00:00Z')

let bot: Bot
beforeAll(async () => {
  bot = await startBot({ env: { ...OPERATORS, ...NO_REMINDERS } })
}, 60_000)
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

async function home(fits: RegExp) {
  expectDone(await bot.slack.openHome({ userId: OLU }))
  return seen(bot, () => {
    const view = bot.slack.home(OLU)
    const says = words({ text: '', blocks: view?.blocks ?? [] })
    return view !== undefined && fits.test(says) ? { view, says } : undefined
  })
}

test('A stopped order whose old link is gone stands among what is open, for whoever asks and in the digest, until it is given up', async () => {
  await bot.say('subscribe digest 04:00 UTC')
  expect(words(await bot.say('incidents'))).not.toMatch(/deletions? (and|or) orders?/i)
  const old = linkId(bot, 'paris-prod-a')
  bot.interlink.world.setLink(old, { hidden: { provisioned: false, deletionBegunBy: null } })
  bot.interlink.world.setStatus(old, 'refused')
  await bot.poll()
  bot.interlink.faults.next({
    match: ({ method, path }) => method === 'POST' && path.endsWith('/links'),
    answer: apiErrors.quotasExceeded('links', 10, 10),
  })
  await orderAgain(bot, 'paris-prod-a')
  const { ts } = await progress(bot, 'paris-prod-a', /It has stopped[\s\S]*quota/)
  // Another one waits for its partner.
  await submit(
    bot,
    await plan(bot, 'amsterdam-prod', 'delete_link:'),
    { remedy_typed: 'amsterdam-prod' },
    /It has begun/,
  )
  await progress(bot, 'amsterdam-prod', /It waits, and goes on by itself/, 'Delete')
  await bot.poll()
  expect(bot.interlink.world.link(old)).toBeUndefined()

  const both =
    /2 deletions and orders have not ended, 1 waits for a person[\s\S]*⚠️ \*Stopped: waits for a person\* deletion and new order of `paris-prod-a` in `fr-par`[^\n]*<@U0ADA0001>[^\n]*\n[^\n]*quota[\s\S]*⏳ \*Waits\* deletion of `amsterdam-prod` in `nl-ams`[^\n]*\n[^\n]*partner has to delete its side/
  const leads = new RegExp(`/archives/${ALERT_CHANNEL}/p${ts.replace('.', '')}[^|]*\\|message>`)
  const open = await bot.say('incidents')
  expect(words(open)).toMatch(both)
  expect(words(open)).toMatch(leads)
  const { view, says } = await home(/have not ended/)
  expect(says).toMatch(both)
  expect(says).toMatch(leads)
  expect(offered(view)).toContain('fix_link')

  // Its button leads to what can be done, though the link is gone.
  const asked = await answered(bot, () => press(bot, { ephemeralId: open.ts }, 'fix_link'))
  expect(words(asked)).toMatch(/It has stopped[\s\S]*quota/)
  expect(offered(asked)).toEqual(expect.arrayContaining(['reorder_resume', 'reorder_give_up']))

  // So it does where a region that the link may be in cannot be read just now.
  bot.interlink.faults.next({
    match: ({ method, path }) => method === 'GET' && path.endsWith(`/links/${old}`),
    times: 9,
    answer: '403_untyped',
  })
  const unread = await answered(bot, () => press(bot, { ephemeralId: open.ts }, 'fix_link'))
  expect(words(unread)).toMatch(/No link with that id can be found[\s\S]*It has stopped/)
  expect(offered(unread)).toContain('reorder_resume')
  bot.interlink.faults.clear()

  await bot.clock.advance(FOUR - bot.clock.now())
  await bot.poll()
  const digest = await seen(bot, () => bot.channel().find((one) => payload(one)?.kind === 'digest'))
  expect(words(digest)).toMatch(/Digest · .*1 deletion or order waits for a person/)
  expect(words(digest)).toMatch(/\*Stopped: waits for a person\* deletion and new order of `paris-prod-a`/)
  expect(words(digest)).toMatch(/⏳ \*Waits\* deletion of `amsterdam-prod`/)
  expect(words(digest)).toMatch(leads)

  // The dashboard is brought up to date as it goes on, and nothing is left of it once it has ended.
  await press(bot, { messageTs: ts, channelId: ALERT_CHANNEL }, 'reorder_give_up')
  await progress(bot, 'paris-prod-a', /Given up by/)
  await bot.clock.advance(6_000)
  await seen(bot, () => {
    const now = words({ text: '', blocks: bot.slack.home(OLU)?.blocks ?? [] })
    return /1 deletion or order has not ended/.test(now) && !now.includes('paris-prod-a') ? true : undefined
  })
  expect(words(await bot.say('incidents', ADA))).not.toContain('paris-prod-a')
  expect(words(await fix(bot, 'paris-prod-a'))).toMatch(/Deleted by this bot/)
}, 60_000)
