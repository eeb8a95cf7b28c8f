import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, startBot } from '../support/bot.ts'
import {
  HOUR,
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  pollUntil,
  restart,
  TUESDAY,
  words,
} from '../support/over-time.ts'
import { messagesIn, pressButton } from '../support/pressing.ts'

let bot: Bot
afterEach(() => bot.close())

const TEAM = { id: 'C0AMSTERDAM', name: 'amsterdam', members: ['U0ADA0001'], botIsMember: true }

async function start(prepare = () => {}): Promise<void> {
  bot = await startBot({ now: TUESDAY, started: false, channels: [TEAM] })
  onlyInService(bot)
  prepare()
  await bot.start()
}
const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const root = () => bot.channel()[1]
const reminders = () => bot.channel().filter((message) => payload(message)?.kind === 'note')

/** So long after the outage began (ms), within the second that its telling takes. */
const until = (sinceMs: number) => pollUntil(bot, TUESDAY + sinceMs + 1_000, HOUR)

describe('a critical incident that nobody has acknowledged', () => {
  test('is reminded of after 5 and 15 minutes, then every 30, aloud under its message', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await until(4 * MINUTE)
    expect(reminders()).toEqual([])
    for (const [index, minutes] of [5, 15, 45, 75].entries()) {
      await until(minutes * MINUTE - 30_000)
      expect(reminders()).toHaveLength(index)
      await until(minutes * MINUTE)
      expect(reminders()).toHaveLength(index + 1)
      const reminder = reminders().at(-1)
      expect(reminder).toMatchObject({ thread_ts: root()?.ts, reply_broadcast: true })
      expect(words(reminder)).toContain(`reminder ${index + 1}.`)
      expect(words(reminder)).toContain('`amsterdam-prod`')
    }
  })

  test('is reminded of once for all that went by while the bot was off, and of each no second time', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await until(5 * MINUTE)
    await restart(bot)
    await restart(bot)
    expect(reminders()).toHaveLength(1)
    await bot.stop()
    await bot.clock.advance(45 * MINUTE)
    await bot.start()
    expect(reminders()).toHaveLength(2)
    expect(words(reminders()[1])).toContain('reminder 3.')
    await pollAfter(bot, 20 * MINUTE)
    expect(reminders()).toHaveLength(2)
  })

  test('is left in peace from its acknowledgement on, and reminded of from then on when that is undone', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await until(5 * MINUTE)
    await pressButton(bot, root()?.ts ?? '', 'acknowledge')
    await pollAfter(bot, 60 * MINUTE)
    expect(reminders()).toHaveLength(1)
    await pressButton(bot, root()?.ts ?? '', 'undo_acknowledge')
    await pollAfter(bot, 4 * MINUTE)
    expect(reminders()).toHaveLength(1)
    await pollAfter(bot, MINUTE)
    expect(reminders()).toHaveLength(2)
  })

  test('is left in peace while its recovery is confirmed, and once it is over', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    await until(4 * MINUTE)
    set('amsterdam-prod', 'active')
    await until(4.5 * MINUTE)
    await until(5.5 * MINUTE)
    expect(reminders()).toEqual([])
    await until(HOUR)
    expect(words(root())).toContain('Recovered')
    expect(reminders()).toEqual([])
  })

  test('is not chased while its region cannot be read: nobody knows whether it is still down', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    bot.interlink.faults.regionDown('nl-ams', '403')
    // Three polls in a row: one that fails may be the next to succeed.
    for (const minutes of [1, 2, 3]) await until(minutes * MINUTE)
    await until(6 * MINUTE)
    await until(40 * MINUTE)
    expect(reminders().filter((message) => words(message).includes('amsterdam-prod'))).toEqual([])
    bot.interlink.faults.regionDown('nl-ams', null)
    await until(41 * MINUTE)
    expect(reminders().filter((message) => words(message).includes('amsterdam-prod'))).toHaveLength(1)
  })
})

