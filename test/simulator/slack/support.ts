import { WebClient, type WebClientOptions } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { startSlackWorkspace } from '../../../src/simulator/slack/start.ts'
import type {
  JsonObject,
  SlackWorkspace,
  SlackWorkspaceOptions,
} from '../../../src/simulator/slack/workspace.ts'
import { type ManualClock, manualClock } from '../../support/clock.ts'

export const BOT_TOKEN = 'xoxb-stand-in'
export const APP_TOKEN = 'xapp-stand-in'
export const ANN = 'U0ANN'
export const BEN = 'U0BEN'
export const OPS = 'C0OPS'
export const PRIVATE = 'C0PRIVATE'
export const SECRET = 'C0SECRET'
export const LOBBY = 'C0LOBBY'
export const OLD = 'C0OLD'

export const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => 'error' as never,
}

export function manifest(
  change: {
    scopes?: readonly string[]
    events?: readonly string[]
    escape?: boolean
    features?: Readonly<Record<string, unknown>>
  } = {},
) {
  const scopes = change.scopes ?? [
    'app_mentions:read',
    'commands',
    'chat:write',
    'channels:history',
    'channels:read',
    'groups:history',
    'groups:read',
    'im:write',
    'users:read',
    'usergroups:read',
  ]
  return JSON.stringify({
    display_information: { name: 'a test app' },
    features: {
      app_home: { home_tab_enabled: true },
      ...change.features,
      bot_user: { display_name: 'testbot' },
      slash_commands: [{ command: '/try', description: 'Try', should_escape: change.escape ?? true }],
    },
    oauth_config: { scopes: { bot: scopes } },
    settings: {
      event_subscriptions: { bot_events: change.events ?? [] },
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
    },
  })
}

/** Numbers that look random and are the same in every run. */
export function seededRandom(seed = 1): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

export interface Stage {
  readonly clock: ManualClock
  readonly workspace: SlackWorkspace
  readonly client: WebClient
}

export const START = Date.UTC(2026, 0, 15, 9, 0, 0)

/** A workspace on a clock that stands still, and a bare WebClient on it; both end with the test. */
export async function stage(options: Partial<SlackWorkspaceOptions> = {}, startMs = START): Promise<Stage> {
  const clock = manualClock(startMs)
  const workspace = await startSlackWorkspace({
    manifest: manifest(),
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    clock,
    random: seededRandom(),
    people: [
      { id: ANN, name: 'ann', realName: 'Ann Example', tz: 'Europe/Paris', isAdmin: true },
      { id: BEN, name: 'ben', realName: 'Ben Example', tz: 'America/New_York' },
      { id: 'U0GUEST', name: 'guest', realName: 'A Guest', tz: 'UTC', isRestricted: true },
      { id: 'U0FAR', name: 'far', realName: 'From Elsewhere', tz: 'UTC', teamId: 'T0FAR' },
      { id: 'U0GONE', name: 'gone', realName: 'Gone', tz: 'UTC', deleted: true },
    ],
    channels: [
      { id: OPS, name: 'ops', members: [ANN, BEN, 'U0FAR'], botIsMember: true, isExtShared: true },
      { id: PRIVATE, name: 'private', isPrivate: true, members: [ANN], botIsMember: true },
      { id: SECRET, name: 'secret', isPrivate: true, members: [ANN], botIsMember: false },
      { id: LOBBY, name: 'lobby', members: [ANN, BEN], botIsMember: false },
      { id: OLD, name: 'old', members: [ANN], botIsMember: true, isArchived: true },
    ],
    userGroups: [{ id: 'S0ONCALL', handle: 'oncall', users: [ANN, BEN] }],
    ...options,
  })
  onTestFinished(() => workspace.close())
  return { clock, workspace, client: webClient(workspace) }
}

export function webClient(
  workspace: SlackWorkspace,
  token = BOT_TOKEN,
  options: WebClientOptions = {},
): WebClient {
  return new WebClient(token, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
    ...options,
  })
}

/** What a call that Slack refuses is answered with. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call
  } catch (error) {
    const { data } = error as { data?: Record<string, unknown> }
    if (data !== undefined) return data
    throw error
  }
  throw new Error('The call was not refused.')
}

export async function refusalCode(call: Promise<unknown>): Promise<unknown> {
  return (await refusal(call)).error
}

export function lines(data: Record<string, unknown>): unknown {
  return (data.response_metadata as { messages?: unknown } | undefined)?.messages
}

export interface RawEnvelope {
  readonly type: string
  readonly envelope_id: string
  readonly accepts_response_payload: boolean
  readonly payload: JsonObject
  readonly retry_attempt?: number
  readonly retry_reason?: string
}

/** A Socket Mode client without any SDK: it keeps what it hears and answers what `answer` says. */
export interface RawApp {
  readonly envelopes: RawEnvelope[]
  readonly others: JsonObject[]
  readonly socket: WebSocket
  /** What to acknowledge with; `undefined` stays silent. */
  answer: (envelope: RawEnvelope) => object | undefined
  /** Resolves once there are this many envelopes. */
  heard(count: number): Promise<void>
  /** Resolves once the condition holds, looked at whenever something arrives. */
  until(condition: () => boolean): Promise<void>
  closed: Promise<void>
}

export async function openSocketUrl(workspace: SlackWorkspace): Promise<string> {
  const response = await fetch(`${workspace.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${APP_TOKEN}` },
  })
  return ((await response.json()) as { url: string }).url
}

export async function rawApp(workspace: SlackWorkspace): Promise<RawApp> {
  const socket = new WebSocket(await openSocketUrl(workspace))
  const wakes = new Set<() => void>()
  const app: RawApp = {
    envelopes: [],
    others: [],
    socket,
    answer: () => ({}),
    heard: (count) => app.until(() => app.envelopes.length >= count),
    until: (condition) =>
      new Promise((resolve) => {
        const wake = () => {
          if (!condition()) return
          wakes.delete(wake)
          resolve()
        }
        wakes.add(wake)
        wake()
      }),
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
  }
  const greeted = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as RawEnvelope & JsonObject
      if (typeof message.envelope_id !== 'string') {
        app.others.push(message)
        if (message.type === 'hello') resolve()
        for (const wake of [...wakes]) wake()
        return
      }
      app.envelopes.push(message)
      const payload = app.answer(message)
      if (payload !== undefined) socket.send(JSON.stringify({ envelope_id: message.envelope_id, payload }))
      for (const wake of [...wakes]) wake()
    })
  })
  onTestFinished(() => socket.terminate())
  await greeted
  return app
}

/** The parts of payloads that tests use rather than compare. */
export interface Payload {
  readonly trigger_id: string
  readonly response_url: string
  readonly response_urls: readonly [{ readonly response_url: string }]
  readonly actions: unknown
}

/** The payload of the last envelope; foreign data, of which each test takes what its kind has. */
export function lastPayload(app: RawApp): Payload {
  return app.envelopes.at(-1)?.payload as unknown as Payload
}

export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
export const plain = (text: string) => ({ type: 'plain_text' as const, text })
export const buttons = (...ids: string[]) => ({
  type: 'actions',
  block_id: 'buttons',
  elements: ids.map((id) => ({ type: 'button', text: plain(id), action_id: id, value: `${id}-value` })),
})
