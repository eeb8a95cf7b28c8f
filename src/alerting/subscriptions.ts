import type { DailyTime, Subscription } from '../domain/subscription.ts'
import { addCalendarDays, dayAt, momentOf } from './wall-clock.ts'

/** A digest that could not be told at its time is made up for so long (ms); after that the next one is near. */
const MAKE_UP_MS = 12 * 3_600_000

/**
 * Whether a subscription is to be summed up at `now` (ms): once a day at its time, also where the bot was off then, up to 12
 * hours late. Never twice for one day, and not for a time before it was made. Pure.
 */
export function digestDue(subscription: Subscription, now: number): boolean {
  const { digest, createdAt, digestedAt } = subscription
  if (digest === null) return false
  const last = lastDigestTime(digest, now)
  return last >= createdAt && (digestedAt === null || digestedAt < last) && now - last <= MAKE_UP_MS
}

/** The latest moment (ms) at or before `now` (ms) at which it is that time of day. */
function lastDigestTime(daily: DailyTime, now: number): number {
  for (let day = dayAt(now, daily.zone); ; day = addCalendarDays(day, -1)) {
    const at = momentOf(day, daily.minute, daily.zone, 'first')
    if (at <= now) return at
  }
}
