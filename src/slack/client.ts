import { type FetchFunction, WebClient } from '@slack/web-api'
import { boltLogger, type Logger } from './logger.ts'

/**
 * A client for calls that somebody waits for: no retries inside (a retried chat.postMessage posts twice), rate limits
 * handed back (the client would hold up every channel for one), and an end to waiting.
 */
export function impatientClient(settings: {
  readonly token: string
  readonly apiUrl: string
  readonly fetch: FetchFunction
  /** When to stop waiting for an answer (ms). */
  readonly timeoutMs: number
  readonly logger: Logger
}): WebClient {
  return new WebClient(settings.token, {
    slackApiUrl: settings.apiUrl,
    fetch: settings.fetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: settings.timeoutMs,
    logger: boltLogger(settings.logger),
  })
}
