import type { Clock } from '../domain/clock.ts'
import type { WatchObserver } from '../watch/observer.ts'
import type { createChecks } from './checks.ts'
import { createHeartbeat } from './heartbeat.ts'
import type { Logger } from './logger.ts'

/** Watchdogs wait for minutes: one call in so long (ms) is enough. */
const HEARTBEAT_INTERVAL_MS = 30_000

/** What is told of polls and deliveries: to the log, to the checks, and to the watchdog at `heartbeatUrl`, if there is one. */
export function createObserver(parts: {
  readonly watchLog: WatchObserver
  readonly checks: ReturnType<typeof createChecks>
  readonly heartbeatUrl: string | null
  readonly fetch: typeof fetch
  readonly clock: Clock
  /** When to stop waiting for the watchdog's answer (ms). */
  readonly timeoutMs: number
  readonly logger: Logger
}): WatchObserver {
  const { watchLog, checks, heartbeatUrl } = parts
  const heartbeat =
    heartbeatUrl === null
      ? null
      : createHeartbeat({
          ...parts,
          url: heartbeatUrl,
          minIntervalMs: HEARTBEAT_INTERVAL_MS,
          healthy: async () => {
            const { database, scaleway, delivery } = checks.all
            const all = await Promise.all([database(), scaleway(), delivery()])
            return all.every(({ ok }) => ok)
          },
        })
  return {
    ...watchLog,
    polled(report) {
      watchLog.polled(report)
      checks.polled(report)
      void heartbeat?.beat()
    },
    delivered(report) {
      watchLog.delivered(report)
      checks.delivered(report)
    },
  }
}
