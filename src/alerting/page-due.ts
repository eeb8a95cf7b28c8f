import { isBusinessTime, nextOpening } from '../domain/business-hours.ts'
import type { HistoryEntry, Incident } from '../domain/incident.ts'
import { spanEnd, spanText } from '../domain/span.ts'
import type { AlertSettings } from './settings.ts'

/** What does not heal itself: nobody needs to wait and see. Rules of dedicated connections, `connection_*`, are among it. */
const AT_ONCE: ReadonlySet<string> = new Set([
  'down_after_change',
  'path_removed',
  'path_broken',
  'family_removed',
  'vpc_moved',
  'locked',
  'deprovisioning',
  'failed',
  'gone',
])

/** Whether an incident of this rule is paged without waiting, once it is critical. */
export function pagesAtOnce(rule: string): boolean {
  return AT_ONCE.has(rule) || rule.startsWith('connection_')
}

interface Waiting {
  readonly incident: Incident
  readonly lastPath: boolean
}

/**
 * When an incident that stays as bad as it is falls due to be paged (ms); null for a level that never is. Critical: after
 * `pageAfter`, on the last path `pageLastPathAfter`, since resets heal themselves; at once where it does not heal itself.
 * Error: when work begins the next time, never at once.
 */
export function pageDueAt({ incident, lastPath }: Waiting, settings: AlertSettings): number | null {
  const { timers, hours } = settings
  const since = badSince(incident)
  switch (incident.level) {
    case 'critical':
      if (pagesAtOnce(incident.rule)) return since
      return spanEnd(since, lastPath ? timers.pageLastPathAfter : timers.pageAfter, hours.zone)
    case 'error':
      return nextOpening(since, hours)
    default:
      return null
  }
}

/** Whether a page is due now, and why, as a clause. */
export function isPageDue(
  waiting: Waiting,
  now: number,
  settings: AlertSettings,
): { readonly due: boolean; readonly reason: string } {
  const { incident, lastPath } = waiting
  const { timers, hours } = settings
  const dueAt = pageDueAt(waiting, settings)
  if (dueAt === null) return { due: false, reason: `${incident.level} never pages` }
  const past = now >= dueAt
  if (incident.level === 'error') {
    return past && isBusinessTime(now, hours)
      ? { due: true, reason: 'an error was not mended when work began' }
      : { due: false, reason: 'an error waits until work begins the next time' }
  }
  if (pagesAtOnce(incident.rule)) return { due: past, reason: 'critical, and it does not heal itself' }
  const wait = spanText(lastPath ? timers.pageLastPathAfter : timers.pageAfter)
  const what = lastPath ? 'critical, on the last path into its VPC' : 'critical'
  return past
    ? { due: true, reason: `${what}, and still bad after ${wait}` }
    : { due: false, reason: `${what}, and ${wait} are not over: a reset heals itself` }
}

/**
 * Since when it is as bad as it is (ms). A flapping link gets worse each time it goes down, which must not put off its page;
 * nor must the end of a silence, over which a reset has had its time to heal.
 */
function badSince({ flapping, firstBadAt, reminders, history }: Incident): number {
  const then = (name: HistoryEntry['event']) =>
    history.some(({ event, at }) => event === name && at === reminders.from)
  const released = then('told_after_all') && !then('worsened')
  return flapping !== null || released ? firstBadAt : Math.max(firstBadAt, reminders.from)
}
