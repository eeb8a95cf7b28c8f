/** A stretch of time that was asked about, in ms since the epoch: `from` is part of it, `until` is not. */
export interface Period {
  readonly from: number
  /** Never later than the moment of asking. */
  readonly until: number
  /** What was asked for, in a few words of plain text: "last 7d", "2026-11". */
  readonly label: string
  /** The zone that its days are of, and in which it is shown: an IANA name. */
  readonly zone: string
}

/**
 * A region of which nothing is known from the beginning of the period on, but from `since` (ms). `never_read`: before the
 * first poll that read it. `forgotten`: what is older than HISTORY_DAYS is deleted.
 */
export interface KnownFrom {
  readonly region: string
  readonly since: number
  readonly why: 'never_read' | 'forgotten'
}

/** A stretch of time in which nobody watched: polls failed, or the bot was off. In ms. */
export interface Gap {
  readonly from: number
  readonly until: number
}
