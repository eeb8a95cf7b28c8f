/** What a fault applies to. */
interface CallFault {
  /** Default: whatever method comes next. */
  readonly method?: string
  /** Narrows the fault to calls with this `channel` argument. */
  readonly channel?: string
  /** How many matching calls it applies to. Default 1. */
  readonly times?: number
}

export interface Faults {
  /** 429. `retryAfterS: null` leaves the header out; `body` false leaves the body empty. Default 1 s, with body. */
  rateLimit(fault?: CallFault & { retryAfterS?: number | null; emptyBody?: boolean }): void
  /** The call takes effect, then its connection is dropped. */
  loseAnswer(fault?: CallFault): void
  /** The call has no effect. With `error`, an answer `{ok: false, error}`; with `status`, that HTTP status. */
  failWith(fault: CallFault & { error?: string; status?: number }): void
  /** The call has no effect and is answered with an HTML page. Default status 503. */
  htmlError(fault?: CallFault & { status?: number }): void
  /**
   * The call is never answered; `release` in the result drops the connections. It has no effect unless
   * `afterActing` is set: then the message is there while the caller still waits.
   */
  hang(fault?: CallFault & { afterActing?: boolean }): { release(): void }
  /** Each of the next envelopes is delivered twice: once acknowledged, again with the same payload. Default 1. */
  redeliver(times?: number): void
  /** The next envelopes reach the app, but their acknowledgements are lost on the way. Default 1. */
  loseAck(times?: number): void
  /** Tells every Socket Mode connection to go, as Slack does when it recycles hosts. */
  disconnect(fault?: { reason?: 'warning' | 'refresh_requested' | 'link_disabled' }): void
  /** Cuts every Socket Mode connection without a word. */
  cutSockets(): void
  /** `apps.connections.open` refuses with this error until called with null. */
  refuseConnections(error: string | null): void
  /** Forgets every fault not yet used up. */
  clear(): void
}
