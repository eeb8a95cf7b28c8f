import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { compileBot } from '../support/compile-bot.ts'
import { type CrashBot, crashBot } from '../support/crash-bot.ts'
import type { CrashStep } from '../support/crash-points.ts'
import { type Told, told } from '../support/told.ts'
import { CASES, type Case, type Scene, STORIES, type Story } from './crash-cases.ts'

const LINK = '5a1e9c04-0000-4000-8000-000000000211'
const SHORT_LIVED = 'd0e0f000-0000-4000-8000-000000000219'

const HAPPENS: Readonly<Record<Scene, (world: CrashBot['interlink']['world']) => void>> = {
  'first sight': () => {},
  'loses IPv6': (world) => world.setStatus(LINK, 'limited_connectivity'),
  'goes down': (world) => world.setStatus(LINK, 'all_down'),
  // What leads to it has happened: the link has stayed up for long enough.
  recovers: () => {},
  appears: (world) => world.addLink({ id: SHORT_LIVED, name: 'short-lived' }),
  'is deleted': (world) => world.removeLink(SHORT_LIVED),
}

/** What a bot that lives sees before a scene, and the steps it takes for that. */
const LEADS_TO: Readonly<Partial<Record<Scene, (bot: CrashBot) => Promise<readonly CrashStep[]>>>> = {
  async recovers(bot) {
    bot.interlink.world.setStatus(LINK, 'active')
    const steps = await alive(bot.poll())
    await bot.wait(STABLE_MS)
    return steps
  },
}

/** A recovery from a critical incident is believed by then. */
const STABLE_MS = 120_000

/** More than what flapping is judged by, and than what it takes to end. */
const QUIET_MS = 45 * 60_000

const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-compiled-'))
const entry = compileBot(folder)('test/support/crash-child.ts')

/** Bots between lives, on which the next story can play: to start one is what costs time. */
const idle: CrashBot[] = []

afterAll(async () => {
  await Promise.all(idle.map((bot) => bot.close()))
  rmSync(folder, { recursive: true })
})

/** Lets `play` have a running bot that stands in nobody's story, or one that never ran. */
async function withBot<T>(fresh: boolean, play: (bot: CrashBot) => Promise<T>): Promise<T> {
  const waiting = fresh ? undefined : idle.pop()
  const bot = waiting ?? (await crashBot(entry))
  try {
    if (waiting === undefined && !fresh) await bot.start()
    // What happened to the link in an earlier story is long past, and a link that seemed to flap is steady.
    if (waiting !== undefined) {
      await bot.wait(QUIET_MS)
      await bot.poll()
    }
    const result = await play(bot)
    idle.push(bot)
    return result
  } catch (error) {
    await bot.close()
    throw error
  }
}

interface Played {
  /** The channel after each scene, from the story's first message on. */
  readonly channel: readonly (readonly Told[])[]
  readonly steps: readonly CrashStep[]
}

/** Plays a story. `enter` brings the bot to a scene: it lets it poll, or does worse to it. */
function play(
  story: Story,
  enter: (bot: CrashBot, scene: Scene, change: () => void) => Promise<readonly CrashStep[]>,
): Promise<Played> {
  return withBot(story === 'start', async (bot) => {
    const before = bot.messages().length
    const channel: (readonly Told[])[] = []
    const steps: CrashStep[] = []
    for (const scene of STORIES[story]) {
      steps.push(...((await LEADS_TO[scene]?.(bot)) ?? []))
      steps.push(...(await enter(bot, scene, () => HAPPENS[scene](bot.interlink.world))))
      channel.push(told(ofStory(bot.messages().slice(before))))
    }
    return { channel, steps }
  })
}

/** The messages without replies to older ones: those remind of something else that has stayed bad all the while. */
function ofStory(messages: ReturnType<CrashBot['messages']>): ReturnType<CrashBot['messages']> {
  const own = new Set(messages.map(({ ts }) => ts))
  return messages.filter(({ thread_ts: parent }) => parent === undefined || own.has(parent))
}

async function alive(life: ReturnType<CrashBot['poll']>): Promise<readonly CrashStep[]> {
  const lived = await life
  if (lived.type === 'killed') throw new Error('The bot was to live on.')
  return lived.steps
}

const enterAlive = (bot: CrashBot, scene: Scene, change: () => void) => {
  change()
  return alive(scene === 'first sight' ? bot.start() : bot.poll())
}

/** The story as a bot tells it that is never killed. With `away`, it was stopped in order while that scene happened. */
const undisturbed = remember((story: Story, away: Scene | null) =>
  play(story, async (bot, scene, change) => {
    if (scene !== away || scene === 'first sight') return enterAlive(bot, scene, change)
    await bot.stop()
    change()
    return alive(bot.start())
  }),
)

function remember<T>(make: (story: Story, away: Scene | null) => Promise<T>): typeof make {
  const made = new Map<string, Promise<T>>()
  return (story, away) => {
    const key = `${story}, ${away}`
    const known = made.get(key) ?? make(story, away)
    made.set(key, known)
    return known
  }
}

function playKilled({ story, scene: deadly, kills: [first, ...again] }: Case): Promise<Played> {
  return play(story, async (bot, scene, change) => {
    if (scene !== deadly) return enterAlive(bot, scene, change)
    change()
    const life = await (scene === 'first sight' ? bot.start(first) : bot.poll(first))
    expect(life.type, `killed ${first}`).toBe('killed')
    for (const point of again) expect((await bot.start(point)).type, `killed ${point}`).toBe('killed')
    return alive(bot.start())
  })
}

describe.concurrent('a bot that is killed loses no message and tells none twice', {
  timeout: 300_000,
}, () => {
  test.each(CASES.map((each) => [each.scene, each.kills.join(', then '), each] as const))(
    'when the scene is "%s", killed %s',
    async (_scene, _kills, each) => {
      const [killed, never] = await Promise.all([
        playKilled(each),
        undisturbed(each.story, each.recorded ? null : each.scene),
      ])
      expect(killed.channel).toEqual(never.channel)
    },
  )

  test('the stories make every kind of message, each once', async () => {
    const { channel } = await undisturbed('outage', null)
    expect(channel.at(-1)).toMatchObject([
      { kind: 'link', place: 'channel', edited: true, move: 'active to active' },
      {
        kind: 'link_line',
        place: 'reply to 0, in the channel too',
        move: 'limited_connectivity to all_down',
      },
      { kind: 'link_line', place: 'reply to 0', move: 'all_down to active' },
    ])
    expect(channel.map((messages) => messages.length)).toEqual([1, 2, 3])
    expect((await undisturbed('deletion', null)).channel.map((messages) => messages.length)).toEqual([0, 1])
    expect((await undisturbed('start', null)).channel).toMatchObject([[{ kind: 'baseline' }]])
  })

  test('every step that a poll and a delivery take is one where the bot was killed', async () => {
    const stories = await Promise.all([
      undisturbed('start', null),
      undisturbed('outage', null),
      undisturbed('deletion', null),
    ])
    const tried = CASES.flatMap(({ kills }) => kills.map((point) => point.replace(/^\w+ /u, '')))
    const taken = stories.flatMap(({ steps }) => steps)
    expect(taken).toContain('store record')
    expect([...new Set(taken)].filter((step) => !tried.includes(step))).toEqual([])
  })
})
