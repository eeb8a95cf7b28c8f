import type { Alert } from '../alerting/alert.ts'
import type { MalformedLink, ReadFailure, Scope } from '../domain/snapshot.ts'
import type { DeliveryOutcome } from './outbox.ts'
import type { Dispatch } from './ports.ts'

/** What a poll found in one scope. */
export interface ScopeReport {
  readonly scope: Scope
  readonly links: number
  readonly malformed: readonly MalformedLink[]
  readonly transitions: number
  /** Null when the scope was read whole. */
  readonly failure: ReadFailure | null
}

/** What one poll did. Durations in ms. */
export interface PollReport {
  readonly at: number
  readonly durationMs: number
  readonly scopes: readonly ScopeReport[]
  readonly openIncidents: number
  readonly deliveries: number
}

/** What came of one attempt to deliver. */
export interface DeliveryReport {
  readonly key: string
  readonly channel: string
  readonly dispatch: Dispatch['type']
  readonly alert: Alert['type']
  readonly attempt: number
  readonly outcome: DeliveryOutcome
  /** From the poll that caused it to now (ms). */
  readonly ageMs: number
}

/** Whoever wants to know what the watch does: the log and the metrics. Must not throw. */
export interface WatchObserver {
  polled(report: PollReport): void
  /** Something broke inside: nothing was recorded, and the next poll tries again. */
  pollBroke(error: unknown): void
  delivered(report: DeliveryReport): void
  /** The outbox could not be used, or an attempt broke inside; it is tried again. */
  deliveryBroke(error: unknown): void
}
