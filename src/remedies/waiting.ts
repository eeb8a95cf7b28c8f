import { deadlineAfter } from '../alerting/deadlines.ts'
import type { AlertSettings } from '../alerting/settings.ts'
import type { TimerName } from '../alerting/timers.ts'
import { lengthInWords } from '../diagnostics/words.ts'
import { spanEnd } from '../domain/span.ts'

/** The timers of alerts that say for how long waiting is the way out of a status. */
export type WaitTimer = Extract<
  TimerName,
  | 'configuringCritical'
  | 'newConfiguringWarning'
  | 'failedError'
  | 'provisioningStuck'
  | 'deprovisioningStuck'
>

/** Those that are deadlines: people are told of them in business hours alone. */
const DEADLINES: readonly WaitTimer[] = ['provisioningStuck', 'deprovisioningStuck']

/** When waiting since `since` (ms) is over: the moment (ms) at which the alert of that timer is told. */
export function waitEnd(since: number, timer: WaitTimer, { timers, hours }: AlertSettings): number {
  const span = timers[timer]
  return DEADLINES.includes(timer)
    ? deadlineAfter(since, span, hours).tellAt
    : spanEnd(since, span, hours.zone)
}

/** How long it lasts, in words: "15 minutes", "5 working days". */
export function waitInWords(timer: WaitTimer, { timers }: AlertSettings): string {
  return lengthInWords(timers[timer])
}
