import { inspect } from 'node:util'
import type { Logger as BoltLogger } from '@slack/bolt'
import { LogLevel } from '@slack/bolt'

/** Where this room logs. Fields are data for machines, the message is for people. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

/** Slack's tokens, and addresses that are as good as one: WebSocket tickets and response URLs. */
const SECRETS = /x(?:ox[a-z]|app)[a-z.]*-[\w-]+|wss:\/\/\S+|https:\/\/hooks\.slack(?:-gov)?\.com\/\S+/giu

/** Text without tokens, tickets and response URLs. */
export function redact(text: string): string {
  return text.replace(SECRETS, '[redacted]')
}

/**
 * Bolt's logger on top of ours. Its debug lines hold whole payloads (and with them response URLs), so they are not
 * taken; the level it is told is constant, which keeps its libraries from writing them at all.
 */
export function boltLogger(logger: Logger): BoltLogger {
  const say =
    (level: keyof Logger) =>
    (...parts: unknown[]) => {
      const words = parts.map((part) => (typeof part === 'string' ? part : inspect(part, { depth: 2 })))
      logger[level]({ from: 'bolt' }, redact(words.join(' ')))
    }
  return {
    debug: () => {},
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => {},
    setName: () => {},
    getLevel: () => LogLevel.INFO,
  }
}
