import type { SilenceEnd } from './silence-end.ts'

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
 * start. `unwatched`: its scope is not configured any more. `meant`: what took the path away was acknowledged, and nothing
 * was put back for as long as that held.
 */
export type IncidentEnding = 'recovered' | 'closed' | 'gone' | 'told_once' | 'unwatched' | 'meant'

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
  /**
   * Since when its link or connection has been well again: while that is being confirmed, and ever after. Null while it is
   * bad, and for anything else.
   */
  readonly upSince: number | null
  /** Set once it is over, with how it ended. */
  readonly resolvedAt: number | null
  readonly ending: IncidentEnding | null
  /** The story it is told in: its own, or one that tells several. Null while nothing was told of it. */
  readonly rootKey: string | null
  /**
   * The stories that told it before it moved into that one: buttons of theirs may still be pressed. Absent where there are
   * none.
   */
  readonly formerly?: readonly string[]
  /** Who has taken it on; null while nobody has, or once that has expired or was undone. */
  readonly acknowledgement: Acknowledgement | null
  /** Reminders told since `from` (ms): since it was opened, got worse, or its acknowledgement ended. */
  readonly reminders: { readonly from: number; readonly count: number }
  /** Set while its link flaps. */
  readonly flapping: Flapping | null
  /** Why nothing is told of it aloud; null while it is. */
  readonly heldBack: HeldBack | null
  /** What was sent to whoever is on call; null while nobody was paged. */
  readonly page: Page | null
  /** What happened, oldest first: at most the latest HISTORY_KEPT. */
  readonly history: readonly HistoryEntry[]
}

/** Somebody has taken an incident on. `by` is a Slack user id; times are in ms. */
export interface Acknowledgement {
  readonly by: string
  readonly at: number
  readonly expiresAt: number
}

/** A link changes between up and down again and again. Times are in ms. */
export interface Flapping {
  readonly since: number
  /** When it was last summed up. */
  readonly toldAt: number
}

/** Nothing is told aloud while its level is no worse than `level`: because of a silence, or a tag of its link. */
export interface HeldBack {
  readonly by:
    | { readonly type: 'silence'; readonly silenceId: string }
    | { readonly type: 'tag'; readonly tag: string }
  readonly level: Level
  readonly at: number
  /** When a silence ends, and why it was asked for. */
  readonly until?: SilenceEnd
  readonly reason?: string | null
}

/** A page under way. A page that was acknowledged pages nobody again: getting worse needs another key. */
export interface Page {
  readonly dedupKey: string
  readonly level: Level
  readonly at: number
  readonly acknowledged: boolean
}

/** What happened to an incident, for whoever reads it later. */
export interface HistoryEntry {
  readonly at: number
  readonly event:
    | 'opened'
    | 'worsened'
    | 'changed'
    | 'up'
    | 'down_again'
    | 'over'
    | 'flapping'
    | 'steady'
    | 'acknowledged'
    | 'acknowledgement_undone'
    | 'acknowledgement_expired'
    | 'reminded'
    | 'paged'
    | 'held_back'
    | 'told_after_all'
  /** The raw status of its link then, where it is about one. */
  readonly status: string | null
  /** A Slack user id, where a person did it. */
  readonly by: string | null
}

/** An incident keeps so many entries of its history. */
export const HISTORY_KEPT = 20

/** The incident with one more entry in its history. */
export function withHistory<Told extends Incident>(incident: Told, entry: HistoryEntry): Told {
  return { ...incident, history: [...incident.history, entry].slice(-HISTORY_KEPT) }
}

/** A new incident, with what it says of itself; nothing has been told of it yet. */
export function newIncident(
  told: Pick<
    Incident,
    'id' | 'subject' | 'level' | 'rule' | 'reason' | 'lastGoodAt' | 'firstBadAt' | 'badStatus'
  >,
): Incident {
  return {
    ...told,
    upSince: null,
    resolvedAt: null,
    ending: null,
    rootKey: null,
    acknowledgement: null,
    reminders: { from: told.firstBadAt, count: 0 },
    flapping: null,
    heldBack: null,
    page: null,
    history: [{ at: told.firstBadAt, event: 'opened', status: told.badStatus, by: null }],
  }
}
