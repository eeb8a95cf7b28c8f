import type { ReadFailure } from '../domain/snapshot.ts'
import type { DeliveryReport, ScopeReport, WatchObserver } from '../watch/observer.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'

/** Logs and counts what the watch does. A trouble that goes on is logged when it begins, changes and ends, not each time. */
export function createWatchLog(log: Logger, metrics: Metrics): WatchObserver {
  const troubles = new Map<string, string>()

  /** Whether the trouble of `key` is another one than last time; null for none. */
  const isNews = (key: string, trouble: string | null): boolean => {
    if ((troubles.get(key) ?? null) === trouble) return false
    if (trouble === null) troubles.delete(key)
    else troubles.set(key, trouble)
    return true
  }

  const scopeFailed = (scope: ScopeReport, failure: ReadFailure): void => {
    metrics.scopeReads.inc({ region: scope.scope.region, outcome: failure.reason })
    if (!isNews(`read ${scope.scope.id}`, `${failure.reason} ${failure.status}`)) return
    log.warn(
      {
        region: scope.scope.region,
        reason: failure.reason,
        status: failure.status,
        requestId: failure.requestId,
      },
      `A region cannot be read: ${failure.message}`,
    )
  }

  const scopeSeen = (scope: ScopeReport): void => {
    const { region } = scope.scope
    metrics.scopeReads.inc({ region, outcome: 'seen' })
    metrics.links.set({ region }, scope.links)
    if (scope.transitions > 0) metrics.transitions.inc({ region }, scope.transitions)
    if (scope.malformed.length > 0) metrics.malformedLinks.inc({ region }, scope.malformed.length)
    if (isNews(`read ${scope.scope.id}`, null)) log.info({ region }, 'A region can be read again.')
    const malformed = scope.malformed.length === 0 ? null : JSON.stringify(scope.malformed)
    if (isNews(`malformed ${scope.scope.id}`, malformed) && malformed !== null) {
      log.warn(
        { region, malformed: scope.malformed },
        'Some links in an answer cannot be understood and are skipped.',
      )
    }
  }

  const deliveryFailed = ({ key, channel, dispatch, alert, attempt, outcome }: DeliveryReport): void => {
    if (outcome.type === 'delivered' || outcome.type === 'not_found' || outcome.type === 'send_again') return
    const error =
      outcome.type === 'parent_gone' ? 'the message to edit or answer is gone or locked' : outcome.error
    if (!isNews(`delivery ${key}`, error)) return
    log.warn(
      { alertKey: key, channel, dispatch, alert, attempt, outcome: outcome.type },
      `An alert waits: ${error}.`,
    )
  }

  return {
    polled(report) {
      metrics.polls.inc({ outcome: 'recorded' })
      metrics.pollDuration.observe(report.durationMs / 1_000)
      metrics.openIncidents.set(report.openIncidents)
      isNews('poll', null)
      for (const scope of report.scopes) {
        if (scope.failure === null) scopeSeen(scope)
        else scopeFailed(scope, scope.failure)
      }
      const transitions = report.scopes.reduce((sum, scope) => sum + scope.transitions, 0)
      const summary = { transitions, deliveries: report.deliveries, durationMs: report.durationMs }
      if (transitions > 0 || report.deliveries > 0) log.info(summary, 'A poll noticed something.')
      else log.debug(summary, 'A poll noticed nothing.')
    },
    pollBroke(error) {
      metrics.polls.inc({ outcome: 'broke' })
      const message = error instanceof Error ? error.message : String(error)
      if (isNews('poll', message))
        log.error({ err: error }, 'A poll broke and recorded nothing; the next one tries again.')
    },
    delivered(report) {
      metrics.deliveries.inc({ dispatch: report.dispatch, outcome: report.outcome.type })
      if (report.outcome.type === 'delivered') {
        metrics.deliveryAge.observe(report.ageMs / 1_000)
        isNews(`delivery ${report.key}`, null)
        isNews('outbox', null)
        log.info(
          {
            alertKey: report.key,
            channel: report.channel,
            dispatch: report.dispatch,
            alert: report.alert,
            ageMs: report.ageMs,
          },
          'An alert was delivered.',
        )
      } else {
        deliveryFailed(report)
      }
    },
    deliveryBroke(error) {
      const message = error instanceof Error ? error.message : String(error)
      if (isNews('outbox', message)) log.error({ err: error }, 'A delivery broke inside; it is tried again.')
    },
  }
}
