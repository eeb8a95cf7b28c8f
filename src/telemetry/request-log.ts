import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'

/** One attempt of one request to the Scaleway API. Holds no secret. */
export interface RequestReport {
  readonly operation: string
  readonly region: string
  /** `ok`, or the reason of the failure. */
  readonly outcome: string
  readonly durationMs: number
  readonly status: number | null
  readonly requestId: string | null
  readonly attempt: number
}

/** Counts every request; failures are logged one by one at debug, and once, as what came of the poll, by the watch. */
export function createRequestLog(log: Logger, metrics: Metrics): (report: RequestReport) => void {
  return (report) => {
    metrics.apiRequests.inc({ operation: report.operation, outcome: report.outcome })
    metrics.apiDuration.observe({ operation: report.operation }, report.durationMs / 1_000)
    if (report.outcome !== 'ok') log.debug({ ...report }, 'A request to the Scaleway API failed.')
  }
}
