import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { parse } from 'yaml'
import { z } from 'zod'
import { sleep } from '../clock.ts'
import { type InterlinkApi, startInterlinkApi } from '../interlink/server.ts'
import { demoWorld } from '../interlink/world.ts'
import { startSlackWorkspace } from '../slack/start.ts'
import type { SlackWorkspace } from '../slack/workspace.ts'
import { createActs } from './acts.ts'
import { createBroadcast } from './broadcast.ts'
import { controlApp } from './control.ts'
import { createOutages } from './outages.ts'
import { readPage } from './page-files.ts'
import { livePast } from './past.ts'
import { ALERT_CHANNEL, DEMO_CHANNELS, DEMO_PEOPLE } from './people.ts'
import type { SkippableClock } from './skippable-clock.ts'
import { readState } from './snapshot.ts'
import type { DemoCommand, DemoShortcut } from './state.ts'
import type { Stage } from './stories.ts'
import { callsDone, createStoryPlayer, LOOK_OFTEN_MS, pollSeen } from './story-player.ts'

export interface DemoOptions {
  /** The text of the app's manifest.yml. */
  readonly manifest: string
  /** Where `vite build` wrote the page. */
  readonly pageDir: string
  readonly clock: SkippableClock
  /** Must return UUIDs. */
  readonly newId: () => string
  /** A number from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
  /** 127.0.0.1 unless told. */
  readonly host?: string
  /** A free one unless told. */
  readonly port?: number
  /** What the bot has to send to Scaleway; synthetic unless told. */
  readonly secretKey?: string
  /** How long a story waits after each step for people to read, in ms. 2500 unless told. */
  readonly stepPauseMs?: number
}

export interface Demo {
  /** The one address to print. */
  readonly url: string
  /** What the bot's environment has to be to run against the demo. Its database is not in it. */
  readonly env: Readonly<Record<string, string>>
  readonly slack: SlackWorkspace
  readonly interlink: InterlinkApi
  /** The stage that the page's stories play on. */
  readonly stage: Stage
  /** Lets the bot, which has to run by now, live through the hours by which the clock is behind. */
  livePast(): Promise<void>
  close(): Promise<void>
}

/** How long the bot gets to tell what it saw, while a past is lived through (ms). */
const TELLING_MS = 150

/** Tokens that nobody can take for real ones. */
const BOT_TOKEN = 'xoxb-demo'
const APP_TOKEN = 'xapp-demo'
const SECRET_KEY = '00000000-0000-4000-8000-00000000de30'

const manifestShape = z.object({
  features: z.object({
    bot_user: z.object({ display_name: z.string() }),
    slash_commands: z.array(
      z.object({ command: z.string(), description: z.string(), usage_hint: z.string().default('') }),
    ),
    shortcuts: z
      .array(
        z.object({
          name: z.string(),
          type: z.enum(['message', 'global']),
          callback_id: z.string(),
          description: z.string(),
        }),
      )
      .default([]),
  }),
})

/**
 * Starts both stand-ins and the page that drives them. Rejects with a sentence for a person when the page is not built
 * or the port is taken; nothing is left running then.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { clock, newId } = options
  const host = options.host ?? '127.0.0.1'
  const secretKey = options.secretKey ?? SECRET_KEY
  const files = await readPage(options.pageDir)
  const { features } = manifestShape.parse(parse(options.manifest))
  const commands = features.slash_commands.map(
    ({ command, description, usage_hint }): DemoCommand => ({ command, description, usageHint: usage_hint }),
  )
  const shortcuts = features.shortcuts.map(
    ({ name, type, callback_id, description }): DemoShortcut => ({
      ...{ name, type, description },
      callbackId: callback_id,
    }),
  )

  const world = demoWorld(clock.now())
  const interlink = await startInterlinkApi({ clock, newId, secretKey, world })
  const slack = await startSlackWorkspace({
    manifest: options.manifest,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    clock,
    random: options.random,
    people: DEMO_PEOPLE,
    channels: DEMO_CHANNELS,
  })

  let closed = false
  const { regions } = world
  const broadcast = createBroadcast(clock, () => JSON.stringify(state()))
  const outages = createOutages(clock, slack.faults, interlink.faults, broadcast.touch)
  const stage: Stage = {
    world: interlink.world,
    now: () => clock.now(),
    skip(ms) {
      clock.skip(ms)
      broadcast.touch()
    },
    breakRegion: outages.breakRegion,
    afterPoll: () => pollSeen(interlink, regions, clock, options.stepPauseMs ?? 2500, () => closed),
  }
  const player = createStoryPlayer(stage, broadcast.touch)
  const state = () =>
    readState({
      ...{ slack, interlink, clock, commands, shortcuts, regions },
      botName: features.bot_user.display_name,
      stories: player.stories(),
      away: outages.away(),
    })
  slack.onChange(broadcast.touch)
  interlink.onChange(broadcast.touch)

  // A start's token only has to be unguessable for other sites: a UUID of the caller's generator is.
  const token = newId()
  let hosts: readonly string[] = []
  const app = controlApp({
    files,
    acts: createActs({ slack, interlink, clock, outages, player, regions, onChange: broadcast.touch }),
    sharedFile: (id) => slack.file(id),
    broadcast,
    token,
    hosts: () => hosts,
  })
  const stop = async () => {
    closed = true
    broadcast.close()
    await Promise.all([slack.close(), interlink.close()])
  }
  let server: ServerType
  try {
    server = await listening(app.fetch, host, options.port ?? 0)
  } catch (error) {
    await stop()
    throw error
  }
  const { port } = server.address() as AddressInfo
  hosts = [`${host}:${port}`, `localhost:${port}`, `127.0.0.1:${port}`]

  return {
    url: `http://${host}:${port}/`,
    env: {
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_APP_TOKEN: APP_TOKEN,
      SLACK_API_URL: slack.apiUrl,
      ALERT_CHANNEL,
      OPERATORS: DEMO_PEOPLE.filter(({ role }) => role === 'operator')
        .map(({ id }) => id)
        .join(','),
      SCW_SECRET_KEY: secretKey,
      SCW_API_URL: interlink.url,
      INTERLINK_REGIONS: regions.join(','),
      POLL_SCHEDULE: '*/2 * * * * *',
      HTTP_HOST: '127.0.0.1',
      PORT: '0',
    },
    slack,
    interlink,
    stage,
    livePast: () =>
      livePast(
        {
          ...stage,
          async afterPoll() {
            await pollSeen(interlink, regions, clock, 0, () => closed, LOOK_OFTEN_MS)
            await callsDone(interlink, clock)
          },
          afterTelling: () => sleep(clock, TELLING_MS),
        },
        () => -clock.skipped(),
      ),
    async close() {
      const ended = new Promise((resolve) => server.close(resolve))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await stop()
      await ended
    },
  }
}

function listening(
  fetch: (request: Request) => Response | Promise<Response>,
  hostname: string,
  port: number,
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        taken ? new Error(`Port ${port} of ${hostname} is taken: choose another one for the demo.`) : error,
      )
    })
  })
}
