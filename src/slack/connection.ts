import type { RequestListener } from 'node:http'
import { App } from '@slack/bolt'
import type { FetchFunction } from '@slack/web-api'
import type { Clock } from '../domain/clock.ts'
import type { DrawPng } from '../pictures/render.ts'
import type { RunbookDesk } from '../queries/runbook.ts'
import { impatientClient } from './client.ts'
import { makeDoor, type Transport } from './doors.ts'
import type { SlackIdentity } from './identity.ts'
import { setupError, verifyAppToken, verifyBotToken } from './identity.ts'
import { createDoorman } from './listeners/doorman.ts'
import { registerListeners } from './listeners/register.ts'
import type { Logger } from './logger.ts'
import { boltLogger, redact } from './logger.ts'
import { createMembership } from './membership.ts'
import { createPeople } from './people.ts'
import type { Desk, HandledStore, Questions, Remedies, StoryMessages } from './ports.ts'
import { createToldAt, type ToldAt } from './told-at.ts'

const CHECK_TIMEOUT_MS = 10_000
/** How long a start waits for Socket Mode before it goes on without: alerts go out either way. */
const CONNECT_PATIENCE_MS = 30_000
const IDLE_PATIENCE_MS = 5000

/** What the bot in Slack is built from. */
export interface SlackAppDeps {
  readonly botToken: string
  readonly transport: Transport
  /** Ends in a slash. */
  readonly apiUrl: string
  readonly fetch: FetchFunction
  readonly clock: Clock
  readonly logger: Logger
  readonly questions: Questions
  readonly runbooks: RunbookDesk
  readonly desk: Desk
  readonly remedies: Remedies
  readonly handled: HandledStore
  readonly stories: StoryMessages
  readonly drawPng: DrawPng
  /** A short id for a person to read out and to find in the log. */
  readonly newReference: () => string
}

/** The bot in Slack: what people type and press. Alerts go out elsewhere, by the notifier. */
export interface SlackApp {
  readonly identity: SlackIdentity
  /** Finds the messages that tell incidents. */
  readonly toldAt: ToldAt
  /** For `POST /slack/events` on a server of our own; only with the http transport. Other requests get a 404. */
  readonly requestListener?: RequestListener
  /** Throws SlackSetupError where Slack refuses the connection. */
  start(): Promise<void>
  /** Takes nothing more in, and waits a little for what is being answered. */
  stop(): Promise<void>
  /** Something changed: dashboards that people have open are brought up to date. */
  changed(): void
  /** Whether people's requests can arrive now. */
  connected(): boolean
}

/**
 * Verifies the tokens, then builds the Bolt app with all listeners; nothing arrives before `start`. Throws
 * SlackSetupError with a sentence that names the variable to mend.
 */
export async function createSlackApp(deps: SlackAppDeps): Promise<SlackApp> {
  const { botToken, transport, apiUrl, fetch, clock, logger } = deps
  const bridged = boltLogger(logger)
  const waiting = { apiUrl, fetch, timeoutMs: CHECK_TIMEOUT_MS, logger }
  const client = impatientClient({ ...waiting, token: botToken })
  const identity = await verifyBotToken(client, apiUrl)
  if (transport.type === 'socket')
    await verifyAppToken(impatientClient({ ...waiting, token: transport.appToken }), apiUrl)

  const door = makeDoor(transport, { apiUrl, fetch, clock, logger, boltLogger: bridged })
  const app = new App({
    token: botToken,
    botId: identity.botId,
    botUserId: identity.botUserId,
    tokenVerificationEnabled: false,
    deferInitialization: true,
    convoStore: false,
    receiver: door.receiver,
    logger: bridged,
    // Bolt's own client keeps its retries: Socket Mode inherits them.
    clientOptions: { slackApiUrl: apiUrl, fetch, logger: bridged },
  })
  await app.init()
  app.error(async (error) => {
    logger.error(
      { error: redact(error.stack ?? String(error)) },
      'Bolt could not handle a request from Slack',
    )
  })

  const membership = createMembership({
    usersInfo: (user) => client.users.info({ user }),
    teamId: identity.teamId,
    now: () => clock.now(),
    onFailure: (userId, error) =>
      logger.warn({ userId, error: redact(String(error)) }, 'Slack did not say who a person is'),
  })
  const { handled, newReference, questions, desk, runbooks, remedies, drawPng } = deps
  const doorman = createDoorman({ membership, handled, clock, logger, newReference })
  const { botUserId } = identity
  const people = createPeople((user) => client.users.info({ user }))
  const toldAt = createToldAt({ stories: deps.stories, workspaceUrl: identity.workspaceUrl, logger })
  const asked = { questions, desk, runbooks, remedies, handled, toldAt, drawPng }
  const helpers = { ...asked, clock, client, people, logger }
  const homes = registerListeners(app, { ...helpers, doorman, membership, botUserId })

  return {
    identity,
    toldAt,
    ...(door.requestListener === undefined ? {} : { requestListener: door.requestListener }),
    changed: () => homes.changed(),
    connected: () => door.connected(),
    async start() {
      const started = door.start().catch((error: unknown) => {
        throw setupError(error, 'SLACK_APP_TOKEN', apiUrl)
      })
      const late = await withPatience(started, clock, CONNECT_PATIENCE_MS)
      if (late)
        logger.warn({}, 'Socket Mode is not connected yet; Bolt keeps trying, and alerts go out meanwhile')
    },
    async stop() {
      homes.stop()
      await door.stop()
      await withPatience(doorman.idle(), clock, IDLE_PATIENCE_MS)
    },
  }
}

/** Waits for `work`, but no longer than `patienceMs`. True where it was not done by then. */
async function withPatience(work: Promise<unknown>, clock: Clock, patienceMs: number): Promise<boolean> {
  let timer: { cancel(): void } | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = clock.setTimer(patienceMs, () => resolve(true))
  })
  try {
    return await Promise.race([work.then(() => false), late])
  } finally {
    timer?.cancel()
    // Whoever gave up waiting must not be ended by what fails later.
    work.catch(() => {})
  }
}
