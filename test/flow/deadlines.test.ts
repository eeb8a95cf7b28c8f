import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, startBot } from '../support/bot.ts'
import {
  DAY,
  HOUR,
  linkId,
  MINUTE,
  onlyInService,
  payload,
  restart,
  TUESDAY,
  words,
} from '../support/over-time.ts'

let bot: Bot
afterEach(() => bot.close())

const PARIS = { BUSINESS_HOURS: '09:00-18:00 Europe/Paris' }
/** A link as it is before it was ever provisioned. */
const NEW = {
  bgp_v4_status: 'disabled',
  bgp_v6_status: 'disabled',
  enable_route_propagation: false,
  hidden: { provisioned: false, deletionBegunBy: null },
} as const

async function start(env: Readonly<Record<string, string>> = PARIS): Promise<void> {
  bot = await startBot({ now: TUESDAY, env, started: false })
  onlyInService(bot)
  await bot.start()
}
/** A link named lyon that comes into this status in front of the bot's eyes. */
async function lyon(status: string): Promise<void> {
  bot.interlink.world.addLink({ ...NEW, name: 'lyon', status: 'requested' })
  await bot.poll()
  if (status !== 'requested') bot.interlink.world.setStatus(linkId(bot, 'lyon'), status)
  await bot.poll()
}
const set = (status: string) => bot.interlink.world.setStatus(linkId(bot, 'lyon'), status)
const root = () => bot.channel()[1]
/** What was told of it in the channel so far, after the baseline. */
const told = () => bot.channel().slice(1).map(words)

/** The bot is stopped, and starts at this moment, UTC, with a poll. Quicker than a day of waiting, and as good. */
async function startAt(time: string): Promise<void> {
  await bot.stop()
  await bot.clock.advance(Date.parse(`2026-${time}:00Z`) - bot.clock.now())
  await bot.start()
}
/** A poll at this moment, UTC. */
async function pollAt(time: string): Promise<void> {
  await bot.clock.advance(Math.max(0, Date.parse(`2026-${time}:00Z`) - bot.clock.now()))
  await bot.poll()
}

describe('an order that nobody answers', () => {
  test('is told of at each of its marks, once, in the business hours of the zone that is set', async () => {
    await start()
    await lyon('requested')
    // The nudge, four hours later.
    await startAt('11-17T13:55')
    expect(told()).toEqual([])
    await pollAt('11-17T14:05')
    expect(told()).toHaveLength(1)
    expect(payload(root())).toMatchObject({ kind: 'link', severity: 'warning', to: 'requested' })
    // The chase, two business days later.
    await startAt('11-19T09:55')
    expect(told()).toHaveLength(1)
    await pollAt('11-19T10:05')
    expect(told()).toHaveLength(2)
    expect(told()[1]).toContain('The partner has not answered the order for 2 days')
    // Five days before the end is a Sunday: told on Friday, an hour before people stop working in Paris.
    await restart(bot)
    await startAt('11-20T15:55')
    expect(told()).toHaveLength(2)
    await pollAt('11-20T16:05')
    expect(told()).toHaveLength(3)
    expect(told()[2]).toMatch(/The order expires in 6 days.*at 2026-11-27 10:0\d UTC/)
    await startAt('11-23T10:05')
    await startAt('11-25T09:55')
    await restart(bot)
    expect(told()).toHaveLength(3)
    await pollAt('11-25T10:05')
    expect(told()[3]).toMatch(/The order expires in (2 days|1 day)/)
    await startAt('11-26T09:55')
    expect(told()).toHaveLength(4)
    await pollAt('11-26T10:05')
    expect(told()[4]).toMatch(/The order expires in (24 h|1 day|23 h)/)
    await restart(bot)
    await pollAt('11-26T16:05')
    expect(told()).toHaveLength(5)
    for (const line of bot.channel().slice(2))
      expect(line).toMatchObject({ thread_ts: root()?.ts, reply_broadcast: true })
  })

  test('outside business hours waits for the next morning', async () => {
    await start()
    await bot.clock.advance(5 * HOUR)
    await lyon('requested')
    // Four hours after 15:00 UTC nobody works in Paris.
    await pollAt('11-17T19:05')
    await startAt('11-18T07:55')
    expect(told()).toEqual([])
    await pollAt('11-18T08:05')
    expect(told()).toHaveLength(1)
  })

  test('shows on its alert and on its card how long it has left', async () => {
    await start()
    await lyon('requested')
    await pollAt('11-17T14:05')
    expect(words(root())).toMatch(/[Ee]xpires in/)
    expect(words(await bot.say('status lyon'))).toMatch(/[Ee]xpires in/)
  })

  test('and is answered at last is over', async () => {
    await start()
    await lyon('requested')
    await pollAt('11-17T14:05')
    set('provisioning')
    await bot.poll()
    expect(words(root())).toContain('Closed')
    expect(await bot.store().openIncidents()).toEqual([])
    const before = told().length
    await pollAt('11-19T10:05')
    await pollAt('11-20T16:05')
    expect(told()).toHaveLength(before)
  })

  test('tells after a long absence just the latest mark that is reached', async () => {
    await start()
    await lyon('requested')
    await bot.stop()
    await bot.clock.advance(8 * DAY + 10 * MINUTE)
    await bot.start()
    expect(told()).toHaveLength(1)
    expect(await bot.store().openIncidents()).toHaveLength(1)
    await restart(bot)
    await pollAt('11-25T12:00')
    expect(told()).toHaveLength(1)
  })
})

