import { type Attempted, isPager } from './attempt.ts'
import type { ClaimedDelivery, ClaimLimits } from './outbox.ts'
import { PAGERS } from './ports.ts'

export interface PaceSettings {
  /**
   * The edits of all Slack channels share these: so many a minute, and so many at once after a rest. Their sum stays within
   * the 50 a minute and workspace of Slack's tier 3, to which chat.update belongs ("Rate limits", docs.slack.dev).
   */
  readonly editsPerMinute: number
  readonly editsAtOnce: number
}

/** What may be claimed at a moment. */
export interface Allowance {
  readonly limit: number
  readonly held: ReadonlySet<string>
  readonly limits: ClaimLimits
}

/** Says what may go out when: channels, the edits of a workspace, and a whole workspace can each be told to wait. */
export interface Pace {
  /** What may be claimed at `now` (ms), at most `most`, while deliveries to the `busy` channels are under way. */
  allowance(now: number, most: number, busy: Iterable<string>): Allowance
  begun(delivery: ClaimedDelivery, now: number): void
  ended(delivery: ClaimedDelivery, attempted: Attempted, now: number): void
  /** When the next thing that waits at `now` may go on (ms); Infinity where nothing waits. */
  nextAt(now: number): number
}

const MINUTE_MS = 60_000

/** Makes one that has told nothing so far. */
export function createPace({ editsPerMinute, editsAtOnce }: PaceSettings): Pace {
  const heldUntil = new Map<string, number>()
  const editMs = MINUTE_MS / editsPerMinute
  /** When the edits made so far would be due, were they spread evenly. */
  let editsSpentUntil = 0
  let editsHeldUntil = 0
  /** Set while the workspace refuses the bot's token: when one delivery may try whether it still does. */
  let probeAt: number | null = null
  let lastSeen = 0

  /** A clock that was put back makes nobody wait for longer: what was to come is as far off as it was. */
  function follow(now: number): void {
    const backMs = lastSeen - now
    lastSeen = now
    if (backMs <= 0) return
    for (const [channel, until] of heldUntil) heldUntil.set(channel, until - backMs)
    editsSpentUntil -= backMs
    editsHeldUntil -= backMs
    if (probeAt !== null) probeAt -= backMs
  }

  const editsLeft = (now: number): number =>
    now < editsHeldUntil
      ? 0
      : Math.floor((now + editsAtOnce * editMs - Math.max(editsSpentUntil, now)) / editMs)

  const editsAt = (): number => Math.max(editsHeldUntil, editsSpentUntil - (editsAtOnce - 1) * editMs)

  return {
    allowance(now, most, busy) {
      follow(now)
      for (const [channel, until] of heldUntil) if (until <= now) heldUntil.delete(channel)
      const underWay = [...busy]
      const held = new Set([...heldUntil.keys(), ...underWay])
      const edits = editsLeft(now)
      const closed = probeAt !== null && (now < probeAt || underWay.some((channel) => !isPager(channel)))
      if (closed) return { limit: most, held, limits: { only: PAGERS } }
      const limit = probeAt === null ? most : 1
      // As one claim may bring nothing but edits, it is not made for more than are left.
      return edits >= 1
        ? { limit: Math.min(limit, edits), held, limits: {} }
        : { limit, held, limits: { editsOnly: PAGERS } }
    },

    begun({ channel, dispatch }, now) {
      follow(now)
      if (dispatch.type === 'edit' && !isPager(channel)) {
        editsSpentUntil = Math.max(editsSpentUntil, now) + editMs
      }
    },

    ended({ channel }, { hold, outcome, letIn }, now) {
      follow(now)
      if (hold?.what === 'channel' && hold.ms > 0) heldUntil.set(channel, now + hold.ms)
      if (hold?.what === 'edits') editsHeldUntil = Math.max(editsHeldUntil, now + hold.ms)
      if (isPager(channel)) return
      if (hold?.what === 'workspace') probeAt = now + hold.ms
      else if (letIn) probeAt = null
      else if (probeAt !== null && 'retryAt' in outcome) probeAt = Math.max(probeAt, outcome.retryAt)
    },

    nextAt: (now) =>
      Math.min(
        ...[...heldUntil.values(), editsAt(), probeAt ?? 0].filter((at) => at > now),
        Number.POSITIVE_INFINITY,
      ),
  }
}
