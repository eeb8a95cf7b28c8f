import { type DestinationStream, type LevelWithSilent, type Logger as PinoLogger, pino } from 'pino'

/** The log: fields first, then a sentence. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>

/**
 * What looks like a secret anywhere in a line: Slack tokens, passwords in URLs, Socket Mode URLs (they hold a ticket), and
 * response URLs and webhooks (whoever knows one can post).
 */
const SECRET_SHAPES: readonly [RegExp, string][] = [
  [/\bx(?:ox[a-z]|app)-[\w-]+/g, '[redacted token]'],
  [/\bwss:\/\/[^\s"'<>\\]+/gi, '[redacted socket URL]'],
  [/\bhttps:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>\\]+/gi, '[redacted hook URL]'],
  [/(\/\/[^/\s:@"]+:)[^@\s"]+@/g, '$1[redacted]@'],
]

/** `text` without what has the shape of a secret. */
export function blankSecretShapes(text: string): string {
  return SECRET_SHAPES.reduce((safe, [shape, replacement]) => safe.replace(shape, replacement), text)
}

/**
 * A logger that writes one JSON object a line to `destination`. Known secrets and whatever has the shape of one are
 * blanked in the finished line, so that no field or error message can carry them out.
 */
export function createLogger(options: {
  readonly level: LevelWithSilent
  readonly secrets: readonly string[]
  readonly destination: DestinationStream
  /** Milliseconds since the epoch. */
  readonly now: () => number
}): Logger {
  // In a line of JSON a secret with quotes or backslashes stands as JSON writes it.
  const secrets = options.secrets
    .filter((secret) => secret.length >= 8)
    .flatMap((secret) => [...new Set([secret, JSON.stringify(secret).slice(1, -1)])])
  const redact = (line: string): string => {
    let safe = line
    for (const secret of secrets) safe = safe.replaceAll(secret, '[redacted]')
    return blankSecretShapes(safe)
  }
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date(options.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => options.destination.write(redact(line)) },
  )
}
