import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const SCOPE = { id: 'default/nl-ams', region: 'nl-ams' }
const metrics = async () => (await fetch(`http://127.0.0.1:${bot.app().port}/metrics`)).text()
const logged = (words: string) =>
  bot.log.filter((line) => line.includes(words)).map((line) => JSON.parse(line))

describe('an answer of the Scaleway API that is of no use', () => {
  test.each([
    ['an HTML error page', 'http_500_html', 'server_error'],
    ['an HTML page with status 200', 'html_200', 'malformed'],
    ['JSON that breaks off', 'truncated_json', 'malformed'],
    ['an empty 429', '429_empty', 'rate_limited'],
    ['an untyped 403', '403_untyped', 'refused'],
    ['an untyped 404', '404_untyped', 'refused'],
    ['a dropped connection', 'refused', 'network'],
  ] as const)('%s is logged once, counted, and changes nothing', async (_, answer, reason) => {
    bot = await startBot()
    const before = await bot.store().loadScope(SCOPE)
    bot.interlink.faults.regionDown('nl-ams', answer)
    await bot.pollThrough()
    await bot.pollThrough()
    const reports = logged('A region cannot be read')
    expect(reports).toHaveLength(1)
    expect(reports[0]).toMatchObject({ level: 'warn', region: 'nl-ams', reason })
    const answered = answer === 'refused' ? null : expect.stringMatching(/^[0-9a-f-]{36}$/)
    expect(reports[0].requestId).toEqual(answered)
    expect(await metrics()).toContain(
      `interlink_bot_scope_reads_total{region="nl-ams",outcome="${reason}"} 2`,
    )
    const after = await bot.store().loadScope(SCOPE)
    expect(after.links).toEqual(before.links)
    expect(bot.channel()).toHaveLength(1)

    bot.interlink.faults.regionDown('nl-ams', null)
    await bot.clock.advance(10 * 60_000)
    await bot.pollThrough()
    expect(logged('can be read again')).toHaveLength(1)
    expect(bot.channel()).toHaveLength(1)
  })
})

describe('health', () => {
  const ready = async () => {
    const answer = await fetch(`http://127.0.0.1:${bot.app().port}/readyz`)
    return {
      status: answer.status,
      ...((await answer.json()) as { checks: Record<string, { ok: boolean }> }),
    }
  }

  test('is well while everything is', async () => {
    bot = await startBot()
    expect(await ready()).toMatchObject({ status: 200 })
  })

  test('is not well once no region was read for five minutes', async () => {
    bot = await startBot({ env: { POLL_SCHEDULE: '0 * * * * *' } })
    for (const region of ['fr-par', 'nl-ams', 'pl-waw']) bot.interlink.faults.regionDown(region, '403')
    await bot.clock.advance(6 * 60_000)
    await bot.pollThrough()
    expect(await ready()).toMatchObject({
      status: 503,
      checks: { scaleway: { ok: false }, database: { ok: true } },
    })
  })

  test('is not well while an alert waits for long, and counts what waits', async () => {
    bot = await startBot({ env: NO_REMINDERS })
    bot.slack.setBotMember('C0NETONCALL', false)
    bot.interlink.world.setStatus(
      bot.interlink.world.links().find(({ name }) => name === 'amsterdam-prod')?.id ?? '',
      'all_down',
    )
    await bot.app().poll()
    await bot.app().delivered()
    await bot.clock.advance(6 * 60_000)
    await bot.app().poll()
    await bot.app().delivered()
    expect(await ready()).toMatchObject({ status: 503, checks: { delivery: { ok: false } } })
    expect(await metrics()).toContain('interlink_bot_outbox_waiting 1')
    expect(logged('An alert waits')[0].msg).toContain('invite the bot')

    bot.slack.setBotMember('C0NETONCALL', true)
    await bot.settle()
    expect(bot.channel()).toHaveLength(2)
    expect(await ready()).toMatchObject({ status: 200 })
  })
})

describe('a start without sight', () => {
  const REGIONS = ['fr-par', 'nl-ams', 'pl-waw']

  test('is refused to a bot that has never seen anything', async () => {
    bot = await startBot({ started: false })
    for (const region of REGIONS) bot.interlink.faults.regionDown(region, '403')
    await expect(bot.start()).rejects.toThrow(/SCW_SECRET_KEY lacks a right/)
  })

  test('goes on where a region can be read, or was once', async () => {
    bot = await startBot({ started: false })
    for (const region of REGIONS.slice(1)) bot.interlink.faults.regionDown(region, '403')
    await bot.start()
    await bot.stop()
    for (const region of REGIONS) bot.interlink.faults.regionDown(region, '403')
    await bot.start()
    expect(logged('The watch has begun.')).toHaveLength(2)
  })
})

describe('an alert channel that the bot was taken out of', () => {
  test('is warned of at the next start, and told by /readyz until the bot is back', async () => {
    bot = await startBot()
    await bot.stop()
    bot.slack.setBotMember('C0NETONCALL', false)
    await bot.start()
    expect(logged('Alerts will wait')).toMatchObject([{ level: 'warn', channel: 'C0NETONCALL' }])
    const ready = await (await fetch(`http://127.0.0.1:${bot.app().port}/readyz`)).text()
    expect(ready).toContain('not a member of ALERT_CHANNEL')
  })
})

describe('a stop', () => {
  test.each([
    ['has just begun', 0],
    ['waits for an answer', 50],
  ])('gives up a poll that %s, and nothing of it is remembered', async (_, turns) => {
    bot = await startBot()
    const before = await bot.store().loadScope(SCOPE)
    bot.interlink.faults.regionDown('nl-ams', 'timeout')
    const polling = bot.app().poll()
    for (let turn = 0; turn < turns; turn += 1) await bot.clock.advance(0)
    await bot.stop()
    expect(await polling).toBeNull()
    expect(logged('A region cannot be read')).toEqual([])
    bot.interlink.faults.clear()
    await bot.start()
    expect(logged('A poll broke')).toEqual([])
    const after = await bot.store().loadScope(SCOPE)
    expect(after.links).toEqual(before.links)
  })
})

describe('secrets', () => {
  test('stand in nothing the bot wrote', async () => {
    bot = await startBot()
    bot.interlink.faults.regionDown('nl-ams', '401')
    await bot.pollThrough()
    await bot.say('list')
    await bot.say('status marseille-backup')
    const keys = bot.interlink.world
      .links()
      .flatMap(({ partner }) => (partner === null ? [] : [partner.pairing_key]))
    expect(keys.length).toBeGreaterThan(3)
    const written = JSON.stringify([
      bot.log,
      bot.slack.messages('C0NETONCALL'),
      bot.slack.ephemerals(),
      await metrics(),
    ])
    const { SLACK_BOT_TOKEN: bot_, SLACK_APP_TOKEN: app, SCW_SECRET_KEY: key } = bot.env()
    for (const secret of [...keys, bot_, app, key]) expect(written).not.toContain(secret ?? 'missing')
  })
})
