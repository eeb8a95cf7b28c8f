import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ADA, type Bot, startBot } from '../support/bot.ts'
import { HOUR, linkId, MINUTE, pollAfter, restart, words } from '../support/over-time.ts'
import { GUEST, pressButton, type } from '../support/pressing.ts'

let bot: Bot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.close())

const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const why = async (text = 'amsterdam-prod') => words(await type(bot, `why ${text}`))

describe('/interlink why', () => {
  test('of a link that was told says how bad, since when, by which decision and to whom', async () => {
    await type(bot, 'subscribe tag:prod error mention @here')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    const text = await why()
    expect(text).toContain('Why amsterdam-prod was told, or not')
    expect(text).toMatch(/\*Critical\*, bad since .*03:12:00 UTC.*Every session that was in use is down/)
    expect(text).not.toContain('Nothing was told of it so far')
    expect(text).toMatch(
      /\*Latest decisions\*, newest first\n• .*03:12:00 UTC.* Every session that was in use is down/,
    )
    expect(text).toMatch(
      /Who is told of it\*\n• <#C0NETONCALL>, always[\s\S]*<#C0NETONCALL>: \*`tag:prod`\* from error on, pings `@here`/,
    )
    expect(text).toMatch(/Silences that fit it\*\nNone\./)
  })

  test('of one that is well says that nothing of it is open, and what was decided last', async () => {
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    set('amsterdam-prod', 'active')
    await bot.poll()
    await bot.stable()
    const text = await why()
    expect(text).toContain('No incident of it is open.')
    expect(text).toContain('Every session that was in use is down')
  })

  test('of one that a silence holds back says which, until when, by whom and what for', async () => {
    await type(bot, 'silence tag:prod 4h fibre works')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    const [silence] = await bot.store().openSilences()
    const text = await why()
    expect(text).toContain('Nothing was told of it so far')
    expect(text).toMatch(/\*Silenced\* until .*07:12:00 UTC.*`fibre works`/)
    expect(text).toMatch(
      /• .* The silence for "tag:prod" holds it back until 2026-11-21 07:12 UTC: fibre works\./,
    )
    expect(text).toContain(`*Silence* \`${silence?.id}\` of \`tag:prod\``)
    expect(text).toContain(`by <@${ADA}>`)
  })

  test('of one that was told, then silenced, says both', async () => {
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await type(bot, 'silence tag:prod 4h fibre works')
    const text = await why()
    expect(text).not.toContain('Nothing was told of it so far')
    expect(text).toMatch(
      /• .*Silenced until 2026-11-21 07:12 UTC: fibre works\.\n• .*Every session that was in use is down/,
    )
  })

  test('of one whose silence is over says that it was told after all, and why', async () => {
    await type(bot, 'silence tag:prod 1h')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollAfter(bot, HOUR)
    const text = await why()
    expect(text).not.toContain('Nothing was told of it so far')
    expect(text).toMatch(/• .*The silence for "tag:prod" is over, and it is still bad\./)
  })

  test('names an announced maintenance that has not begun', async () => {
    await type(bot, 'silence tag:prod from 05:00 to 06:00 UTC change CHG-1')
    expect(await why()).toMatch(/\*Maintenance\* .*`tag:prod` from .*change `CHG-1`/)
    expect(await why('dc5-own-port-staging')).toMatch(/Silences that fit it\*\nNone\./)
  })

  test('of one that its tag mutes names the tag', async () => {
    bot.interlink.world.setLink(linkId(bot, 'amsterdam-prod'), { tags: ['oncall:off'] })
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(await why()).toMatch(/• .*The link has the tag oncall:off, so nothing about it is told aloud/)
  })

  test('of one that is not bad enough for a channel shows from which level on it would hear', async () => {
    await type(bot, 'subscribe critical')
    set('marseille-backup', 'failed')
    await bot.poll()
    const text = await why('marseille-backup')
    expect(text).toMatch(/\*Warning\*, bad since/)
    expect(text).toContain('*Every link* from critical on')
  })

  test('of a change that is nothing to be told of says so', async () => {
    set('marseille-backup', 'provisioning')
    await bot.poll()
    const text = await why('marseille-backup')
    expect(text).toContain('No incident of it is open.')
    expect(text).toMatch(/Latest decisions\*, newest first\n• .{40}/)
    expect(text).not.toContain('None was recorded so far')
  })

  test('shows reminders, who acknowledged it, and what is remembered over a restart', async () => {
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await pollAfter(bot, 5 * MINUTE)
    expect(await why()).toMatch(
      /newest first\n• .*03:17:\d\d UTC.* Nobody has acknowledged it, and the next reminder is due\./,
    )
    await pressButton(bot, bot.channel()[1]?.ts ?? '', 'acknowledge')
    await restart(bot)
    const text = await why()
    expect(text).toMatch(new RegExp(`\\*Acknowledged\\* by <@${ADA}>`))
    expect(text).toMatch(
      /newest first\n• .*Acknowledged: no reminders until 2026-11-21 05:17 UTC\.\n• .*the next reminder is due/,
    )
    await pollAfter(bot, 2 * HOUR)
    expect(await why()).toContain('The acknowledgement has expired, and it is still bad.')
  })

  test('of an unknown link names the nearest; of none asks which; to a guest says nothing', async () => {
    expect(await why('amsterdam-prud')).toContain('amsterdam-prod')
    expect(await why('amsterdam-prud')).not.toContain('Latest decisions')
    expect(await why('')).toMatch(/Which link\? Name it/)
    const guest = words(await type(bot, 'why amsterdam-prod', { userId: GUEST }))
    expect(guest).toMatch(/not guests/)
    expect(guest).not.toContain('amsterdam-prod')
  })
})
