import type { Incident } from '../domain/incident.ts'
import { type Span, spanEnd } from '../domain/span.ts'
import type { AlertSettings } from './settings.ts'

/** What keeps people from being chased about an incident now, beyond what the incident itself remembers. */
export interface Quiet {
  /** Whether its scope cannot be read: nobody can see whether it is still so. */
  readonly blind: boolean
  /** Whether a silence or a tag holds it back. */
  readonly silenced: boolean
}

/** Whether an incident is to be reminded of now, and why. */
export type Reminding =
  | { readonly due: false; readonly reason: string }
  | {
      readonly due: true
      readonly reason: string
      /** Which reminder of the plan it is, from 1: one that comes late stands for those before it. */
      readonly number: number
      /** What the incident is to remember once this one is told. */
      readonly reminders: Incident['reminders']
    }

/**
 * Whether a reminder of an incident is due: of a critical one by `remindCritical`, of an error by `remindError`. All but
 * the last of these durations count from `reminders.from`; the last repeats after them ("5m/15m/30m": at 5, 15, 45, 75
 * minutes). Milder ones are for the digest. A late poll tells one reminder, not several. Pure.
 */
export function reminderDue(
  incident: Incident,
  now: number,
  { timers, hours }: AlertSettings,
  quiet: Quiet,
): Reminding {
  const unneeded = whyNot(incident, quiet)
  if (unneeded !== null) return { due: false, reason: unneeded }
  const { from, count } = incident.reminders
  const plan = incident.level === 'critical' ? timers.remindCritical : timers.remindError
  const number = passedBy(plan, from, now, hours.zone)
  if (number <= count) return { due: false, reason: 'The next reminder is not due yet.' }
  return {
    due: true,
    reason: 'Nobody has acknowledged it, and the next reminder is due.',
    number,
    reminders: { from, count: number },
  }
}

/** The incident with its reminders beginning anew at `now` (ms): it got worse, was told after all, or nobody has it. */
export function restartReminders(incident: Incident, now: number): Incident {
  return { ...incident, reminders: { from: now, count: 0 } }
}

/** Why nobody is to be reminded of it; null where somebody may be. */
function whyNot(incident: Incident, { blind, silenced }: Quiet): string | null {
  if (incident.resolvedAt !== null) return 'It is over.'
  if (incident.level !== 'critical' && incident.level !== 'error')
    return `Its level is ${incident.level}: it is for the digest, without reminders.`
  if (incident.rootKey === null) return 'Nothing was told of it that could be reminded of.'
  if (incident.acknowledgement !== null) return 'Somebody has acknowledged it.'
  if (incident.heldBack !== null || silenced) return 'It is held back.'
  if (incident.upSince !== null) return 'It is up again, which is being confirmed.'
  if (incident.flapping !== null) return 'It flaps, and is summed up at times instead.'
  if (blind && incident.subject.type !== 'scope')
    return 'Its region cannot be read, so nobody is chased for what may be over.'
  return null
}

/** How many moments of a plan of reminders have gone by. */
function passedBy(plan: readonly Span[], from: number, now: number, zone: string): number {
  const fixed = plan.slice(0, -1).map((span) => spanEnd(from, span, zone))
  const start = Math.max(from, ...fixed)
  const repeat = plan.at(-1)
  const passed = fixed.filter((at) => at <= now).length
  if (repeat === undefined || now < start) return passed
  if (repeat.unit === 'ms') return passed + Math.floor((now - start) / repeat.ms)
  let repeats = 0
  for (let at = spanEnd(start, repeat, zone); at <= now; at = spanEnd(at, repeat, zone)) repeats += 1
  return passed + repeats
}
