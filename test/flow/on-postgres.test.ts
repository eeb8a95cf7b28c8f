import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { asClient, createPostgresDatabase, postgresDatabase } from '../store/databases.ts'
import { ADA, ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot, wordsOf } from '../support/bot.ts'
import { type Told, told } from '../support/told.ts'

const serverUrl = inject('postgresUrl')
const name = `flow_${process.pid}_${process.hrtime.bigint()}`
/** The server lets everybody in; what is written here must show nowhere all the same. */
const PASSWORD = 'not-a-real-password'
let url: string
let env: { readonly DATABASE_URL: string }
let bots: Bot[]

beforeAll(async () => {
  url = await createPostgresDatabase(serverUrl, name)
  env = { DATABASE_URL: Object.assign(new URL(url), { password: PASSWORD }).href }
})
beforeEach(async () => {
  await postgresDatabase(url)
  bots = []
})
afterEach(() => Promise.all(bots.map((bot) => bot.close())))

async function start(options: Parameters<typeof startBot>[0]): Promise<Bot> {
  const bot = await startBot({ ...options, env: { ...NO_REMINDERS, ...options?.env } })
  bots.push(bot)
  return bot
}

const setStatus = (bot: Bot, link: string, status: 'active' | 'all_down' | 'limited_connectivity') => {
  const id = bot.interlink.world.links().find((candidate) => candidate.name === link)?.id ?? 'missing'
  bot.interlink.world.setStatus(id, status)
}

const rows = (sql: string) =>
  asClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows)

/** What happens, in this order, with the words for it. */
const SCENES: Readonly<Record<string, (bot: Bot) => Promise<unknown>>> = {
  'first sight': (bot) => bot.start(),
  'one family is lost': async (bot) => {
    setStatus(bot, 'amsterdam-prod', 'limited_connectivity')
    await bot.poll()
  },
  'the other too': async (bot) => {
    setStatus(bot, 'amsterdam-prod', 'all_down')
    await bot.poll()
  },
  'a restart': async (bot) => {
    await bot.stop()
    await bot.clock.advance(30_000)
    await bot.start()
  },
  'another link goes down while the bot is stopped': async (bot) => {
    await bot.stop()
    setStatus(bot, 'paris-prod-a', 'all_down')
    await bot.clock.advance(30 * 60_000)
    await bot.start()
  },
  'both are up again': async (bot) => {
    setStatus(bot, 'amsterdam-prod', 'active')
    setStatus(bot, 'paris-prod-a', 'active')
    await bot.poll()
  },
  'a restart before that is believed': async (bot) => {
    await bot.stop()
    await bot.clock.advance(10_000)
    await bot.start()
  },
  'it is believed': (bot) => bot.stable(),
}

/** The channel after each scene, and what the bot answers at the end. */
async function live(bot: Bot) {
  const channel: Record<string, readonly Told[]> = {}
  for (const [scene, happen] of Object.entries(SCENES)) {
    await happen(bot)
    channel[scene] = told(bot.slack.messages(ALERT_CHANNEL))
  }
  // How long ago a region was read depends on how the deliveries fell between two steps of the clock.
  return { channel, list: wordsOf(await bot.say('list')).replace(/\d+ s ago/g, 'just now') }
}

describe('a bot whose memory is PostgreSQL', () => {
  test('keeps the channel as a bot on SQLite does, from the first sight over restarts to the recovery', async () => {
    const bot = await start({ started: false, env })
    const life = await live(bot)
    expect(Object.values(life.channel).map((messages) => messages.length)).toEqual([1, 2, 3, 3, 4, 4, 4, 6])
    expect(life.channel['a restart']).toEqual(life.channel['the other too'])
    expect(life.channel['a restart before that is believed']).toEqual(life.channel['both are up again'])
    expect(life.channel['it is believed']).toMatchObject([
      { kind: 'baseline', place: 'channel' },
      { kind: 'link', place: 'channel', severity: 'critical', edited: true, move: 'active to active' },
      { kind: 'link_line', place: 'reply to 1, in the channel too' },
      { kind: 'link', place: 'channel', edited: true, move: 'active to active' },
      { kind: 'link_line', place: 'reply to 3', move: 'all_down to active' },
      { kind: 'link_line', place: 'reply to 1', move: 'all_down to active' },
    ])
    expect(await bot.store().openIncidents()).toEqual([])
    expect(await rows('select id from incidents where resolved_at is not null')).toHaveLength(2)
    expect(await rows('select id from links')).toHaveLength(bot.interlink.world.links().length)
    expect(bot.log.join()).not.toContain(PASSWORD)

    const onSqlite = await start({ started: false })
    expect(onSqlite.env().DATABASE_URL).toMatch(/^file:/)
    expect(life).toEqual(await live(onSqlite))
  })

  test('acts once on what Slack delivers twice', async () => {
    const bot = await start({ env })
    bot.slack.faults.redeliver()
    await bot.say('list')
    await bot.stop()
    expect(bot.slack.ephemerals(ADA)).toHaveLength(1)
  })

  test('refuses a second bot with a sentence, and lives on; stopped, it lets that one take over', async () => {
    const first = await start({ env })
    const { slack, interlink } = first
    const second = await start({
      started: false,
      env: { ...env, SLACK_API_URL: slack.apiUrl, SCW_API_URL: interlink.url },
    })
    const before = { slack: slack.calls().length, interlink: interlink.calls().length }
    await expect(second.start()).rejects.toMatchObject({
      name: 'StoreOpenError',
      message: `DATABASE_URL names ${url}, which another bot has in use: stop that one, or give this one a database of its own.`,
    })
    expect({ slack: slack.calls().length, interlink: interlink.calls().length }).toEqual(before)

    setStatus(first, 'amsterdam-prod', 'all_down')
    await first.poll()
    expect(first.channel()).toHaveLength(2)

    await first.stop()
    await second.start()
    setStatus(first, 'amsterdam-prod', 'active')
    await second.poll()
    await second.stable()
    expect(first.channel()).toHaveLength(2)
    expect(wordsOf(first.channel()[1] ?? { text: '' })).toMatch(/Recovered/)
    expect(first.thread(first.channel()[1]?.ts ?? '')).toHaveLength(1)
  })
})
