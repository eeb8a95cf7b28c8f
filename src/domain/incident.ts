/** How loud something is told. `critical` pages, `error` mentions, `warning` posts, `info` is quiet. */
export const LEVELS = ['info', 'warning', 'error', 'critical'] as const

export type Level = (typeof LEVELS)[number]

/** Negative when `a` is milder than `b`, positive when it is worse, 0 when they are equal. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b)
}

/** The worse of two levels. */
export function worseLevel(a: Level, b: Level): Level {
  return compareLevels(a, b) >= 0 ? a : b
}

/** What an incident is about: a link, something that links share, or a scope that cannot be read. */
export type IncidentSubject =
  | { readonly type: 'link'; readonly linkId: string; readonly scopeId: string }
  | { readonly type: 'connection'; readonly connectionId: string; readonly scopeId: string }
  | { readonly type: 'policy'; readonly policyId: string; readonly scopeId: string }
  | { readonly type: 'scope'; readonly scopeId: string }

/**
 * How an incident ended. `recovered`: every intended family is up again. `closed`: the link is in another state that is
 * not bad, such as a new delivery. `gone`: the link no longer exists. `told_once`: there was nothing to follow from the
 * start. `unwatched`: its scope is not configured any more.
 */
export type IncidentEnding = 'recovered' | 'closed' | 'gone' | 'told_once' | 'unwatched'

/**
 * The open story of one cause, from the first bad transition to recovery. Times are milliseconds since the epoch.
 */
export interface Incident {
  readonly id: string
  readonly subject: IncidentSubject
  readonly level: Level
  /** The rule that opened or last re-rated it, and why in one sentence. */
  readonly rule: string
  readonly reason: string
  /** The last poll that saw it good; null when it was bad at first sight. */
  readonly lastGoodAt: number | null
  /** The first poll that saw it bad: the loss itself may be a hold time earlier. */
  readonly firstBadAt: number
  /** The raw status that its link or connection was last bad in; null for anything else, and for a connection gone. */
  readonly badStatus: string | null
  /** Since when its link has been well again: while that is being confirmed, and ever after. Null while it is bad, and for anything but a link. */
  readonly upSince: number | null
  /** Set once it is over, with how it ended. */
  readonly resolvedAt: number | null
  readonly ending: IncidentEnding | null
  /** The alert key of the message that tells it: its own, or the baseline's summary. Null while nothing was told. */
  readonly rootKey: string | null
}

/** A new incident, with what it says of itself; nothing has been told of it yet. */
export function newIncident(
  told: Pick<
    Incident,
    'id' | 'subject' | 'level' | 'rule' | 'reason' | 'lastGoodAt' | 'firstBadAt' | 'badStatus'
  >,
): Incident {
  return { ...told, upSince: null, resolvedAt: null, ending: null, rootKey: null }
}