describe('a link that is stuck', () => {
  test('in provisioning for five business days is told, with whose move it is', async () => {
    await start()
    await lyon('provisioning')
    await startAt('11-24T09:55')
    expect(told()).toEqual([])
    await pollAt('11-24T10:05')
    expect(told()).toHaveLength(1)
    expect(payload(root())).toMatchObject({ severity: 'warning', to: 'provisioning' })
    expect(words(root())).toMatch(/partner/i)
    expect(words(root())).toContain('has not finished: that is overdue')
    await restart(bot)
    await pollAt('11-25T10:05')
    expect(told()).toHaveLength(1)
    // It is delivered: there is nothing left to chase.
    set('active')
    await bot.poll()
    expect(words(root())).toMatch(/Closed|Recovered|Up, confirming/)
  })

  test('in deprovisioning for two business days is told, since it may still be billed', async () => {
    await start()
    await lyon('deprovisioning')
    const before = told().length
    await startAt('11-19T09:55')
    expect(told()).toHaveLength(before)
    await pollAt('11-19T10:05')
    expect(told()).toHaveLength(before + 1)
    expect(told().at(-1)).toMatch(/may still bill/)
    await restart(bot)
    await pollAt('11-20T10:05')
    expect(told()).toHaveLength(before + 1)
  })

  test.each(['refused', 'expired'])(
    'as %s is told at once, and again after a day: it is still billed',
    async (status) => {
      await start()
      await lyon(status)
      expect(told()).toHaveLength(1)
      expect(payload(root())).toMatchObject({ severity: 'warning', to: status })
      await startAt('11-18T09:55')
      expect(told()).toHaveLength(1)
      await pollAt('11-18T10:05')
      expect(told()).toHaveLength(2)
      expect(told()[1]).toContain('still billed')
      await restart(bot)
      await pollAt('11-19T10:05')
      expect(told()).toHaveLength(2)
    },
  )
})

test('nobody is called and nobody is reminded of a deadline', async () => {
  await start()
  await lyon('requested')
  for (const time of ['11-17T14:05', '11-17T15:10', '11-18T04:00', '11-18T08:05', '11-18T16:00'])
    await pollAt(time)
  expect(told()).toHaveLength(1)
  expect(await bot.store().openIncidents()).toMatchObject([
    { level: 'warning', reminders: { count: 0 }, page: null },
  ])
})
