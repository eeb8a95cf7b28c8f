import type { Logger as BoltLogger, Receiver } from '@slack/bolt'
import { SocketModeReceiver } from '@slack/bolt'
import type { FetchFunction } from '@slack/web-api'
import type { Clock, Timer } from '../domain/clock.ts'
import type { Logger } from './logger.ts'
import { redact } from './logger.ts'

/** Before Slack is asked for a new connection after a refusal, in ms. */
const REFUSED_PAUSE_MS = 60_000
const CLOSE_PATIENCE_MS = 2000

/** Socket Mode, kept alive. */
export interface SocketConnection {
  readonly receiver: Receiver
  connected(): boolean
}

/**
 * Bolt's Socket Mode receiver with two things mended. Its client reconnects on its own, but a reconnect that Slack
 * refuses (a revoked token, an administrator's switch) is a promise that nobody awaits, which ends a Node process: here
 * it is logged and tried again each minute. And its `stop` does not wait for the connection to close.
 */
export function socketConnection(options: {
  readonly appToken: string
  readonly apiUrl: string
  readonly fetch: FetchFunction
  readonly clock: Clock
  readonly logger: Logger
  readonly boltLogger: BoltLogger
}): SocketConnection {
  const { clock, logger } = options
  // An object of its own: the Socket Mode client writes its retry settings into it.
  const clientOptions = { slackApiUrl: options.apiUrl, fetch: options.fetch }
  const receiver = new SocketModeReceiver({
    appToken: options.appToken,
    logger: options.boltLogger,
    installerOptions: { clientOptions },
  })
  const { client } = receiver
  let connected = false
  let stopping = false
  client.on('connected', () => {
    connected = true
  })
  for (const event of ['close', 'disconnecting', 'disconnected', 'reconnecting']) {
    client.on(event, () => {
      connected = false
    })
  }

  const connect = client.start.bind(client)
  let called = false
  let retry: Timer | undefined
  client.start = async () => {
    // The first call is ours, and awaited; all later ones are reconnects, which nobody awaits: they must not reject.
    const reconnecting = called
    called = true
    for (;;) {
      try {
        return await connect()
      } catch (error) {
        if (!reconnecting) throw error
        if (stopping) return new Promise<never>(() => {})
        const why = redact(error instanceof Error ? error.message : String(error))
        logger.error(
          { error: why },
          'Slack refuses a new Socket Mode connection: commands and buttons do not work',
        )
        await new Promise<void>((resolve) => {
          retry = clock.setTimer(REFUSED_PAUSE_MS, resolve)
        })
      }
    }
  }

  return {
    connected: () => connected,
    receiver: {
      init: (app) => receiver.init(app),
      start: () => receiver.start(),
      async stop() {
        stopping = true
        retry?.cancel()
        const closed = client.disconnect()
        let timer: Timer | undefined
        const waited = new Promise<void>((resolve) => {
          timer = clock.setTimer(CLOSE_PATIENCE_MS, resolve)
        })
        await Promise.race([closed, waited])
        timer?.cancel()
      },
    },
  }
}
