import type { Reorder } from './saga.ts'

/*
 * How long a reorder waits, and how often it tries. All in ms; the figures are our own judgement.
 */

/**
 * A write whose answer was lost counts as not carried out once this has gone by and it does not show. Longer than
 * any request may take: Scaleway's slowest recorded write took half a second, and a request is given up long before.
 */
const SETTLE_MS = 120_000

/** For how long a write of which nobody knows what came may still be carried out, in ms from now; 0 where there is none. */
export function doubtLeftMs({ doubtfulAt }: Pick<Reorder, 'doubtfulAt'>, now: number): number {
  return doubtfulAt === null ? 0 : Math.max(0, doubtfulAt + SETTLE_MS - now)
}

/**
 * A write that Scaleway takes and that does not show, or that it puts off, is made at most this often before a person is
 * asked.
 */
export const MOST_TRIES = 10

/** So many looks in a row may fail before a person is asked: about an hour. */
export const MOST_FAILED_LOOKS = 12

/** An act of a step holds its link for this long, unless its end is recorded before. */
export const LEASE_MS = 120_000

/** While another act holds the link, it is asked again after this. */
export const BUSY_MS = 5_000

const MINUTE_MS = 60_000

/** The rest before the try or look after the `nth` one: 5 s, doubled up to 10 min. */
export function backoffMs(nth: number): number {
  return Math.min(10 * MINUTE_MS, 5_000 * 2 ** Math.max(0, nth - 1))
}

/** When a step that waits for others is looked at again: every 15 s at first, every 10 min after an hour, for days. */
export function lookAgainMs({ steps }: Reorder, now: number): number {
  const since = steps.find(({ state }) => state === 'under_way')?.startedAt ?? now
  const waited = now - since
  if (waited < 15 * MINUTE_MS) return 15_000
  return waited < 60 * MINUTE_MS ? MINUTE_MS : 10 * MINUTE_MS
}
