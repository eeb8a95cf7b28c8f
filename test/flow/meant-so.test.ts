import { afterEach, describe, expect, test } from 'vitest'
import { ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  DAY,
  HOUR,
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  pollFor,
  restart,
  TUESDAY,
  words,
} from '../support/over-time.ts'
import { pressButton } from '../support/pressing.ts'

const LINK = 'amsterdam-prod'

let bot: Bot
afterEach(() => bot.close())

const message = () => bot.channel()[1]
const open = () => bot.store().openIncidents()
const lines = () => bot.thread(message()?.ts ?? '').map((line) => words(line))
const change = (patch: Parameters<Bot['interlink']['world']['setLink']>[1]) =>
  bot.interlink.world.setLink(linkId(bot, LINK), patch)
const acknowledge = () => pressButton(bot, message()?.ts ?? '', 'acknowledge')

async function watched(): Promise<void> {
  bot = await startBot({ started: false, env: NO_REMINDERS, now: TUESDAY })
  onlyInService(bot)
  await bot.start()
}

/** A path that somebody took away, and somebody has acknowledged. */
async function acknowledged(): Promise<void> {
  await watched()
  change({ enable_route_propagation: false })
  await pollAfter(bot, MINUTE)
  expect(await open()).toMatchObject([{ level: 'critical', rule: 'path_removed' }])
  expect(words(message())).not.toContain('taken as meant')
  const answer = await acknowledge()
  expect(words(answer)).toContain('nothing has been put back by then, it is taken as meant so, and closed')
}

describe('a path that was taken away by a change of configuration, and acknowledged', () => {
  test('is said to be taken as meant when that expires, and then is, with who acknowledged it', async () => {
    await acknowledged()
    expect(words(message())).toContain('If nothing has been put back by then, it is taken as meant so')
    await pollFor(bot, 2 * HOUR - 5 * MINUTE, 30 * MINUTE)
    expect(await open()).toHaveLength(1)
    await pollAfter(bot, 10 * MINUTE)
    expect(await open()).toEqual([])
    expect(words(message())).toContain(`⚪ Closed · ${LINK}`)
    expect(words(message())).toContain('Meant so: acknowledged by <@U0ADA0001>, and nothing was put back.')
    expect(lines().at(-1)).toContain('Meant so: acknowledged by ada, and nothing was put back.')
    expect(lines().join()).not.toContain('has expired')
    expect(words(await bot.say(`why ${LINK}`))).toContain('Meant so')
  })

  test('is not told again by the next polls, after days or a restart', async () => {
    await acknowledged()
    await pollAfter(bot, 3 * HOUR)
    expect(await open()).toEqual([])
    const before = bot.slack.messages(ALERT_CHANNEL).length
    await pollFor(bot, HOUR, 10 * MINUTE)
    await restart(bot)
    await pollFor(bot, 2 * DAY, DAY)
    expect(await open()).toEqual([])
    expect(bot.slack.messages(ALERT_CHANNEL)).toHaveLength(before)
  })

  test('is an outage again when it was put back and is taken away anew', async () => {
    await acknowledged()
    await pollAfter(bot, 3 * HOUR)
    change({ enable_route_propagation: true })
    await pollAfter(bot, MINUTE)
    change({ enable_route_propagation: false })
    await pollAfter(bot, MINUTE)
    expect(await open()).toMatchObject([{ level: 'critical', rule: 'path_removed' }])
  })

  test('is not taken as meant where it was changed further since', async () => {
    await acknowledged()
    await pollAfter(bot, HOUR)
    change({ vpc_id: null })
    await pollAfter(bot, MINUTE)
    await pollAfter(bot, 2 * HOUR)
    expect(await open()).toMatchObject([{ rule: 'path_removed', acknowledgement: null }])
    expect(lines().at(-1)).toContain('the acknowledgement of ada has expired')
  })

  test('recovers as anything else where it is put back in time', async () => {
    await acknowledged()
    change({ enable_route_propagation: true })
    await pollFor(bot, 5 * MINUTE, MINUTE)
    expect(await open()).toEqual([])
    expect(words(message())).toContain('Recovered')
  })
})

test('a routing policy of one family that was detached is taken as meant in the same way', async () => {
  await watched()
  change({ routing_policy_v6_id: null })
  await pollAfter(bot, MINUTE)
  expect(await open()).toMatchObject([{ rule: 'family_removed' }])
  await acknowledge()
  await pollAfter(bot, 13 * HOUR)
  expect(await open()).toEqual([])
  await pollFor(bot, HOUR, 10 * MINUTE)
  expect(await open()).toEqual([])
  bot.interlink.world.setStatus(linkId(bot, LINK), 'all_down')
  await pollAfter(bot, MINUTE)
  expect(await open()).toMatchObject([{ rule: 'down' }])
})

test('a link that is down is not taken as meant to be, however long ago somebody acknowledged that', async () => {
  await watched()
  bot.interlink.world.setStatus(linkId(bot, LINK), 'all_down')
  await pollAfter(bot, MINUTE)
  await acknowledge()
  expect(words(message())).not.toContain('taken as meant')
  await pollAfter(bot, 3 * HOUR)
  expect(await open()).toMatchObject([{ rule: 'down', acknowledgement: null }])
  expect(payload(message())).toMatchObject({ severity: 'critical' })
})
