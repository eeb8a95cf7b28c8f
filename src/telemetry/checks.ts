import type { Clock } from '../domain/clock.ts'
import type { DeliveryReport, PollReport } from '../watch/observer.ts'
import type { Check } from './http.ts'
import { blankSecretShapes } from './logger.ts'

/** Without a good read for this long the bot is not doing its work (ms), unless it polls less often than that. */
const READ_TOO_OLD_MS = 5 * 60_000
/** So many polls in a row may fail before the last good read is too old. */
const POLLS_MISSED = 2
/** An age is measured a moment after the delivery's own time is read (ms). */
const AGE_ROUNDING_MS = 1_000
/** An alert that waits for longer than this is in trouble (ms). */
const ALERT_TOO_OLD_MS = 5 * 60_000

/** What must be well for the bot to do its work. */
export interface Checks {
  polled(report: PollReport): void
  delivered(report: DeliveryReport): void
  readonly all: Readonly<
    Record<'database' | 'slack' | 'scaleway' | 'delivery' | 'files', () => Promise<Check>>
  >
}

/** The checks behind `/readyz`, fed with the reports of polls and deliveries. */
export function createChecks(parts: {
  readonly store: {
    ping(): Promise<void>
    backlog(): Promise<{ readonly waiting: number; readonly oldestAt: number | null }>
  }
  readonly clock: Clock
  readonly slackConnected: () => boolean
  /** The longest time between two polls (ms). */
  readonly pollIntervalMs: number
  /** What is wrong with files of the team, such as runbooks; none where all is well. */
  readonly fileProblems: () => readonly string[]
  /** The channel that alerts go to, and what was in the way of them at the start; null for nothing. */
  readonly alertChannel: { readonly id: string; readonly problem: string | null }
}): Checks {
  const { store, clock } = parts
  let lastGoodAt: number | null = null
  let unreadable: readonly string[] = []
  let channelProblem = parts.alertChannel.problem
  const readTooOldMs = Math.max(READ_TOO_OLD_MS, POLLS_MISSED * parts.pollIntervalMs)
  /** Of each delivery that failed: since when it waits (ms), and why. */
  const troubles = new Map<string, { readonly at: number; readonly error: string }>()

  /** Why the oldest delivery waits, as far as this process has tried it. */
  const troubleOfOldest = (oldestAt: number): string | null => {
    // Some were settled without an attempt, as edits are that a later one made needless: those are older than what waits.
    for (const [key, { at }] of troubles) if (at < oldestAt - AGE_ROUNDING_MS) troubles.delete(key)
    const oldest = [...troubles.values()].sort((a, b) => a.at - b.at)[0]
    return oldest?.error ?? null
  }

  return {
    polled(report) {
      if (report.scopes.some((scope) => scope.failure === null)) lastGoodAt = report.at
      unreadable = report.scopes.filter((scope) => scope.failure !== null).map(({ scope }) => scope.region)
    },
    delivered({ key, channel, outcome, ageMs }) {
      if (outcome.type === 'delivered') {
        troubles.delete(key)
        if (channel === parts.alertChannel.id) channelProblem = null
      } else if ('error' in outcome) {
        troubles.set(key, { at: clock.now() - ageMs, error: blankSecretShapes(outcome.error) })
      }
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
          ok: ageMs <= readTooOldMs,
          detail: `last read ${Math.round(ageMs / 1_000)} s ago${blind}`,
        }
      },
      async delivery() {
        const { waiting, oldestAt } = await store.backlog()
        const ageMs = oldestAt === null ? 0 : clock.now() - oldestAt
        const why = oldestAt === null ? null : troubleOfOldest(oldestAt)
        const waits =
          waiting === 0
            ? 'nothing waits'
            : `${waiting} waiting, the oldest for ${Math.round(ageMs / 1_000)} s`
        const problem = why ?? channelProblem
        return { ok: ageMs <= ALERT_TOO_OLD_MS, detail: problem === null ? waits : `${waits}: ${problem}` }
      },
      async files() {
        const problems = parts.fileProblems()
        // The bot does its work with what was good before: nobody is to restart it for a runbook.
        return { ok: true, detail: problems.length === 0 ? 'all can be used' : problems.join(' ') }
      },
    },
  }
}
