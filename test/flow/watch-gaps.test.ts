import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
afterEach(() => bot.close())

const linkId = (name: string): string => {
  const link = bot.interlink.world.links().find((candidate) => candidate.name === name)
  if (link === undefined) throw new Error(`No link is called ${name}.`)
  return link.id
}

describe('the first snapshot', () => {
  test('is told as one summary, and nothing else', async () => {
    bot = await startBot()
    const [summary, ...rest] = bot.channel()
    expect(rest).toEqual([])
    expect(wordsOf(summary ?? { text: '' })).toContain('8 links')
    expect(summary?.metadata).toMatchObject({
      event_type: 'interlink_alert',
      event_payload: { kind: 'baseline' },
    })
  })

  test('opens incidents for what is already bad, told in the summary and closed in its thread', async () => {
    bot = await startBot({ started: false })
    const id = linkId('amsterdam-prod')
    bot.interlink.world.setStatus(id, 'all_down')
    await bot.start()
    expect(bot.channel()).toHaveLength(1)
    expect(wordsOf(bot.channel()[0] ?? { text: '' })).toContain('amsterdam-prod')
    expect(bot.channel()[0]?.metadata?.event_payload).toMatchObject({
      count: 1,
      links: [{ id, to: 'all_down' }],
    })
    expect(await bot.store().openIncidents()).toMatchObject([{ lastGoodAt: null, level: 'critical' }])

    bot.interlink.world.setStatus(id, 'active')
    await bot.poll()
    await bot.stable()
    const [summary, ...rest] = bot.channel()
    expect(rest).toEqual([])
    expect(summary?.edited).toBeDefined()
    expect(bot.thread(summary?.ts ?? '')).toHaveLength(1)
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('names a region that cannot be read, and tells nothing of it later', async () => {
    bot = await startBot({ started: false })
    bot.interlink.faults.regionDown('pl-waw', '403')
    await bot.start()
    expect(wordsOf(bot.channel()[0] ?? { text: '' })).toContain('pl-waw')
    for (let poll = 0; poll < 4; poll += 1) await bot.poll()
    expect(bot.channel()).toHaveLength(1)
    bot.interlink.faults.regionDown('pl-waw', null)
    await bot.clock.advance(11 * 60_000)
    await bot.poll()
    expect(bot.channel()).toHaveLength(2)
    expect(bot.channel()[1]?.metadata?.event_payload).toMatchObject({ kind: 'baseline' })
  })
})

describe('a region that cannot be read', () => {
  test('is told after five minutes, again after fifteen, and when it is back', async () => {
    bot = await startBot()
    bot.interlink.faults.regionDown('fr-par', 'http_500_html')
    await bot.pollThrough()
    expect(bot.channel()).toHaveLength(1)
    await bot.clock.advance(5 * 60_000)
    await bot.pollThrough()
    const alert = bot.channel()[1]
    expect(alert?.metadata?.event_payload).toMatchObject({
      kind: 'scope',
      severity: 'warning',
      region: 'fr-par',
    })
    await bot.clock.advance(10 * 60_000)
    await bot.pollThrough()
    expect(bot.channel()[2]).toMatchObject({ thread_ts: alert?.ts, reply_broadcast: true })
    expect(bot.channel()[1]?.metadata?.event_payload).toMatchObject({ severity: 'error' })

    bot.interlink.faults.regionDown('fr-par', null)
    await bot.poll()
    expect(bot.channel()).toHaveLength(3)
    expect(bot.thread(alert?.ts ?? '')).toHaveLength(2)
    expect(await bot.store().openIncidents()).toEqual([])
  })

  test('takes no link down with it', async () => {
    bot = await startBot()
    bot.interlink.faults.regionDown('nl-ams', '403')
    await bot.poll()
    expect((await bot.store().loadScope({ id: 'default/nl-ams', region: 'nl-ams' })).links.size).toBe(2)
    expect(bot.channel()).toHaveLength(1)
  })
})

describe('a restart', () => {
  test('tells what changed meanwhile as such, with the window', async () => {
    bot = await startBot()
    await bot.stop()
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.clock.advance(2 * 3_600_000)
    await bot.start()
    expect(bot.channel()).toHaveLength(2)
    expect(wordsOf(bot.channel()[1] ?? { text: '' })).toContain('not watching')
  })

  test('tells nothing where nothing changed', async () => {
    bot = await startBot()
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.poll()
    await bot.stop()
    await bot.start()
    await bot.poll()
    expect(bot.slack.messages('C0NETONCALL')).toHaveLength(2)
  })
})
