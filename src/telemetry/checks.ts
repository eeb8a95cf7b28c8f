import type { Clock } from '../domain/clock.ts'
import type { PollReport } from '../watch/observer.ts'
import type { Check } from './http.ts'

/** Without a good read for this long the bot is not doing its work (ms). */
const READ_TOO_OLD_MS = 5 * 60_000
/** An alert that waits for longer than this is in trouble (ms). */
const ALERT_TOO_OLD_MS = 5 * 60_000

/** What must be well for the bot to do its work. */
export interface Checks {
  polled(report: PollReport): void
  readonly all: Readonly<Record<'database' | 'slack' | 'scaleway' | 'delivery', () => Promise<Check>>>
}

export function createChecks(parts: {
  readonly store: {
    ping(): Promise<void>
    backlog(): Promise<{ readonly waiting: number; readonly oldestAt: number | null }>
  }
  readonly clock: Clock
  readonly slackConnected: () => boolean
}): Checks {
  const { store, clock } = parts
  let lastGoodAt: number | null = null
  let unreadable: readonly string[] = []
  return {
    polled(report) {
      if (report.scopes.some((scope) => scope.failure === null)) lastGoodAt = report.at
      unreadable = report.scopes.filter((scope) => scope.failure !== null).map(({ scope }) => scope.region)
    },
    all: {
      async database() {
        await store.ping()
        return { ok: true, detail: 'answers' }
      },
      async slack() {
        return parts.slackConnected()
          ? { ok: true, detail: 'connected' }
          : { ok: false, detail: 'not connected: commands and buttons do not arrive' }
      },
      async scaleway() {
        if (lastGoodAt === null) return { ok: false, detail: 'no region has been read yet' }
        const ageMs = clock.now() - lastGoodAt
        const blind = unreadable.length === 0 ? '' : `; cannot be read now: ${unreadable.join(', ')}`
        return {
          ok: ageMs <= READ_TOO_OLD_MS,
          detail: `last read ${Math.round(ageMs / 1_000)} s ago${blind}`,
        }
      },
      async delivery() {
        const { waiting, oldestAt } = await store.backlog()
        const ageMs = oldestAt === null ? 0 : clock.now() - oldestAt
        return {
          ok: ageMs <= ALERT_TOO_OLD_MS,
          detail:
            waiting === 0
              ? 'nothing waits'
              : `${waiting} waiting, the oldest for ${Math.round(ageMs / 1_000)} s`,
        }
      },
    },
  }
}