describe('several links with one cause', () => {
  const names = ['one', 'two', 'three']
  const several = () =>
    start(() => {
      const { world } = bot.interlink
      const { id: _id, vlan: _vlan, ...like } = world.link(linkId(bot, 'amsterdam-prod')) ?? {}
      for (const name of names) world.addLink({ ...like, name })
    })

  test('are reminded of in one line', async () => {
    await several()
    for (const name of [...names, 'amsterdam-prod']) set(name, 'all_down')
    await bot.poll()
    await until(5 * MINUTE)
    expect(reminders()).toHaveLength(1)
    for (const name of [...names, 'amsterdam-prod']) expect(words(reminders()[0])).toContain(`\`${name}\``)
  })

  test('are reminded of by one plan, though they went bad one poll after another', async () => {
    await several()
    for (const [index, name] of ['amsterdam-prod', ...names].entries()) {
      await until(index * 45_000)
      set(name, 'all_down')
      await bot.poll()
    }
    for (const minutes of [5, 6, 7, 8, 15, 16, 17, 20]) await until(minutes * MINUTE)
    expect(reminders().map((message) => /reminder (\d)\./.exec(words(message))?.[1])).toEqual(['1', '2'])
    for (const name of [...names, 'amsterdam-prod']) expect(words(reminders()[0])).toContain(`\`${name}\``)
    expect(reminders().map(({ thread_ts }) => thread_ts)).toEqual([root()?.ts, root()?.ts])
  })

  test('are left in peace once they are acknowledged, but for one that joins them after that', async () => {
    await several()
    for (const name of ['amsterdam-prod', 'one', 'two']) set(name, 'all_down')
    await bot.poll()
    await pressButton(bot, root()?.ts ?? '', 'acknowledge')
    await until(2 * MINUTE)
    set('three', 'all_down')
    await bot.poll()
    await until(6.5 * MINUTE)
    expect(reminders()).toEqual([])
    await until(8 * MINUTE)
    expect(reminders()).toHaveLength(1)
    expect(words(reminders()[0])).toContain('`three`')
    for (const name of ['amsterdam-prod', 'one', 'two'])
      expect(words(reminders()[0])).not.toContain(`\`${name}\``)
  })
})

describe('an error', () => {
  test('is reminded of after 1 hour, after 4, then every 12', async () => {
    await start()
    set('paris-prod-a', 'all_down')
    await bot.poll()
    expect(payload(root())).toMatchObject({ severity: 'error' })
    const at = [1, 4, 16, 28]
    for (const [index, hours] of at.entries()) {
      await bot.stop()
      await bot.clock.advance(TUESDAY + hours * HOUR - MINUTE - bot.clock.now())
      await bot.start()
      expect(reminders()).toHaveLength(index)
      await until(hours * HOUR)
      expect(reminders()).toHaveLength(index + 1)
    }
  })
})

describe('a warning', () => {
  test('is reminded of never: it is for the digest', async () => {
    await start()
    bot.interlink.world.setLink(linkId(bot, 'paris-prod-a'), {
      status: 'limited_connectivity',
      bgp_v6_status: 'down',
    })
    await bot.poll()
    expect(payload(root())).toMatchObject({ severity: 'warning' })
    for (const hours of [1, 5, 30, 80]) {
      await bot.stop()
      await bot.clock.advance(TUESDAY + hours * HOUR - bot.clock.now())
      await bot.start()
    }
    expect(bot.channel()).toHaveLength(2)
  })
})

test('a reminder goes wherever the story is told, and pings whom that channel wants', async () => {
  await start()
  const outcome = await bot.slack.command({
    userId: 'U0ADA0001',
    channelId: TEAM.id,
    command: '/interlink',
    text: 'subscribe region:nl-ams mention @here',
  })
  expect(outcome.ok).toBe(true)
  await bot.slack.waitFor(() => bot.slack.ephemerals('U0ADA0001').length > 0)
  set('amsterdam-prod', 'all_down')
  await bot.poll()
  await pollAfter(bot, 6 * MINUTE)
  const [alert, reminder] = messagesIn(bot, TEAM.id)
  expect(reminder).toMatchObject({ thread_ts: alert?.ts, reply_broadcast: true })
  expect(words(reminder)).toMatch(/<!here>.*reminder 1\./)
  expect(words(reminders()[0])).not.toContain('<!here>')
})
