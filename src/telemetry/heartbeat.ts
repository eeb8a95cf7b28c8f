import type { Clock } from '../domain/clock.ts'

/** Tells somebody else's watchdog that the bot does its work: its silence is the alarm. */
export interface Heartbeat {
  /** After each poll. Never rejects. */
  beat(): Promise<void>
}

/**
 * A heartbeat that calls `url` while `healthy` says so: polling and delivery, both. Trouble is logged when it begins and
 * ends. The URL is as good as a secret and is not logged.
 */
export function createHeartbeat(options: {
  readonly url: string
  readonly fetch: typeof fetch
  readonly clock: Clock
  /** When to stop waiting for an answer (ms). */
  readonly timeoutMs: number
  /** The shortest time between two calls (ms). */
  readonly minIntervalMs: number
  readonly healthy: () => Promise<boolean>
  readonly logger: Readonly<Record<'info' | 'warn', (fields: object, message: string) => void>>
}): Heartbeat {
  const { clock, logger } = options
  let lastAt = Number.NEGATIVE_INFINITY
  let busy = false
  let trouble: string | null = null

  const tell = (now: string | null): void => {
    if (now === trouble) return
    trouble = now
    if (now === null) logger.info({}, 'The heartbeat is called again.')
    else logger.warn({}, now)
  }

  const call = async (): Promise<string | null> => {
    const abort = new AbortController()
    const timer = clock.setTimer(options.timeoutMs, () => abort.abort())
    try {
      const response = await options.fetch(options.url, { signal: abort.signal })
      await response.body?.cancel()
      return response.ok ? null : `The heartbeat URL answered ${response.status}: check HEARTBEAT_URL.`
    } catch {
      return abort.signal.aborted
        ? 'The heartbeat URL did not answer in time.'
        : 'The heartbeat URL cannot be reached: check HEARTBEAT_URL.'
    } finally {
      timer.cancel()
    }
  }

  return {
    async beat() {
      if (busy || clock.now() - lastAt < options.minIntervalMs) return
      busy = true
      try {
        if (!(await options.healthy().catch(() => false))) {
          tell('The heartbeat is not called while polling or delivery is in trouble.')
          return
        }
        lastAt = clock.now()
        tell(await call())
      } finally {
        busy = false
      }
    },
  }
}
